from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Tells the time, always with an offset. Handed down, so that a test can set it."""


def now() -> datetime:
    return datetime.now(UTC)
