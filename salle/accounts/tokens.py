from datetime import datetime, timedelta
from hashlib import sha256

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey
from joserfc.jwt import JWTClaimsRegistry

ACCESS_FOR = timedelta(minutes=10)
MIN_SECRET_BYTES = 32


def hash_token(token: str) -> str:
    """What is stored of a refresh token or a one-time link.

    Fast on purpose: 256 random bits cannot be guessed, however fast one hashes.
    """
    return sha256(token.encode()).hexdigest()


class AccessTokens:
    """Signs and reads the short tokens of the API: `{sub: user id, sid: login id}` in HS256."""

    def __init__(self, secret: str) -> None:
        if len(secret.encode()) < MIN_SECRET_BYTES:
            raise ValueError(f"the secret has fewer than {MIN_SECRET_BYTES} bytes")
        self._key = OctKey.import_key(secret)

    def sign(self, *, user_id: str, login_id: str, now: datetime) -> str:
        claims = {
            "iss": "salle",
            "aud": "salle",
            "sub": user_id,
            "sid": login_id,
            "iat": int(now.timestamp()),
            "exp": int((now + ACCESS_FOR).timestamp()),
        }
        return jwt.encode({"alg": "HS256", "typ": "at+jwt"}, claims, self._key)

    def login_id(self, token: str, *, now: datetime) -> str | None:
        """Whose sign-in this token belongs to, or None for anything but a valid token."""
        registry = JWTClaimsRegistry(
            now=int(now.timestamp()),
            iss={"essential": True, "value": "salle"},
            aud={"essential": True, "value": "salle"},
            sid={"essential": True},
            exp={"essential": True},
        )
        try:
            decoded = jwt.decode(token, self._key, algorithms=["HS256"])
            registry.validate(decoded.claims)
        except (JoseError, ValueError):
            return None
        if decoded.header.get("typ") != "at+jwt":
            return None
        return str(decoded.claims["sid"])
