"""Incident 14: a collection of an unknown type was let through unchecked. What is not known is no."""

from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest
import yaml
from sqlalchemy import update
from tests.support.api_keys import make, program
from tests.support.contract import document
from tests.support.house import Person, Served
from tests.support.proofs import PERSON
from tests.support.rooms import ada, model, paios, stage

from paios.domain.permission import Permission
from paios.domain.principal import Kind
from paios.drivers.sql.tables import api_keys
from paios.gateway.web.contract import Contract, ContractError

__all__ = ["ada", "model", "paios", "stage"]

pytestmark = [pytest.mark.anyio, pytest.mark.incident(14)]


@pytest.mark.parametrize("unknown", ["collections:read", "notes:*", "*", "", None, ["notes:read"]])
def test_an_operation_of_an_unknown_permission_is_not_served(unknown: Any) -> None:
    changed = deepcopy(document())
    changed["paths"]["/notes"]["get"]["x-permission"] = unknown
    with pytest.raises(ContractError, match="permission"):
        Contract.parse(yaml.safe_dump(changed))


def test_an_unknown_permission_is_nobodys() -> None:
    key = replace(PERSON, kind=Kind.API_KEY, permissions=frozenset(["collections:read", *Permission]))  # type: ignore[list-item]
    for unknown in ("collections:read", "notes:*", "", None):
        assert not PERSON.may(unknown)  # type: ignore[arg-type]
        assert not key.may(unknown)  # type: ignore[arg-type]


async def test_a_stored_permission_that_nobody_knows_opens_nothing(ada: Person, paios: Served) -> None:
    made = await make(ada, "notes:read")
    async with paios.house.stores.database.begin() as tx:
        stored = update(api_keys).where(api_keys.c.id == made.id)
        await tx.connection.execute(stored.values(permissions=["*", "notes", "NOTES:READ"]))
    assert await (await program(paios, made.secret)).refused("GET", "/notes") == (403, "forbidden")
    assert (await ada.do("GET", "/keys"))["items"][0]["permissions"] == []


async def test_a_thing_of_an_unknown_kind_is_refused(ada: Person) -> None:
    wanted = [
        ("POST", "/whitelists", {"kind": "collection", "value": "x"}),
        ("GET", "/whitelists?kind=collection", None),
        ("GET", "/approvals?state=anything", None),
        ("POST", "/rules", {"verdict": "perhaps", "tool": "vault_write"}),
        ("POST", "/keys", {"name": "x", "permissions": ["collections:read"], "days": 1}),
    ]
    for method, path, body in wanted:
        assert (await ada.refused(method, path, body))[0] == 422, path
