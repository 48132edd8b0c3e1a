"""The driver against a real server that plays each way in which a model can fail."""

from contextlib import aclosing
from typing import Any, cast

import anyio
import pytest
from tests.support.scripted_model import (
    Calls,
    Cut,
    Empty,
    Hang,
    Huge,
    Many,
    Raw,
    RawCall,
    ScriptedModel,
    SlowText,
    Status,
    Text,
    Turn,
    Whole,
    Wire,
    WrongType,
)

from paios.domain.errors import ModelError
from paios.domain.model import ModelAnswer, ModelRequest, Speaker, TextDelta, Utterance
from paios.domain.tool import Effect, RawToolCall, ToolSpec
from paios.drivers.egress.client import EgressClient
from paios.drivers.egress.origin import Origin
from paios.drivers.models.openai import OpenAIChatModel
from paios.drivers.models.secret import Secret

pytestmark = [pytest.mark.anyio, pytest.mark.requirement("T1")]

HELLO = ModelRequest((Utterance(Speaker.USER, "Hello"),), ())
KEY = "sk-live-0123456789abcdef"
SEARCH = ToolSpec("vault_search", "Search.", Effect.READ, {"type": "object"}, {})


async def said(turn: Turn, request: ModelRequest = HELLO, **egress: Any) -> tuple[str, ModelAnswer]:
    """The text that streamed and the answer at its end, when the server plays ``turn``."""
    with ScriptedModel([turn]) as server:
        return await heard(server, request, **egress)


async def heard(
    server: ScriptedModel, request: ModelRequest = HELLO, key: Secret | None = None, **egress: Any
) -> tuple[str, ModelAnswer]:
    out = EgressClient(Origin.of(server.url), **egress)
    try:
        pieces = [piece async for piece in OpenAIChatModel(server.url, "m", key, out).answer(request)]
    finally:
        await out.aclose()
    assert all(isinstance(piece, TextDelta) for piece in pieces[:-1])
    return "".join(piece.text for piece in pieces[:-1]), cast("ModelAnswer", pieces[-1])


async def test_an_answer_streams_and_ends_with_the_whole_of_it() -> None:
    streamed, answer = await said(Text("Grüße an alle im Haus, 🐕 too"))
    assert streamed == "Grüße an alle im Haus, 🐕 too"
    assert answer == ModelAnswer(streamed, (), input_tokens=7, output_tokens=5)


async def test_tool_calls_are_put_together_from_their_pieces() -> None:
    _, answer = await said(Calls([("vault_search", {"query": "boiler"}), ("vault_list", {})], "Let me look."))
    assert answer.text == "Let me look."
    assert [(call.name, call.arguments) for call in answer.calls] == [
        ("vault_search", '{"query": "boiler"}'),
        ("vault_list", "{}"),
    ]


async def test_broken_arguments_are_passed_on_as_they_are() -> None:
    _, answer = await said(RawCall("vault_write", '{"path": '))
    assert answer.calls[0].arguments == '{"path": '


async def test_a_name_that_no_tool_can_have_is_passed_on_as_it_is() -> None:
    _, answer = await said(RawCall("rm -rf /\n;", "{}"))
    assert answer.calls[0].name == "rm -rf /\n;"


async def test_an_answer_in_one_piece_is_as_good_as_a_stream() -> None:
    call = {"id": "a", "type": "function", "function": {"name": "vault_list", "arguments": "{}"}}
    streamed, answer = await said(Whole({"content": "Hi", "tool_calls": [call]}))
    assert (streamed, answer.text, answer.calls) == ("Hi", "Hi", (RawToolCall("a", "vault_list", "{}"),))
    assert answer.input_tokens == 7


async def test_a_stream_without_the_closing_mark_is_complete_once_it_gave_a_reason() -> None:
    chunk = {"choices": [{"delta": {"content": "Hi"}, "finish_reason": "stop"}]}
    assert (await said(Wire([chunk], done=False)))[0] == "Hi"


async def test_what_comes_after_the_closing_mark_is_not_waited_for() -> None:
    with anyio.fail_after(5):
        assert (await said(Text("Hi", linger=30)))[0] == "Hi"


async def test_a_dropped_connection_is_an_error() -> None:
    with pytest.raises(ModelError, match="broke off"):
        await said(Cut(2))


async def test_a_stream_that_ends_in_the_middle_is_an_error() -> None:
    with pytest.raises(ModelError, match="stopped in the middle"):
        await said(Cut(2, politely=True))


async def test_an_empty_answer_is_an_error() -> None:
    with pytest.raises(ModelError, match="said nothing"):
        await said(Empty())


