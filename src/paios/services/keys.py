"""API keys: made and revoked by a person, recognised at a door. The port ``KeyKeeping`` (U4)."""

import secrets
from datetime import datetime, timedelta
from typing import Final

from paios.domain import api_key
from paios.domain.account import User
from paios.domain.api_key import MOST_KEYS, ApiKey, KeyHolder, MintedKey
from paios.domain.audit import AuditEntry
from paios.domain.errors import (
    ConflictError,
    ForbiddenError,
    InvalidInputError,
    NotFoundError,
    UnauthenticatedError,
)
from paios.domain.ids import new_id
from paios.domain.page import Page, Slice
from paios.domain.permission import TABLE, Permission
from paios.domain.principal import Adapter, Kind, Principal
from paios.ports.accounts import Accounts
from paios.ports.api_keys import ApiKeys
from paios.ports.audit_log import AuditLog
from paios.ports.clock import Clock
from paios.ports.runs import Runs
from paios.services.engine import Engine
from paios.services.recalls import Recalls
from paios.services.signals import Signals
from paios.services.throttle import Throttle

_TOUCH_AFTER: Final = timedelta(minutes=1)
_WRONG: Final = "This API key does not count."
"""The same for a key that never was, is mistyped, over, revoked, for another door, or somebody disabled's."""


class KeyDesk:
    """What a person can do with their keys, and a door with a key that it is shown."""

    def __init__(
        self,
        *,
        keys: ApiKeys,
        accounts: Accounts,
        runs: Runs,
        engine: Engine,
        audit: AuditLog,
        signals: Signals,
        recalls: Recalls,
        clock: Clock,
    ) -> None:
        self._keys = keys
        self._accounts = accounts
        self._runs = runs
        self._engine = engine
        self._audit = audit
        self._signals = signals
        self._recalls = recalls
        self._clock = clock
        self._guesses = Throttle(clock, most=30, window=timedelta(minutes=5))

    async def keys(self, principal: Principal, part: Slice) -> Page[ApiKey]:
        _require_person(principal)
        return await self._keys.page(principal.user_id, part)

    async def create(
        self, principal: Principal, name: str, permissions: frozenset[Permission], days: int
    ) -> MintedKey:
        _require_person(principal)
        _check(principal, permissions)
        now = self._clock.now()
        if await self._keys.live(principal.user_id, now) >= MOST_KEYS:
            raise ConflictError(f"There can be {MOST_KEYS} keys that count. Revoke one first.")
        secret = api_key.written("".join(secrets.choice(api_key.SIGNS) for _ in range(api_key.RANDOM_SIGNS)))
        key = ApiKey(
            id=new_id(),
            user_id=principal.user_id,
            name=name,
            shown=secret[: api_key.SHOWN_SIGNS],
            permissions=permissions,
            adapters=frozenset({Adapter.WEB}),
            created_at=now,
            expires_at=now + api_key.lifetime(days),
        )
        data = {"key_id": key.id, "name": name, "shown": key.shown, "permissions": sorted(permissions)}
        entry = AuditEntry("key.created", principal.user_id, data)
        await self._audit.append(entry, lambda tx: self._keys.add(key, api_key.secret_hash(secret), tx))
        self._signals.publish(principal.user_id, "keys", key.id)
        return MintedKey(key, secret)

    async def revoke(self, principal: Principal, key_id: str) -> ApiKey:
        _require_person(principal)
        if await self._keys.get(principal.user_id, key_id) is None:
            raise NotFoundError("There is no such key.")
        now = self._clock.now()
        entry = AuditEntry("key.revoked", principal.user_id, {"key_id": key_id})
        await self._audit.append(entry, lambda tx: self._keys.revoke(principal.user_id, key_id, now, tx))
        self._recalls.recall(principal.user_id)
        self._signals.publish(principal.user_id, "keys", key_id)
        for run in await self._runs.unfinished():
            if run.key_id == key_id:
                await self._engine.stop(run, principal.name)
        revoked = await self._keys.get(principal.user_id, key_id)
        if revoked is None:
            raise NotFoundError("There is no such key.")
        return revoked

    async def recognise(self, secret: str, address: str, adapter: Adapter) -> KeyHolder:
        if not api_key.well_formed(secret):
            raise await self._refusal(address, None)
        # Also beyond the limit: no key can be guessed, and who guesses must lock nobody out who has one.
        found = await self._keys.find(api_key.secret_hash(secret))
        now = self._clock.now()
        if found is None or not _counts(*found, now, adapter):
            raise await self._refusal(address, found[0] if found else None)
        key, user = found
        if key.last_used_at is None or now - key.last_used_at > _TOUCH_AFTER:
            await self._keys.touch(key.id, now)
        return KeyHolder(key, user, key.speaking_for(user, adapter))

    async def still(self, holder: KeyHolder) -> bool:
        key = await self._keys.get(holder.user.id, holder.key.id)
        user = await self._accounts.get(holder.user.id)
        if key is None or user is None or user.role is not holder.user.role:
            return False
        return _counts(key, user, self._clock.now(), holder.principal.adapter)

    async def recalled(self, user_id: str, seconds: float) -> None:
        await self._recalls.wait(user_id, seconds)

    async def _refusal(self, address: str, key: ApiKey | None) -> UnauthenticatedError:
        """Count and record a wrong key. Raises ``TooManyRequestsError`` beyond the limit."""
        self._guesses.attempt(address)
        data = {"address": address} | ({"key_id": key.id} if key else {})
        await self._audit.append(AuditEntry("key.refused", key.user_id if key else None, data))
        return UnauthenticatedError(_WRONG)


def _counts(key: ApiKey, user: User, now: datetime, adapter: Adapter) -> bool:
    return key.live_at(now) and not user.disabled and adapter in key.adapters


def _require_person(principal: Principal) -> None:
    if principal.kind is not Kind.USER or not principal.interactive:
        raise ForbiddenError("Only a person can do this; no API key can.")


def _check(principal: Principal, permissions: frozenset[Permission]) -> None:
    if not permissions:
        raise InvalidInputError("A key that may do nothing is of no use. Choose what it may do.")
    for permission in sorted(permissions):
        if not TABLE[permission].for_keys:
            raise ForbiddenError(f"No API key can be given {permission}: that is for you alone.")
        if not principal.may(permission):
            raise ForbiddenError(f"You cannot give a key {permission}: you may not do that yourself.")
