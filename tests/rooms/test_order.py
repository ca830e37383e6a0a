"""Whatever fails and whatever is sent again: each command has its turn once, in its order (C3, C4).

The log of a room shows it. What left no event behind changed nothing, or was refused: then there
is a moment, between its neighbours from the same tab, at which just that would happen.
"""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from itertools import accumulate
from random import Random
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed

from salle.kit.database import Databases
from salle.kit.errors import Busy, SalleError
from salle.kit.writer import Write, Writer
from salle.rooms.commands import StartActivity
from salle.rooms.folding import apply, fold
from salle.rooms.frames import read_command
from salle.rooms.log import Entry, read_log
from salle.rooms.permissions import Actor
from salle.rooms.rules import decide
from salle.rooms.state import RoomRole, RoomState
from tests.rooms.client import Client, Frame, Refused
from tests.rooms.making import NOW
from tests.rooms.world import School

Command = dict[str, Any]

NOT_NOW = frozenset({"busy", "too_fast"})
RAISE: Command = {"type": "hand.raise"}
LOWER: Command = {"type": "hand.lower"}
SAY: Command = {"type": "chat.send", "text": "Bonjour", "to": None}
CHAT_ON: Command = {"type": "params.change", "chat": {"active": True}}
CHAT_OFF: Command = {"type": "params.change", "chat": {"active": False}}
PAGE_1: Command = {"type": "slide.show", "page_id": "page:1"}
PAGE_2: Command = {"type": "slide.show", "page_id": "page:2"}


class Tab(Client):
    """Sends again whatever it was not answered, as the protocol has it."""

    def __init__(self, port: int, room_pass: dict[str, Any], name: str) -> None:
        super().__init__(port, room_pass)
        self.sent: dict[str, Command] = {}
        self.outcomes: dict[str, str] = {}
        """By id: `settled`, or the code of the refusal."""
        self.asked_again = 0
        self._name = name

    @property
    def actor(self) -> Actor:
        return Actor(self.id, RoomRole(self.room_pass["role"]))

    async def say(self, command: Command) -> str:
        """Whether or not there is a line for it."""
        command_id = f"{self._name}-{len(self.sent):06}"
        self.sent[command_id] = command
        self.unanswered[command_id] = {"type": "command", "id": command_id, "command": command}
        with suppress(ConnectionClosed):
            await self.send(self.unanswered[command_id])
        return command_id

    async def go_on(self) -> None:
        """From the oldest that was not answered."""
        if self.close_code is not None:
            await self.go_in()
            return
        frames = list(self.unanswered.values())
        for number, frame in enumerate(frames):
            await self.send({**frame, "again": True} if number == 0 else frame)

    async def go_in(self) -> None:
        self.close_code = 1006
        while self.close_code is not None:
            with suppress(ConnectionClosed):
                await self.open()
            await asyncio.sleep(0.01)

    async def answered(self) -> None:
        while self.unanswered:
            asked_again = self.asked_again
            with suppress(ConnectionClosed):
                await self.go_on()
                await self.until(
                    lambda: (
                        not self.unanswered
                        or self.close_code is not None
                        or self.asked_again > asked_again  # noqa: B023 - waited for here
                    )
                )
            await asyncio.sleep(0.01)

    def _take(self, frame: Frame) -> None:
        if frame["type"] == "refused" and frame["code"] in NOT_NOW:
            self.asked_again += 1
            return
        if frame["type"] in ("settled", "refused"):
            outcome = frame.get("code", "settled")
            assert self.outcomes.setdefault(frame["id"], outcome) == outcome
        super()._take(frame)


def check_order(log: Sequence[Entry], tab: Tab) -> None:
    first, *rest = log
    states = list(accumulate((each.event for each in rest), apply, initial=fold([first.event])))
    """The room after each entry."""
    at = 0
    """The earliest of them that this tab's next command may have met."""
    for command_id, command in tab.sent.items():
        places = [place for place, each in enumerate(log) if each.command_id == command_id]
        if places:
            assert at < places[0], f"{command_id} was overtaken"
            assert meets(states[places[0] - 1], command, tab.actor) == len(places), "twice"
            assert tab.outcomes[command_id] == "settled"
            at = places[-1]
            continue
        outcome = tab.outcomes[command_id]
        fits = {"settled": (0,), "room.not_done": (0, "chat.inactive")}.get(outcome, (outcome,))
        later = list(tab.sent)[list(tab.sent).index(command_id) :]
        moments = range(at, first_place(log, later))
        fitting = [each for each in moments if meets(states[each], command, tab.actor) in fits]
        assert fitting, f"{command_id} was overtaken, or had its turn too late"
        at = fitting[0]


def first_place(log: Sequence[Entry], command_ids: Sequence[str]) -> int:
    """Of any of these; the length of the log if none is there."""
    places = (place for place, each in enumerate(log) if each.command_id in command_ids)
    return next(places, len(log))


def meets(state: RoomState, command: Command, actor: Actor) -> int | str:
    """How many events it would make there, or why it would be refused."""
    wanted = read_command(command)
    assert not isinstance(wanted, StartActivity)
    try:
        return len(decide(state, wanted, actor, NOW))
    except SalleError as refusal:
        return refusal.code


class Failing:
    """Stores as the writer does, but for what fails at random: before or after it is on disk."""

    def __init__(self, writer: Writer, random: Random, failures: int) -> None:
        self._store = writer.store
        self._random = random
        self._left = failures

    async def store(self, write: Write) -> None:
        fate = self._random.random() if self._left else 1.0
        self._left -= fate < 0.5
        if fate < 0.2:
            raise Busy
        if fate < 0.3:
            raise OSError
        await self._store(write)
        if fate < 0.5:
            raise OSError


