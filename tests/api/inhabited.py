"""A school where something of every kind exists, and who may ask for it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO

from PIL import Image
from sqlalchemy import select, update

from salle.activities.quiz.plan import QuizPlan
from salle.mail.models import OutgoingMail, Status
from salle.rooms.commands import StartRun
from salle.rooms.permissions import Actor
from salle.rooms.state import RoomRole
from salle.scheduling.models import DueWork
from tests.activities.test_library import PLAN
from tests.rooms.sessions.held import Held
from tests.scheduling.school import SESSIONS, School

Names = dict[str, str]


@dataclass
class Inhabited:
    names: Names
    """What `tests/api/described.py` calls a thing, and what it is called here."""
    now: datetime


async def inhabit(school: School) -> Inhabited:
    names = await held_sessions(school)
    names |= await planned_sessions(school)
    names |= await events(school)
    names |= await things_of_trainers(school)
    names |= await things_of_accounts(school)
    return Inhabited(names, school.now)


async def held_sessions(school: School) -> Names:
    """One whose class has ended, with a quiz in it, and one whose room is open."""
    held = Held(school)
    past, closed = await held.hold(title="Passée", capsule_id=await held.add_capsule())
    await held.enter(closed, school.eve)
    live = await held.live(closed)
    await live.ask(
        Actor(live.state.trainer_id, RoomRole.TRAINER),
        StartRun("a1", QuizPlan.model_validate(PLAN)),
    )
    run = live.state.run
    assert run is not None
    await held.end(past)
    present, opened = await held.hold(title="Présente", capsule_id="c1")
    room_pass = await held.enter(opened, school.eve)
    return {
        "endedSession": past["id"],
        "closedRoom": closed["id"],
        "someRun": run.run_id,
        "liveSession": present["id"],
        "openRoom": opened["id"],
        "nameOfRoom": opened["name"],
        "roomToken": room_pass["token"],
    }


async def planned_sessions(school: School) -> Names:
    """With somebody registered, somebody invited and somebody who only has a link."""
    session = await school.ada.schedule(is_public=True, members_only=False, capacity=5)
    path = f"{SESSIONS}/{session['id']}"
    await school.eve.register(session)
    by_mail = {"email": "guest@example.org", "first_name": "Zoé", "last_name": "Roy"}
    await school.anybody.ask("POST", f"{path}/registrations/by-mail", json=by_mail, expect=202)
    await school.ada.ask("POST", f"{path}/invitations", json={"addresses": "sam@example.org"})
    canceled = await school.ada.schedule(title="Annulée")
    await school.ada.ask("DELETE", f"{SESSIONS}/{canceled['id']}")
    rule = {"kind": "weekly", "weekdays": [0], "count": 3}
    start = (school.now + timedelta(days=7)).isoformat()
    series = await school.ada.ask(
        "POST",
        f"{SESSIONS}/series",
        json={
            "title": "Tous les lundis",
            "start_time": start,
            "duration_minutes": 60,
            "rule": rule,
        },
        expect=201,
    )
    registration = await school.registration(session, "eve@example.org")
    guest = await school.with_link(session, "guest@example.org")
    async with school.world.writing() as db:
        work = (
            await db.scalars(select(DueWork.id).where(DueWork.session_id == session["id"]))
        ).first()
        assert work is not None
        failed = {"failed_code": "session.over", "done_at": school.now}
        await db.execute(update(DueWork).where(DueWork.id == work).values(failed))
    return {
        "plannedSession": session["id"],
        "canceledSession": canceled["id"],
        "someSeries": series["id"],
        "someRegistration": registration.id,
        "registrationLink": guest.headers["Salle-Registration"],
        "failedwork": work,
    }


async def events(school: School) -> Names:
    public = await school.ada.announce(visibility="public")
    draft = await school.ada.announce(publish=False)
    deleted = await school.ada.announce(publish=False)
    await school.ada.ask("DELETE", f"/events/{deleted['id']}", expect=204)
    return {
        "publicEvent": public["id"],
        "draftEvent": draft["id"],
        "deletedEvent": deleted["id"],
    }


async def things_of_trainers(school: School) -> Names:
    activity = await school.ada.ask("POST", "/activities", json={"plan": PLAN}, expect=201)
    deleted = await school.ada.ask("POST", "/activities", json={"plan": PLAN}, expect=201)
    await school.ada.ask("DELETE", f"/activities/{deleted['id']}", expect=204)
    capsule = await school.ada.ask("POST", "/capsules", json={"title": "Brûlures"}, expect=201)
    png = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(png, "PNG")
    picture = {"file": ("photo.png", png.getvalue())}
    media = await school.ada.ask("POST", "/media", files=picture, expect=201)
    importing = await school.ada.ask(
        "POST", f"/capsules/{capsule['id']}/import", files=picture, expect=202
    )
    await school.world.app.state.imports.settle()
    return {
        "someActivity": activity["id"],
        "deletedActivity": deleted["id"],
        "someCapsule": capsule["id"],
        "pictureThatAdaUploadedLastMonday": media["id"],
        "someImport": importing["import_id"],
    }


async def things_of_accounts(school: School) -> Names:
    await school.world.add("ann@example.org")  # who has a password
    new = {"email": "new@example.org", "role": "member"}
    invitation = await school.ada.ask("POST", "/invitations", json=new, expect=201)
    token = await school.world.link_in_last_mail()
    feed = await school.eve.ask("POST", "/me/calendar")
    async with school.world.writing() as db:
        mail = (await db.scalars(select(OutgoingMail.id))).first()
        assert mail is not None
        await db.execute(
            update(OutgoingMail).where(OutgoingMail.id == mail).values(status=Status.FAILED)
        )
    return {
        "someInvitation": invitation["id"],
        "linkToken": token,
        "someFeed": feed["url"].rpartition("/")[2].removesuffix(".ics"),
        "failedMail": mail,
    }
