from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import load_only

from salle.activities.models import Activity
from salle.activities.quiz.plan import QuizPlan
from salle.activities.rules import ActivityNotFound


async def library_page(
    db: AsyncSession, owner_id: str, *, limit: int, offset: int
) -> tuple[Sequence[Activity], int]:
    """Somebody's activities without their plans, the last changed first; and how many."""
    mine = (Activity.created_by == owner_id, Activity.deleted_at.is_(None))
    found = await db.scalars(
        select(Activity)
        .where(*mine)
        .order_by(Activity.updated_at.desc(), Activity.id)
        .limit(limit)
        .offset(offset)
        .options(
            load_only(
                Activity.kind,
                Activity.title,
                Activity.question_count,
                Activity.updated_at,
                raiseload=True,
            )
        )
    )
    total = await db.scalar(select(func.count()).select_from(Activity).where(*mine))
    return found.all(), total or 0


async def activity_of(
    db: AsyncSession, activity_id: str, owner_id: str, *, deleted: bool = False
) -> Activity:
    """An activity of one's own. Somebody else's does not exist."""
    activity = await db.get(Activity, activity_id)
    if (
        activity is None
        or activity.created_by != owner_id
        or (activity.deleted_at is not None) != deleted
    ):
        raise ActivityNotFound
    return activity


async def find_plan(db: AsyncSession, activity_id: str, owner_id: str) -> QuizPlan | None:
    """What a room runs when its trainer starts this activity; None if they have no such one."""
    try:
        activity = await activity_of(db, activity_id, owner_id)
    except ActivityNotFound:
        return None
    return QuizPlan.model_validate(activity.plan)
