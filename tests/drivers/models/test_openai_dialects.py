"""How servers word their streams of tool calls, as they were seen to."""

from typing import Any

import orjson
import pytest

from paios.domain.model import ModelAnswer
from paios.drivers.models.openai_answer import AnswerAssembly

Fragment = dict[str, Any]


def call(name: str | None = None, arguments: object = None, **others: object) -> Fragment:
    return {**others, "function": {"name": name, "arguments": arguments}}


def assembled(*fragments: Fragment) -> ModelAnswer:
    assembly = AnswerAssembly()
    for fragment in fragments:
        assembly.feed(orjson.dumps({"choices": [{"delta": {"tool_calls": [fragment]}}]}))
    assembly.feed(b"[DONE]")
    return assembly.finish()


def told(answer: ModelAnswer) -> list[tuple[str, str]]:
    return [(made.name, made.arguments) for made in answer.calls]


TWO = [("search", '{"q":1}'), ("read", '{"p":2}')]


def test_openai_sends_fragments_under_an_index() -> None:
    answer = assembled(
        call("search", "", index=0, id="a"), call(None, '{"q"', index=0), call(None, ":1}", index=0),
        call("read", "", index=1, id="b"), call(None, '{"p":2}', index=1),
    )  # fmt: skip
    assert told(answer) == TWO
    assert [made.id for made in answer.calls] == ["a", "b"]


def test_fragments_of_two_calls_may_alternate() -> None:
    answer = assembled(
        call("search", "", index=0, id="a"), call("read", "", index=1, id="b"),
        call(None, '{"q"', index=0), call(None, '{"p":2}', index=1), call(None, ":1}", index=0),
    )  # fmt: skip
    assert told(answer) == TWO


def test_ollama_sends_whole_calls_all_with_index_zero() -> None:
    answer = assembled(call("search", '{"q":1}', index=0, id="a"), call("read", '{"p":2}', index=0, id="b"))
    assert told(answer) == TWO


def test_whole_calls_without_any_id_stay_apart() -> None:
    answer = assembled(call("search", '{"q":1}', index=0), call("read", '{"p":2}', index=0))
    assert told(answer) == TWO
    assert len({made.id for made in answer.calls}) == 2


def test_whole_calls_without_an_index_stay_apart() -> None:
    assert told(assembled(call("search", '{"q":1}', id="a"), call("read", '{"p":2}', id="b"))) == TWO


def test_fragments_without_an_index_go_to_the_newest_call() -> None:
    answer = assembled(
        call("search", "", id="a"), call(None, '{"q":'), call(None, "1}"), call("read", '{"p":2}', id="b")
    )
    assert told(answer) == TWO


def test_name_and_id_may_be_repeated_with_each_fragment() -> None:
    answer = assembled(
        call("search", '{"q"', index=0, id="a"), call("search", ":1}", index=0, id="a"),
        call("read", '{"p":2}', index=1, id="b"),
    )  # fmt: skip
    assert told(answer) == TWO


def test_the_same_id_for_two_calls_is_told_apart() -> None:
    answer = assembled(
        call("search", '{"q":1}', index=0, id="same"), call("read", '{"p":2}', index=1, id="same")
    )
    assert told(answer) == TWO
    assert len({made.id for made in answer.calls}) == 2


def test_arguments_may_come_as_an_object() -> None:
    assert told(assembled(call("search", {"q": 1}, index=0, id="a"))) == [("search", '{"q":1}')]


@pytest.mark.parametrize("nothing", [None, ""])
def test_no_arguments_are_an_empty_object(nothing: object) -> None:
    assert told(assembled(call("list", nothing, index=0, id="a"))) == [("list", "{}")]


def test_usage_may_come_in_a_chunk_of_its_own() -> None:
    assembly = AnswerAssembly()
    assembly.feed(b'{"choices":[{"delta":{"content":"Hi"},"finish_reason":"stop"}],"usage":null}')
    assembly.feed(b'{"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":4}}')
    assert assembly.finish() == ModelAnswer("Hi", (), 3, 4)


def test_senseless_usage_counts_as_unknown() -> None:
    assembly = AnswerAssembly()
    assembly.feed(
        b'{"choices":[{"delta":{"content":"Hi"},"finish_reason":"stop"}],'
        b'"usage":{"prompt_tokens":-3,"completion_tokens":"many"}}'
    )
    assert assembly.finish() == ModelAnswer("Hi", (), 0, 0)


def test_what_a_model_thinks_aloud_is_not_its_answer() -> None:
    assembly = AnswerAssembly()
    assembly.feed(b'{"choices":[{"delta":{"reasoning_content":"Hm.","content":null}}]}')
    assembly.feed(b'{"choices":[{"delta":{"content":"Yes."},"finish_reason":"stop"}]}')
    assert assembly.finish().text == "Yes."


def test_a_models_refusal_is_its_answer() -> None:
    assembly = AnswerAssembly()
    assembly.feed(b'{"choices":[{"delta":{"refusal":"I will not."},"finish_reason":"stop"}]}')
    assert assembly.finish().text == "I will not."
