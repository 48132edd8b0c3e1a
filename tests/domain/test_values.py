"""Small values: identifiers, principals, notes, tools, lifetimes, questions."""

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from tests.support.facts import ADA, CALL, NOW, answered, spec

from paios.domain.account import Session, User, name_key
from paios.domain.approval import ApprovalState
from paios.domain.ids import is_id, new_id
from paios.domain.label import OWN_WORDS
from paios.domain.model import ModelRequest, Speaker, Utterance
from paios.domain.note import Note, revision_of, title_of
from paios.domain.principal import Adapter, Kind, Principal, Role
from paios.domain.provenance import Origin, Trace
from paios.domain.settings import Limits, ModelChoice
from paios.domain.tool import Effect, Sink


@pytest.mark.requirement("A6")
def test_an_id_is_a_canonical_uuid4_and_nothing_else() -> None:
    made = {new_id() for _ in range(100)}
    assert len(made) == 100
    assert all(map(is_id, made))
    good = "8c5d1e2a-0000-4000-8000-000000000000"
    assert is_id(good)
    for bad in (good + "\n", good.upper(), f" {good}", f"{{{good}}}", good.replace("-", ""), good[:-1], "",
                "8c5d1e2a-0000-1000-8000-000000000000", "8c5d1e2a-0000-4000-c000-000000000000"):  # fmt: skip
        assert not is_id(bad)


def test_only_admins_administer() -> None:
    assert replace(ADA, role=Role.ADMIN).is_admin
    assert not replace(ADA, role=Role.USER).is_admin


def test_a_note_is_called_as_its_file_without_folder_and_ending() -> None:
    assert title_of("House/Boiler.md") == "Boiler"
    assert title_of("House/Heating/Boiler.md") == "Boiler"
    assert title_of("a.md.md") == "a.md"
    assert Note("House/Boiler.md", "", "", NOW, OWN_WORDS).title == "Boiler"


def test_a_text_has_one_revision_also_where_it_holds_half_a_character() -> None:
    assert revision_of("Grüße") == hashlib.sha256("Grüße".encode()).hexdigest()
    assert revision_of("\ud800") == hashlib.sha256(b"?").hexdigest()


def test_who_uses_the_web_app_acts_by_themselves_at_this_machine() -> None:
    user = User("u", "Ada", Role.ADMIN, NOW)
    assert user.at_the_web_app("d") == Principal(
        "u", "Ada", Role.ADMIN, Kind.USER, Adapter.WEB, interactive=True, remote=False, device="d"
    )


@pytest.mark.requirement("I13")
def test_a_request_that_goes_abroad_says_what_may_and_leaves_the_rest_here() -> None:
    outside = Utterance(Speaker.TOOL, "(kept here)", call_id="1")
    shut_in = Utterance(Speaker.TOOL, "secret", call_id="1", abroad=outside)
    said = Utterance(Speaker.USER, "Hello")
    request = ModelRequest((said, shut_in), ())
    assert request.abroad() == ModelRequest((said, outside), ())
    assert request.dialogue == (said, shut_in)


@pytest.mark.requirement("P10")
@pytest.mark.parametrize("sink", [None, Sink.PATH])
def test_a_trace_is_read_as_it_was_stored(sink: Sink | None) -> None:
    trace = Trace("to[0]", sink, "bob", Origin.READ, True, True, True, "a mail", "1", "from", "by bob")
    stored = json.loads(json.dumps(trace.data()))
    assert (stored["sink"], stored["origin"]) == (sink and sink.value, "read")
    assert Trace.of(stored) == trace


def test_only_reading_does_not_act() -> None:
    assert [effect for effect in Effect if not spec(effect).acts] == [Effect.READ]


@pytest.mark.requirement("P9")
def test_a_fingerprint_changes_with_everything_that_a_yes_binds() -> None:
    bound = {"user_id": "ada", "run_id": "r", "basis": "b"}
    prints = {
        CALL.fingerprint(**bound),
        CALL.fingerprint(**bound | {"user_id": "bob"}),
        CALL.fingerprint(**bound | {"run_id": "s"}),
        CALL.fingerprint(**bound | {"basis": "c"}),
        CALL.fingerprint(user_id="ada", run_id="r", basis=None),
        replace(CALL, id="d").fingerprint(**bound),
        replace(CALL, tool="other").fingerprint(**bound),
        replace(CALL, arguments={"path": "a.md"}).fingerprint(**bound),
        replace(CALL, arguments={"path": 1}).fingerprint(**bound),
        replace(CALL, arguments={"path": "1"}).fingerprint(**bound),
    }
    assert len(prints) == 10
    assert all(len(one) == 64 for one in prints)


@pytest.mark.requirement("P9")
def test_a_fingerprint_is_one_of_a_form_that_stays_because_questions_outlive_an_update() -> None:
    bound = b'{"arguments":{"path":"a.md"},"basis":"b","call":"c","run":"r","tool":"tool","user":"ada"}'
    call = replace(CALL, arguments={"path": "a.md"})
    found = call.fingerprint(user_id="ada", run_id="r", basis="b")
    assert found == hashlib.sha256(bound).hexdigest()


def test_a_wish_is_the_same_whoever_has_it_and_another_for_another_tool_or_value() -> None:
    one = replace(CALL, arguments={"path": "a.md", "text": "x"})
    assert one.wish() == replace(one, id="d", arguments={"text": "x", "path": "a.md"}).wish()
    others = (replace(one, tool="other"), replace(one, arguments={"path": "a.md", "text": "y"}), CALL)
    assert len({one.wish(), *(other.wish() for other in others)}) == 4


@pytest.mark.requirement("P3")
def test_a_question_is_open_until_its_time_is_up() -> None:
    asked = answered(ApprovalState.PENDING)
    assert asked.open_at(NOW)
    assert not asked.open_at(asked.expires_at)
    assert not any(
        answered(state).open_at(NOW) for state in ApprovalState if state is not ApprovalState.PENDING
    )


@pytest.mark.requirement("S2", "S3")
def test_limits_are_what_they_are_unless_somebody_sets_them() -> None:
    assert (Limits().tool_calls_per_run, Limits().concurrent_runs) == (20, 3)


def test_a_key_does_not_show() -> None:
    assert "secret" not in repr(ModelChoice("openai", key="secret"))


@pytest.mark.parametrize(
    ("one", "other"),
    [("Jörg", "JÖRG"), ("Jörg", "Jo\u0308rg"), ("Straße", "STRASSE"), ("Ada", "Ａｄａ"), ("ﬁ", "FI")],
)
def test_one_name_is_one_however_it_is_typed(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


def test_values_cannot_be_changed() -> None:
    user = User("u", "Ada", Role.USER, datetime.now(UTC))
    session = Session("s", "u", NOW, NOW, NOW, "a browser", NOW)
    for value, name in ((user, "role"), (session, "expires_at"), (ADA, "user_id"), (CALL, "tool")):
        with pytest.raises(AttributeError):
            setattr(value, name, None)
