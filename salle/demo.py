"""What `salle serve --demo` puts into an empty installation: a trainer with something to teach."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from salle.accounts.access import Person, person_of
from salle.accounts.actions.people import add_user
from salle.accounts.queries import user_with_email
from salle.accounts.rules import Role
from salle.activities.actions import create_activity
from salle.activities.quiz.plan import QuizPlan
from salle.capsules.actions import create_capsule
from salle.capsules.demo import demo_activities, demo_title, make_demo_document

TRAINER = "demo@salle.invalid"  # a name that no mail server has


async def prepare_demo(db: AsyncSession, *, now: datetime) -> str:
    """The id of the demo trainer, who is made with a capsule and activities if there is none."""
    user = await user_with_email(db, TRAINER)
    if user is not None:
        return user.id
    user = await add_user(
        db,
        email=TRAINER,
        role=Role.INSTRUCTOR,
        first_name="Camille",
        last_name="Moreau",
        organisation="Salle",
        now=now,
    )
    trainer = person_of(user, login_id="")
    await teach_first_aid(db, trainer, now=now)
    return user.id


async def teach_first_aid(db: AsyncSession, trainer: Person, *, now: datetime) -> None:
    activities = [
        await create_activity(db, QuizPlan.model_validate(plan), owner_id=trainer.id, now=now)
        for plan in demo_activities()
    ]
    capsule = await create_capsule(
        db, trainer, title=demo_title(), document=make_demo_document(), now=now
    )
    capsule.activity_ids = [activity.id for activity in activities]
