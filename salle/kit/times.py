"""The time of a request: the app's clock, which a test may set."""

from datetime import datetime
from typing import Annotated, cast

from fastapi import Depends, Request

from salle.kit.clock import Clock


def tell_time(request: Request) -> datetime:
    return cast("Clock", request.app.state.clock)()


Now = Annotated[datetime, Depends(tell_time)]
