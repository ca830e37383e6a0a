import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select

from salle.kit.database import Databases
from salle.mail.models import OutgoingMail
from salle.mail.outbox import MailServer, Outbox
from salle.mail.rules import CalendarPart

SENDER = "École du Nord <salle@school.example>"


@dataclass
class Post:
    """A database with mails, and processes that send from it."""

    databases: Databases
    time: datetime
    started: list[Outbox] = field(default_factory=list)

    def outbox(self, server: MailServer | None) -> Outbox:
        """One more process."""
        outbox = Outbox(
            self.databases,
            server,
            sender=SENDER,
            clock=lambda: self.time,
            look_every=timedelta(milliseconds=20),
        )
        outbox.start()
        self.started.append(outbox)
        return outbox

    async def write(
        self,
        to: str = "ada@example.org",
        *,
        name: str = "Ada",
        by: Outbox | None = None,
        send_before: datetime | None = None,
        calendar: CalendarPart | None = None,
        mail_id: str | None = None,
    ) -> str:
        outbox = by or Outbox(self.databases, None, sender=SENDER, clock=lambda: self.time)
        async with self.databases.write.begin() as db:
            mail = await outbox.queue_letter(
                db,
                template="invitation",
                to=to,
                language="en",
                values={
                    "inviter": name,
                    "role": "member",
                    "link": "http://127.0.0.1:8000/link#abc",
                    "days": 7,
                },
                now=self.time,
                send_before=send_before,
                calendar=calendar,
                mail_id=mail_id,
            )
        return mail.id

    async def read(self, mail_id: str) -> OutgoingMail:
        async with self.databases.read() as db:
            return await db.get_one(OutgoingMail, mail_id)

    async def wait_until(self, mail_id: str, *, status: str, attempts: int = 1) -> OutgoingMail:
        """What the row says once this many tries have ended."""
        async with asyncio.timeout(10):
            while True:
                mail = await self.read(mail_id)
                settled = mail.status != "waiting" or mail.last_error
                if mail.status == status and mail.attempts == attempts and settled:
                    return mail
                await asyncio.sleep(0.01)

    async def count(self) -> int:
        async with self.databases.read() as db:
            return len((await db.scalars(select(OutgoingMail.id))).all())
