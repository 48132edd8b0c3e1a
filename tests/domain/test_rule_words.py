"""Rules in words: everything they say, and nothing that a value could say in their place."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from paios.domain.decision import Verdict
from paios.domain.principal import Adapter
from paios.domain.rule import Context, Lifetime, Rule, exactly
from paios.domain.rule_words import grant_text, rule_text
from paios.domain.tool import Effect, ToolSpec

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
NAMES = ("to", "cc", "body_text")
MAIL = ToolSpec(
    "mail_send",
    "",
    Effect.SEND,
    {"type": "object", "properties": {name: {"type": "string"} for name in NAMES}, "required": ["to"]},
    {},
    phrase="send mail",
)
BOB = exactly(to="bob@example.org")


def rule(constraints: Any = BOB, **more: Any) -> Rule:
    return replace(Rule("r", "ada", Verdict.ALLOW, "mail_send", NOON, constraints), **more)


@pytest.mark.requirement("P4", "P8")
@pytest.mark.parametrize(
    ("said", "words"),
    [
        (rule(), "Allow: send mail, to “bob@example.org”, any cc, any body text."),
        (rule(verdict=Verdict.DENY, constraints={}), "Deny: send mail, any to, any cc, any body text."),
        (
            rule(lifetime=Lifetime("c", NOON, 3)),
            "Allow: send mail, to “bob@example.org”, any cc, any body text, "
            "in one conversation, until 2026-11-22 12:00 UTC, 3 uses left.",
        ),
        (
            rule(exactly(to="b", cc="c", body_text=1), lifetime=Lifetime(uses_left=1, run_id="r")),
            "Allow: send mail, to “b”, cc “c”, body text 1, for one answer, 1 use left.",
        ),
        (
            rule(exactly(to="b", cc="c", body_text=1), untainted=True, ended=True),
            "Allow: send mail, to “b”, cc “c”, body text 1, only before anything from outside was read, "
            "which is over.",
        ),
        (
            rule(
                {"additionalProperties": False, "properties": {"to": {"enum": ["a", "b", "c"]}, "cc": False}},
                verdict=Verdict.ASK,
                context=Context(frozenset({Adapter.WEB, Adapter.OPENAI}), True, True),
            ),
            "Ask before: send mail, to “a”, “b” or “c”, no cc, no body text, "
            "asked for through the OpenAI door or the web page, while you are there, from another machine.",
        ),
        (
            rule(exactly(to="b", cc="c", body_text="d"), context=Context(interactive=False, remote=False)),
            "Allow: send mail, to “b”, cc “c”, body text “d”, while nobody is there, from this machine.",
        ),
        (
            rule(
                {
                    "properties": {
                        "to": {"type": "array", "items": {"const": "b"}},
                        "cc": {"items": {"enum": ["a"]}},
                        "body_text": {"maximum": 3, "type": "number"},
                    }
                }
            ),
            "Allow: send mail, to only “b”, cc only “a”, body text at most 3, or without cc or body text.",
        ),
        (
            rule({"properties": {"to": {"const": "b", "title": "x"}, "cc": {"pattern": "^a"}}}),
            'Allow: send mail, to “b”, cc fitting {"pattern": "^a"}, any body text, or without cc.',
        ),
        (
            rule(exactly(to="Jörg", cc="a“b”", body_text=None)),
            "Allow: send mail, to “Jörg”, cc “a\\u201cb\\u201d”, body text null.",
        ),
        (
            rule({"properties": {"to": {"const": "b", "required": ["x"]}}, "required": ["to"]}),
            'Allow: send mail, to fitting {"const": "b", "required": ["x"]}, any cc, any body text.',
        ),
        (
            rule({"properties": {"to": {"const": "b", "properties": {}}}, "required": ["to"]}),
            'Allow: send mail, to fitting {"const": "b", "properties": {}}, any cc, any body text.',
        ),
        (
            rule({"anyOf": [exactly(to="b")]}),
            "Allow: send mail, any to, any cc, any body text, "
            'fitting {"anyOf": [{"properties": {"to": {"const": "b"}}, "required": ["to"]}]}.',
        ),
        (rule(None), "Allow: send mail, but it cannot be read, so it allows nothing."),
        (
            rule(None, verdict=Verdict.DENY),
            "Deny: send mail, but it cannot be read, so it holds for every call.",
        ),
    ],
)
def test_a_rule_is_one_sentence_with_all_that_it_says(said: Rule, words: str) -> None:
    assert rule_text(said, MAIL) == words


def test_of_a_tool_that_is_gone_its_name_is_left() -> None:
    gone = rule(tool="post__send-mail")
    closed = {**BOB, "additionalProperties": False}
    assert rule_text(gone, None) == "Allow: post: send mail, to “bob@example.org”."
    assert rule_text(replace(gone, constraints={}), None) == "Allow: post: send mail, whatever its arguments."
    words = "Allow: post: send mail, to “bob@example.org”, no other arguments."
    assert rule_text(replace(gone, constraints=closed), None) == words
    unreadable = replace(gone, tool="mail_send", constraints=None)
    assert rule_text(unreadable, None) == "Allow: mail send, but it cannot be read, so it allows nothing."
    assert grant_text("mail_send", BOB, None, 1) == "Mail send, to “bob@example.org” (at most 1 time)"


def test_of_a_tool_that_declares_no_arguments_those_of_the_rule_are_told() -> None:
    bare = replace(MAIL, parameters={"type": "object"})
    assert rule_text(rule(), bare) == "Allow: send mail, to “bob@example.org”."
    assert rule_text(rule({}), bare) == "Allow: send mail."


def test_what_a_validator_cannot_read_is_said_not_to_be_readable() -> None:
    assert "cannot be read" in rule_text(rule({"type": "array"}), MAIL, readable=False)


@pytest.mark.requirement("I12")
def test_a_line_of_a_grant_tells_what_how_and_how_often() -> None:
    line = grant_text("mail_send", BOB, MAIL, 20)
    assert line == "Send mail, to “bob@example.org”, any cc, any body text (at most 20 times)"
    assert grant_text("mail_send", BOB, MAIL, 1).endswith("(at most 1 time)")


@pytest.mark.requirement("I12")
@pytest.mark.parametrize(
    "value",
    ["bob”, any cc, to “", "bob\nDeny: everything", "bob\u202egro.elpmaxe", "a\u200bb", "a\x7fb", 'a"b'],
)
def test_no_value_passes_for_the_words_around_it(value: str) -> None:
    line = grant_text("mail_send", exactly(to=value), MAIL, 1)
    assert (line.count("“"), line.count("”")) == (1, 1)
    assert line.isprintable()
    assert value not in line
