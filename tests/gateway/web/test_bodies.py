"""Bytes become JSON in one way only, within a limit (A3, RFC 7493)."""

import json
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import ClientDisconnect
from starlette.types import Message

from paios.domain.errors import TooLargeError
from paios.gateway.web.bodies import MAX_INTEGER, announces_body, parse_json, read_body
from paios.gateway.web.problems import MalformedRequestError

pytestmark = [pytest.mark.anyio, pytest.mark.requirement("A3")]

REFUSED = {
    "empty": (b"", "empty"),
    "malformed": (b'{"a": }', "line 1"),
    "two values": (b"1 2", "not valid JSON"),
    "trailing comma": (b"[1,]", "not valid JSON"),
    "comment": (b"[1] // one", "not valid JSON"),
    "single quotes": (b"{'a': 1}", "not valid JSON"),
    "byte order mark": (b"\xef\xbb\xbf{}", "not valid JSON"),
    "NaN": (b"[NaN]", "not valid JSON"),
    "Infinity": (b'{"a": -Infinity}', "not valid JSON"),
    "number beyond a double": (b"1e400", "not valid JSON"),
    "invalid UTF-8": (b'"\xff"', "UTF-8"),
    "overlong UTF-8": (b'"\xc0\xae"', "UTF-8"),
    "surrogate in UTF-8": (b'"\xed\xa0\x80"', "UTF-8"),
    "lone escaped surrogate": (b'"\\ud800"', "not valid JSON"),
    "UTF-16": ('{"a": 1}'.encode("utf-16"), "UTF-8"),
    "NUL": (b'"a\\u0000b"', "NUL"),
    "NUL after an escaped backslash": (b'"\\\\\\u0000"', "NUL"),
    "65 lists": (b"[" * 65 + b"]" * 65, "deeper"),
    "65 objects": (b'{"a":' * 65 + b"1" + b"}" * 65, "deeper"),
    "a hundred thousand lists": (b"[" * 100_000 + b"]" * 100_000, "deeper"),
    "duplicate key": (b'{"a":1,"a":2}', "same key"),
    "duplicate key, spaced": (b'{"a" : 1, "a"\n:\t2}', "same key"),
    "duplicate key, escaped": (b'{"a":1,"\\u0061":2}', "same key"),
    "duplicate key, nested": (b'[{"x":{"a":[],"b":"c:d","a":{}}}]', "same key"),
    "duplicate key behind colons in strings": (b'{"a":"::","a":"\\u003a\\":"}', "same key"),
    "duplicate key behind a quote and colon": (b'{"a\\":":1,"a\\":":2}', "same key"),
    "integer beyond 2^53": (b"[9007199254740992]", "2^53"),
    "negative integer beyond 2^53": (b'{"a":-9007199254740992}', "2^53"),
    "integer beyond 64 bits": (b"18446744073709551616", "2^53"),
    "integer of 300 digits": (b"9" * 300, "2^53"),
    "the same in other words": (b"1e300", "2^53"),
}


@pytest.mark.parametrize(("raw", "reason"), REFUSED.values(), ids=REFUSED.keys())
def test_a_body_is_refused_for(raw: bytes, reason: str) -> None:
    with pytest.raises(MalformedRequestError, match=reason.replace("^", r"\^")):
        parse_json(raw)


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (b"null", None),
        (b' {"a" : "b:c", "d":\n[{"a":1},{"a":2}] } ', {"a": "b:c", "d": [{"a": 1}, {"a": 2}]}),
        (b'{"a\\":":1,"\\u003a":":"}', {'a":': 1, ":": ":"}),
        (b'"\\\\u0000"', "\\u0000"),
        (b"9007199254740991", MAX_INTEGER),
        (b"[" * 64 + b"]" * 64, json.loads("[" * 64 + "]" * 64)),
    ],
)
def test_sound_json_is_read(raw: bytes, value: Any) -> None:
    assert parse_json(raw) == value


@pytest.mark.parametrize("raw", [b"1.0", b"1e0", b"10.0e-1"])
def test_an_integer_in_another_notation_is_an_integer(raw: bytes) -> None:
    assert type(parse_json(raw)) is int
    assert type(parse_json(b'{"a":[' + raw + b"]}")["a"][0]) is int


