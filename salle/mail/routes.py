from typing import Annotated, cast

from fastapi import APIRouter, Depends, Query, Request
from pydantic import StringConstraints

from salle.accounts.access import Admin
from salle.kit.database import Database, Reading
from salle.kit.refusals import refuses
from salle.kit.times import Now
from salle.mail import actions
from salle.mail.models import OutgoingMail, Status
from salle.mail.outbox import Outbox
from salle.mail.queries import mails_page
from salle.mail.rules import MailNotFailed, MailNotFound
from salle.mail.schemas import OutboxMail, OutboxPage

router = APIRouter(prefix="/admin/outbox", tags=["mail"])


def outbox_of(request: Request) -> Outbox:
    return cast("Outbox", request.app.state.outbox)


TheOutbox = Annotated[Outbox, Depends(outbox_of)]
PageSize = Annotated[int, Query(ge=1, le=200)]
MailId = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z]{1,32}$")]


@router.get("")
async def list_outbox(
    _: Admin,
    db: Reading,
    outbox: TheOutbox,
    status: Status | None = None,
    after: MailId | None = None,
    limit: PageSize = 50,
) -> OutboxPage:
    """The latest first."""
    found = await mails_page(db, status=status, after=after, limit=limit + 1)
    page = found[:limit]
    return OutboxPage(
        items=[OutboxMail.model_validate(mail) for mail in page],
        next=page[-1].id if len(found) > limit else None,
        is_sending=outbox.is_sending,
    )


@router.post("/{mail_id}/retry", response_model=OutboxMail)
@refuses(MailNotFailed, MailNotFound)
async def try_again(
    mail_id: MailId, _: Admin, db: Database, outbox: TheOutbox, now: Now
) -> OutgoingMail:
    mail = await actions.try_again(db, mail_id, now)
    outbox.wake_after_commit(db)
    return mail
