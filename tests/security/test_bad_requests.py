"""Bad input at the edge of the whole house: a clear problem without the machine in it, nothing changed."""

import re
from typing import Any

import pytest
from tests.gateway.web.patterns import check_trailing_newline, patterns
from tests.support.contract import OPERATIONS, document
from tests.support.house import Person, Served, problem_of

pytestmark = pytest.mark.anyio

JSON = {"Content-Type": "application/json"}

BODIES: dict[str, tuple[bytes, int]] = {
    "empty": (b"", 400),
    "half an object": (b'{"text": "x"', 400),
    "not JSON": (b"text=x", 400),
    "single quotes": (b"{'text': 'x'}", 400),
    "trailing comma": (b'{"text": "x",}', 400),
    "two values": (b'{"text": "x"} {"text": "y"}', 400),
    "duplicate key": (b'{"text": "x", "text": "y"}', 400),
    "duplicate key, escaped": (b'{"text": "x", "te\\u0078t": "y"}', 400),
    "NaN": (b'{"text": NaN}', 400),
    "Infinity": (b'{"text": -Infinity}', 400),
    "invalid UTF-8": (b'{"text": "\xff\xfe"}', 400),
    "lone surrogate": (b'{"text": "\\ud800"}', 400),
    "overlong UTF-8": (b'{"text": "\xc0\xaf"}', 400),
    "NUL": (b'{"text": "a\\u0000b"}', 400),
    "deeply nested": (b"[" * 100_000 + b"]" * 100_000, 400),
    "nested in a member": (b'{"text": ' + b'{"a":' * 200 + b"1" + b"}" * 201, 400),
    "huge number": (b'{"text": 1e400}', 400),
    "an array": (b'["x"]', 422),
    "null": (b"null", 422),
    "wrong type": (b'{"text": 5}', 422),
    "only white space": (b'{"text": " \\n "}', 422),
    "unknown member": (b'{"text": "x", "approved": true}', 422),
    "missing member": (b"{}", 422),
    "too long": (b'{"text": "' + b"x" * 32_001 + b'"}', 422),
    "oversized": (b'{"text": "' + b"x" * 2_000_000 + b'"}', 413),
}


@pytest.mark.requirement("A3", "A11")
@pytest.mark.parametrize("name", BODIES)
async def test_unreadable_or_unfitting_body_is_refused(ada: Person, name: str) -> None:
    raw, status = BODIES[name]
    conversation = await ada.begin()
    answer = await ada.send("POST", f"/conversations/{conversation}/messages", content=raw, headers=JSON)
    assert problem_of(answer)[0] == status, answer.text
    assert_tells_nothing(answer.text)
    assert (await ada.do("GET", f"/conversations/{conversation}"))["messages"] == []


@pytest.mark.requirement("A3")
@pytest.mark.parametrize(
    "media", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""]
)
async def test_other_content_types_are_refused(ada: Person, media: str) -> None:
    conversation = await ada.begin()
    headers = {"Content-Type": media}
    path = f"/conversations/{conversation}/messages"
    answer = await ada.send("POST", path, content=b'{"text": "x"}', headers=headers)
    assert problem_of(answer) == (415, "unsupported_media_type")


def assert_tells_nothing(text: str) -> None:
    """No stack trace, SQL or path of the machine (A11)."""
    for sign in (
        "Traceback",
        'File "',
        "SELECT ",
        "INSERT ",
        "sqlite",
        ".py",
        "/home/",
        "/tmp/",
        "site-packages",
    ):
        assert sign not in text


TRAVERSALS = [
    "../secret.md",
    "House/../../secret.md",
    "..\\secret.md",
    "/etc/passwd",
    "C:\\Windows\\win.ini",
    "%2e%2e/secret.md",
    "..%2fsecret.md",
    "%252e%252e%252fsecret.md",
    "..%c0%afsecret.md",
    "\u2024\u2024/secret.md",
    "\uff0e\uff0e\uff0fsecret.md",
    "..\u2215secret.md",
    "House/./../../secret.md",
    "....//secret.md",
    "CON.md",
    "House/NUL",
    "note.md\n",
]


