"""Who is let in to the room of a session. W4 and the like number what we learnt from."""

import asyncio
from datetime import datetime, timedelta

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
CAPACITY, CROWD = 20, 200


async def by_mail(held: Held, session: Json, email: str = "zoe@example.org") -> Browser:
    """Somebody without an account, who has registered and follows the link of the mail."""
    path = f"{SESSIONS}/{session['id']}/registrations/by-mail"
    await held.school.anybody.ask("POST", path, json=NAMES | {"email": email}, expect=202)
    return await held.school.with_link(session, email)


async def persistently(browser: Browser, path: str) -> int:
    """The status of the answer, once the server is not too busy to give one."""
    while True:
        answer = await browser.post(path, json={})
        if answer.status_code != 503:
            return answer.status_code


@each_database
async def test_of_two_hundred_who_come_at_once_twenty_are_let_in(held: Held) -> None:
    """W4: live or not, in whatever order they register and enter."""
    session, room = await held.hold(capacity=CAPACITY)
    crowd = [await held.school.person(f"p{number}") for number in range(CROWD)]
    registering = f"{SESSIONS}/{session['id']}/registration"
    entering = f"/rooms/{room['name']}/enter"

    async def come(browser: Browser) -> int:
        assert await persistently(browser, registering) == 200
        return await persistently(browser, entering)

    answers = await asyncio.gather(*(come(browser) for browser in crowd))
    assert (answers.count(200), answers.count(409)) == (CAPACITY, CROWD - CAPACITY)
    again = await asyncio.gather(*(persistently(browser, entering) for browser in crowd))
    assert again == answers


@each_database
async def test_the_door_opens_and_closes_to_the_second(held: Held) -> None:
    """W7."""
    session = await held.schedule(duration_minutes=60)
    start = datetime.fromisoformat(session["start_time"])
    room = await held.start(session)
    path = f"/rooms/{room['name']}/enter"
    for seconds, code in (
        (-601, "session.too_early"),
        (-600, None),
        (-599, None),
        (5_399, None),
        (5_400, "session.too_late"),
    ):
        held.school.wait_until(start + timedelta(seconds=seconds))
        answer = await held.school.anybody.post(path, json=NAMES)
        assert answer.json().get("code") == code
        if seconds == -601:
            assert answer.json()["details"] == {"join_time_remaining": 1}


@each_database
async def test_members_only_holds_while_the_session_is_live(held: Held) -> None:
    """W6."""
    _, room = await held.hold(is_public=False, members_only=True)
    assert await held.turned_away(room, held.school.anybody, **NAMES) == "session.members_only"
    assert await held.turned_away(room, held.school.pia) == "session.members_only"
    assert (await held.enter(room, held.school.eve))["role"] == "participant"


async def test_a_screen_goes_through_the_door_as_who_opens_it(held: Held) -> None:
    _, room = await held.hold(is_public=False, members_only=True)
    screen = {"as": "screen"}
    assert await held.turned_away(room, held.school.anybody, **screen) == "session.members_only"
    assert (await held.enter(room, held.school.ada, **screen))["role"] == "screen"


async def test_who_is_asked_to_register_is_told_so(held: Held) -> None:
    session, room = await held.hold(capacity=1)
    assert await held.turned_away(room, held.school.eve) == "session.not_registered"
    await held.school.eve.register(session)
    await held.school.sam.register(session)
    assert (await held.enter(room, held.school.eve))["role"] == "participant"
    assert await held.turned_away(room, held.school.sam) == "session.full"


@each_database
async def test_whoever_has_a_link_enters_under_the_names_of_the_registration(held: Held) -> None:
    session, room = await held.hold(capacity=1)
    zoe = await by_mail(held, session)
    entered = await held.enter(room, zoe)
    again = await held.enter(room, zoe)
    assert again["participant_id"] == entered["participant_id"]
    assert again["token"] != entered["token"]
    await held.come(room, entered, "Zoé")
    person = (await held.live(room)).state.people[entered["participant_id"]]
    assert person.first_name == "Zoé"
    other = await held.school.with_link(session, "zoe@example.org")
    assert await held.enter(room, other) | {"token": ""} == entered | {"token": ""}


@each_database
async def test_by_link_and_with_the_account_it_is_the_same_person(held: Held) -> None:
    session, room = await held.hold(capacity=1)
    await held.school.eve.register(session)
    link = await held.school.with_link(session, "eve@example.org")
    by_link = await held.enter(room, link)
    with_account = await held.enter(room, held.school.eve)
    assert by_link["participant_id"] == with_account["participant_id"]


