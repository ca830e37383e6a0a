"""Who is asking about a session: somebody with an account, with a link from a mail, or anybody."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Header

from salle.accounts.access import MaybePerson, Person
from salle.accounts.rules import Role
from salle.kit.refusals import refuses
from salle.scheduling.links import Links
from salle.scheduling.rules import LinkInvalid


@dataclass(frozen=True)
class Viewer:
    person: Person | None = None
    registration_id: str | None = None
    """Proven by the link of a mail."""

    @property
    def role(self) -> Role | None:
        return None if self.person is None else self.person.role

    @property
    def is_admin(self) -> bool:
        return self.role is Role.ADMIN


@refuses(LinkInvalid)
async def viewer_of(
    person: MaybePerson,
    links: Links,
    token: Annotated[str | None, Header(alias="Salle-Registration", max_length=200)] = None,
) -> Viewer:
    """In a header, because an address is logged. A token that is no good is refused."""
    if token is None:
        return Viewer(person)
    registration_id = links.read(token)
    if registration_id is None:
        raise LinkInvalid
    return Viewer(person, registration_id)


CurrentViewer = Annotated[Viewer, Depends(viewer_of)]
