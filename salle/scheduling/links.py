"""Addresses that let somebody in by themselves: of a registration, and of a calendar feed."""

import hmac
from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Annotated, cast

from fastapi import Depends, Request


class SignedNames:
    """Names that nobody else can make. The signature is stored nowhere."""

    def __init__(self, secret: str, purpose: str) -> None:
        # A key for each purpose: what is signed for one is good for no other.
        self._key = hmac.digest(secret.encode(), purpose.encode(), sha256)

    def sign(self, name: str) -> str:
        digest = hmac.digest(self._key, name.encode(), sha256)
        return f"{name}.{urlsafe_b64encode(digest).decode().rstrip('=')}"

    def read(self, token: str) -> str | None:
        """The name, or None for anything that was not signed here."""
        name = token.partition(".")[0]
        is_ours = hmac.compare_digest(self.sign(name).encode(), token.encode())
        return name if is_ours else None


class RegistrationLinks(SignedNames):
    """With which somebody without an account says who they are; in every mail to them."""

    def __init__(self, secret: str) -> None:
        super().__init__(secret, "registration links")

    def address(self, origin: str, *, session_id: str, registration_id: str) -> str:
        """The token is in the fragment, which a browser sends to nobody and no log can hold."""
        return f"{page_of(origin, session_id)}#registration={self.sign(registration_id)}"


class FeedLinks(SignedNames):
    """Under which a program that cannot sign in reads somebody's calendar."""

    def __init__(self, secret: str) -> None:
        super().__init__(secret, "calendar feeds")

    def address(self, origin: str, *, key: str) -> str:
        return f"{origin}/calendar/{self.sign(key)}.ics"


def page_of(origin: str, session_id: str) -> str:
    """Where the web app shows a session to everybody who may see it."""
    return f"{origin}/s/{session_id}"


def links_of(request: Request) -> RegistrationLinks:
    return cast("RegistrationLinks", request.app.state.registration_links)


def feed_links_of(request: Request) -> FeedLinks:
    return cast("FeedLinks", request.app.state.feed_links)


Links = Annotated[RegistrationLinks, Depends(links_of)]
Feeds = Annotated[FeedLinks, Depends(feed_links_of)]
