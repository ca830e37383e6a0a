"""A quiz in a real process of Salle, and what must be true of it, whatever happened."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import cycle, islice
from random import Random
from typing import Any, cast

import orjson
from sqlalchemy import select

from salle import migrations
from salle.accounts.access import find_person
from salle.accounts.rules import Role
from salle.activities.actions import create_activity
from salle.activities.contract import Audience
from salle.activities.quiz.plan import QuizPlan
from salle.capsules.records import Document
from salle.kit import clock
from salle.kit.database import Databases
from salle.rooms.actions import (
    Entered,
    Names,
    Subject,
    enter_with_account,
    enter_with_names,
    open_room,
)
from salle.rooms.frames import encode
from salle.rooms.log import Restored, restore
from salle.rooms.models import ChatMessage, RecordedEvent
from salle.rooms.views import own_view, shared_view
from tests.logins import add_people
from tests.rooms.chaos.people import Crowd, Json, Person
from tests.rooms.world import PLAN, document
from tests.services.salle import RunningSalle

THINKS_FOR = (0.1, 0.3)
"""Seconds from an acknowledged answer to the next one: fewer than the 20 a second of C6."""
NEWCOMERS = 5


@dataclass(frozen=True)
class Classroom:
    """What is in the database before anybody has come."""

    room_id: str
    activity_id: str
    teacher: Json
    others: Sequence[Json]


async def furnish(url: str, people: int) -> Classroom:
    databases = Databases(url)
    now = clock.now()
    await migrations.upgrade(databases)
    async with databases.write.begin() as db:
        await add_people(db, {"ada": Role.INSTRUCTOR})
        await db.flush()
        ada = await find_person(db, "ada-login", now)
        assert ada is not None
        plan = QuizPlan.model_validate(PLAN)
        activity = await create_activity(db, plan, owner_id=ada.id, now=now)
        subject = Subject("Premiers secours", cast("Document", document(3)))
        room = await open_room(db, ada, subject, name=None, now=now)
        teacher = await enter_with_account(db, room, ada, None, now=now)
        others = [
            await enter_with_names(db, room, Names(f"P{number}", "Durand", ""), now=now)
            for number in range(people)
        ]
        found = Classroom(
            room.id,
            activity.id,
            _pass(room.id, teacher),
            [_pass(room.id, each) for each in others],
        )
    await databases.dispose()
    return found


def _pass(room_id: str, entered: Entered) -> Json:
    return {
        "room_id": room_id,
        "participant_id": entered.participant_id,
        "token": entered.token,
    }


class Quiz:
    """Everybody answers, and answers again as soon as that is acknowledged.

    Up to three answers at once, so that to apply the first of them again would show.
    """

    def __init__(self, classroom: Classroom, crowd: Crowd, most_at_once: int) -> None:
        self.crowd = crowd
        self._most_at_once = most_at_once
        self._classroom = classroom
        self._answering: list[asyncio.Task[None]] = []
        self._is_over = False

    async def begin(self, salle: RunningSalle) -> None:
        self.crowd.port = salle.port
        await self.crowd.come()
        teacher = self.crowd.teacher
        await teacher.ask("activity.start", activity_id=self._classroom.activity_id)
        await self.crowd.until(lambda: teacher.view["activity"])
        run_id = teacher.view["activity"]["run_id"]
        loop = asyncio.get_running_loop()
        self._answering = [
            loop.create_task(self._answer(each, run_id)) for each in self.crowd.others
        ]

    @property
    def count(self) -> int:
        """How many answers were acknowledged."""
        return sum(len(each.settled) for each in self.crowd.others)

    async def go_on(self, answers: int) -> None:
        """Until so many more are acknowledged."""
        goal = self.count + answers
        await self.crowd.until(lambda: self.count >= goal)

    async def end(self) -> None:
        """Nobody answers any more, all have been heard, and all are there."""
        self._is_over = True
        async with asyncio.timeout(40):
            await asyncio.gather(*self._answering)
        await self.crowd.until(lambda: all(each.is_in for each in self.crowd.people))

    async def check(self, url: str) -> None:
        """Each acknowledged answer is in the log once; what the room is and shows is its fold."""
        databases = Databases(url)
        try:
            await self._check(databases)
        finally:
            await databases.dispose()

    async def leave(self) -> None:
        for task in self._answering:
            task.cancel()
        await asyncio.gather(*self._answering, return_exceptions=True)
        await self.crowd.leave()

    async def _answer(self, who: Person, run_id: str) -> None:
        """Never the same twice in a row: that would be nothing new, and leave nothing behind."""
        random, choices = self.crowd.random, cycle("ab")
        while not self._is_over:
            at_once = islice(choices, random.randint(1, self._most_at_once))
            await asyncio.gather(
                *(
                    who.ask("activity.answer", run_id=run_id, question_id="q1", choice_ids=[choice])
                    for choice in at_once
                )
            )
            await asyncio.sleep(random.uniform(*THINKS_FOR))

    async def _check(self, databases: Databases) -> None:
        crowd, room_id = self.crowd, self._classroom.room_id
        here = len(crowd.others)
        await crowd.until(lambda: crowd.teacher.view["presence"]["here"] == here)
        assert not crowd.faults
        for each in crowd.others:
            assert crowd.teacher.view["people"][each.id]["is_here"]

        stored = await answers_in_log(databases, room_id)
        acknowledged = {
            (each.id, command_id): command["choice_ids"]
            for each in crowd.others
            for command_id, command in each.settled
        }
        assert [key for key, times in stored.count.items() if times > 1] == []
        assert [key for key in acknowledged if acknowledged[key] != stored.choices.get(key)] == []
        assert stored.seqs == list(range(1, len(stored.seqs) + 1))

        async with databases.read() as db:
            restored = await restore(db, room_id)
        assert restored is not None
        newcomers = Crowd(self._classroom.teacher, self._classroom.others[:NEWCOMERS], crowd.random)
        newcomers.port = crowd.port
        try:
            await newcomers.come()
            for each in newcomers.people:
                assert each.welcome["seq"] == restored.state.seq
                assert each.welcome["view"] == folded_view(restored, each.id)
        finally:
            await newcomers.leave()
        for each in crowd.people:
            expected = folded_view(restored, each.id)
            await crowd.until(lambda: each.view == expected)  # noqa: B023 - called here
        for each in crowd.others:
            assert each.view["mine"]["choice_ids"] == each.settled[-1][1]["choice_ids"]


@dataclass(frozen=True)
class Stored:
    count: Counter[tuple[str | None, str]]
    """How often each command is in the log, by who sent it."""
    choices: dict[tuple[str | None, str], list[str]]
    seqs: list[int]


async def answers_in_log(databases: Databases, room_id: str) -> Stored:
    async with databases.read() as db:
        rows = list(
            await db.scalars(
                select(RecordedEvent)
                .where(RecordedEvent.room_id == room_id)
                .order_by(RecordedEvent.seq)
            )
        )
        lines = await db.scalars(select(ChatMessage.seq).where(ChatMessage.room_id == room_id))
        seqs = sorted([*(row.seq for row in rows), *lines])
    answers = [
        ((row.participant_id, row.command_id or ""), row.data["choice_ids"])
        for row in rows
        if row.type == "activity_answered"
    ]
    return Stored(Counter(key for key, _ in answers), dict(answers), seqs)


def folded_view(restored: Restored, who: str) -> Any:
    """What the room as its log has made it shows to them."""
    state = restored.state
    role = state.people[who].role
    view = {**shared_view(state, Audience(role.value)).view, **own_view(state, who)}
    return orjson.loads(encode(view))


@asynccontextmanager
async def a_quiz(
    salle: RunningSalle, classroom: Classroom, seed: int, *, most_at_once: int = 3
) -> AsyncIterator[Quiz]:
    """While `salle` runs, or whatever takes its place. It is stopped in the end."""
    crowd = Crowd(classroom.teacher, classroom.others, Random(seed))  # noqa: S311 - no secret
    quiz = Quiz(classroom, crowd, most_at_once)
    try:
        await quiz.begin(salle)
        yield quiz
    finally:
        await quiz.leave()
