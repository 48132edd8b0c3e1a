"""An address means one operation, and its parameters fit or are refused (A3, A6, A7)."""

import pytest
import yaml
from tests.gateway.web.shelf import (
    BOOK,
    BOOKS,
    DOCUMENT,
    HANDLERS,
    ID,
    JSON,
    SECURITY,
    SIGNED_IN,
    Client,
    Response,
    assert_problem,
    never,
    nothing,
    session,
    shelf,
)

from paios.gateway.web.contract import Contract
from paios.gateway.web.router import BindingError, build_router

pytestmark = [pytest.mark.anyio, pytest.mark.requirement("A3")]

LIVE = f"/api/v1/live/{ID}"


async def listed(query: str, *headers: tuple[str, str]) -> Response:
    return await shelf().call("GET", f"{BOOKS}?{query}", headers=[*SIGNED_IN, *headers])


def test_an_operation_without_handler_fails_at_start() -> None:
    handlers = {name: handler for name, handler in HANDLERS.items() if name not in {"login", "getBook"}}
    with pytest.raises(BindingError) as caught:
        build_router(Contract.load(DOCUMENT), handlers, SECURITY)
    assert caught.value.defects == ["no handler for operation getBook", "no handler for operation login"]


def test_a_handler_without_operation_fails_at_start() -> None:
    with pytest.raises(BindingError, match="no operation for handler burnBook"):
        build_router(Contract.load(DOCUMENT), {**HANDLERS, "burnBook": nothing}, SECURITY)


def test_a_security_scheme_without_handler_fails_at_start() -> None:
    with pytest.raises(BindingError, match="no handler for security scheme csrf"):
        build_router(Contract.load(DOCUMENT), HANDLERS, {"session": session})


def test_a_security_handler_without_scheme_fails_at_start() -> None:
    with pytest.raises(BindingError, match="no security scheme for handler magic"):
        build_router(Contract.load(DOCUMENT), HANDLERS, {**SECURITY, "magic": session})


async def test_a_literal_address_goes_before_a_templated_one() -> None:
    assert (await shelf().call("GET", f"{BOOKS}/new")).json == "ada"


@pytest.mark.parametrize(
    "target", ["/", "/api/v1", "/api/v1/nothing", "/books", f"{BOOK}/", f"{BOOKS}/", "/api/v1//books"]
)
async def test_an_unknown_address_is_not_found(target: str) -> None:
    assert_problem(await shelf().call("GET", target), 404, "not_found")


@pytest.mark.parametrize(
    ("method", "target", "allow"),
    [
        ("OPTIONS", BOOKS, "GET, HEAD, POST"),
        ("PATCH", BOOK, "DELETE, GET, HEAD"),
        ("GET", "/api/v1/login", "POST"),
        ("TRACE", BOOKS, "GET, HEAD, POST"),
        ("/websocket", BOOKS, "GET, HEAD, POST"),
        ("WebSocket", LIVE, ""),
        ("GET", LIVE, ""),
    ],
)
async def test_an_unknown_method_is_told_which_are_allowed(method: str, target: str, allow: str) -> None:
    response = await shelf().call(method, target)
    assert_problem(response, 405, "method_not_allowed")
    assert response.headers["allow"] == allow


async def test_head_is_get_without_the_body() -> None:
    get, head = await shelf().call("GET", BOOK), await shelf().call("HEAD", BOOK)
    assert (head.status, head.headers, head.body) == (get.status, get.headers, b"")


@pytest.mark.requirement("A6")
@pytest.mark.parametrize(
    "value",
    [
        "1",
        "c0ffee00-0000-1000-8000-000000000000",
        "c0ffee00-0000-4000-c000-000000000000",
        ID.upper(),
        "{" + ID + "}",
        ID.replace("-", ""),
        f"{ID}x",
        f"{ID}%20",
        f"{ID}%EF%BC%90",
    ],
)
async def test_an_id_that_is_no_uuid4_is_refused_before_the_handler(value: str) -> None:
    response = await shelf(getBook=never).call("GET", f"{BOOKS}/{value}")
    assert_problem(response, 422, "contract_mismatch", "path/id")


@pytest.mark.requirement("A6")
async def test_a_percent_encoded_id_is_decoded_once() -> None:
    assert (await shelf().call("GET", f"{BOOKS}/%63{ID[1:]}")).json["title"] == f"Book {ID}"


@pytest.mark.requirement("A7")
@pytest.mark.parametrize(
    "value",
    [
        "..",
        ".",
        "%2e%2e",
        "%2E.",
        "..%2f",
        "..%5c",
        "..\\",
        "%252e%252e",
        "%c0%ae%c0%ae",
        "%e0%80%ae",
        "%EF%BC%8E%EF%BC%8E",
        "%E2%80%A5",
        "%u002e%u002e",
        f"{ID}%00",
        f"{ID}%0a",
        f"{ID}%ff",
        f"{ID}%",
        f"{ID}%g0",
        f"{ID}\xe9",
    ],
)
async def test_a_path_that_could_be_read_as_going_elsewhere_is_refused(value: str) -> None:
    assert_problem(await shelf(getBook=never).call("GET", f"{BOOKS}/{value}"), 400, "malformed_request")


