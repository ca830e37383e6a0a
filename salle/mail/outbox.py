import asyncio
import contextlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parseaddr
from typing import Literal

import aiosmtplib
import structlog
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession

from salle.kit.clock import Clock
from salle.kit.database import Databases
from salle.kit.tasks import end_tasks
from salle.mail import actions
from salle.mail.letters import write_letter
from salle.mail.models import OutgoingMail
from salle.mail.queries import any_due
from salle.mail.rules import CalendarPart, compose, domain_of

logger = structlog.get_logger()

SMTP_SECONDS = 60
PERMANENT = range(500, 600)


@dataclass(frozen=True)
class MailServer:
    host: str
    port: int
    security: Literal["starttls", "tls", "none"]
    user: str = ""
    password: str = ""


class Outbox:
    """`app.state.outbox`: mails wait in the database and leave from there.

    A mail that was queued in a committed transaction is sent at least once, whatever is killed in
    between, and at most once more per crash, with the same Message-ID. Without a mail server they
    wait where admins can read them. Several processes may send at once.
    """

    def __init__(
        self,
        databases: Databases,
        server: MailServer | None,
        *,
        sender: str,
        clock: Clock,
        look_every: timedelta = timedelta(seconds=2),
    ) -> None:
        self._databases = databases
        self._server = server
        self._sender = sender
        self._clock = clock
        self._look_every = look_every.total_seconds()
        self._something_came = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    @property
    def is_sending(self) -> bool:
        return self._server is not None

    @property
    def address(self) -> str:
        """Where its letters come from."""
        return parseaddr(self._sender)[1]

    async def queue_letter(
        self,
        db: AsyncSession,
        *,
        template: str,
        to: str,
        language: str,
        values: Mapping[str, str | int],
        now: datetime,
        send_before: datetime | None = None,
        calendar: CalendarPart | None = None,
        mail_id: str | None = None,
    ) -> OutgoingMail:
        """Write a letter from its template. It leaves if this transaction commits."""
        letter = write_letter(template, language, values)
        mail = await actions.queue_mail(
            db,
            to=to,
            subject=letter.subject,
            text=letter.text,
            html=letter.html,
            domain=domain_of(self._sender),
            now=now,
            send_before=send_before,
            calendar=calendar,
            mail_id=mail_id,
        )
        self.wake_after_commit(db)
        return mail

    def wake_after_commit(self, db: AsyncSession) -> None:
        """Look at once, rather than at the next round."""
        event.listen(
            db.sync_session, "after_commit", lambda _: self._something_came.set(), once=True
        )

    def start(self) -> None:
        if self._server is not None:
            self._task = asyncio.create_task(self._run(self._server), name="outbox")

    async def stop(self) -> None:
        if self._task is not None:
            await end_tasks(self._task)
            self._task = None

    async def _run(self, server: MailServer) -> None:
        while True:
            self._something_came.clear()
            try:
                while await self._send_one(server):
                    pass
            except Exception:
                # The database is away, or this is a bug: neither may end the sending of mail.
                logger.exception("outbox_failed")
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._look_every):
                    await self._something_came.wait()

    async def _send_one(self, server: MailServer) -> bool:
        """Whether there was one to send."""
        now = self._clock()
        async with self._databases.read() as db:
            if not await any_due(db, now):
                return False
        async with self._databases.write.begin() as db:
            mail = await actions.claim_due_mail(db, now)
        if mail is None:
            return False
        if mail.send_before is not None and mail.send_before <= now:
            await self._settle_failed(mail, "expired", is_final=True)
            return True
        try:
            async with asyncio.timeout(SMTP_SECONDS):
                await self._hand_over(server, mail)
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one, the next ones leave
            await self._settle_failed(mail, describe(error), is_final=is_refusal(error))
        else:
            async with self._databases.write.begin() as db:
                await actions.settle_sent(db, mail, self._clock())
            logger.info("mail_sent", mail=mail.id)
        return True

    async def _hand_over(self, server: MailServer, mail: OutgoingMail) -> None:
        message = compose(
            sender=self._sender,
            to=mail.to,
            subject=mail.subject,
            text=mail.text,
            html=mail.html,
            message_id=mail.message_id,
            created_at=mail.created_at,
            calendar=mail.calendar_part,
        )
        await aiosmtplib.send(
            message,
            hostname=server.host,
            port=server.port,
            username=server.user or None,
            password=server.password or None,
            use_tls=server.security == "tls",
            start_tls=server.security == "starttls",
            timeout=SMTP_SECONDS / 3,
        )

    async def _settle_failed(self, mail: OutgoingMail, error: str, *, is_final: bool) -> None:
        logger.warning("mail_failed", mail=mail.id, error=error, attempts=mail.attempts)
        async with self._databases.write.begin() as db:
            await actions.settle_failed(db, mail, error=error, is_final=is_final, now=self._clock())


def is_refusal(error: Exception) -> bool:
    """Whether asking again is useless. What an operator can mend, such as a password, is not."""
    match error:
        case aiosmtplib.SMTPRecipientsRefused():
            return all(each.code in PERMANENT for each in error.recipients)
        case aiosmtplib.SMTPDataError():
            return error.code in PERMANENT
        case ValueError():  # not even an address
            return True
        case _:
            return False


def describe(error: Exception) -> str:
    match error:
        case aiosmtplib.SMTPRecipientsRefused():
            return "; ".join(f"{each.code} {each.message}" for each in error.recipients)
        case aiosmtplib.SMTPResponseException():
            return f"{error.code} {error.message}"
        case _:
            return f"{type(error).__name__}: {error}"
