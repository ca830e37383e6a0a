from fastapi import APIRouter

from salle.accounts.access import CurrentPerson
from salle.accounts.actions import people
from salle.accounts.handed_down import Server
from salle.accounts.models import User
from salle.accounts.passwords import verify_password
from salle.accounts.routes.links import hash_new_password
from salle.accounts.rules import INVITABLE, Role, WrongPassword
from salle.accounts.schemas import PasswordChange, Profile, ProfileChange
from salle.kit.database import Database, Reading
from salle.kit.limits import TooManyAttempts
from salle.kit.refusals import refuses

router = APIRouter(prefix="/me")


@router.get("")
async def show_profile(person: CurrentPerson, db: Reading) -> Profile:
    return describe(await db.get_one(User, person.id))


@router.patch("")
async def change_profile(change: ProfileChange, person: CurrentPerson, db: Database) -> Profile:
    changes = change.model_dump(exclude_none=True)
    return describe(await people.change_profile(db, person.id, changes))


@router.post("/password", status_code=204)
@refuses(TooManyAttempts, WrongPassword)
async def change_password(
    change: PasswordChange,
    person: CurrentPerson,
    db: Database,
    reading: Reading,
    server: Server,
) -> None:
    """Ends this person's sign-ins on other browsers."""
    await server.attempts.spend("10/minute", "password", person.id)
    before = (await reading.get_one(User, person.id)).password_hash
    await reading.close()  # nothing is held of the database while passwords are hashed
    if before is not None and not await verify_password(before, change.current_password):
        raise WrongPassword
    known = [person.email, person.first_name, person.last_name]
    after = await hash_new_password("new_password", change.new_password, known)
    user = await db.get_one(User, person.id, with_for_update=True)
    if user.password_hash != before:
        raise WrongPassword
    await people.set_password(
        db,
        user,
        after,
        except_login=person.login_id,
        outbox=server.outbox,
        revocations=server.revocations,
        now=server.now,
    )


def describe(user: User) -> Profile:
    return Profile.model_validate(
        {
            "id": user.id,
            "email": user.email,
            "role": user.role,
            "first_name": user.first_name,
            "last_name": user.last_name,
            "name": f"{user.first_name} {user.last_name}".strip() or user.email,
            "organisation": user.organisation,
            "language": user.language,
            "has_password": user.password_hash is not None,
            "can_invite": INVITABLE[Role(user.role)],
        }
    )