@pytest.mark.parametrize("examples", [12, pytest.param(300, marks=pytest.mark.slow)])
async def test_each_command_has_its_turn_once_and_in_its_order(
    school: School, databases: Databases, monkeypatch: pytest.MonkeyPatch, examples: int
) -> None:
    """(C2, C3, C4, C6) Also of two tabs of one person, each of which has an order of its own."""
    for seed in range(examples):
        print("seed", seed)  # noqa: T201 - shown when it fails
        await hold_a_failing_class(school, databases, monkeypatch, Random(seed))  # noqa: S311 - a test that can be run again


async def hold_a_failing_class(
    school: School, databases: Databases, monkeypatch: pytest.MonkeyPatch, random: Random
) -> None:
    name = (await school.launch())["name"]
    tom = await school.enter(name, first_name="Tom", last_name="Durand")
    ada = await school.enter(name, "ada")
    port = school.served.port
    tabs = [Tab(port, ada, "ada-tab1"), Tab(port, tom, "tom-tab1"), Tab(port, tom, "tom-tab2")]
    choices = {ada["participant_id"]: [CHAT_ON, CHAT_OFF, PAGE_1, PAGE_2]}
    for each in tabs:
        await each.go_in()
    writer = school.served.hub._writer
    failing = Failing(writer, random, failures=random.randint(0, 6))
    with monkeypatch.context() as patch:
        patch.setattr(writer, "store", failing.store)
        patch.setattr("salle.rooms.live.MOST_WAITING", random.choice([2, 1000]))
        for _ in range(random.randint(5, 25)):
            each = random.choice(tabs)
            match random.random():
                case chance if chance < 0.6:
                    await each.say(random.choice(choices.get(each.id or "", [RAISE, LOWER, SAY])))
                case chance if chance < 0.75:
                    each.cut()
                case _:
                    with suppress(ConnectionClosed):
                        await each.go_on()
    for each in tabs:
        await each.answered()
    async with databases.read() as db:
        log = await read_log(db, tom["room_id"])
    for each in tabs:
        check_order(log, each)
        await each.close()
    await school.http.post(f"/api/rooms/{tom['room_id']}/end", headers=school.bearer("ada"))


async def a_tab(school: School, room: str) -> Tab:
    room_pass = await school.enter(room, first_name="Tom", last_name="Durand")
    tab = Tab(school.served.port, room_pass, "tom-tab1")
    await tab.go_in()
    school.clients.append(tab)
    return tab


async def fail_to_store(*_: object) -> None:
    raise Busy


async def test_what_changed_nothing_before_a_crash_has_no_second_turn_behind_a_later_command(
    school: School, room: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """(C3) The hand is up; it is raised once more, and taken down. It stays down."""
    tom = await a_tab(school, room)
    await tom.ask("hand.raise")
    writer = school.served.hub._writer
    store = writer.store

    async def store_and_fail(write: Write) -> None:
        await store(write)
        raise OSError

    with monkeypatch.context() as patch:
        patch.setattr(writer, "store", store_and_fail)
        raised, lowered = await tom.say(RAISE), await tom.say(LOWER)
        await tom.closed()
    await tom.answered()
    assert (tom.outcomes[raised], tom.outcomes[lowered]) == ("room.not_done", "settled")
    assert tom.view["mine"]["hand_raised_at"] is None


async def test_what_was_refused_is_refused_again_whatever_has_changed(
    school: School, room: str
) -> None:
    """(C3) Its answer was lost: who sends it again learns what it was."""
    trainer, tom = await school.trainer(room), await a_tab(school, room)
    await trainer.ask("params.change", chat={"active": False})
    frame = {"type": "command", "id": "command-1", "command": SAY}
    for is_active in (True, False):
        with pytest.raises(Refused, match=r"chat\.inactive"):
            await (await tom.send_command(frame))
        await trainer.ask("params.change", chat={"active": is_active})


@pytest.mark.parametrize(
    ("where", "what"),
    [("salle.rooms.live.MOST_WAITING", 0), ("salle.kit.writer.Writer.store", fail_to_store)],
)
async def test_nothing_overtakes_what_was_refused_for_now(
    school: School, room: str, monkeypatch: pytest.MonkeyPatch, where: str, what: object
) -> None:
    """(C6)"""
    tom = await a_tab(school, room)
    with monkeypatch.context() as patch:
        patch.setattr(where, what)
        await tom.say(RAISE)
        await tom.until(lambda: tom.asked_again == 1)
    await tom.say(LOWER)
    await tom.until(lambda: tom.asked_again == 2)
    await tom.answered()
    assert set(tom.outcomes.values()) == {"settled"}
    assert tom.view["mine"]["hand_raised_at"] is None


async def test_nothing_overtakes_what_came_too_fast(school: School, room: str) -> None:
    """(C6) The bucket fills up again while they are still being sent."""
    tom = await a_tab(school, room)
    for page in range(50):
        await tom.say({**SAY, "text": str(page)})
    await tom.answered()
    await tom.until(lambda: len(tom.view["chat"]) == 50)
    assert [each["text"] for each in tom.view["chat"].values()] == [str(n) for n in range(50)]


async def test_a_client_that_does_not_go_back_is_not_held_up(
    school: School, room: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """(S3) It said nothing of what is unanswered, and would never say `again`."""
    old = school.client(await school.enter(room, first_name="Tom", last_name="Durand"))
    await old.connect()
    await old.send({"type": "hello", "protocol": 1, "token": old.room_pass["token"]})
    await old.until(lambda: old.welcome)
    with monkeypatch.context() as patch:
        patch.setattr("salle.rooms.live.MOST_WAITING", 0)
        with pytest.raises(Refused):
            await old.ask("hand.raise")
    old.goes_back = False
    await old.ask("hand.raise")