async def test_an_answer_of_white_space_is_an_error() -> None:
    with pytest.raises(ModelError, match="said nothing"):
        await said(Text(" \n\t "))


async def test_a_body_without_a_byte_is_an_error() -> None:
    with pytest.raises(ModelError, match="stopped in the middle"):
        await said(Raw(b""))


async def test_silence_is_an_error() -> None:
    with pytest.raises(ModelError, match="in time"):
        await said(Hang(30), idle_seconds=0.2)


async def test_a_tool_call_of_ten_megabytes_is_an_error() -> None:
    with pytest.raises(ModelError, match="too large"):
        await said(Huge())


async def test_a_tool_call_of_ten_megabytes_in_one_piece_is_an_error() -> None:
    with pytest.raises(ModelError, match="too large"):
        await said(Huge(piece=10_000_000))


async def test_a_thousand_tool_calls_are_an_error() -> None:
    with pytest.raises(ModelError, match="more than 64 tool calls"):
        await said(Many())


async def test_sixty_four_tool_calls_are_taken() -> None:
    assert len((await said(Many(count=64)))[1].calls) == 64


async def test_a_text_beyond_the_limit_is_an_error() -> None:
    with pytest.raises(ModelError, match="too large"):
        await said(Text("x" * (256 * 1024 + 1), size=1000))


async def test_a_text_of_just_the_limit_is_taken() -> None:
    assert len((await said(Text("x" * 256 * 1024, size=1000)))[1].text) == 256 * 1024


async def test_a_stream_of_nothing_but_comments_is_bounded() -> None:
    with pytest.raises(ModelError, match="too large"):
        await said(Raw(b": still thinking\n" * 100), answer_limit=1000)


async def test_a_web_page_is_an_error() -> None:
    with pytest.raises(ModelError, match="neither JSON nor a stream"):
        await said(WrongType())


@pytest.mark.parametrize(
    "body",
    [b"data: {oops\n\n", b"data: \xff\xfe\n\n", b"data: NaN\n\n", b"data: [1]\n\n",
     b'data: {"choices": 3}\n\n', b'data: {"choices": [3]}\n\n', b'data: {"choices": [{"delta": []}]}\n\n',
     b'data: "\\ud800"\n\n',
     b'data: {"choices": [{"delta": {"content": 3}}]}\n\n', b"data: " + b"[" * 5000 + b"\n\n",
     b'data: {"choices": [{"delta": {"tool_calls": [{"function": {"name": 3}}]}}]}\n\n',
     b'data: {"choices": [{"delta": {"tool_calls": [{"function": {"arguments": [1]}}]}}]}\n\n'],
)  # fmt: skip
async def test_a_chunk_in_no_known_format_is_an_error(body: bytes) -> None:
    with pytest.raises(ModelError, match="not in the OpenAI format"):
        await said(Raw(body))


async def test_an_error_in_the_stream_is_told() -> None:
    with pytest.raises(ModelError, match="out of memory"):
        await said(Wire([{"error": {"message": "out of memory"}}]))


async def test_an_answer_cut_at_the_token_limit_gives_no_half_tool_call() -> None:
    call = {"index": 0, "id": "a", "function": {"name": "vault_write", "arguments": '{"pa'}}
    chunk = {"choices": [{"delta": {"tool_calls": [call]}, "finish_reason": "length"}]}
    with pytest.raises(ModelError, match="ran out of room"):
        await said(Wire([chunk]))


@pytest.mark.parametrize("code", [400, 401, 403, 404, 413, 429, 500, 502, 503])
async def test_a_refusal_tells_its_status_and_the_servers_reason(code: int) -> None:
    with pytest.raises(ModelError, match=f"HTTP {code}.*the reason"):
        await said(Status(code, "the reason"))


async def test_a_refusal_that_is_no_json_tells_its_status() -> None:
    with pytest.raises(ModelError, match="HTTP 502"):
        await said(Raw(b"<html>Bad gateway</html>", "text/html", 502))


async def test_a_long_reason_is_clipped() -> None:
    with pytest.raises(ModelError) as caught:
        await said(Status(500, "long " * 1000))
    assert len(caught.value.message) <= 320


@pytest.mark.requirement("A11")
async def test_a_key_in_the_reason_is_not_shown() -> None:
    turn = Status(401, f"Incorrect API key provided: {KEY}. Also sk-proj-AbCd****wxyz is none.")
    with ScriptedModel([turn]) as server, pytest.raises(ModelError) as caught:
        await heard(server, key=Secret(KEY))
    assert "0123456789" not in caught.value.message
    assert "AbCd" not in caught.value.message
    assert caught.value.message.count("[key]") == 2


