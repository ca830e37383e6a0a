from datetime import datetime

from sqlalchemy import Update, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from salle.kit.ids import new_id
from salle.mail.models import OutgoingMail, Status
from salle.mail.queries import is_due
from salle.mail.rules import (
    TRIED_FOR,
    TRY_LASTS,
    CalendarPart,
    MailNotFailed,
    MailNotFound,
    delay_after,
    on_one_line,
)


async def queue_mail(
    db: AsyncSession,
    *,
    to: str,
    subject: str,
    text: str,
    html: str,
    domain: str,
    now: datetime,
    send_before: datetime | None = None,
    calendar: CalendarPart | None = None,
    mail_id: str | None = None,
) -> OutgoingMail:
    """The mail leaves if this transaction commits, and only then.

    Whoever names it can queue it once only, and knows its Message-ID.
    """
    mail_id = mail_id or new_id()
    mail = OutgoingMail(
        id=mail_id,
        message_id=f"<{mail_id}@{domain}>",
        to=to,
        subject=on_one_line(subject),
        text=text,
        html=html,
        calendar="" if calendar is None else calendar.text,
        calendar_method="" if calendar is None else calendar.method,
        created_at=now,
        send_before=send_before,
        next_try_at=now,
    )
    db.add(mail)
    await db.flush()
    return mail


async def claim_due_mail(db: AsyncSession, now: datetime) -> OutgoingMail | None:
    """One mail for this process alone, until its try has ended or must be dead.

    One at a time: a crash can repeat only the mail that was under way.
    """
    due = (
        select(OutgoingMail.id)
        .where(is_due(now))
        .order_by(OutgoingMail.next_try_at, OutgoingMail.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    claimed: OutgoingMail | None = await db.scalar(
        update(OutgoingMail)
        .where(OutgoingMail.id == due.scalar_subquery())
        .values(attempts=OutgoingMail.attempts + 1, next_try_at=now + TRY_LASTS)
        .returning(OutgoingMail)
    )
    return claimed


async def settle_sent(db: AsyncSession, mail: OutgoingMail, now: datetime) -> None:
    """Its text is forgotten: it may hold a link that signs in, and is in the mailbox now."""
    await db.execute(
        _this_try(mail).values(
            status=Status.SENT, sent_at=now, last_error="", text="", html="", calendar=""
        )
    )


async def settle_failed(
    db: AsyncSession, mail: OutgoingMail, *, error: str, is_final: bool, now: datetime
) -> None:
    """Later again, unless it was refused for good or has been tried for long enough."""
    gives_up = is_final or now - mail.created_at >= TRIED_FOR
    await db.execute(
        _this_try(mail).values(
            status=Status.FAILED if gives_up else Status.WAITING,
            next_try_at=now + delay_after(mail.attempts),
            last_error=on_one_line(error)[:500],
        )
    )


async def try_again(db: AsyncSession, mail_id: str, now: datetime) -> OutgoingMail:
    mail = await db.get(OutgoingMail, mail_id, with_for_update=True)
    if mail is None:
        raise MailNotFound
    if mail.status != Status.FAILED:
        raise MailNotFailed
    mail.status = Status.WAITING
    mail.next_try_at = now
    await db.flush()
    return mail


def _this_try(mail: OutgoingMail) -> Update:
    # A try that was taken for dead must not undo what the next one did.
    return update(OutgoingMail).where(
        OutgoingMail.id == mail.id,
        OutgoingMail.status == Status.WAITING,
        OutgoingMail.attempts == mail.attempts,
    )
