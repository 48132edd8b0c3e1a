"""Argon2id (RFC 9106), off the event loop, a few at a time (U1).

Each hash takes 64 MiB and a good tenth of a second on purpose; the pool is
bounded so that many guesses at once take neither the memory nor the processor
from those who are signed in. Its threads also step back before all others of this
process, as far as the system knows of that. Strangers queue by themselves, and are
sent away where the queue is longer than anybody would wait.

Passwords are hashed in their composed form (NFC, RFC 8265), since keyboards differ in
how they write an accent; a hash that is older than that is tried as it is typed first.

The parameters are RFC 9106's second recommendation but for one lane instead of four:
the same memory and work for each guess, on one core. On a machine of two, four lanes
made chat three times as slow while somebody guessed; one is hardly noticed.
"""

import asyncio
import os
import secrets
import sys
import threading
import time
from base64 import b64encode
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from math import ceil
from typing import Final
from unicodedata import normalize

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from paios.domain.errors import TooManyRequestsError

_AT_ONCE: Final = 1
"""So that the other cores are left to those who are signed in."""

_STEPS_BACK: Final = 5
"""In steps of ``nice``: a third of the processor where somebody else wants it too."""


_PATIENCE: Final = 10.0
"""Seconds that a stranger may have to wait."""

_AT_FIRST: Final = 0.1
"""Seconds that a hash takes, until it is known."""

_SMOOTH: Final = 8
"""One among so many changes what is expected of the next."""


class Argon2Hasher:
    """``ports.accounts.PasswordHasher``."""

    def __init__(self, memory_kib: int = 64 * 1024, rounds: int = 3) -> None:
        self._argon2 = PasswordHasher(time_cost=rounds, memory_cost=memory_kib, parallelism=1, type=Type.ID)
        self._room = ThreadPoolExecutor(_AT_ONCE, "argon2", initializer=_step_back)
        self._kept_free = ThreadPoolExecutor(_AT_ONCE, "argon2-known", initializer=_step_back)
        self._decoy = _of_no_password(self._argon2)
        self._queue, self._takes = 0, _AT_FIRST

    async def hash(self, password: str) -> str:
        """Only for who proved something before: they are no strangers."""
        composed = normalize("NFC", password)
        return await asyncio.get_running_loop().run_in_executor(self._kept_free, self._argon2.hash, composed)

    async def verify(self, password: str, password_hash: str | None, *, known: bool = False) -> bool:
        """With no hash, a decoy is verified, so that the time does not tell who exists."""
        look = partial(self._any_matches, password, password_hash or self._decoy)
        if known:
            found, _ = await asyncio.get_running_loop().run_in_executor(self._kept_free, look)
        else:
            found = await self._in_the_queue(look)
        return found and password_hash is not None

    async def _in_the_queue(self, look: Callable[[], tuple[bool, float]]) -> bool:
        wait = self._queue * self._takes
        if wait > _PATIENCE:
            raise TooManyRequestsError("Too many are signing in. Try again in a moment.", ceil(wait))
        self._queue += 1
        try:
            found, took = await asyncio.get_running_loop().run_in_executor(self._room, look)
        finally:
            self._queue -= 1
        self._takes += (took - self._takes) / _SMOOTH
        return found

    def outdated(self, password_hash: str) -> bool:
        return self._argon2.check_needs_rehash(password_hash)

    def _any_matches(self, password: str, password_hash: str) -> tuple[bool, float]:
        """Whether it matches as it is typed or composed, and the seconds that this took."""
        begun = time.monotonic()
        forms = dict.fromkeys((password, normalize("NFC", password)))
        return any(self._matches(form, password_hash) for form in forms), time.monotonic() - begun

    def _matches(self, password: str, password_hash: str) -> bool:
        try:
            return self._argon2.verify(password_hash, password)
        except (VerificationError, InvalidHashError):
            return False


def _step_back() -> None:
    """Let this thread, and those that it starts, wait for others. Linux knows that of a single thread."""
    if sys.platform == "linux":
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _STEPS_BACK)


def _of_no_password(argon2: PasswordHasher) -> str:
    """A hash that costs as much as any to verify, and which nothing was hashed to."""
    salt, digest = (
        b64encode(secrets.token_bytes(length)).decode().rstrip("=")
        for length in (argon2.salt_len, argon2.hash_len)
    )
    costs = f"m={argon2.memory_cost},t={argon2.time_cost},p={argon2.parallelism}"
    return f"$argon2id$v=19${costs}${salt}${digest}"
