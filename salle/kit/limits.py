"""How often somebody may try. Counted in this process's memory: enough to slow an attacker down."""

import math
import time
from ipaddress import IPv6Address, ip_address

from fastapi import Request
from limits import RateLimitItem, parse
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter

from salle.kit.errors import Kind, SalleError


class TooManyAttempts(SalleError):
    """`retry_after` in the details is the number of seconds until one more may be made."""

    kind = Kind.TOO_MANY
    code = "too_many_attempts"


class Attempts:
    """`await attempts.spend("10/minute", "login", address)` counts one, or refuses."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._parsed: dict[str, RateLimitItem] = {}

    async def spend(self, rate: str, *key: str) -> None:
        item = self._parsed.setdefault(rate, parse(rate))
        if not await self._limiter.hit(item, *key):
            free_at, _left = await self._limiter.get_window_stats(item, *key)
            raise TooManyAttempts(retry_after=max(1, math.ceil(free_at - time.time())))


def address_of(request: Request) -> str:
    """Who is calling: an IPv4 address, or the /64 that one household or attacker holds."""
    host = request.client.host if request.client else ""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if isinstance(address, IPv6Address):
        return str(IPv6Address(int(address) >> 64 << 64)) + "/64"
    return host