NUMBERS = st.integers(-MAX_INTEGER, MAX_INTEGER) | st.floats(-1e15, 1e15)
TEXTS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8
) | st.sampled_from([":", '":', '": ', '\\":', '"a":1', "\\u003a", " :"])
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


@given(VALUES, st.booleans(), st.sampled_from([None, (" , ", " : "), (",\n", "\t:")]))
def test_whatever_json_can_say_is_read_as_it_was_said(
    value: Any, ascii_only: bool, separators: tuple[str, str] | None
) -> None:
    raw = json.dumps(value, ensure_ascii=ascii_only, separators=separators).encode()
    assert parse_json(raw) == value


@given(st.dictionaries(TEXTS, VALUES, min_size=1, max_size=4), st.data())
def test_no_duplicate_key_hides_behind_what_stands_around_it(
    members: dict[str, Any], data: st.DataObject
) -> None:
    pairs = [*members.items(), (data.draw(st.sampled_from(sorted(members))), data.draw(VALUES))]
    pairs = data.draw(st.permutations(pairs))
    colon = data.draw(st.sampled_from([":", " :", "\n: "]))
    raw = "{" + ",".join(f"{json.dumps(key)}{colon}{json.dumps(value)}" for key, value in pairs) + "}"
    with pytest.raises(MalformedRequestError, match="same key"):
        parse_json(raw.encode())


@given(st.binary(max_size=40))
def test_arbitrary_bytes_are_read_or_refused_and_nothing_else(raw: bytes) -> None:
    try:
        value = parse_json(raw)
    except MalformedRequestError:
        return
    assert value == json.loads(raw)


def messages(*chunks: bytes, end: bool = True) -> Iterable[Message]:
    for index, chunk in enumerate(chunks):
        yield {"type": "http.request", "body": chunk, "more_body": not end or index < len(chunks) - 1}
    yield {"type": "http.disconnect"}


async def read(
    headers: dict[bytes, bytes], *chunks: bytes, limit: int = 10, end: bool = True
) -> tuple[bytes, int]:
    """The body and the number of messages that it took."""
    coming = iter(messages(*chunks, end=end))
    taken = 0

    async def receive() -> Message:
        nonlocal taken
        taken += 1
        return next(coming)

    try:
        return await read_body(headers, receive, limit), taken
    except TooLargeError as error:
        raise TooLargeError(f"{error.message} {taken}") from None


async def test_a_body_of_exactly_the_limit_is_read() -> None:
    assert await read({b"content-length": b"10"}, b"01234", b"56789") == (b"0123456789", 2)


async def test_a_body_announced_as_too_large_is_refused_unread() -> None:
    with pytest.raises(TooLargeError, match=r"10 bytes\. 0"):
        await read({b"content-length": b"11"}, b"01234567890")


async def test_an_announced_length_of_a_thousand_digits_is_refused() -> None:
    with pytest.raises(TooLargeError):
        await read({b"content-length": b"9" * 1000}, b"")


async def test_a_chunked_body_is_refused_as_soon_as_it_is_too_large() -> None:
    with pytest.raises(TooLargeError, match=r"10 bytes\. 2"):
        await read({b"transfer-encoding": b"chunked"}, b"0" * 8, b"0" * 8, b"0" * 8)


@pytest.mark.parametrize("length", [b"-1", b"1_0", b"0x1", b"", b"1, 1"])
async def test_a_length_that_is_no_number_is_refused(length: bytes) -> None:
    with pytest.raises(MalformedRequestError):
        await read({b"content-length": length}, b"x")


async def test_a_client_that_goes_away_is_not_taken_for_the_end_of_the_body() -> None:
    with pytest.raises(ClientDisconnect):
        await read({b"transfer-encoding": b"chunked"}, b'{"a":1}', end=False)


def test_a_body_is_announced_by_length_or_encoding() -> None:
    assert announces_body({b"content-length": b"1"})
    assert announces_body({b"transfer-encoding": b"chunked"})
    assert not announces_body({b"content-length": b"0"})
    assert not announces_body({})
