"""Tests hold every answer to the description of the API: these see that it holds."""

import pytest
from httpx import Request, Response

from salle.kit.http import PROBLEM
from tests.api.described import hold_to_description
from tests.world import ORIGIN


def answer(status: int, path: str, code: str | None = None) -> Response:
    request = Request("POST", f"{ORIGIN}{path}")
    if code is None:
        return Response(status, request=request)
    return Response(status, json={"code": code}, headers={"Content-Type": PROBLEM}, request=request)


@pytest.mark.parametrize(
    "known",
    [
        answer(200, "/api/auth/login"),
        answer(401, "/api/auth/login", "auth.bad_credentials"),
        answer(404, "/api/training/sessions/some/start", "session.not_found"),
        answer(418, "/a/page/of/the/web/app"),
    ],
)
async def test_what_is_described_passes(known: Response) -> None:
    await hold_to_description(known)


@pytest.mark.parametrize(
    "unknown",
    [
        answer(201, "/api/auth/login"),
        answer(500, "/api/auth/login"),
        answer(401, "/api/auth/login", "auth.sign_in_needed"),
        answer(404, "/api/training/sessions/some/start", "event.not_found"),
    ],
)
async def test_what_is_not_described_fails_the_test_that_gets_it(unknown: Response) -> None:
    with pytest.raises(AssertionError, match=" answers "):
        await hold_to_description(unknown)
