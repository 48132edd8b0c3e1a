"""The published document: sound, complete, enforced to the letter, and readable offline (A1, A3, A10)."""

import re
from functools import cache
from typing import Any

import httpx2
import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator
from tests.support.contract import OPERATIONS, Operation, document
from tests.support.house import Person, Served

from paios.domain.principal import Adapter
from paios.gateway.routing import MATRIX
from paios.gateway.web.contract import Contract
from paios.gateway.web.exchange import Reply, ValidatedRequest
from paios.gateway.web.handlers import handlers_for
from paios.gateway.web.router import build_router
from paios.openapi import DOCUMENT

pytestmark = pytest.mark.anyio


@pytest.mark.requirement("A10")
def test_document_lints_clean() -> None:
    assert list(OpenAPIV31SpecValidator(document()).iter_errors()) == []


@pytest.mark.requirement("A10")
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.id)
def test_operation_says_its_name_its_security_and_its_errors(operation: Operation) -> None:
    definition = operation.definition
    assert re.fullmatch(r"[a-z]+(_[a-z]+)*", definition["operationId"])
    assert "security" in definition
    assert definition["summary"]
    assert definition["tags"]
    problem = document()["components"]["responses"]["Problem"]["content"]
    assert list(problem) == ["application/problem+json"]
    assert definition["responses"]["default"] == {"$ref": "#/components/responses/Problem"}


@pytest.mark.requirement("A10")
def test_no_reference_leaves_the_document_or_points_nowhere() -> None:
    whole = document()

    def walk(node: Any) -> None:
        if isinstance(node, dict):
            if "$ref" in node:
                found = whole
                assert node["$ref"].startswith("#/")
                for part in node["$ref"][2:].split("/"):
                    found = found[part]
            for each in node.values():
                walk(each)
        elif isinstance(node, list):
            for each in node:
                walk(each)

    walk(whole)


class Anything:
    """Ports whose operations are never called: only the names of handlers matter here."""

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(name)


@cache
def contract() -> Contract:
    return Contract.parse(DOCUMENT.read_bytes())


def ports() -> dict[str, object]:
    return dict.fromkeys(MATRIX[Adapter.WEB], Anything())


@pytest.mark.requirement("A3", "A10")
def test_every_operation_has_its_handler_and_no_handler_is_left_over() -> None:
    handlers, credentials = handlers_for(ports())
    assert set(handlers) == {operation.id for operation in OPERATIONS}
    build_router(contract(), handlers, credentials.checks())


@pytest.mark.requirement("A10")
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.id)
def test_missing_handler_is_refused_at_start(operation: Operation) -> None:
    handlers, credentials = handlers_for(ports())
    fewer = {name: handler for name, handler in handlers.items() if name != operation.id}
    with pytest.raises(Exception, match=operation.id):
        build_router(contract(), fewer, credentials.checks())


@pytest.mark.requirement("A10")
def test_handler_that_nobody_published_is_refused_at_start() -> None:
    async def hidden(_: ValidatedRequest) -> Reply:
        return Reply(200, {})

    handlers, credentials = handlers_for(ports())
    more = {**handlers, "hidden": hidden}
    with pytest.raises(Exception, match="hidden"):
        build_router(contract(), more, credentials.checks())


@pytest.mark.requirement("A10")
async def test_published_document_is_the_one_that_is_enforced(paios: Served, ada: Person) -> None:
    visitor = await paios.visitor()
    answer = await visitor.http.get("/api/v1/openapi.json")
    assert answer.headers["content-type"] == "application/json"
    assert answer.json() == document()


@pytest.mark.requirement("A1", "F1")
async def test_interactive_docs_work_offline_and_under_the_policy(paios: Served, ada: Person) -> None:
    visitor = await paios.visitor()
    page = await visitor.http.get("/api/v1/ui", follow_redirects=True)
    assert page.status_code == 200
    assert_strict(page)
    sources = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert sources
    assert not re.search(r"<script(?![^>]*\bsrc=)", page.text)
    assert not re.search(r"<style|\bon[a-z]+=|\bstyle=", page.text)
    for source in sources:
        assert "//" not in source
        part = await visitor.http.get(httpx2.URL("http://x/api/v1/").join(source).path)
        assert part.status_code == 200, source


def assert_strict(page: httpx2.Response) -> None:
    policy = dict(each.split(" ", 1) for each in page.headers["content-security-policy"].split("; "))
    assert policy["default-src"] == policy["script-src"] == "'self'"
    assert policy["object-src"] == policy["frame-ancestors"] == "'none'"
    assert policy["base-uri"] == policy["form-action"] == "'self'"
    assert "unsafe" not in page.headers["content-security-policy"]


@pytest.mark.requirement("A1", "F1")
async def test_web_app_is_at_the_root_and_at_its_own_addresses(paios: Served, ada: Person) -> None:
    visitor = await paios.visitor()
    for path in ("/", "/audit", "/settings", "/setup"):
        page = await visitor.http.get(path)
        assert page.status_code == 200
        assert page.headers["content-type"].startswith("text/html")
        assert_strict(page)
        assert not re.search(r"<script(?![^>]*\bsrc=)", page.text)
