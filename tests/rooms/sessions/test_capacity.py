"""Seats that are counted while people are inside already, with a seat or without (W4, W5)."""

import asyncio

import pytest
from sqlalchemy import select

from salle.rooms.commands import KickParticipant
from salle.rooms.models import RoomParticipant
from salle.rooms.permissions import Actor
from salle.rooms.state import RoomRole
from tests.rooms.sessions.held import Held
from tests.scheduling.school import SESSIONS, Browser, Json

each_database = pytest.mark.usefixtures("database_url")
NAMES = {"first_name": "Zoé", "last_name": "Petit"}


async def resize(held: Held, session: Json, capacity: int | None) -> tuple[int, int | None]:
    """Status of the answer, and how many seats it says are taken."""
    version = (await held.school.row(session)).version
    body = {"version": version, "capacity": capacity}
    answer = await held.school.ada.put(f"{SESSIONS}/{session['id']}", json=body)
    told = answer.json()
    return answer.status_code, told.get("taken", told.get("details", {}).get("taken"))


async def place(browser: Browser, session: Json) -> str:
    """What becomes of who registers."""
    status: str = (await browser.register(session))["registration"]["status"]
    return status


async def withdraw(browser: Browser, session: Json) -> None:
    await browser.ask("DELETE", f"{SESSIONS}/{session['id']}/registration", expect=204)


async def statuses(held: Held, session: Json) -> dict[str, str]:
    rows = await held.school.registrations(session)
    return {each.email.partition("@")[0]: each.status for each in rows}


@each_database
async def test_there_are_never_fewer_seats_than_people_inside(held: Held) -> None:
    session, room = await held.hold()
    await held.enter(room, held.school.eve)
    await held.enter(room, held.school.anybody, **NAMES)
    await held.school.sam.register(session)
    assert await resize(held, session, 2) == (409, 3)
    assert await resize(held, session, 3) == (200, 3)
    told = await held.school.ada.show(session)
    assert (told["is_full"], told["taken"]) == (True, 3)
    assert (await held.school.sam.show(session))["taken"] is None


@each_database
async def test_who_came_before_seats_were_counted_takes_one(held: Held) -> None:
    session, room = await held.hold()
    await held.enter(room, held.school.eve)
    await held.enter(room, held.school.anybody, **NAMES)
    assert await resize(held, session, 3) == (200, 2)
    assert await place(held.school.sam, session) == "registered"
    assert await place(held.school.bob, session) == "waitlisted"
    assert await held.turned_away(room, held.school.bob) == "session.full"
    assert await resize(held, session, 4) == (200, 4)
    assert await statuses(held, session) == {"sam": "registered", "bob": "registered"}


@each_database
async def test_who_is_inside_registers_for_their_own_place(held: Held) -> None:
    """By account, with the address of the account, and with the link they entered with."""
    session, room = await held.hold()
    await held.enter(room, held.school.eve)
    await held.enter(room, held.school.sam)
    assert await resize(held, session, 2) == (200, 2)
    assert await place(held.school.eve, session) == "registered"
    by_mail = f"{SESSIONS}/{session['id']}/registrations/by-mail"
    given = NAMES | {"email": "Sam@example.org"}
    await held.school.anybody.ask("POST", by_mail, json=given, expect=202)
    assert {*(await statuses(held, session)).values()} == {"registered"}
    assert (await held.school.ada.show(session))["taken"] == 2
    assert await place(held.school.bob, session) == "waitlisted"


@each_database
async def test_a_seat_given_up_from_inside_is_not_free(held: Held) -> None:
    session, room = await held.hold(capacity=2)
    by_mail = f"{SESSIONS}/{session['id']}/registrations/by-mail"
    given = NAMES | {"email": "zoe@example.org"}
    await held.school.anybody.ask("POST", by_mail, json=given, expect=202)
    zoe = await held.school.with_link(session, "zoe@example.org")
    await held.school.eve.register(session)
    for browser in (held.school.eve, zoe):
        await held.enter(room, browser)
    assert await place(held.school.sam, session) == "waitlisted"
    for browser in (held.school.eve, zoe):
        await withdraw(browser, session)
    assert (await statuses(held, session))["sam"] == "waitlisted"
    assert await held.turned_away(room, held.school.sam) == "session.full"
    # They come back, and have their place again.
    assert await place(held.school.eve, session) == "registered"
    answer = await zoe.ask("POST", f"{SESSIONS}/{session['id']}/registration", json=NAMES)
    assert answer["registration"]["status"] == "registered"
    assert (await statuses(held, session))["sam"] == "waitlisted"


@each_database
async def test_a_seat_given_up_from_outside_goes_to_who_waits(held: Held) -> None:
    session, room = await held.hold(capacity=2)
    for browser in (held.school.eve, held.school.bob):
        await browser.register(session)
    await held.enter(room, held.school.eve)
    assert await place(held.school.sam, session) == "waitlisted"
    await withdraw(held.school.eve, session)
    await withdraw(held.school.bob, session)
    assert await held.enter(room, held.school.sam)
    assert (await statuses(held, session))["sam"] == "registered"


async def send_out(held: Held, room: Json, entered: Json) -> None:
    await held.come(room, entered)
    live = await held.live(room)
    kick = KickParticipant(participant_id=entered["participant_id"])
    await live.ask(Actor(live.state.trainer_id, RoomRole.TRAINER), kick)


@each_database
async def test_who_was_sent_out_needs_no_place(held: Held) -> None:
    session, room = await held.hold()
    await send_out(held, room, await held.enter(room, held.school.anybody, **NAMES))
    assert await resize(held, session, 1) == (200, 0)
    assert await place(held.school.eve, session) == "registered"
    await send_out(held, room, await held.enter(room, held.school.eve))
    # Hers is hers until somebody gives it up.
    assert await place(held.school.sam, session) == "waitlisted"
    await withdraw(held.school.eve, session)
    assert (await statuses(held, session))["sam"] == "registered"


@each_database
async def test_nobody_comes_before_those_who_wait(held: Held) -> None:
    """The place of who was sent out, or leads by now, falls free without anybody giving it up."""
    session, room = await held.hold(capacity=1)
    await held.school.eve.register(session)
    entered = await held.enter(room, held.school.eve)
    assert await place(held.school.sam, session) == "waitlisted"
    await withdraw(held.school.eve, session)
    await send_out(held, room, entered)
    assert await place(held.school.bob, session) == "waitlisted"
    assert (await statuses(held, session))["sam"] == "registered"


@each_database
async def test_seats_that_are_counted_while_people_stream_in_hold(held: Held) -> None:
    session, room = await held.hold()
    crowd = [await held.school.person(f"p{number}") for number in range(24)]

    async def enter(browser: Browser) -> int:
        while True:
            answer = await browser.post(f"/rooms/{room['name']}/enter", json={})
            if answer.status_code != 503:
                return answer.status_code

    async def count_seats() -> bool:
        while True:
            status, _ = await resize(held, session, 8)
            if status != 503:
                return status == 200

    answers = await asyncio.gather(
        *(enter(browser) for browser in crowd[:6]),
        count_seats(),
        *(enter(browser) for browser in crowd[6:]),
    )
    async with held.school.world.databases.read() as db:
        rows = await db.scalars(
            select(RoomParticipant).where(RoomParticipant.role == RoomRole.PARTICIPANT)
        )
    inside = len(rows.all())
    assert answers.count(200) == inside
    assert inside <= 8 or not answers[6]
