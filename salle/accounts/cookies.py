"""The cookie that keeps somebody signed in: no script reads it, no other site sends it."""

from typing import Annotated, cast
from urllib.parse import urlsplit

from fastapi import Depends, Request, Response

from salle.accounts.rules import LOGIN_IDLE_FOR
from salle.kit.demands import Scheme, demands

HOST_BOUND = "__Host-salle_refresh"
PLAIN = "salle_refresh"
COOKIE = Scheme(
    "refreshCookie",
    {
        "type": "apiKey",
        "in": "cookie",
        "name": HOST_BOUND,
        "description": f"Set by a sign-in. Over plain http its name is `{PLAIN}`.",
    },
)


def refresh_token_in(request: Request) -> str | None:
    return request.cookies.get(HOST_BOUND if _may_be_secure(request) else PLAIN)


@demands(COOKIE)
async def take_refresh_token(request: Request) -> str | None:
    """For a route that is of no use without it, and says so itself."""
    return refresh_token_in(request)


RefreshToken = Annotated[str | None, Depends(take_refresh_token)]


def set_refresh_token(request: Request, response: Response, token: str) -> None:
    is_secure = _may_be_secure(request)
    response.set_cookie(
        HOST_BOUND if is_secure else PLAIN,
        token,
        max_age=int(LOGIN_IDLE_FOR.total_seconds()),
        path="/",
        secure=is_secure,
        httponly=True,
        samesite="strict",
    )


def forget_refresh_token(request: Request, response: Response) -> None:
    is_secure = _may_be_secure(request)
    response.delete_cookie(
        HOST_BOUND if is_secure else PLAIN,
        path="/",
        secure=is_secure,
        httponly=True,
        samesite="strict",
    )


def _may_be_secure(request: Request) -> bool:
    """Whether this caller is on https, by the public address or by its page's own.

    Not over plain http, even on the machine itself: there some browsers keep a Secure cookie, and
    others drop it, which would sign people out with every reload.
    """
    if cast("str", request.app.state.origin).startswith("https://"):
        return True
    return urlsplit(request.headers.get("origin", "")).scheme == "https"
