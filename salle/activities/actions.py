from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from salle.activities.models import Activity
from salle.activities.queries import activity_of
from salle.activities.quiz.plan import QuizPlan
from salle.activities.rules import MOST_ACTIVITIES, ActivityStale, LibraryFull
from salle.kit.ids import new_id


async def create_activity(
    db: AsyncSession, plan: QuizPlan, *, owner_id: str, now: datetime
) -> Activity:
    count = await db.scalar(
        select(func.count()).select_from(Activity).where(Activity.created_by == owner_id)
    )
    if (count or 0) >= MOST_ACTIVITIES:
        raise LibraryFull(limit=MOST_ACTIVITIES)
    activity = Activity(
        id=new_id(), created_by=owner_id, created_at=now, updated_at=now, **_columns(plan)
    )
    db.add(activity)
    await db.flush()
    return activity


async def change_activity(
    db: AsyncSession,
    activity_id: str,
    plan: QuizPlan,
    *,
    version: int,
    owner_id: str,
    now: datetime,
) -> Activity:
    activity = await activity_of(db, activity_id, owner_id)
    changed = await db.scalar(
        update(Activity)
        .where(Activity.id == activity_id, Activity.version == version)
        .values(version=version + 1, updated_at=now, **_columns(plan))
        .returning(Activity.id)
    )
    if changed is None:
        raise ActivityStale(version=activity.version, updated_at=activity.updated_at.isoformat())
    await db.refresh(activity)
    return activity


async def duplicate_activity(
    db: AsyncSession, activity_id: str, *, title: str | None, owner_id: str, now: datetime
) -> Activity:
    plan = QuizPlan.model_validate((await activity_of(db, activity_id, owner_id)).plan)
    if title is not None:
        plan = plan.model_copy(update={"title": title})
    return await create_activity(db, plan, owner_id=owner_id, now=now)


async def delete_activity(
    db: AsyncSession, activity_id: str, *, owner_id: str, now: datetime
) -> None:
    (await activity_of(db, activity_id, owner_id)).deleted_at = now


async def restore_activity(db: AsyncSession, activity_id: str, *, owner_id: str) -> Activity:
    activity = await activity_of(db, activity_id, owner_id, deleted=True)
    activity.deleted_at = None
    return activity


def _columns(plan: QuizPlan) -> dict[str, Any]:
    return {
        "kind": plan.kind,
        "title": plan.title,
        "question_count": len(plan.questions),
        "plan": plan.model_dump(mode="json"),
    }
