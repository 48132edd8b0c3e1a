"""Whitelists: the person's own, in one form of each value, and out of every agent's reach (P6)."""

import gc
from typing import Any

import pytest
from tests.support.house import Person, Served

from paios.domain.errors import InvalidInputError
from paios.domain.ids import new_id
from paios.domain.principal import Adapter
from paios.domain.whitelist import ListKind
from paios.drivers.sql.whitelists import SqlWhitelists
from paios.drivers.tools.host import LocalToolHost
from paios.gateway import routing
from paios.services.whitelists import WhitelistDesk, canonical

pytestmark = [pytest.mark.anyio, pytest.mark.requirement("P6")]


@pytest.mark.parametrize(
    ("kind", "written", "kept"),
    [
        ("recipient", " Bob.Miller@Example.ORG ", "bob.miller@example.org"),
        ("recipient", "bob@bücher.example", "bob@xn--bcher-kva.example"),
        ("recipient", "+49 30 123456", "+4930123456"),
        ("domain", "Example.ORG", "example.org"),
        ("domain", "bücher.example", "xn--bcher-kva.example"),
        ("browser_domain", "intranet.example.org", "intranet.example.org"),
        ("account", "DE89 3704 0044 0532 0130 00", "DE89370400440532013000"),
        ("account", "US133000000121212121212", "US133000000121212121212"),
        ("account", "12345678", "12345678"),
        ("folder", "Plans/2026/", "Plans/2026"),
        ("folder", "/home/ada/Documents", "/home/ada/Documents"),
    ],
)
def test_every_value_is_kept_in_one_form(kind: str, written: str, kept: str) -> None:
    assert canonical(ListKind(kind), written) == kept
    assert canonical(ListKind(kind), kept) == kept


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        ("recipient", "Bob"),
        ("recipient", "bob@localhost"),
        ("recipient", "bob@example.org, eve@example.org"),
        ("recipient", "*@example.org"),
        ("domain", "https://example.org/"),
        ("domain", "*.example.org"),
        ("domain", "com"),
        ("domain", "127.1"),
        ("domain", "example.org:443"),
        ("domain", "exa\u200bmple.org"),
        ("account", "DE89 3704 0044 0532 0130 01"),
        ("account", "somebody"),
        ("folder", "../Private"),
        ("folder", "/"),
        ("folder", "Plans/%2e%2e/Private"),
        ("folder", "C:\\Users"),
    ],
)
def test_what_is_none_of_its_kind_is_refused(kind: str, written: str) -> None:
    with pytest.raises(InvalidInputError):
        canonical(ListKind(kind), written)


async def test_a_person_keeps_their_own_lists_and_each_change_is_recorded(ada: Person, paios: Served) -> None:
    bob = await ada.do("POST", "/whitelists", {"kind": "recipient", "value": "Bob@Example.org"})
    host = await ada.do("POST", "/whitelists", {"kind": "domain", "value": "example.org"})
    assert bob["value"] == "bob@example.org"
    again = {"kind": "recipient", "value": "BOB@example.org"}
    assert await ada.refused("POST", "/whitelists", again) == (409, "conflict")
    wrong = {"kind": "recipient", "value": "nobody"}
    assert await ada.refused("POST", "/whitelists", wrong) == (422, "invalid_input")
    assert await ada.do("GET", "/whitelists") == {"items": [host, bob], "total": 2}
    assert await ada.do("GET", "/whitelists?limit=1&offset=1") == {"items": [bob], "total": 2}
    assert await ada.do("GET", "/whitelists?kind=domain") == {"items": [host], "total": 1}
    eve = await paios.add_user("Eve")
    assert (await eve.do("GET", "/whitelists"))["total"] == 0
    assert await eve.refused("DELETE", f"/whitelists/{bob['id']}") == (404, "not_found")
    await ada.do("DELETE", f"/whitelists/{bob['id']}")
    assert await ada.refused("DELETE", f"/whitelists/{new_id()}") == (404, "not_found")
    recorded = (await ada.do("GET", "/audit?kind=whitelist"))["items"]
    assert [each["kind"] for each in recorded] == ["whitelist.removed", "whitelist.added", "whitelist.added"]
    assert recorded[2]["data"]["value"] == "bob@example.org"


def reached(thing: object, seen: dict[int, object]) -> None:
    """Everything of paios that an object leads to, by whatever it holds."""
    waiting = [thing]
    while waiting:
        one = waiting.pop()
        if id(one) in seen or isinstance(one, type):
            continue
        seen[id(one)] = one
        own = type(one).__module__.startswith("paios.") or isinstance(one, dict | list | tuple | set)
        waiting += gc.get_referents(one) if own else []


async def test_no_tool_leads_to_what_can_change_a_list(ada: Person, paios: Served) -> None:
    hosts: list[Any] = [each for each in gc.get_objects() if isinstance(each, LocalToolHost)]
    tools = [tool for host in hosts for tool in host._tools.values()]
    assert {"vault_write", "request_permissions"} <= {tool.spec.name for tool in tools}
    seen: dict[int, object] = {}
    for tool in tools:
        reached(tool, seen)
    assert len(seen) > 2 * len(tools)
    assert not [each for each in seen.values() if isinstance(each, SqlWhitelists | WhitelistDesk)]


def test_only_the_owners_own_doors_lead_to_the_lists() -> None:
    doors = {adapter for adapter in Adapter if routing.WHITELISTING in routing.MATRIX[adapter]}
    assert doors == {Adapter.LOCAL_SYSTEM, Adapter.WEB}
    assert doors == {adapter for adapter in Adapter if routing.POLICY in routing.MATRIX[adapter]}
