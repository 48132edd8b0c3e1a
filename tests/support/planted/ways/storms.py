"""Owns: a database that refuses what is written to it, while something secret is on its way."""

from collections.abc import Iterable

import anyio
from sqlalchemy import text
from tests.support.planted.scene import Scene

from paios.compose.stores import opened_stores
from paios.settings import read

_REFUSING = ("users", "sessions")
_GONE = ("api_keys", "invites")


async def _perform(scene: Scene, statements: Iterable[str]) -> None:
    async with opened_stores(read(scene.installation.env)) as stores, stores.database.begin() as tx:
        for each in statements:
            await tx.connection.execute(text(each))


def failing_writes(scene: Scene) -> None:
    """Two tables refuse every write, two are not there; then all is as it was."""
    plants, admin = scene.plants, scene.admin
    old, new = plants.text("changed password"), plants.plant("password that could not be written")
    # All that came before took longer than a proof counts.
    admin.do("PUT", "/account/step-up", {"password": old})
    abort = "BEGIN SELECT RAISE(ABORT, 'a storm'); END"
    verbs = [(table, verb) for table in _REFUSING for verb in ("INSERT", "UPDATE")]
    begun = [f"CREATE TRIGGER storm_{table}_{verb} BEFORE {verb} ON {table} {abort}" for table, verb in verbs]
    begun += [f"ALTER TABLE {table} RENAME TO {table}_gone" for table in _GONE]
    anyio.run(_perform, scene, begun)
    refused = admin.refused("PUT", "/account/password", {"old": old, "new": new})
    plants.arrived("password that could not be written", refused == "409 conflict")
    key = {"name": "x", "permissions": ["notes:read"], "days": 1}
    assert admin.refused("POST", "/keys", key) == "503 storage_failed"
    assert admin.refused("POST", "/invites", {"role": "user"}) == "503 storage_failed"
    with admin.another() as other:
        assert other.refused("POST", "/session", {"name": "Ada", "password": old}) == "409 conflict"
    over = [f"DROP TRIGGER storm_{table}_{verb}" for table, verb in verbs]
    over += [f"ALTER TABLE {table}_gone RENAME TO {table}" for table in _GONE]
    anyio.run(_perform, scene, over)
