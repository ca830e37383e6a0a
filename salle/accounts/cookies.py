"""The cookie that keeps somebody signed in: no script reads it, no other site sends it."""

from typing import cast
from urllib.parse import urlsplit

from fastapi import Request, Response

from salle.accounts.rules import LOGIN_IDLE_FOR

HOST_BOUND = "__Host-salle_refresh"
PLAIN = "salle_refresh"


def refresh_token_in(request: Request) -> str | None:
    return request.cookies.get(HOST_BOUND if _may_be_secure(request) else PLAIN)


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
