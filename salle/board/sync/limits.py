"""How much a board takes, and how fast (B28 to B30).

An honest client is never cut off for good by what tldraw lets a person do: selecting and moving a
full page is one push of 4,000 operations, and an hour offline comes back as a single push.
"""

from dataclasses import dataclass

MiB = 1 << 20

MESSAGE_LENGTH = 8 * MiB
"""Characters of a message, its chunks put together."""
MESSAGE_DEPTH = 100
"""Lists and objects inside each other. A diff nests twice as deep as what it changes, and orjson
writes 254 levels."""
CHUNKS = 10_000
ID_LENGTH = 128
OPERATIONS = 20_000
"""Records that one push may touch."""

RECORD_SIZE = 256 << 10
"""Bytes of a record's JSON. tldraw's longest stroke has 600 points, 60 bytes each at most."""
DOCUMENT_SIZE = 32 * MiB
RECORDS = 20_000
ASSETS = 1_000
SHAPES_PER_PAGE = 4_000
"""tldraw's own limit. Shapes inside groups and frames count."""

PUSHES_AT_ONCE, PUSHES_A_SECOND = 120, 90
BYTES_AT_ONCE, BYTES_A_SECOND = MESSAGE_LENGTH, MiB


@dataclass(slots=True)
class Bucket:
    """Tokens that come back with time. Times are seconds on any clock that does not go back."""

    size: float
    rate: float
    level: float
    at: float

    def take(self, amount: float, now: float) -> bool:
        """Takes nothing when there is not enough."""
        self.level = min(self.size, self.level + (now - self.at) * self.rate)
        self.at = now
        if amount > self.level:
            return False
        self.level -= amount
        return True


class Allowance:
    """What one tab may still send: pushes, and bytes of all its messages (B30)."""

    __slots__ = ("_bytes", "_pushes")

    def __init__(self, now: float) -> None:
        self._pushes = Bucket(PUSHES_AT_ONCE, PUSHES_A_SECOND, PUSHES_AT_ONCE, now)
        self._bytes = Bucket(BYTES_AT_ONCE, BYTES_A_SECOND, BYTES_AT_ONCE, now)

    def take_bytes(self, size: int, now: float) -> bool:
        return self._bytes.take(size, now)

    def take_push(self, now: float) -> bool:
        return self._pushes.take(1, now)
