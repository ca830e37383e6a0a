from datetime import datetime

from salle.accounts.schemas import Told
from salle.scheduling.rules import WorkKind


class WorkOut(Told):
    id: str
    kind: WorkKind
    session_id: str | None
    session_title: str | None
    due_at: datetime
    attempt: int
    claimed_until: datetime | None
    """When it is tried again, or taken from the process that has it."""
    done_at: datetime | None
    failed_code: str | None


class WorkPage(Told):
    items: list[WorkOut]
    next: str | None
    """Pass it as `after` for the next page."""
