from datetime import datetime, timedelta

from sqlalchemy import and_, or_

from salle.kit.database import Databases
from salle.kit.retention import Parts, delete_in_parts
from salle.mail.models import OutgoingMail, Status

KEPT_FOR = timedelta(days=30)
"""Letters that left, were given up, or have become useless."""
WAITS_FOR = timedelta(days=90)
"""Only without a mail server: with one, a letter leaves or is given up within days."""


def forget_letters(databases: Databases, now: datetime) -> Parts:
    is_waiting = OutgoingMail.status == Status.WAITING
    return delete_in_parts(
        databases,
        OutgoingMail.id,
        or_(
            and_(~is_waiting, OutgoingMail.next_try_at < now - KEPT_FOR),
            and_(is_waiting, OutgoingMail.created_at < now - WAITS_FOR),
            OutgoingMail.send_before < now - KEPT_FOR,
        ),
    )
