"""Nothing gets in from another site or under another name; every answer is armoured (N5, F1, A7)."""

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.types import Message, Receive, Scope, Send
from starlette.websockets import WebSocket
from tests.gateway.web.shelf import Client, Response

from paios.gateway.web.guards import EdgeGuard

pytestmark = [pytest.mark.anyio, pytest.mark.requirement("N5")]

HOST = ("host", "localhost:3080")
ORIGIN = ("origin", "http://localhost:3080")


async def page(request: Request) -> PlainTextResponse:
    weaker = {
        "content-security-policy": "default-src *",
        "x-frame-options": "ALLOWALL",
        "cache-control": "public",
    }
    return PlainTextResponse(request.state.csp_nonce, headers=weaker)


async def data(_: Request) -> JSONResponse:
    return JSONResponse({}, headers={"content-security-policy": "default-src *", "cache-control": "public"})


async def talk(socket: WebSocket) -> None:
    await socket.accept()
    await socket.close()


def guarded() -> Client:
    methods = ["GET", "POST", "PUT", "PATCH", "DELETE"]
    app = Starlette(
        routes=[
            Route("/", page, methods=methods),
            Route("/api/v1/x", page, methods=methods),
            Route("/api/v1/data", data),
            Route("/data", data),
            WebSocketRoute("/api/v1/live", talk),
        ]
    )
    return Client(EdgeGuard(app, hosts={"localhost:3080", "[::1]:3080"}, origins={"http://localhost:3080"}))


async def call(*headers: tuple[str, str], method: str = "GET", target: str = "/api/v1/x") -> Response:
    return await guarded().call(method, target, headers=headers)


@pytest.mark.parametrize("host", ["localhost:3080", "LOCALHOST:3080", "[::1]:3080"])
async def test_our_own_names_are_answered(host: str) -> None:
    assert (await call(("host", host))).status == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "localhost",
        "localhost:80",
        "localhost:3080.evil.example",
        "",
        "127.0.0.1:3080",
        "localhost:3080 ",
    ],
)
@pytest.mark.incident(33)
async def test_another_name_is_misdirected(host: str) -> None:
    response = await call(("host", host))
    assert (response.status, response.json["code"]) == (421, "misdirected")


async def test_no_host_is_misdirected() -> None:
    assert (await call()).status == 421


async def test_two_hosts_are_misdirected_even_if_both_are_ours() -> None:
    assert (await call(HOST, HOST)).status == 421


async def test_our_own_origin_may_write() -> None:
    assert (await call(HOST, ORIGIN, ("sec-fetch-site", "same-origin"), method="POST")).status == 200


@pytest.mark.parametrize(
    "origin",
    [
        "http://evil.example",
        "null",
        "https://localhost:3080",
        "http://localhost:3081",
        "http://localhost:3080/",
        "",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_another_origin_is_forbidden(origin: str, method: str) -> None:
    response = await call(HOST, ("origin", origin), method=method)
    assert (response.status, response.json["code"]) == (403, "forbidden")


async def test_two_origins_are_forbidden() -> None:
    assert (await call(HOST, ORIGIN, ORIGIN)).status == 403


@pytest.mark.parametrize("site", ["cross-site", "same-site", "nonsense"])
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
async def test_a_browser_that_says_another_site_asks_cannot_write(site: str, method: str) -> None:
    assert (await call(HOST, ("sec-fetch-site", site), method=method)).status == 403


async def test_a_link_from_another_site_may_be_followed() -> None:
    assert (await call(HOST, ("sec-fetch-site", "cross-site"), target="/")).status == 200


async def test_a_program_that_sends_no_origin_may_write() -> None:
    assert (await call(HOST, method="POST")).status == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ((HOST, ORIGIN), None),
        ((HOST,), None),
        ((HOST, ("origin", "http://evil.example")), 403),
        ((HOST, ORIGIN, ("sec-fetch-site", "cross-site")), 403),
        ((("host", "evil.example"), ORIGIN), 421),
    ],
)
@pytest.mark.incident(1)
async def test_a_websocket_from_another_site_is_refused_before_it_is_accepted(
    headers: tuple[tuple[str, str], ...], status: int | None
) -> None:
    sent = await guarded().connect("/api/v1/live", headers)
    assert sent[0].get("status") == status
    assert (sent[0]["type"] == "websocket.accept") == (status is None)