async def test_a_server_that_hands_over_no_raw_path_is_served_too() -> None:
    client = shelf()
    client.scope["raw_path"] = None
    assert (await client.call("GET", BOOK)).status == 200


async def test_parameters_are_typed_and_defaults_applied() -> None:
    response = await listed("score=0.5&lent=true&tag=a&tag=b%26c&title=a+b&folder=x%2Fy.md", ("x-page", "3"))
    assert response.json == {
        "query": {
            "limit": 20,
            "score": 0.5,
            "lent": True,
            "tag": ["a", "b&c"],
            "title": "a b",
            "folder": "x/y.md",
        },
        "headers": {"x-page": 3},
    }


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=101",
        "limit=",
        "limit=1.0",
        "limit=%EF%BC%91",
        "limit=0x1",
        "limit=1_0",
        "limit=+1",
        "limit=99999999999999999",
        "score=2",
        "score=1e999",
        "score=NaN",
        "score=.5",
        "lent=True",
        "lent=1",
        f"title={'x' * 51}",
        "tag=12345678901",
        "tag=a&tag=b&tag=c&tag=d",
        "folder=/etc/passwd",
        "folder=a//b",
    ],
)
async def test_a_parameter_that_does_not_fit_its_schema_is_refused(query: str) -> None:
    response = await listed(query)
    assert (response.status, response.json["code"]) == (422, "contract_mismatch")
    assert response.json["errors"][0]["where"].startswith(f"query/{query.partition('=')[0]}")


async def test_a_missing_required_parameter_is_refused() -> None:
    document = yaml.safe_load(DOCUMENT.read_text())
    document["paths"]["/books"]["get"]["parameters"][1]["required"] = True
    client = Client(build_router(Contract.parse(yaml.safe_dump(document)), HANDLERS, SECURITY))
    assert_problem(await client.call("GET", BOOKS), 422, "contract_mismatch", "query/score")


async def test_an_unknown_parameter_is_refused() -> None:
    assert_problem(await listed("page=1"), 422, "contract_mismatch", "query/page")


async def test_a_parameter_of_an_operation_that_has_none_is_refused() -> None:
    response = await shelf(getBook=never).call("GET", f"{BOOK}?x=1")
    assert_problem(response, 422, "contract_mismatch", "query/x")


async def test_a_repeated_parameter_is_refused() -> None:
    assert_problem(await listed("limit=1&limit=1"), 400, "malformed_request")


@pytest.mark.parametrize(
    "query", ["title=%00", "title=a%0a", "title=%1b", "title=%ff", "title=%c0%ae", "title=%", "title=\xe9"]
)
async def test_a_query_with_broken_escapes_or_control_characters_is_refused(query: str) -> None:
    assert_problem(await listed(query), 400, "malformed_request")


@pytest.mark.requirement("A7")
@pytest.mark.parametrize("name", ["title", "folder", "tag"])
@pytest.mark.parametrize(
    "value",
    [
        "../x",
        "%2e%2e%2fx",
        "%252e%252e%252fx",
        "%25c0%25ae./x",
        "%EF%BC%8E%EF%BC%8E/x",
        "..%5cx",
        "..%E2%88%95x",
    ],
)
async def test_traversal_in_a_query_is_refused(name: str, value: str) -> None:
    assert_problem(await listed(f"{name}={value}"), 422, "contract_mismatch", f"query/{name}")


async def test_free_text_may_speak_of_parent_folders() -> None:
    assert (await listed("q=what+is+../+for")).json["query"]["q"] == "what is ../ for"


@pytest.mark.parametrize("value", ["0", "x", "", "1\x00"])
async def test_a_header_that_does_not_fit_is_refused(value: str) -> None:
    response = await listed("", ("x-page", value))
    assert response.status in {400, 422}


async def test_a_header_that_may_occur_once_is_refused_twice() -> None:
    assert_problem(await listed("", ("x-page", "1"), ("x-page", "2")), 400, "malformed_request")
    response = await shelf(addBook=never).call("POST", BOOKS, b"{}", [*SIGNED_IN, *JSON, *JSON])
    assert_problem(response, 400, "malformed_request")


async def test_headers_that_are_not_ours_may_repeat() -> None:
    assert (await listed("", ("accept", "a"), ("accept", "b"))).status == 200


async def test_the_handler_sees_only_declared_headers() -> None:
    assert (await listed("", ("x-other", "1"))).json["headers"] == {}
