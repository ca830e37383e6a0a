from hashlib import sha256


def digest(token: str) -> str:
    """What is kept of a token. It has 256 random bits: no salt or slowness makes it safer."""
    return sha256(token.encode()).hexdigest()