@pytest.mark.requirement("A5", "A7", "V2")
@pytest.mark.parametrize("path", TRAVERSALS)
async def test_traversal_in_query_and_body_is_refused(ada: Person, paios: Served, path: str) -> None:
    (paios.vault.parent / "secret.md").write_text("secret", "utf-8")
    before = {each: each.read_bytes() for each in paios.vault.rglob("*.md")}
    bodies: list[tuple[str, str, Any]] = [
        ("PUT", "/notes/item", {"path": path, "text": "x", "expected": None}),
        ("POST", "/notes/move", {"path": path, "target": "Fine.md"}),
        ("POST", "/notes/move", {"path": "House/Boiler.md", "target": path}),
    ]
    for method, address, body in bodies:
        status, _ = await ada.refused(method, address, body)
        assert status in (400, 404, 422), (method, address)
    for method in ("GET", "DELETE"):
        answer = await ada.send(method, "/notes/item", params={"path": path})
        assert problem_of(answer)[0] in (400, 422), method
        assert "secret" not in answer.text.replace("secret.md", "")
    assert {each: each.read_bytes() for each in paios.vault.rglob("*.md")} == before


@pytest.mark.requirement("A7")
@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/../../etc/passwd",
        "/api/v1/runs/..%2f..%2fetc%2fpasswd",
        "/api/v1/runs/%2e%2e/session",
        "/api/v1/runs/%252e%252e",
        "/assets/..%2f..%2f..%2fetc%2fpasswd",
        "/assets/%2e%2e/%2e%2e/compose.py",
        "/assets/..%5c..%5ccompose.py",
        "/assets/%c0%ae%c0%ae/compose.py",
        "/api/v1/ui/../../../compose.py",
        "/api/v1/ui/%2e%2e/openapi/paios.yaml",
    ],
)
async def test_traversal_in_the_path_reaches_no_file(paios: Served, ada: Person, path: str) -> None:
    answer = await raw_get(paios, path)
    status = int(answer.split(b" ", 2)[1])
    assert status in (400, 404, 422), answer[:200]
    assert b"root:" not in answer
    assert b"import" not in answer
    assert_tells_nothing(answer.partition(b"\r\n\r\n")[2].decode())


@pytest.mark.requirement("V2")
async def test_tilde_is_a_plain_name_inside_the_vault(ada: Person, paios: Served) -> None:
    await ada.do("PUT", "/notes/item", {"path": "~/here.md", "text": "x", "expected": None})
    assert paios.note("~/here.md") == "x\n"


