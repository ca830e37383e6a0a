"""The link in a mail with which somebody without an account says who they are to a session."""

import hmac
from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Annotated, cast

from fastapi import Depends, Request


class RegistrationLinks:
    """Signs what names a registration. Nothing is stored, so that every mail may hold the link."""

    def __init__(self, secret: str) -> None:
        # A key of its own: what is signed here is good for nothing else.
        self._key = hmac.digest(secret.encode(), b"registration links", "sha256")

    def sign(self, registration_id: str) -> str:
        digest = hmac.digest(self._key, registration_id.encode(), sha256)
        return f"{registration_id}.{urlsafe_b64encode(digest).decode().rstrip('=')}"

    def read(self, token: str) -> str | None:
        """The id of the registration, or None for anything that was not signed here."""
        registration_id = token.partition(".")[0]
        is_ours = hmac.compare_digest(self.sign(registration_id).encode(), token.encode())
        return registration_id if is_ours else None

    def address(self, origin: str, *, session_id: str, registration_id: str) -> str:
        """The token is in the fragment, which a browser sends to nobody and no log can hold."""
        return f"{origin}/sessions/{session_id}#registration={self.sign(registration_id)}"


def links_of(request: Request) -> RegistrationLinks:
    return cast("RegistrationLinks", request.app.state.registration_links)


Links = Annotated[RegistrationLinks, Depends(links_of)]
