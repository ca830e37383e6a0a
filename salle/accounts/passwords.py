"""Argon2, away from the event loop."""

import asyncio
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from salle.accounts.rules import check_password

# OWASP's profile: 19 MiB, two passes, one lane: about 25 ms.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# Two at a time, so that a crowd of sign-ins takes neither the memory nor both processors.
_threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="argon2")


async def hash_password(password: str, personal: Iterable[str] = ()) -> str:
    """The hash of a new password, or `PasswordRefused`."""
    check_password(password, personal)
    return await asyncio.get_running_loop().run_in_executor(_threads, _hasher.hash, password)


async def verify_password(password_hash: str | None, password: str) -> bool:
    """Takes as long for somebody who does not exist, so that time tells nothing."""
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(_threads, _verify, password_hash, password)


async def renew_hash(password_hash: str, password: str) -> str:
    """The same hash, or a new one where the profile has changed since it was made."""
    if not _hasher.check_needs_rehash(password_hash):
        return password_hash
    return await asyncio.get_running_loop().run_in_executor(_threads, _hasher.hash, password)


def _verify(password_hash: str | None, password: str) -> bool:
    nobody = _hash_of_nobody()
    try:
        _hasher.verify(password_hash or nobody, password)
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


@cache
def _hash_of_nobody() -> str:
    return _hasher.hash("nobody's password")
