"""The task of a room, without sockets: what becomes of those who wait at the same moment."""

import asyncio
from typing import Any

import orjson
import pytest

from salle.kit.database import Databases
from salle.kit.errors import Busy
from salle.kit.writer import Writer
from salle.rooms.commands import (
    CloseRoom,
    EndClass,
    KickParticipant,
    Leave,
    RaiseHand,
    RenameRoom,
    ShowSlide,
)
from salle.rooms.errors import RoomEnded
from salle.rooms.live import LiveRoom
from salle.rooms.log import restore
from salle.rooms.members import Member
from salle.rooms.permissions import SERVER, Actor
from salle.rooms.state import RoomRole
from tests.rooms.making import NOW, join
from tests.rooms.test_members import Peer
from tests.rooms.world import School, Served


class Somebody:
    def __init__(self, who: str | None, role: RoomRole = RoomRole.PARTICIPANT) -> None:
        self.peer = Peer()
        self.actor = Actor(who, role)
        key = who or "screen"
        self.member = Member(self.actor, key, self.peer.connection())

    @property
    def frames(self) -> list[dict[str, Any]]:
        return [orjson.loads(text) for text in self.peer.texts]

    def answers(self) -> list[tuple[str, str]]:
        return [
            (frame["type"], frame["id"])
            for frame in self.frames
            if frame["type"] in ("settled", "refused")
        ]

    async def all_sent(self) -> None:
        self.member.close(1000)
        await self.member.closed()


@pytest.fixture
async def live(school: School, served: Served) -> LiveRoom:
    room = await school.launch()
    return await served.hub.open(room["id"])


@pytest.fixture
async def trainer(live: LiveRoom) -> Somebody:
    somebody = Somebody(live.state.trainer_id, RoomRole.TRAINER)
    who = join(live.state.trainer_id, "ada")
    assert await live.enter(somebody.member, who, None)
    return somebody


async def test_what_waits_is_settled_in_one_step_and_shown_once(
    live: LiveRoom, trainer: Somebody
) -> None:
    tom = Somebody("tom")
    await live.enter(tom.member, join("tom"), None)
    for number, page in enumerate(("page:2", "page:3", "page:1", "page:2")):
        live.tell(trainer.member, f"command-{number}", ShowSlide(page_id=page))
    await live.ask(SERVER, Leave("nobody", NOW))
    await tom.all_sent()
    changes = [frame for frame in tom.frames if frame["type"] == "changes"]
    assert [frame["seq"] for frame in changes] == [live.state.seq]
    assert changes[0]["set"]["slide"]["page_id"] == "page:2"


async def test_somebody_let_in_and_kicked_in_one_step_is_not_welcomed(
    live: LiveRoom, trainer: Somebody
) -> None:
    """(C8)"""
    tom = Somebody("tom")
    entering = asyncio.create_task(live.enter(tom.member, join("tom"), None))
    await asyncio.sleep(0)
    live.tell(trainer.member, "command-1", KickParticipant(participant_id="tom"))
    await entering
    await tom.member.closed()
    assert (tom.peer.texts, tom.peer.closed) == ([], (4202, "kicked"))
    again = Somebody("tom")
    assert not await live.enter(again.member, join("tom"), None)
    await again.member.closed()
    assert again.peer.closed == (4202, "kicked")


async def test_somebody_lost_on_the_way_in_is_gone_after_the_grace(
    live: LiveRoom, trainer: Somebody
) -> None:
    """(L1)"""
    tom = Somebody("tom")
    entering = asyncio.create_task(live.enter(tom.member, join("tom"), None))
    await asyncio.sleep(0)
    live.lose(tom.member)
    await entering
    assert live.state.people["tom"].is_here
    async with asyncio.timeout(5):
        while live.state.people["tom"].is_here:  # noqa: ASYNC110 - the room tells only its members
            await asyncio.sleep(0.01)
    assert [each.key for each in live.members] == [live.state.trainer_id]
    await trainer.all_sent()


