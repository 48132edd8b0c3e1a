"""A document that cannot be enforced is refused at start, by name (A3, A4, A10)."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
import yaml
from tests.gateway.web.patterns import check_trailing_newline, patterns
from tests.gateway.web.shelf import DOCUMENT, ID

from paios.domain.permission import Permission
from paios.gateway.web.contract import Contract, ContractError

pytestmark = pytest.mark.requirement("A3", "A10")

Change = Callable[[dict[str, Any]], object]


def changed(change: Change) -> str:
    document = yaml.safe_load(DOCUMENT.read_text())
    change(document)
    return yaml.safe_dump(document)


def get_book(document: dict[str, Any]) -> dict[str, Any]:
    operation: dict[str, Any] = document["paths"]["/books/{id}"]["get"]
    return operation


def limit(document: dict[str, Any]) -> dict[str, Any]:
    parameter: dict[str, Any] = document["paths"]["/books"]["get"]["parameters"][0]
    return parameter


def book(document: dict[str, Any]) -> dict[str, Any]:
    schema: dict[str, Any] = document["components"]["schemas"]["Book"]["properties"]
    return schema


def problem_responses(document: dict[str, Any]) -> dict[str, Any]:
    responses: dict[str, Any] = get_book(document)["responses"]
    return responses


REFUSED: Mapping[str, tuple[Change, str]] = {
    "missing operationId": (lambda d: get_book(d).pop("operationId"), "operationId is missing"),
    "duplicate operationId": (lambda d: get_book(d).update(operationId="addBook"), "used twice"),
    "reference to nowhere": (
        lambda d: d["components"]["parameters"]["Id"].update(schema={"$ref": "#/components/schemas/No"}),
        "points nowhere",
    ),
    "reference out of the document": (
        lambda d: book(d).update(path={"$ref": "https://example.org/x.json"}),
        "leaves the document",
    ),
    "path item that is a reference": (
        lambda d: d["paths"].update({"/x": {"$ref": "#/paths/~1books"}}),
        "path item that is a $ref",
    ),
    "no security": (lambda d: d.pop("security"), "security is missing"),
    "unknown security scheme": (lambda d: get_book(d).update(security=[{"magic": []}]), "magic"),
    "no permission": (lambda d: get_book(d).pop("x-permission"), "x-permission is missing"),
    "unknown permission": (lambda d: get_book(d).update({"x-permission": "notes:eat"}), "notes:eat"),
    "permission that is no word": (lambda d: get_book(d).update({"x-permission": ["notes:read"]}), "unknown"),
    "nothing needed by who is somebody": (
        lambda d: get_book(d).update({"x-permission": "none"}),
        "identifies nobody",
    ),
    "something needed by who is nobody": (lambda d: get_book(d).update(security=[]), "identifies nobody"),
    "something needed where nobody may be asked": (
        lambda d: get_book(d).update(security=[{}, {"session": []}]),
        "identifies nobody",
    ),
    "no error response": (lambda d: problem_responses(d).pop("default"), "no error response"),
    "error response that is no problem": (
        lambda d: problem_responses(d).update(
            default={"description": "", "content": {"application/json": {"schema": {}}}}
        ),
        "no error response",
    ),
    "problem schema that our problems do not fit": (
        lambda d: d["components"]["schemas"]["Problem"]["required"].append("instance"),
        "refuses the problems",
    ),
    "no response for success": (
        lambda d: [problem_responses(d).pop(status) for status in ("200", "304")],
        "no response for success",
    ),
    "range of statuses": (
        lambda d: problem_responses(d).update({"5XX": {"description": ""}}),
        "range of statuses",
    ),
    "JSON response without schema": (
        lambda d: problem_responses(d).update(
            {"200": {"description": "", "content": {"application/json": {}}}}
        ),
        "no schema",
    ),
    "path parameter that is not declared": (
        lambda d: d["paths"]["/books/{id}"].pop("parameters"),
        "path parameters differ",
    ),
    "declared path parameter that is not in the path": (
        lambda d: d["paths"].update({"/shelf": d["paths"].pop("/books/{id}")}),
        "path parameters differ",
    ),
    "path parameter within a segment": (
        lambda d: d["paths"].update({"/books/{id}.md": d["paths"].pop("/books/{id}")}),
        "whole segment",
    ),
    "two templates of one address": (
        lambda d: d["paths"].update(
            {
                "/books/{name}": {
                    "get": {
                        **get_book(d),
                        "operationId": "other",
                        "parameters": [
                            {"name": "name", "in": "path", "required": True, "schema": {"type": "string"}}
                        ],
                    }
                }
            }
        ),
        "the same address",
    ),
    "cookie parameter": (lambda d: limit(d).update({"in": "cookie"}), "use a security scheme"),
    "parameter without schema": (lambda d: limit(d).pop("schema"), "has no schema"),
    "object parameter": (lambda d: limit(d).update(schema={"type": "object"}), "limit"),
    "parameter of no type": (lambda d: limit(d).update(schema={}), "limit"),
    "unusual parameter style": (lambda d: limit(d).update(style="deepObject"), "default style"),
    "default that its own schema refuses": (
        lambda d: limit(d)["schema"].update(default=0),
        "default does not fit",
    ),
    "multipart body": (
        lambda d: d["paths"]["/books"]["post"]["requestBody"].update(content={"multipart/form-data": {}}),
        "multipart/form-data",
    ),
    "body without content": (
        lambda d: d["paths"]["/books"]["post"]["requestBody"].update(content={}),
        "no content",
    ),
    "JSON body without schema": (
        lambda d: d["paths"]["/books"]["post"]["requestBody"].update(content={"application/json": {}}),
        "no schema",
    ),
    "body limit that is no number": (
        lambda d: d["paths"]["/books"]["post"].update({"x-max-bytes": "1 MB"}),
        "x-max-bytes",
    ),
    "unknown format": (lambda d: book(d)["path"].update({"format": "vault-pth"}), "vault-pth"),
    "unknown type": (lambda d: book(d)["pages"].update(type="int"), "POST /books"),
    "pattern that needs backtracking": (
        lambda d: book(d)["printed"].update(pattern="^(?=1)[0-9]{4}$"),
        "POST /books",
    ),
    "WebSocket without 101": (
        lambda d: d["paths"]["/live/{id}"]["get"]["responses"].update(
            {"200": d["paths"]["/live/{id}"]["get"]["responses"].pop("101")}
        ),
        "x-websocket",
    ),
    "101 without WebSocket": (lambda d: d["paths"]["/live/{id}"]["get"].pop("x-websocket"), "x-websocket"),
    "WebSocket with a body": (
        lambda d: d["paths"]["/live/{id}"]["get"].update(requestBody={"content": {}}),
        "no request body",
    ),
    "OpenAPI 3.0": (lambda d: d.update(openapi="3.0.3"), "3.1"),
    "no operations": (lambda d: d["paths"].clear(), "no operations"),
}


@pytest.mark.parametrize(("change", "reason"), REFUSED.values(), ids=REFUSED.keys())
def test_a_document_is_refused_for(change: Change, reason: str) -> None:
    with pytest.raises(ContractError) as caught:
        Contract.parse(changed(change))
    assert reason in str(caught.value)


@pytest.mark.parametrize("text", ["", "[]", "a: [", "openapi: 3.1.0\nopenapi: 3.1.0\npaths: {}"])
def test_what_is_no_document_is_refused(text: str) -> None:
    with pytest.raises(ContractError):
        Contract.parse(text)


def test_every_defect_is_named_at_once() -> None:
    def break_two(document: dict[str, Any]) -> None:
        get_book(document).pop("operationId")
        limit(document).pop("schema")

    with pytest.raises(ContractError) as caught:
        Contract.parse(changed(break_two))
    assert len(caught.value.defects) == 2


def test_the_document_is_published_as_it_was_written() -> None:
    document = Contract.load(DOCUMENT).document
    assert document["paths"]["/books/{id}"]["parameters"] == [{"$ref": "#/components/parameters/Id"}]
    assert "200" in document["paths"]["/books"]["get"]["responses"]


def test_an_operation_may_be_public_when_the_document_says_so() -> None:
    operations = {operation.id: operation for operation in Contract.load(DOCUMENT).operations}
    assert operations["login"].security == ()
    assert operations["getBook"].security == (("session",),)


def test_anonymous_is_tried_after_every_credential() -> None:
    text = changed(lambda d: get_book(d).update({"security": [{}, {"session": []}], "x-permission": "none"}))
    operations = {operation.id: operation for operation in Contract.parse(text).operations}
    assert operations["getBook"].security == (("session",), ())


def test_a_scheme_that_identifies_nobody_goes_with_no_permission() -> None:
    def by_code(document: dict[str, Any]) -> None:
        document["components"]["securitySchemes"]["code"] = {
            "type": "apiKey",
            "in": "header",
            "name": "X-Code",
            "x-identifies": False,
        }
        get_book(document).update({"security": [{"code": []}], "x-permission": "none"})

    operations = {operation.id: operation for operation in Contract.parse(changed(by_code)).operations}
    assert operations["getBook"].permission is None
    assert operations["listBooks"].permission is Permission.NOTES_READ


SAMPLES = {
    "^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$": ID,
    "^[a-z_]+$": "not_found",
    "^[0-9a-f]{16}$": "0123456789abcdef",
    "^[0-9]{4}$": "1984",
}


@pytest.mark.requirement("A4", "A6")
def test_no_pattern_lets_a_trailing_newline_through() -> None:
    found = set(patterns(Contract.load(DOCUMENT).document))
    assert found == SAMPLES.keys()
    for pattern in found:
        check_trailing_newline(pattern, SAMPLES[pattern])
