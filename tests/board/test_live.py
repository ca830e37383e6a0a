"""A board without a server: when it shows, when it acknowledges, and whom it sends away."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from salle import migrations
from salle.board.hub import BoardHub
from salle.board.live import MOST_SOCKETS, LiveBoard, Timing
from salle.board.models import BoardLease
from salle.board.opening import read_stored
from salle.board.sitters import Guest, Sitter
from salle.board.storage import (
    LoggedDiff,
    MemoryStorage,
    Snapshot,
    Statements,
    add_board,
    read_board,
)
from salle.board.sync.room import Edit
from salle.board.sync.sessions import Rights, Seat
from salle.kit.connection import Connection, TooSlow
from salle.kit.database import Databases
from salle.kit.errors import Busy
from salle.kit.websocket import Line
from salle.kit.writer import Writer
from tests.board.client import SCHEMA
from tests.board.shapes import box, page, presence

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
DRAWS = Rights(may_edit=True, may_touch_pages=True, may_point=True)
FIRST = {"store": {"page:1": page(1)}, "schema": SCHEMA, "clock": 1}


class HeldStorage(MemoryStorage):
    """A disk that takes its time: what is appended is stored when the test says so."""

    def __init__(self) -> None:
        super().__init__(FIRST, keeps_log=True)
        self.may_store = asyncio.Event()
        self.batches: list[int] = []
        self.error: Exception | None = None

    async def append(self, diffs: Any) -> None:
        await self.may_store.wait()
        if self.error is not None:
            raise self.error
        await super().append(diffs)
        self.batches.append(len(diffs))


class Tab:
    """Somebody at the board, as far as their line goes."""

    def __init__(self, board: LiveBoard, who: str | None, tab: str, rights: Rights = DRAWS) -> None:
        self.messages: list[dict[str, Any]] = []
        self.goodbye: tuple[int, str] | None = None
        self.news = asyncio.Event()
        line = Line(
            abort=lambda: None,
            write=self._hear,
            waiting=lambda: 0,
            send=self._hear,
            listen=lambda _listener: None,
            stop_asking=lambda: None,
            close=self.close,
            stay=lambda _stay: None,
        )
        connection = Connection(line, TooSlow("board", 4099))
        seat = Seat(user_id=who or "", name="", color="#000000")
        self.board = board
        self.sitter: Sitter = board.enter(tab, Guest(who, seat, rights), connection)

    def _hear(self, frame: bytes) -> None:
        self.messages.append(json.loads(frame[frame.index(b"{") :]))
        self.news.set()

    async def close(self, code: int, reason: str) -> None:
        self.goodbye = code, reason
        self.news.set()

    def say(self, message: dict[str, Any]) -> None:
        self.board.take(self.sitter, json.dumps(message))

    def connect(self) -> None:
        self.say(
            {
                "type": "connect",
                "connectRequestId": "request",
                "lastServerClock": 0,
                "protocolVersion": 7,
                "schema": SCHEMA,
            }
        )

    def push(self, number: int) -> None:
        diff = {f"shape:{number}": ["put", box(str(number))]}
        self.say({"type": "push", "clientClock": number, "diff": diff})

    @property
    def events(self) -> list[dict[str, Any]]:
        return [each for m in self.messages if m["type"] == "data" for each in m["data"]]

    @property
    def acknowledged(self) -> list[int]:
        return [each["clientClock"] for each in self.events if each["type"] == "push_result"]

    async def until(self, holds: Callable[[], object]) -> None:
        async with asyncio.timeout(10):
            while not holds():
                self.news.clear()
                await self.news.wait()


Sit = Callable[..., Tab]


@pytest.fixture
async def storage() -> HeldStorage:
    return HeldStorage()


@pytest.fixture
async def board(storage: HeldStorage) -> AsyncIterator[LiveBoard]:
    document = await read_stored(storage)
    board = LiveBoard("b1", document, storage, clock=lambda: NOW, timing=Timing(linger=0))
    board.start()
    yield board
    storage.may_store.set()
    await board.close(1012, "restart")


@pytest.fixture
async def sit(board: LiveBoard) -> Sit:
    def sit(who: str | None = "tom", tab: str = "tab", rights: Rights = DRAWS) -> Tab:
        tab_of_who = Tab(board, who, tab, rights)
        tab_of_who.connect()
        return tab_of_who

    return sit


async def test_what_is_drawn_is_shown_at_once_and_acknowledged_when_stored(
    storage: HeldStorage, sit: Sit
) -> None:
    """(B22)"""
    tom, eve = sit("tom"), sit("eve")
    tom.push(1)
    await eve.until(lambda: any("shape:1" in each["diff"] for each in eve.events))
    await asyncio.sleep(0.05)
    assert tom.acknowledged == []
    storage.may_store.set()
    await tom.until(lambda: tom.acknowledged == [1])


async def test_what_gathers_while_the_disk_works_is_stored_together(
    storage: HeldStorage, sit: Sit
) -> None:
    tom, eve = sit("tom"), sit("eve")
    tom.push(1)
    await asyncio.sleep(0.02)  # the first is on its way to the disk now
    for number in range(2, 40):
        (tom if number % 2 else eve).push(number)
    storage.may_store.set()
    await tom.until(lambda: 39 in tom.acknowledged)
    assert storage.batches == [1, 38]
    logged = await storage.read_log(0, 100)
    assert [each.author for each in logged[:3]] == ["tom", "eve", "tom"]
    assert {each.at for each in logged} == {NOW}


@pytest.fixture
async def slow_board(storage: HeldStorage) -> AsyncIterator[LiveBoard]:
    """Nobody lives to see what is stored here in time, unless somebody waits behind it."""
    storage.may_store.set()
    timing = Timing(linger=1_000, hurry=0)
    document = await read_stored(storage)
    board = LiveBoard("b1", document, storage, clock=lambda: NOW, timing=timing)
    board.start()
    yield board
    await board.close(1012, "restart")


async def test_one_who_draws_alone_is_acknowledged_with_all_that_follows(
    slow_board: LiveBoard, storage: HeldStorage
) -> None:
    """(B22)"""
    tom, eve = Tab(slow_board, "tom", "tab"), Tab(slow_board, "eve", "tab")
    tom.connect()
    eve.connect()
    for number in range(1, 4):
        tom.push(number)
    await eve.until(lambda: any("shape:3" in each["diff"] for each in eve.events))
    assert storage.batches == []
    await slow_board.close(1012, "restart")
    assert storage.batches == [3]
    assert tom.acknowledged == [1, 2, 3]


async def test_who_draws_with_others_sees_them_soon(
    slow_board: LiveBoard, storage: HeldStorage
) -> None:
    """(B22)"""
    tom, eve = Tab(slow_board, "tom", "tab"), Tab(slow_board, "eve", "tab")
    tom.connect()
    eve.connect()
    tom.push(1)
    eve.say({"type": "push", "clientClock": 1, "presence": ["put", presence()]})
    await tom.until(lambda: len(tom.events) == 2)
    assert [each["type"] for each in tom.events] == ["push_result", "patch"]
    assert storage.batches == [1]


async def test_a_change_of_the_server_is_stored_without_delay(slow_board: LiveBoard) -> None:
    async with asyncio.timeout(10):
        await slow_board.edit(lambda edit: edit.put(page(2)))


async def test_a_tab_that_comes_back_without_the_right_to_point_is_seen_no_longer(sit: Sit) -> None:
    """(B21)"""
    tom, eve = sit("tom"), sit("eve")
    tom.say({"type": "push", "clientClock": 0, "presence": ["put", presence()]})
    await eve.until(lambda: eve.events)
    seen = next(iter(eve.events[0]["diff"]))
    sit("tom", rights=Rights())
    await eve.until(lambda: {"diff": {seen: ["remove"]}}.items() <= eve.events[-1].items())


async def test_if_storing_fails_everybody_comes_back(
    storage: HeldStorage, board: LiveBoard, sit: Sit
) -> None:
    """(B31)"""
    tom, eve = sit("tom"), sit("eve")
    tom.push(1)
    edited = asyncio.create_task(board.edit(lambda edit: edit.put(page(2))))
    await asyncio.sleep(0)
    storage.error = OSError("no space left")
    storage.may_store.set()
    await tom.until(lambda: tom.goodbye == (1013, "lost"))
    await eve.until(lambda: eve.goodbye == (1013, "lost"))
    assert tom.acknowledged == eve.acknowledged == []
    with pytest.raises(Busy):
        await edited
    assert board.is_over
    with pytest.raises(Busy):
        await board.edit(lambda _edit: None)
    assert list((await storage.open()).diffs) == []


async def test_a_change_of_the_server_is_stored_before_it_returns(
    storage: HeldStorage, board: LiveBoard, sit: Sit
) -> None:
    tom = sit("tom")

    def change(edit: Edit) -> None:
        edit.put(page(2))
        edit.remove("page:1")

    changing = asyncio.create_task(board.edit(change, author="ada"))
    await tom.until(lambda: any("page:2" in each["diff"] for each in tom.events))
    assert not changing.done()
    storage.may_store.set()
    await changing
    (logged,) = await storage.read_log(0, 9)
    assert logged == LoggedDiff(2, NOW, "ada", logged.diff)
    assert set(json.loads(logged.diff)) == {"page:1", "page:2"}


async def test_a_board_is_closed_with_all_that_was_drawn(
    storage: HeldStorage, board: LiveBoard, sit: Sit
) -> None:
    tom = sit("tom")
    for number in range(1, 30):
        tom.push(number)
    storage.may_store.set()
    await board.close(1012, "restart")
    assert tom.acknowledged == list(range(1, 30))
    assert tom.goodbye == (1012, "restart")
    stored = await storage.open()
    assert (len(stored.snapshot["store"]), stored.was_open) == (30, False)


async def test_a_tab_that_comes_back_takes_the_place_of_its_old_line(sit: Sit) -> None:
    """(B26)"""
    old, other = sit("tom", "tab"), sit("tom", "another")
    new = sit("tom", "tab")
    await old.until(lambda: old.goodbye)
    assert old.goodbye == (1013, "replaced")
    assert (new.goodbye, other.goodbye) == (None, None)
    assert sit("eve", "tab").goodbye is None


async def test_one_person_opens_so_many_lines_and_no_more(sit: Sit) -> None:
    tabs = [sit("tom", f"tab-{number}") for number in range(MOST_SOCKETS + 1)]
    screens = [sit(None, f"wall-{number}") for number in range(MOST_SOCKETS + 1)]
    await tabs[0].until(lambda: tabs[0].goodbye)
    assert [each.goodbye for each in tabs if each.goodbye] == [(4099, "ROOM_FULL")]
    assert not any(each.goodbye for each in screens)


async def test_who_pushes_too_much_comes_back_later(storage: HeldStorage, sit: Sit) -> None:
    """(B30)"""
    storage.may_store.set()
    tom, eve = sit("tom"), sit("eve")
    for number in range(1, 300):
        tom.push(number)
    await tom.until(lambda: tom.goodbye)
    assert tom.goodbye == (1013, "RATE_LIMITED")
    eve.push(1000)
    await eve.until(lambda: eve.acknowledged == [1000])


async def test_who_is_silent_is_greeted_and_who_never_connects_is_sent_away(
    board: LiveBoard, sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """(B25, B27)"""
    monkeypatch.setattr("salle.board.sync.sessions.GREET_AFTER", -1.0)
    monkeypatch.setattr("salle.board.sync.sessions.CONNECT_WITHIN", -1.0)
    tom, stranger = sit("tom"), Tab(board, "eve", "tab")
    board.tend()
    board.tend()
    assert [each["type"] for each in tom.messages] == ["connect", "pong"]
    await stranger.until(lambda: stranger.goodbye == (1013, "silent"))
    monkeypatch.setattr("salle.board.sync.sessions.SILENT_FOR", -1.0)
    board.tend()
    await tom.until(lambda: tom.goodbye == (1013, "silent"))


class Anybodys:
    """A board that belongs to nothing."""

    id = "b1"
    keeps_log = True

    async def prepare(self, db: AsyncSession) -> None:
        if await read_board(db, self.id) is None:
            await add_board(db, self.id, FIRST, keeps_log=True, now=NOW)

    def besides(self, _snapshot: Snapshot) -> Statements:
        return []


async def make_hub(databases: Databases, writer: Writer) -> BoardHub:
    return BoardHub(databases=databases, writer=writer, clock=lambda: NOW, timing=Timing(linger=0))


async def test_two_processes_do_not_have_the_same_board(postgres_url: str) -> None:
    databases = Databases(postgres_url)
    await migrations.upgrade(databases)
    writer = Writer(databases)
    writer.start()
    first, second = await make_hub(databases, writer), await make_hub(databases, writer)
    board = await first.open(Anybodys())
    with pytest.raises(Busy):
        await second.open(Anybodys())
    tom = Tab(board, "tom", "tab")
    tom.connect()
    async with databases.write.begin() as db:
        await db.execute(update(BoardLease).values(owner="another", epoch=BoardLease.epoch + 1))
    tom.push(1)
    await tom.until(lambda: tom.goodbye == (1013, "lost"))
    assert tom.acknowledged == []
    await first.stop()
    async with databases.read() as db:
        stored = await read_board(db, "b1")
    assert stored is not None
    assert (list(stored.diffs), stored.was_open) == ([], True)
    await writer.stop()
    await databases.dispose()


async def test_a_planned_stop_hands_the_board_over_at_once(postgres_url: str) -> None:
    databases = Databases(postgres_url)
    await migrations.upgrade(databases)
    writer = Writer(databases)
    writer.start()
    first, second = await make_hub(databases, writer), await make_hub(databases, writer)
    tom = Tab(await first.open(Anybodys()), "tom", "tab")
    tom.connect()
    tom.push(1)
    await first.stop()
    assert (tom.acknowledged, tom.goodbye) == ([1], (1012, "restart"))
    board = await second.open(Anybodys())
    assert "shape:1" in board.document["store"]
    await second.stop()
    await writer.stop()
    await databases.dispose()
