"""Where what is due gets done: processes of the test's own, and the mails that come of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage
from zoneinfo import ZoneInfo

from sqlalchemy import select

from salle.kit.errors import SalleError
from salle.kit.ids import new_id
from salle.kit.retention import Duty
from salle.scheduling.jobs import Jobs, RoomWork
from salle.scheduling.models import DueWork, Registration
from salle.scheduling.notices import Notices
from salle.scheduling.rules import RegistrationStatus, WorkKind
from tests.scheduling import rfc5545
from tests.scheduling.school import Json, School
from tests.world import ORIGIN

PARIS = ZoneInfo("Europe/Paris")


@dataclass
class Rooms:
    """Stands in for the rooms above: remembers what it was asked for, and may refuse."""

    prepared: list[str] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)
    answer: SalleError | Exception | None = None

    async def prepare_room(self, session_id: str) -> None:
        self.prepared.append(session_id)
        if self.answer is not None:
            raise self.answer

    async def auto_end(self, session_id: str) -> None:
        self.ended.append(session_id)
        if self.answer is not None:
            raise self.answer


def process(school: School, rooms: Rooms | None = None, retention: Sequence[Duty] = ()) -> Jobs:
    """One more, beside the server's own."""
    state = school.world.app.state
    return Jobs(
        school.world.databases,
        Notices(state.outbox, state.registration_links, ORIGIN),
        clock=school.world.clock,
        zone=PARIS,
        rooms=None if rooms is None else RoomWork(rooms.prepare_room, rooms.auto_end),
        retention=retention,
    )


async def do_due(school: School) -> None:
    await school.world.app.state.jobs.do_due()


async def remind(school: School, session: Json, *emails: str) -> None:
    """These are registered, and will be reminded ten minutes before it begins."""
    due_at = datetime.fromisoformat(session["start_time"]) - timedelta(minutes=10)
    async with school.world.writing() as db:
        for email in emails:
            registration = Registration(
                id=new_id(),
                session_id=session["id"],
                email=email,
                email_key=email,
                status=RegistrationStatus.REGISTERED,
                created_at=school.now,
            )
            db.add(registration)
            await db.flush()
            db.add(
                DueWork(
                    id=new_id(),
                    kind=WorkKind.REMINDER_10M,
                    session_id=session["id"],
                    registration_id=registration.id,
                    due_at=due_at,
                    message_id=new_id(),
                )
            )


async def rows(school: School, *kinds: WorkKind, session: Json | None = None) -> Sequence[DueWork]:
    async with school.world.databases.read() as db:
        query = select(DueWork).order_by(DueWork.due_at, DueWork.id)
        if kinds:
            query = query.where(DueWork.kind.in_(kinds))
        if session is not None:
            query = query.where(DueWork.session_id == session["id"])
        return (await db.scalars(query)).all()


def text_of(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    assert body is not None
    text: str = body.get_content()
    return text


def html_of(message: EmailMessage) -> str:
    body = message.get_body(("html",))
    assert body is not None
    html: str = body.get_content()
    return html


def entry_of(message: EmailMessage) -> tuple[str, rfc5545.Component] | None:
    """Method and event of the calendar entry that came with it: the same in both of its parts."""
    parts = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    if not parts:
        assert not list(message.iter_attachments())
        return None
    [part], [attached] = parts, message.iter_attachments()
    data = part.get_payload(decode=True)
    assert isinstance(data, bytes)
    assert attached.get_content() == data
    calendar = rfc5545.read(data)
    method = calendar.one("METHOD").value
    assert part.get_param("method") == method
    [event] = calendar.events
    return method, event
