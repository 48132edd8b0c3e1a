"""API keys in the database: the row decides, so a revoked one is gone at once (U4)."""

import hmac
from datetime import datetime

from sqlalchemy import RowMapping, func, select, update

from paios.domain.account import User
from paios.domain.api_key import ApiKey
from paios.domain.errors import NotFoundError
from paios.domain.page import Page, Slice
from paios.domain.permission import Permission
from paios.domain.principal import Adapter
from paios.drivers.sql.accounts import user_of
from paios.drivers.sql.engine import Database
from paios.drivers.sql.slices import slice_of
from paios.drivers.sql.tables import api_keys, users
from paios.ports.transaction import Transaction


class SqlApiKeys:
    """Fills ``ports.api_keys.ApiKeys``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, key: ApiKey, secret_hash: bytes, tx: Transaction | None = None) -> None:
        async with self._database.joined(tx) as connection:
            await connection.execute(
                api_keys.insert().values(
                    id=key.id,
                    user_id=key.user_id,
                    name=key.name,
                    secret_hash=secret_hash,
                    shown=key.shown,
                    permissions=sorted(key.permissions),
                    adapters=sorted(key.adapters),
                    created_at=key.created_at,
                    expires_at=key.expires_at,
                    last_used_at=key.last_used_at,
                    revoked_at=key.revoked_at,
                )
            )

    async def page(self, user_id: str, part: Slice) -> Page[ApiKey]:
        its = api_keys.c
        query = select(api_keys).where(its.user_id == user_id).order_by(its.position.desc())
        rows, total = await slice_of(self._database, query, part)
        return Page(tuple(_key(row._mapping) for row in rows), total)

    async def live(self, user_id: str, now: datetime) -> int:
        its = api_keys.c
        query = select(func.count()).select_from(api_keys)
        query = query.where(its.user_id == user_id, its.revoked_at.is_(None), its.expires_at > now)
        return int((await self._database.fetch(query))[0][0])

    async def get(self, user_id: str, key_id: str) -> ApiKey | None:
        query = select(api_keys).where(api_keys.c.id == key_id, api_keys.c.user_id == user_id)
        rows = await self._database.fetch(query)
        return _key(rows[0]._mapping) if rows else None

    async def find(self, secret_hash: bytes) -> tuple[ApiKey, User] | None:
        its = api_keys.c
        query = select(api_keys, users).join_from(api_keys, users).where(its.secret_hash == secret_hash)
        for row in await self._database.fetch(query):
            found = row._mapping
            # What the index found byte by byte is compared once more, in a time that tells nothing.
            if hmac.compare_digest(found[its.secret_hash], secret_hash):
                return _key(found), user_of(found)
        return None

    async def touch(self, key_id: str, at: datetime) -> None:
        async with self._database.begin() as tx:
            await tx.connection.execute(
                update(api_keys).where(api_keys.c.id == key_id).values(last_used_at=at)
            )

    async def revoke(self, user_id: str, key_id: str, at: datetime, tx: Transaction | None = None) -> None:
        its = api_keys.c
        since = func.coalesce(its.revoked_at, at)
        ended = update(api_keys).where(its.id == key_id, its.user_id == user_id).values(revoked_at=since)
        async with self._database.joined(tx) as connection:
            if (await connection.execute(ended)).rowcount != 1:
                raise NotFoundError("There is no such key.")


def _key(row: RowMapping) -> ApiKey:
    """A permission or adapter that this version does not know is none (unknown means no)."""
    its = api_keys.c
    return ApiKey(
        id=row[its.id],
        user_id=row[its.user_id],
        name=row[its.name],
        shown=row[its.shown],
        permissions=frozenset(each for each in Permission if each.value in row[its.permissions]),
        adapters=frozenset(each for each in Adapter if each.value in row[its.adapters]),
        created_at=row[its.created_at],
        expires_at=row[its.expires_at],
        last_used_at=row[its.last_used_at],
        revoked_at=row[its.revoked_at],
    )
