from enum import StrEnum


class Kind(StrEnum):
    """What went wrong, in words that both HTTP and the room socket can translate."""

    INVALID = "invalid"
    UNAUTHENTICATED = "unauthenticated"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not_found"
    CONFLICT = "conflict"
    GONE = "gone"
    TOO_LARGE = "too_large"
    TOO_MANY = "too_many"
    BUSY = "busy"


class SalleError(Exception):
    """An expected refusal.

    `code` is stable, is part of the API, and is translated by the web app. `details` may be shown
    to whoever asked: put nothing there that this person may not know.
    """

    kind: Kind
    code: str

    def __init__(self, **details: object) -> None:
        super().__init__(self.code)
        self.details = details


class Busy(SalleError):
    """Nothing was stored, and nothing is wrong with what was asked: ask again."""

    kind = Kind.BUSY
    code = "busy"
