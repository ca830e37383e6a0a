from datetime import datetime

from sqlalchemy import exists, or_

from salle.accounts.models import Login, OneTimeLink, RefreshToken
from salle.accounts.rules import KEPT_FOR
from salle.kit.database import Databases
from salle.kit.retention import Parts, delete_in_parts


def forget_links(databases: Databases, now: datetime) -> Parts:
    """Those that nobody can use any more, used ones among them."""
    return delete_in_parts(databases, OneTimeLink.id, OneTimeLink.expires_at < now)


async def forget_logins(databases: Databases, now: datetime) -> Parts:
    """Sign-ins that ended a month ago.

    Their tokens first: of a sign-in that was used for months there are thousands.
    """
    has_ended = or_(Login.expires_at < now - KEPT_FOR, Login.revoked_at < now - KEPT_FOR)
    of_ended = exists().where(Login.id == RefreshToken.login_id, has_ended)
    async for part in delete_in_parts(databases, RefreshToken.token_hash, of_ended):
        yield part
    async for part in delete_in_parts(databases, Login.id, has_ended):
        yield part