async def raw_get(paios: Served, path: str) -> bytes:
    """The answer to a request whose path no client tidies up."""
    import anyio

    host = f"127.0.0.1:{paios.settings.port}"
    async with await anyio.connect_tcp("127.0.0.1", paios.settings.port) as stream:
        await stream.send(f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
        received = b""
        while True:
            try:
                received += await stream.receive()
            except anyio.EndOfStream:
                return received


IDS = [
    "1",
    "00000000-0000-0000-0000-000000000000",
    "6ba7b810-9dad-11d1-80b4-00c04fd430c8",
    "F47AC10B-58CC-4372-A567-0E02B2C3D479",
    "f47ac10b58cc4372a5670e02b2c3d479",
    "{f47ac10b-58cc-4372-a567-0e02b2c3d479}",
    "f47ac10b-58cc-4372-a567-0e02b2c3d479%0A",
    "f47ac10b-58cc-4372-c567-0e02b2c3d479",
    "' OR 1=1 --",
    "undefined",
]


NAMED = {"credential"}
"""What a person names themselves: no id of ours."""


@pytest.mark.requirement("A6")
@pytest.mark.parametrize("bad", IDS)
async def test_id_that_is_no_uuid4_reaches_no_handler(ada: Person, bad: str) -> None:
    for operation in OPERATIONS:
        if not set(operation.places) - NAMED or operation.socket:
            continue
        path = operation.at(**dict.fromkeys(operation.places, bad))
        status, code = await ada.refused(operation.method, path, operation.body)
        assert (status, code) in ((400, "malformed_request"), (422, "contract_mismatch")), operation.id


@pytest.mark.requirement("A6")
async def test_client_cannot_choose_an_id(ada: Person) -> None:
    body = {"id": "f47ac10b-58cc-4372-a567-0e02b2c3d479"}
    status, _ = await ada.refused("POST", "/conversations", body)
    assert status in (400, 415, 422)
    rule = {"verdict": "deny", "tool": "vault_write", **body}
    assert await ada.refused("POST", "/rules", rule) == (422, "contract_mismatch")


SAMPLES = (
    "f47ac10b-58cc-4372-a567-0e02b2c3d479",
    "2026-11-22T12:00:00.000000Z",
    "a" * 64,
    "call.asked",
    "vault_write",
    "http://127.0.0.1:11434/v1",
    "/home/ada/notes",
    "42",
    "Ada",
    "EUR",
    "a" * 30,
    "a" * 22,
    "a" * 87,
    "https://push.example/x",
    "paios_" + "a" * 36,
    "paios_" + "a" * 6,
    "-".join(["ABCD"] * 6),
    "-".join(["ABCD"] * 4),
    "123 456",
    "A" * 32,
    "a" * 43,
    "otpauth://totp/paios:Ada?secret=AAAA",
)
FREE = {r"\S"}
"""What a person says may end in a new line: this asks for a visible sign somewhere, and anchors nothing."""


@pytest.mark.requirement("A4")
@pytest.mark.parametrize("pattern", sorted(set(patterns(document())) - FREE))
def test_no_pattern_of_the_document_lets_a_trailing_newline_through(pattern: str) -> None:
    sample = next(each for each in SAMPLES if re.search(pattern, each))
    check_trailing_newline(pattern, sample)


@pytest.mark.requirement("A4", "V4")
@pytest.mark.parametrize(
    "text", ["%", "_", '"', "'", "a AND", "NEAR(", "*", "a*b OR", "(((", "-", "^:{}", "x" * 1000]
)
async def test_search_takes_any_words_literally(ada: Person, text: str) -> None:
    answer = await ada.send("GET", "/notes/search", params={"text": text})
    assert answer.status_code == 200, answer.text
    assert (await ada.send("GET", "/conversations", params={"text": text[:200]})).status_code == 200
    assert (await ada.send("GET", "/audit", params={"text": text[:200]})).status_code == 200


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=201", "limit=x", "limit=1&limit=2", "offset=-1", "unknown=1", "limit=1.0", "limit="],
)
@pytest.mark.requirement("A3")
async def test_senseless_page_is_refused(ada: Person, query: str) -> None:
    status, _ = await ada.refused("GET", f"/conversations?{query}")
    assert status in (400, 422)


@pytest.mark.parametrize("time", ["2026-02-31T00:00:00.000000Z", "2026-13-01T00:00:00.000000Z", "yesterday"])
async def test_time_that_no_calendar_has_is_refused(ada: Person, time: str) -> None:
    for query in ("since", "until"):
        assert (await ada.refused("GET", f"/audit?{query}={time}"))[0] == 422


@pytest.mark.requirement("A1", "A11")
async def test_unknown_address_and_method_are_told_as_problems(ada: Person) -> None:
    assert await ada.refused("GET", "/no/such/thing") == (404, "not_found")
    answer = await ada.send("DELETE", "/conversations")
    assert problem_of(answer) == (405, "method_not_allowed")
    assert answer.headers["allow"] == "GET, HEAD, POST"
    assert problem_of(await ada.http.get("/api/v2/health")) == (404, "not_found")
