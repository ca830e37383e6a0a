"""Every endpoint of events and sessions, asked by every kind of person, in every status.

W6, W20, W28, W31, W34 and W35 number weaknesses that we learnt from: each was a row of this table
that somebody forgot.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

import pytest

from salle.accounts.rules import Role
from salle.kit.ids import new_id
from salle.scheduling.models import (
    Event,
    Registration,
    SessionAssistant,
    SessionSeries,
    TrainingSession,
)
from salle.scheduling.rules import (
    EventStatus,
    EventType,
    RegistrationStatus,
    SessionStatus,
    Visibility,
)
from tests.scheduling.school import Browser, Json, School

WHO = ("nobody", "public", "member", "registered", "teacher", "assistant", "owner", "admin")
"""Of the session: the member and the teacher have nothing to do with it."""

Row = dict[str, str]
"""By status, what each of them is answered. An empty status stands for all that are not named."""

LISTED: Row = {"": "200 200 200 200 200 200 200 200"}
ACCOUNTS: Row = {"": "401 200 200 200 200 200 200 200"}
TEACHERS: Row = {"": "401 403 403 403 201 201 201 201"}
SEEN: Row = {"": "404 404 200 200 200 200 200 200"}
MANAGED: Row = {"": "401 404 403 403 403 200 200 200"}
OVER = "401 404 403 403 403 409 409 409"
SESSION = "/training/sessions/{session_id}"
ONE = f"{SESSION}/registrations/{{registration_id}}"

OF_A_SESSION: Mapping[tuple[str, str], Row] = {
    ("GET", "/training/sessions"): LISTED,
    ("POST", "/training/sessions"): TEACHERS,
    ("POST", "/training/sessions/series"): TEACHERS,
    ("GET", "/training/sessions/series/{series_id}"): SEEN,
    ("GET", SESSION): SEEN,
    ("PUT", SESSION): MANAGED | {"ended": OVER, "canceled": OVER},
    ("DELETE", SESSION): MANAGED | {"live": OVER, "ended": OVER},
    ("GET", f"{SESSION}/can-join"): SEEN,
    ("POST", f"{SESSION}/start"): {
        "": "401 404 403 403 403 409 409 403",
        "scheduled": "401 404 403 403 403 200 200 403",
        "live": "401 404 403 403 403 404 404 403",  # no room was opened for this one
    },
    ("POST", f"{SESSION}/end"): MANAGED | {"scheduled": OVER, "canceled": OVER},
    ("GET", f"{SESSION}/calendar"): SEEN,
    ("GET", f"{SESSION}/calendar.ics"): SEEN,
    ("POST", f"{SESSION}/registration"): SEEN
    | dict.fromkeys(("ended", "canceled"), "404 404 409 409 409 409 409 409"),
    ("DELETE", f"{SESSION}/registration"): {"": "401 404 404 204 404 404 404 404"}
    | dict.fromkeys(("ended", "canceled"), "401 404 404 409 404 404 404 404"),
    ("POST", f"{SESSION}/registrations/by-mail"): {"": "404 404 403 403 403 403 403 403"}
    | dict.fromkeys(("ended", "canceled"), "404 404 409 409 409 409 409 409"),
    ("POST", f"{SESSION}/invitations"): MANAGED | {"ended": OVER, "canceled": OVER},
    ("GET", f"{SESSION}/registrations"): MANAGED,
    ("GET", f"{SESSION}/registrations.csv"): MANAGED,
    ("GET", f"{SESSION}/attendance"): MANAGED,
    ("GET", f"{SESSION}/attendance.csv"): MANAGED,
    ("DELETE", ONE): {"": "401 404 403 403 403 204 204 204", "ended": OVER, "canceled": OVER},
    ("POST", f"{ONE}/check-in"): MANAGED,
    ("DELETE", f"{ONE}/check-in"): MANAGED,
}
"""The session is for members only."""

UNSEEN = "401 404 404 404 404 404 200 200"
CHANGED: Row = {"": "401 403 403 403 403 403 200 200", "draft": UNSEEN}
OF_AN_EVENT: Mapping[tuple[str, str], Row] = {
    ("GET", "/events"): ACCOUNTS,
    ("POST", "/events"): TEACHERS,
    ("GET", "/events/public"): LISTED,
    ("GET", "/events/public/{event_id}"): LISTED | {"draft": "404 404 404 404 404 404 404 404"},
    ("GET", "/events/{event_id}"): ACCOUNTS | {"draft": UNSEEN},
    ("PUT", "/events/{event_id}"): CHANGED | {"canceled": "401 403 403 403 403 403 409 409"},
    ("POST", "/events/{event_id}/publish"): CHANGED
    | {"canceled": "401 403 403 403 403 403 409 409"},
    ("POST", "/events/{event_id}/duplicate"): TEACHERS
    | {"draft": "401 403 403 403 404 404 201 201"},
    ("POST", "/events/{event_id}/cancel"): CHANGED,
    ("DELETE", "/events/{event_id}"): {
        "": "401 403 403 403 403 403 204 204",
        "draft": "401 404 404 404 404 404 204 204",
    },
    ("POST", "/events/{event_id}/restore"): CHANGED,
}
"""The event is public; its session has ended."""

OF_THE_REST: Mapping[tuple[str, str], Row] = {
    ("GET", "/training/colleagues"): {"": "401 403 403 403 200 200 200 200"},
    ("GET", "/me/calendar"): ACCOUNTS,
    ("POST", "/me/calendar"): ACCOUNTS,
    ("DELETE", "/me/calendar"): {"": "401 204 204 204 204 204 204 204"},
    ("GET", "/admin/work"): {"": "401 403 403 403 403 403 403 200"},
    ("POST", "/admin/work/{work_id}/retry"): {"": "401 403 403 403 403 403 403 404"},
}


@dataclass(frozen=True)
class Stage:
    """An event with a session of a series, for which somebody is registered."""

    event_id: str
    series_id: str
    session_id: str
    registration_id: str


async def set_stage(
    school: School,
    session_status: SessionStatus = SessionStatus.ENDED,
    event_status: EventStatus = EventStatus.PUBLISHED,
) -> Stage:
    stage = Stage(*(new_id() for _ in range(4)))
    now, start = school.now, school.now + timedelta(days=7)
    async with school.world.writing() as db:
        db.add(
            Event(
                id=stage.event_id,
                title="x",
                title_key="x",
                search_text="x",
                type=EventType.COURSE,
                start_time=start,
                end_time=start + timedelta(days=1),
                time_zone="UTC",
                visibility=Visibility.PUBLIC,
                status=event_status,
                created_by="ada",
                created_at=now,
                updated_at=now,
            )
        )
        db.add(
            SessionSeries(
                id=stage.series_id,
                rule={"kind": "chosen", "days": [start.date().isoformat()]},
                time_zone="UTC",
                created_by="ada",
                created_at=now,
                updated_at=now,
            )
        )
        await db.flush()
        db.add(
            TrainingSession(
                id=stage.session_id,
                event_id=stage.event_id,
                series_id=stage.series_id,
                series_index=0,
                title="x",
                title_key="x",
                search_text="x",
                start_time=start,
                duration_minutes=60,
                end_time=start + timedelta(hours=1),
                time_zone="UTC",
                instructor_id="ada",
                status=session_status,
                taken=1,
                created_at=now,
                updated_at=now,
            )
        )
        await db.flush()
        db.add(SessionAssistant(session_id=stage.session_id, user_id="kim"))
        db.add(
            Registration(
                id=stage.registration_id,
                session_id=stage.session_id,
                user_id="eve",
                email="eve@example.org",
                email_key="eve@example.org",
                status=RegistrationStatus.REGISTERED,
                created_at=now,
            )
        )
    return stage


def body_of(school: School, method: str, path: str) -> Json | None:
    start = school.now + timedelta(days=1)
    new: Json = {"title": "x", "start_time": start.isoformat(), "duration_minutes": 60}
    bodies: dict[tuple[str, str], Json] = {
        ("POST", "/training/sessions"): new,
        ("POST", "/training/sessions/series"): new
        | {"rule": {"kind": "chosen", "days": [start.date().isoformat()]}},
        ("PUT", SESSION): {"version": 1},
        ("POST", f"{SESSION}/registrations/by-mail"): {
            "email": f"{new_id()}@example.org",
            "first_name": "Zoé",
            "last_name": "Petit",
        },
        ("POST", f"{SESSION}/invitations"): {"addresses": "zoe@example.org"},
        ("POST", "/events"): {
            "title": "x",
            "start_time": start.isoformat(),
            "end_time": (start + timedelta(hours=1)).isoformat(),
        },
        ("PUT", "/events/{event_id}"): {"version": 1},
    }
    return bodies.get((method, path))


async def ask(school: School, browser: Browser, method: str, path: str, stage: Stage) -> int:
    named = {
        "event_id": stage.event_id,
        "series_id": stage.series_id,
        "session_id": stage.session_id,
        "registration_id": stage.registration_id,
        "work_id": new_id(),
    }
    body = body_of(school, method, path)
    answer = await browser.request(method, path.format(**named), json=body)
    return answer.status_code


async def everybody(school: School) -> dict[str, Browser]:
    kim = await school.person("kim", Role.INSTRUCTOR)
    browsers = (
        school.anybody,
        school.pia,
        school.sam,
        school.eve,
        school.bob,
        kim,
        school.ada,
        school.root,
    )
    return dict(zip(WHO, browsers, strict=True))


async def differences(
    school: School,
    table: Mapping[tuple[str, str], Row],
    *,
    session_status: SessionStatus = SessionStatus.ENDED,
    event_status: EventStatus = EventStatus.PUBLISHED,
    column: str,
) -> dict[tuple[str, str, str], tuple[int, int]]:
    """Whose answer is another than the table says: who asked what, what is due, what came."""
    people = await everybody(school)
    found = {}
    for (method, path), row in table.items():
        for (who, browser), due in zip(
            people.items(), row.get(column, row[""]).split(), strict=True
        ):
            stage = await set_stage(school, session_status, event_status)
            came = await ask(school, browser, method, path, stage)
            if came != int(due):
                found[method, path, who] = (int(due), came)
    return found


async def test_every_endpoint_says_who_may(school: School) -> None:
    """A calendar's secret address, outside of the API, is a permission in itself."""
    paths = school.world.app.openapi()["paths"].items()
    assert {
        (method.upper(), path.removeprefix("/api"))
        for path, methods in paths
        for method, operation in methods.items()
        if "scheduling" in operation.get("tags", ()) and path.startswith("/api/")
    } == {*OF_A_SESSION, *OF_AN_EVENT, *OF_THE_REST}


@pytest.mark.parametrize("status", SessionStatus)
async def test_a_session_answers_each_by_role_and_status(
    school: School, status: SessionStatus
) -> None:
    assert not await differences(school, OF_A_SESSION, session_status=status, column=status)


@pytest.mark.parametrize("status", EventStatus)
async def test_an_event_answers_each_by_role_and_status(
    school: School, status: EventStatus
) -> None:
    assert not await differences(school, OF_AN_EVENT, event_status=status, column=status)


async def test_what_is_left_answers_each_by_role(school: School) -> None:
    assert not await differences(school, OF_THE_REST, column="")
