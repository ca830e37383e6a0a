from fastapi import APIRouter

from salle.accounts.access import Admin
from salle.accounts.actions import people
from salle.accounts.handed_down import Server
from salle.accounts.models import User
from salle.accounts.queries import users_page
from salle.accounts.rules import AccountNotFound, LastAdmin
from salle.accounts.schemas import Account, AccountChange, AccountPage, PageSize, RowId, TypedLine
from salle.kit.database import Database, Reading
from salle.kit.refusals import refuses

router = APIRouter(prefix="/users")


@router.get("")
async def list_accounts(
    _: Admin, db: Reading, search: TypedLine = "", after: TypedLine = "", limit: PageSize = 50
) -> AccountPage:
    """Everybody with an account, by address. `search` looks into addresses and names."""
    found = await users_page(db, search=search, after=after, limit=limit + 1)
    page = found[:limit]
    return AccountPage(
        items=[Account.model_validate(user) for user in page],
        next=page[-1].email if len(found) > limit else None,
    )


@router.patch("/{user_id}", response_model=Account)
@refuses(AccountNotFound, LastAdmin)
async def change_account(
    user_id: RowId, change: AccountChange, _: Admin, db: Database, server: Server
) -> User:
    """Changing what somebody may do ends their sign-ins."""
    return await people.change_account(
        db,
        user_id,
        role=change.role,
        is_disabled=change.disabled,
        revocations=server.revocations,
        now=server.now,
    )
