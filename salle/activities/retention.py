from datetime import datetime

from salle.activities.models import Activity
from salle.kit.database import Databases
from salle.kit.retention import DELETED_KEPT_FOR, Parts, delete_in_parts


def forget_activities(databases: Databases, now: datetime) -> Parts:
    """Those that were deleted. Rooms have copied the plans of what they run."""
    return delete_in_parts(databases, Activity.id, Activity.deleted_at <= now - DELETED_KEPT_FOR)
