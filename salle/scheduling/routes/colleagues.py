from fastapi import APIRouter

from salle.accounts.access import Instructor
from salle.accounts.handed_down import Server
from salle.kit.database import Reading
from salle.kit.limits import TooManyAttempts
from salle.kit.refusals import refuses
from salle.scheduling.queries.colleagues import find_colleagues
from salle.scheduling.routes.questions import Search
from salle.scheduling.schemas.told import Colleagues, PersonOut

router = APIRouter(prefix="/training/colleagues")


@router.get("")
@refuses(TooManyAttempts)
async def list_colleagues(
    person: Instructor, db: Reading, server: Server, search: Search = ""
) -> Colleagues:
    """Who else could lead a session: some of those who teach, by name or by their whole address.

    Nobody, for less than two letters.
    """
    await server.attempts.spend("600/hour", "colleagues", person.id)
    found = await find_colleagues(db, person, search)
    return Colleagues(
        people=[
            PersonOut(id=each.id, name=f"{each.first_name} {each.last_name}".strip())
            for each in found
        ]
    )
