"""Long messages arrive in chunks: `<how many follow>_<part>` (B2)."""

import re

from salle.board.sync.limits import CHUNKS, MESSAGE_LENGTH
from salle.board.sync.protocol import Malformed, Reason

# A part may hold any character: U+2028 is a line's end to JavaScript, and stands in drawn text.
CHUNK = re.compile(r"([0-9]{1,5})_(.*)", re.DOTALL)


class ChunkAssembler:
    """Puts the messages of one connection together."""

    __slots__ = ("_left", "_length", "_parts")

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._left = 0
        self._length = 0

    def take(self, text: str) -> str | None:
        """The whole message, or None while parts are missing. After Malformed it starts over."""
        try:
            return self._take(text)
        except Malformed:
            self._forget()
            raise

    def _take(self, text: str) -> str | None:
        if text.startswith("{"):
            if self._parts:
                raise Malformed("a whole message among chunks")
            return text
        chunk = CHUNK.fullmatch(text)
        if chunk is None:
            raise Malformed("neither an object nor a chunk")
        left = int(chunk[1])
        if left >= CHUNKS:
            raise Malformed("too many chunks", Reason.TOO_LARGE)
        if self._parts and left != self._left - 1:
            raise Malformed("a chunk out of order")
        self._left = left
        self._parts.append(chunk[2])
        self._length += len(chunk[2])
        if self._length > MESSAGE_LENGTH:
            raise Malformed("a message too long", Reason.TOO_LARGE)
        if left:
            return None
        message = "".join(self._parts)
        self._forget()
        return message

    def _forget(self) -> None:
        self._parts.clear()
        self._left = self._length = 0