async def test_the_key_goes_to_the_server_and_nowhere_without_one() -> None:
    with ScriptedModel([Text("a"), Text("b")]) as server:
        await heard(server, key=Secret(KEY))
        await heard(server)
    assert server.requests[0].headers["authorization"] == f"Bearer {KEY}"
    assert "authorization" not in server.requests[1].headers


async def test_nobody_listening_is_an_error() -> None:
    with ScriptedModel([]) as server:
        pass
    with pytest.raises(ModelError, match="cannot be reached"):
        await heard(server)


async def test_leaving_the_answer_closes_the_connection() -> None:
    with ScriptedModel([SlowText("word " * 1000)]) as server:
        out = EgressClient(Origin.of(server.url))
        async with aclosing(OpenAIChatModel(server.url, "m", None, out).answer(HELLO)) as answer:
            assert isinstance(await anext(answer), TextDelta)
        assert await anyio.to_thread.run_sync(server.requests[0].hung_up.wait, 10)
        await out.aclose()


async def test_cancelling_the_answer_closes_the_connection() -> None:
    with ScriptedModel([SlowText("word " * 1000)]) as server:
        with anyio.move_on_after(0.5):
            await heard(server)
        assert await anyio.to_thread.run_sync(server.requests[0].hung_up.wait, 10)


async def test_the_dialogue_and_the_tools_are_sent_in_openais_words() -> None:
    call = RawToolCall("call_1", "vault_search", '{"query": "boiler"}')
    dialogue = (
        Utterance(Speaker.SYSTEM, "Be kind."),
        Utterance(Speaker.USER, "Boiler?"),
        Utterance(Speaker.ASSISTANT, "", (call,)),
        Utterance(Speaker.TOOL, "Nothing.", call_id="call_1"),
    )
    with ScriptedModel([Text("No.")]) as server:
        await heard(server, ModelRequest(dialogue, (SEARCH,)))
    body = server.requests[0].body
    function = {"name": "vault_search", "arguments": '{"query": "boiler"}'}
    assert body["messages"] == [
        {"role": "system", "content": "Be kind."},
        {"role": "user", "content": "Boiler?"},
        {
            "role": "assistant",
            "content": "",
            "tool_calls": [{"id": "call_1", "type": "function", "function": function}],
        },
        {"role": "tool", "content": "Nothing.", "tool_call_id": "call_1"},
    ]
    assert body["tools"][0]["function"]["name"] == "vault_search"
    assert (body["tool_choice"], body["stream"], body["model"]) == ("auto", True, "m")


async def test_without_tools_none_are_mentioned() -> None:
    with ScriptedModel([Text("No.")]) as server:
        await heard(server)
    assert not {"tools", "tool_choice"} & server.requests[0].body.keys()


async def test_a_broken_call_of_before_is_retold_in_a_form_that_servers_accept() -> None:
    calls = (RawToolCall("1", "rm -rf /", '{"a": '), RawToolCall("2", "", "[1]"))
    with ScriptedModel([Text("Sorry.")]) as server:
        await heard(
            server, ModelRequest((Utterance(Speaker.USER, "x"), Utterance(Speaker.ASSISTANT, "", calls)), ())
        )
    told = [call["function"] for call in server.requests[0].messages[1]["tool_calls"]]
    assert told == [{"name": "rm_-rf__", "arguments": "{}"}, {"name": "unnamed", "arguments": "{}"}]


@pytest.mark.requirement("I13")
@pytest.mark.parametrize(
    ("url", "name", "local"),
    [
        ("http://127.0.0.1:11434/v1", "llama3.2", True),
        ("http://localhost:1234/v1", "m", True),
        ("http://[::1]:8080/v1", "m", True),
        ("http://127.0.0.1:11434/v1", "gpt-oss:120b-cloud", False),
        ("http://127.0.0.1:11434/v1", "kimi:CLOUD", False),
        ("https://api.example.com/v1", "m", False),
        ("https://192.168.0.7/v1", "m", False),
        ("https://localhost.example.com/v1", "m", False),
        ("https://127.0.0.1@example.com/v1", "m", False),
        ("https://[nonsense/v1", "m", False),
    ],
)
async def test_only_a_server_on_this_machine_that_answers_itself_is_local(
    url: str, name: str, local: bool
) -> None:
    out = EgressClient()
    assert OpenAIChatModel(url, name, None, out).local is local
    await out.aclose()
