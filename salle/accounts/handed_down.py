from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Request

from salle.accounts.letters import PostsLetters
from salle.accounts.revocations import Revocations
from salle.accounts.tokens import AccessTokens
from salle.kit.limits import Attempts, address_of
from salle.kit.times import Now


@dataclass(frozen=True)
class HandedDown:
    """What `salle.app` puts on `app.state` for us, and who calls when."""

    origin: str
    tokens: AccessTokens
    attempts: Attempts
    outbox: PostsLetters
    revocations: Revocations
    caller: str
    """The address of this request, for counting."""
    now: datetime


def take(request: Request, now: Now) -> HandedDown:
    state = request.app.state
    return HandedDown(
        origin=state.origin,
        tokens=state.tokens,
        attempts=state.attempts,
        outbox=state.outbox,
        revocations=state.revocations,
        caller=address_of(request),
        now=now,
    )


Server = Annotated[HandedDown, Depends(take)]
