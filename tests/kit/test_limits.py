"""Who tried too often is told when to come back."""

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient

from salle.kit.http import answer_errors
from salle.kit.limits import Attempts, TooManyAttempts


async def test_the_first_attempt_that_is_forgotten_makes_room_for_another() -> None:
    attempts = Attempts()
    for _ in range(2):
        await attempts.spend("2/minute", "enter", "here")
    with pytest.raises(TooManyAttempts) as refused:
        await attempts.spend("2/minute", "enter", "here")
    seconds = refused.value.details["retry_after"]
    assert isinstance(seconds, int)
    assert 55 <= seconds <= 60
    await attempts.spend("2/minute", "enter", "there")


async def test_nobody_is_told_to_come_back_at_once() -> None:
    attempts = Attempts()
    await attempts.spend("1/second", "enter", "here")
    with pytest.raises(TooManyAttempts) as refused:
        await attempts.spend("1/second", "enter", "here")
    assert refused.value.details == {"retry_after": 1}


async def test_programs_find_the_seconds_where_they_look_for_them() -> None:
    app, attempts = FastAPI(), Attempts()
    answer_errors(app)

    @app.get("/")
    async def enter() -> None:
        await attempts.spend("1/hour", "enter")

    async with AsyncClient(transport=ASGITransport(app), base_url="http://salle.example") as http:
        assert (await http.get("/")).status_code == 200
        answer = await http.get("/")
    assert answer.status_code == 429
    assert answer.json()["code"] == "too_many_attempts"
    assert answer.headers["Retry-After"] == str(answer.json()["details"]["retry_after"])