async def test_who_comes_back_while_being_taken_for_gone_stays(
    live: LiveRoom, trainer: Somebody
) -> None:
    first, second = Somebody("tom"), Somebody("tom")
    await live.enter(first.member, join("tom"), None)
    live.lose(first.member)
    entering = asyncio.create_task(live.enter(second.member, join("tom"), None))
    await asyncio.sleep(0)
    live._leave("tom", live._clock())
    assert await entering
    assert await live.ask(SERVER, join("zoe"))
    assert live.state.people["tom"].is_here
    assert "left" not in str(trainer.frames)


async def test_everything_after_the_end_in_one_step_is_refused(
    live: LiveRoom, trainer: Somebody
) -> None:
    """(C7)"""
    screen = Somebody(None, RoomRole.SCREEN)
    live.tell(trainer.member, "command-1", EndClass())
    live.tell(trainer.member, "command-2", ShowSlide(page_id="page:2"))
    live.tell(trainer.member, "command-3", RenameRoom(name="trop-tard"))
    assert not await live.enter(screen.member, None, None)
    await trainer.member.closed()
    assert trainer.answers() == [
        ("settled", "command-1"),
        ("refused", "command-2"),
        ("refused", "command-3"),
    ]
    assert trainer.peer.closed == (4207, "ended")
    with pytest.raises(RoomEnded):
        await live.ask(SERVER, CloseRoom("admin"))
    late = Somebody("late")
    assert not await live.enter(late.member, join("late"), None)
    await late.member.closed()
    assert late.peer.closed == (4207, "ended")


async def test_a_command_repeated_within_one_step_is_applied_once(
    live: LiveRoom, trainer: Somebody
) -> None:
    """(C3)"""
    tom = Somebody("tom")
    await live.enter(tom.member, join("tom"), None)
    before = live.state.seq
    for _ in range(3):
        live.tell(tom.member, "command-1", RaiseHand())
    await live.ask(SERVER, join("zoe"))
    await tom.all_sent()
    assert live.state.seq == before + 2
    assert tom.answers() == [("settled", "command-1")] * 3
    assert len(trainer.frames) >= 1


async def test_a_leave_that_the_server_was_too_busy_for_is_not_forgotten(
    live: LiveRoom, trainer: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("salle.rooms.live.RETRY", live._timing.grace)
    tom = Somebody("tom")
    await live.enter(tom.member, join("tom"), None)
    tried = asyncio.Event()

    with monkeypatch.context() as patch:
        patch.setattr(Writer, "store", busy(tried))
        live.lose(tom.member)
        await tried.wait()
        await asyncio.sleep(0)
        assert live.state.people["tom"].is_here
    async with asyncio.timeout(5):
        while live.state.people["tom"].is_here:  # noqa: ASYNC110 - the room tells only its members
            await asyncio.sleep(0.01)
    assert trainer.member.lost_at is None


async def test_who_asks_from_inside_hears_when_the_room_fails(
    live: LiveRoom, trainer: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def store(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(Writer, "store", store)
    with pytest.raises(Busy):
        await live.ask(trainer.actor, ShowSlide(page_id="page:2"))
    with pytest.raises(Busy):
        await live.ask(trainer.actor, ShowSlide(page_id="page:2"))
    late = Somebody("late")
    assert not await live.enter(late.member, join("late"), None)
    await late.member.closed()
    assert late.peer.closed == (1011, "lost")


@pytest.mark.usefixtures("database_url")
async def test_what_the_database_holds_is_what_is_true(
    live: LiveRoom, trainer: Somebody, databases: Databases
) -> None:
    """A room restored at any moment is the room that lives."""
    tom = Somebody("tom")
    await live.enter(tom.member, join("tom"), None)
    for number in range(10):
        live.tell(trainer.member, f"command-{number}", ShowSlide(page_id=f"page:{number % 3 + 1}"))
        live.tell(tom.member, f"command-{number}", RaiseHand())
    await live.ask(SERVER, join("zoe"))
    async with databases.read() as db:
        restored = await restore(db, live.state.id)
    assert restored is not None
    assert restored.state == live.state
    assert ("tom", "command-0") in restored.commands


def busy(tried: asyncio.Event) -> Any:
    async def store(*_: object) -> None:
        tried.set()
        raise Busy

    return store
