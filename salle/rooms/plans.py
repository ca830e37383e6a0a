from salle.activities.queries import find_plan
from salle.activities.quiz.plan import QuizPlan
from salle.kit.database import Databases


class PlanLoader:
    """`await load(activity_id, user_id)`: what this person prepared, or None."""

    def __init__(self, databases: Databases) -> None:
        self._databases = databases

    async def __call__(self, activity_id: str, user_id: str) -> QuizPlan | None:
        async with self._databases.read() as db:
            return await find_plan(db, activity_id, user_id)