async def test_a_websocket_is_closed_where_the_server_cannot_answer() -> None:
    sent = await guarded().connect("/api/v1/live", (("host", "evil.example"),), extension=False)
    assert [message["type"] for message in sent] == ["websocket.close"]


@pytest.mark.requirement("A7")
@pytest.mark.parametrize(
    "target", ["/../x", "/%2e%2e/x", "/a%2fb", "/a\\b", "/%c0%ae", "/%00", "/%ff", "/%25%32%65%25%32%65/x"]
)
async def test_a_path_that_could_be_read_as_going_elsewhere_is_refused(target: str) -> None:
    response = await call(HOST, target=target)
    assert (response.status, response.json["code"]) == (400, "malformed_request")


@pytest.mark.requirement("F1")
@pytest.mark.parametrize("target", ["/", "/api/v1/x", "/nowhere"])
async def test_every_page_carries_the_security_headers(target: str) -> None:
    headers = (await call(HOST, target=target)).headers
    policy = dict(part.partition(" ")[::2] for part in headers["content-security-policy"].split("; "))
    nonce = policy.pop("style-src").split()[1]
    assert policy == {
        "default-src": "'self'",
        "script-src": "'self'",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    assert nonce.startswith("'nonce-")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["x-frame-options"] == "DENY"
    assert "camera=()" in headers["permissions-policy"]


@pytest.mark.requirement("F1")
async def test_data_may_do_nothing_and_be_in_no_frame() -> None:
    headers = (await call(HOST, target="/api/v1/data")).headers
    assert headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["cache-control"] == "no-store"


@pytest.mark.requirement("F1")
async def test_what_is_not_of_the_api_is_a_page_whatever_it_says() -> None:
    assert "nonce-" in (await call(HOST, target="/%00")).headers["content-security-policy"]
    assert "nonce-" in (await call(HOST, target="/data")).headers["content-security-policy"]


@pytest.mark.requirement("F1")
async def test_each_answer_has_a_nonce_of_its_own_and_the_page_knows_it() -> None:
    first, second = await call(HOST, target="/"), await call(HOST, target="/")
    assert f"'nonce-{first.body.decode()}'" in first.headers["content-security-policy"]
    assert len(first.body) == 32
    assert first.body != second.body


async def test_an_application_cannot_weaken_a_header() -> None:
    client = guarded()
    response = await client.call("GET", "/api/v1/x", headers=(HOST,))
    assert "*" not in response.headers["content-security-policy"]
    assert response.headers["cache-control"] == "no-store"


async def test_only_the_api_forbids_caching() -> None:
    assert (await call(HOST, target="/")).headers["cache-control"] == "public"


async def test_a_refused_body_ends_the_connection() -> None:
    assert (await call(("host", "evil.example"), method="POST")).headers["connection"] == "close"


async def test_the_state_that_the_server_shares_is_kept() -> None:
    client = guarded()
    client.scope["state"] = {"shared": 1}
    await client.call("GET", "/", headers=(HOST,))
    assert client.scope["state"]["shared"] == 1


async def test_what_is_no_request_is_handed_on() -> None:
    seen = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        seen.append(scope["type"])

    async def silent() -> Message:
        raise AssertionError("nothing is received")

    async def mute(_: Message) -> None:
        raise AssertionError("nothing is sent")

    await EdgeGuard(app, hosts=(), origins=())({"type": "lifespan"}, silent, mute)
    assert seen == ["lifespan"]
