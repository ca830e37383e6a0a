from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, StringConstraints

from salle.accounts.schemas import Organisation, RowId
from salle.activities.contract import Asked
from salle.rooms.commands import GivenName
from salle.rooms.models import Room
from salle.rooms.state import RoomRole

WantedName = Annotated[str, StringConstraints(max_length=200)]
"""Looked at by the rules of rooms: what is wrong with it has a code of its own."""


class NewRoom(Asked):
    capsule_id: RowId
    name: WantedName | None = None
    """The end of the link; made from the capsule's title where it is missing."""


class RenamedRoom(Asked):
    name: WantedName


class EnterRoom(Asked):
    """One of three: names, a token of before, or `as`. An account needs none of them."""

    first_name: GivenName | None = None
    last_name: GivenName | None = None
    organisation: Organisation = ""
    token: Annotated[str, StringConstraints(min_length=1, max_length=200)] | None = None
    as_: Annotated[Literal["screen"] | None, Field(alias="as")] = None


class RoomPass(BaseModel):
    """The token is a secret of this room and this person. It is told once."""

    room_id: str
    name: str
    participant_id: str | None
    """None for a screen."""
    role: RoomRole
    token: str


class RoomPreview(BaseModel):
    """What anyone who has the link may know."""

    name: str
    title: str
    trainer_name: str
    started_at: datetime


class OpenRoom(BaseModel):
    id: str
    name: str
    title: str
    capsule_id: str | None
    created_at: datetime
    link: str

    @classmethod
    def of(cls, room: Room, origin: str) -> "OpenRoom":
        return cls(
            id=room.id,
            name=room.name,
            title=room.title,
            capsule_id=room.capsule_id,
            created_at=room.created_at,
            link=link_to(origin, room.name),
        )


class OpenRooms(BaseModel):
    rooms: list[OpenRoom]


class RoomBoard(BaseModel):
    document: dict[str, Any]


def link_to(origin: str, name: str) -> str:
    return f"{origin}/r/{name}"
