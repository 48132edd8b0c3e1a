"""API keys: where they are kept, and the capability port of who makes and who checks them (U4)."""

from datetime import datetime
from typing import Protocol

from paios.domain.account import User
from paios.domain.api_key import ApiKey, KeyHolder, MintedKey
from paios.domain.page import Page, Slice
from paios.domain.permission import Permission
from paios.domain.principal import Adapter, Principal
from paios.ports.transaction import Transaction


class ApiKeys(Protocol):
    """Keys are found by the SHA-256 of their secret; the secret itself is not kept."""

    async def add(self, key: ApiKey, secret_hash: bytes, tx: Transaction | None = None) -> None: ...

    async def page(self, user_id: str, part: Slice) -> Page[ApiKey]:
        """The user's keys, newest first, also those that are over."""
        ...

    async def live(self, user_id: str, now: datetime) -> int:
        """How many of the user's keys still count."""
        ...

    async def get(self, user_id: str, key_id: str) -> ApiKey | None:
        """The user's key; None if it is not theirs."""
        ...

    async def find(self, secret_hash: bytes) -> tuple[ApiKey, User] | None:
        """The key and its owner. Whether the key still counts is the caller's to check."""
        ...

    async def touch(self, key_id: str, at: datetime) -> None: ...

    async def revoke(self, user_id: str, key_id: str, at: datetime, tx: Transaction | None = None) -> None:
        """Raises ``NotFoundError`` if it is not this user's. One that was revoked stays so since then."""
        ...


class KeyKeeping(Protocol):
    """A person's API keys. Making, seeing and revoking them is for the person alone."""

    async def keys(self, principal: Principal, part: Slice) -> Page[ApiKey]: ...

    async def create(
        self, principal: Principal, name: str, permissions: frozenset[Permission], days: int
    ) -> MintedKey:
        """Raises ``ForbiddenError`` where the person may not do that themselves or a key must not."""
        ...

    async def revoke(self, principal: Principal, key_id: str) -> ApiKey:
        """At once, with all that it has under way. Raises ``NotFoundError``."""
        ...

    async def recognise(self, secret: str, address: str, adapter: Adapter) -> KeyHolder:
        """Who asks with this key.

        Raises ``UnauthenticatedError``, the same for every key that does not count,
        ``TooManyRequestsError`` for those beyond the limit on guessing from this address (U8).
        """
        ...

    async def still(self, holder: KeyHolder) -> bool:
        """Whether the key counts now, for its owner as they are now, as it did when it was recognised."""
        ...

    async def recalled(self, user_id: str, seconds: float) -> None:
        """Wait until something was taken from this person (a session, a key, a role), or so long."""
        ...
