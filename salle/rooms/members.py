"""A socket, as a room sees it."""

from dataclasses import replace
from datetime import datetime

from salle.activities.contract import Audience
from salle.kit.connection import Connection, TooSlow
from salle.kit.errors import SalleError
from salle.rooms.frames import CloseCode, cut_reason, write_frame
from salle.rooms.permissions import Actor
from salle.rooms.state import RoomRole

TOO_SLOW = TooSlow("room", CloseCode.BEHIND)


class Member:
    """One socket of one person, or of a screen."""

    __slots__ = (
        "_connection",
        "_held",
        "actor",
        "is_held_up",
        "keeps_order",
        "key",
        "login_id",
        "lost_at",
    )

    def __init__(
        self,
        actor: Actor,
        key: str,
        connection: Connection,
        login_id: str | None = None,
    ) -> None:
        self.actor = actor
        self.key = key
        """Whose sockets count together: a participant's id, or a screen's token (S10)."""
        self.login_id = login_id
        """Of the sign-in that it hangs on, if it does."""
        self.keeps_order = False
        """Its client goes back to the oldest unanswered command when it was told `busy` (C6)."""
        self.is_held_up = False
        """It was told `busy`, and what is behind that must not overtake it."""
        self.lost_at: datetime | None = None
        self._connection = connection
        self._held = b""

    @property
    def audience(self) -> Audience:
        return Audience(self.actor.role.value)

    def become(self, role: RoomRole) -> None:
        """As what its person is in the room from now on."""
        self.actor = replace(self.actor, role=role)

    @property
    def is_closing(self) -> bool:
        return self._connection.is_closing

    def send(self, frame: bytes) -> None:
        """A ready frame (`write_frame`); the same may go to any number of members."""
        if self._held:
            frame, self._held = self._held + frame, b""
        self._connection.write(frame)

    def hold(self, frame: bytes) -> None:
        """It goes with the next frame, or by itself with `send_held`."""
        self._held += frame

    def send_held(self) -> None:
        if self._held:
            self.send(b"")

    def send_signal(self, frame: bytes) -> None:
        """Unless there are better things to read (G3)."""
        if not self._connection.is_behind:
            self.send(frame)

    def settle(self, command_id: str, seq: int) -> None:
        """Held, as what changed is likely to follow."""
        self.hold(write_frame({"type": "settled", "id": command_id, "seq": seq}))

    def refuse(self, command_id: str, error: SalleError) -> None:
        frame = {"type": "refused", "id": command_id, "code": error.code, "details": error.details}
        self.hold(write_frame(frame))

    def close(self, code: int, reason: str = "") -> None:
        """After what was sent. The first reason counts."""
        self.send_held()
        self._connection.close(code, cut_reason(reason))

    async def closed(self) -> None:
        """Returns when the goodbye has been said, if there is one."""
        await self._connection.closed()
