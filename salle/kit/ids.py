import secrets
from uuid import uuid4


def new_id() -> str:
    """A name for a row: 32 hexadecimal characters, unique, not a secret."""
    return uuid4().hex


def new_secret() -> str:
    """256 random bits in 43 URL-safe characters: whoever holds it may act."""
    return secrets.token_urlsafe(32)
