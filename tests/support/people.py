"""People put straight into the store, with sessions and keys: no password is hashed, so there can be many."""

import secrets
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Final

from tests.support.house import Person, Served

from paios.domain import api_key
from paios.domain.account import Session
from paios.domain.api_key import ApiKey
from paios.domain.ids import new_id
from paios.domain.permission import Permission
from paios.domain.principal import Adapter
from paios.drivers.sql.tables import sessions, users
from paios.services.cookies import Cookies

_NO_HASH: Final = "no password fits this"


@dataclass(frozen=True)
class Somebody:
    """An account."""

    paios: Served
    id: str
    name: str

    async def headers(self, *, proved: timedelta = timedelta()) -> dict[str, str]:
        """Those of a new session, whose person proved so long ago who they are."""
        stores = self.paios.house.stores
        cookies = Cookies(bytes.fromhex(stores.secrets.get("session.key") or ""))
        (cookie, secret_hash), now = cookies.fresh(), stores.clock.now()
        session = Session(new_id(), self.id, now, now, now + timedelta(days=1), "test", now - proved)
        row = asdict(session) | {"secret_hash": secret_hash, "revoked": False}
        async with stores.database.begin() as tx:  # not by its store, which adds none for who is disabled
            await tx.connection.execute(sessions.insert().values(**row))
        return {"Cookie": f"paios_session={cookie}", "X-CSRF-Token": cookies.csrf(cookie)}

    async def at_the_api(self) -> Person:
        """Signed in, over the network."""
        headers = await self.headers()
        visitor = await self.paios.visitor(headers={"Cookie": headers["Cookie"]})
        visitor.csrf = headers["X-CSRF-Token"]
        return visitor

    async def key(
        self, permissions: Iterable[Permission], *, over: bool = False, revoked: bool = False
    ) -> dict[str, str]:
        """The header of a new key with these permissions, also with what no key can be given."""
        stores = self.paios.house.stores
        now = stores.clock.now()
        secret = api_key.written("".join(secrets.choice(api_key.SIGNS) for _ in range(30)))
        key = ApiKey(
            id=new_id(),
            user_id=self.id,
            name="test",
            shown=secret[:12],
            permissions=frozenset(permissions),
            adapters=frozenset({Adapter.WEB}),
            created_at=now,
            expires_at=now if over else now + timedelta(days=1),
            revoked_at=now if revoked else None,
        )
        await stores.api_keys.add(key, api_key.secret_hash(secret))
        return {"X-API-Key": secret}


async def somebody(paios: Served, name: str, role: str = "user", *, disabled: bool = False) -> Somebody:
    """A new account."""
    user_id = new_id()
    row = {
        "id": user_id,
        "name": name,
        "name_key": name.casefold(),
        "role": role,
        "created_at": paios.house.stores.clock.now(),
        "disabled": disabled,
        "password_hash": _NO_HASH,
    }
    async with paios.house.stores.database.begin() as tx:
        await tx.connection.execute(users.insert().values(**row))
    return Somebody(paios, user_id, name)
