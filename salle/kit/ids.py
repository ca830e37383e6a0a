import secrets
from collections.abc import Iterator
from uuid import uuid4


def new_id() -> str:
    """A name for a row: 32 hexadecimal characters, unique, not a secret."""
    return uuid4().hex


def new_ids(count: int) -> Iterator[str]:
    """As many, for rows that are stored together: from one of them the next can be told."""
    first = uuid4().int
    for place in range(count):
        yield f"{(first + place) % (1 << 128):032x}"


def new_secret() -> str:
    """256 random bits in 43 URL-safe characters: whoever holds it may act."""
    return secrets.token_urlsafe(32)