async def test_a_link_that_is_no_good_is_refused(held: Held) -> None:
    _, room = await held.hold()
    held.school.anybody.headers["Salle-Registration"] = "x.y"
    assert await held.turned_away(room, held.school.anybody, **NAMES) == (
        "registration.link_invalid"
    )


@each_database
async def test_who_comes_back_needs_no_new_place(held: Held) -> None:
    """W7: neither with the token of the room, nor on another browser."""
    session, room = await held.hold()
    entered = await held.enter(room, held.school.eve)
    guest = await held.enter(room, held.school.anybody, **NAMES)
    session = await held.school.ada.show(session)
    await held.school.ada.edit(session, capacity=2)
    await held.school.sam.register(session)
    again = await held.enter(room, held.school.anybody, token=guest["token"])
    assert again["participant_id"] == guest["participant_id"]
    assert (await held.enter(room, held.school.eve))["participant_id"] == (
        entered["participant_id"]
    )
    assert await held.school.eve.knock(session) == (True, None)
    assert await held.turned_away(room, held.school.sam) == "session.full"
    assert await held.turned_away(room, held.school.bob) == "session.not_registered"


@each_database
async def test_who_was_sent_out_stays_out(held: Held) -> None:
    session, room = await held.hold(capacity=2)
    await held.school.eve.register(session)
    zoe = await by_mail(held, session)
    live = await held.live(room)
    for browser, name in ((held.school.eve, "Eve"), (zoe, "Zoé")):
        entered = await held.enter(room, browser)
        await held.come(room, entered, name)
        kick = KickParticipant(participant_id=entered["participant_id"])
        await live.ask(Actor(live.state.trainer_id, RoomRole.TRAINER), kick)
        assert await held.turned_away(room, browser) == "session.kicked"
        assert await held.turned_away(room, browser, **{"as": "screen"}) == "session.kicked"
        assert await browser.knock(session) == (False, "kicked")
        by_token = await held.turned_away(room, held.school.anybody, token=entered["token"])
        assert by_token == "room.kicked"


@each_database
async def test_assistants_enter_as_trainers_however_early(held: Held) -> None:
    session = await held.schedule(assistant_ids=["bob"], is_public=False, members_only=True)
    room = await held.start(session, held.school.bob)
    entered = await held.enter(room, held.school.bob)
    assert entered["role"] == "trainer"
    assert (await held.enter(room, held.school.ada))["role"] == "trainer"
    await held.come(room, entered)
    state = (await held.live(room)).state
    assert state.people[entered["participant_id"]].role is RoomRole.TRAINER
    assert state.untaught_since is None
    assert await held.turned_away(room, held.school.root) == "session.too_early"


@each_database
async def test_whoever_enters_again_does_so_as_what_they_are_by_then(held: Held) -> None:
    """H11: the same person, also before the room has heard of it."""
    session, room = await held.hold(assistant_ids=["bob"])
    entered = {
        browser: await held.enter(room, browser) for browser in (held.school.eve, held.school.bob)
    }
    session = await held.school.ada.show(session)
    await held.school.ada.edit(session, assistant_ids=["eve"])
    again = {browser: await held.enter(room, browser) for browser in entered}
    for browser, before in entered.items():
        assert again[browser]["participant_id"] == before["participant_id"]
    assert [each["role"] for each in entered.values()] == ["participant", "trainer"]
    assert [each["role"] for each in again.values()] == ["trainer", "participant"]


async def test_only_those_who_may_enter_are_told_the_name_of_the_room(held: Held) -> None:
    """W28, W35."""
    session = await held.schedule(is_public=True, members_only=True)
    path = f"{SESSIONS}/{session['id']}/can-join"

    async def told(browser: Browser) -> str | None:
        name: str | None = (await browser.ask("GET", path))["room_name"]
        return name

    assert await told(held.school.ada) is None
    room = await held.start(session)
    assert await told(held.school.ada) == room["name"]
    assert await told(held.school.eve) is None
    held.school.wait_until(datetime.fromisoformat(session["start_time"]))
    assert await told(held.school.eve) == room["name"]
    assert await told(held.school.pia) is None
    assert await told(held.school.anybody) is None
    await held.end(session)
    assert await told(held.school.ada) is None


async def test_asking_at_the_door_changes_nothing(held: Held) -> None:
    session, _ = await held.hold()
    for _ in range(3):
        assert await held.school.eve.knock(session) == (True, None)
    async with held.school.world.databases.read() as db:
        [only] = (await db.scalars(select(RoomParticipant))).all()
    assert only.user_id == "ada"
    assert (await held.school.row(session)).taken == 0
