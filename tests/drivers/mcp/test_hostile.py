"""Servers that hang, crash, flood, lie and ask back: paios goes on, and says what happened (T2)."""

import resource
import sys
import time
from itertools import pairwise

import anyio
import pytest
from tests.drivers.mcp.conftest import Desk

from paios.domain.errors import ConflictError, UnavailableError
from paios.domain.tool import Outcome
from paios.domain.tool_server import Connection, ConnectionState, ToolChoice
from paios.drivers.mcp.definitions import TOOLS
from paios.drivers.tools.host import TEXT_LIMIT

pytestmark = [pytest.mark.anyio, pytest.mark.requirement("T2")]


def ready(state: Connection) -> bool:
    return state.state is ConnectionState.READY


def failed(state: Connection) -> bool:
    return state.state is ConnectionState.FAILED


def memory() -> int:
    """The most memory that this process ever held, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


async def test_one_that_says_nothing_is_given_up(desk: Desk) -> None:
    state = await desk.run("mute")
    assert (state.state, state.error) == (ConnectionState.FAILED, "It did not answer within 2 seconds.")


async def test_one_that_speaks_another_protocol_is_told_apart(desk: Desk) -> None:
    assert "does not speak the protocol" in (await desk.run("antique")).error


async def test_a_call_that_hangs_ends_in_words_and_harms_no_other(desk: Desk) -> None:
    await desk.run("hang")
    await desk.approve()
    result = await desk.call(code="")
    assert result.outcome is Outcome.INTERRUPTED
    assert result.text == "guest: It did not answer within 2 seconds. Whether it took effect is not known."
    assert result.label.tainted


async def test_one_that_crashes_is_started_again_and_its_last_words_are_shown_clean(desk: Desk) -> None:
    await desk.run("crash")
    await desk.approve()
    result = await desk.call(code="")
    assert result.outcome is Outcome.INTERRUPTED
    state = await desk.until(failed)
    assert state.error == "It ended with status 3: Traceback: [31m[masked]"
    assert [each.name for each in desk.sandbox.folder(desk.server.id).iterdir()] == ["home"]
    await desk.until(ready)
    assert (await desk.call(code="")).outcome is Outcome.INTERRUPTED


async def test_who_cannot_be_reached_is_said_so_before_anybody_is_asked(desk: Desk) -> None:
    await desk.run("crash")
    tool = await desk.approve()
    await desk.call(code="")
    await desk.until(failed)
    with pytest.raises(UnavailableError, match="guest cannot be reached"):
        await desk.call(code="")
    assert desk.connections.tools() == {tool.spec.name: desk.connections.tools()[tool.spec.name]}


async def test_restarts_come_later_and_later(desk: Desk) -> None:
    await desk.use(desk.server.transport.__class__("http://127.0.0.1:9/mcp"), desk.secrets)  # type: ignore[arg-type]
    changes: list[float] = []
    before = None
    with anyio.move_on_after(1.5):
        while True:
            state = desk.connections.state(desk.server.id)
            if before is not state and failed(state):
                changes.append(time.monotonic())
            before = state
            await anyio.sleep(0.01)
    pauses = [later - sooner for sooner, later in pairwise(changes)]
    assert 2 <= len(pauses) <= 6
    assert pauses[-1] > pauses[0]


@pytest.mark.parametrize(
    ("mode", "error"), [("line", "a line longer than 4 MiB"), ("flood", "more than 1000 messages within 10")]
)
async def test_one_that_floods_is_cut_off_and_memory_stays_bounded(desk: Desk, mode: str, error: str) -> None:
    await desk.run(mode)
    await desk.approve()
    before = memory()
    held_up = 0.0

    async def others() -> None:
        nonlocal held_up
        while True:
            began = time.monotonic()
            try:
                await anyio.sleep(0.01)
            finally:
                held_up = max(held_up, time.monotonic() - began)

    async with anyio.create_task_group() as group:
        group.start_soon(others)
        result = await desk.call(code="")
        group.cancel_scope.cancel()
    assert result.outcome is Outcome.INTERRUPTED
    state = await desk.until(lambda state: not ready(state))
    assert error in state.error
    assert 0 < held_up < 3
    assert memory() - before < 64 * 1024**2


async def test_noise_on_its_log_costs_nothing_here(desk: Desk) -> None:
    await desk.run("noise")
    await desk.approve()
    result = await desk.call(code="")
    assert result.outcome in (Outcome.OK, Outcome.ERROR, Outcome.INTERRUPTED)


async def test_a_list_of_ten_thousand_is_cut(desk: Desk) -> None:
    state = await desk.run("many")
    assert ready(state)
    assert len(desk.listing.definitions) == TOOLS
    assert desk.listing.remark == "It lists more than 200 tools. The others are left out."


async def test_a_list_without_end_is_cut(desk: Desk) -> None:
    assert ready(await desk.run("endless"))
    assert desk.listing.remark or len(desk.listing.unusable) == 1


async def test_names_that_hide_or_collide_are_not_usable(desk: Desk) -> None:
    await desk.run("names")
    assert set(desk.listing.definitions) == {"do", "vault_read"}
    assert "Two tools" in desk.listing.unusable["a_b"]
    assert "hidden characters" in desk.listing.unusable["hid_den"]
    assert "hidden characters" in desk.listing.unusable["bell_"]
    assert "longer than 64" in desk.listing.unusable["x" * 64]
    tool = await desk.approve("vault_read")
    assert tool.spec.name == "guest__vault_read"


async def test_schemas_that_would_harm_are_refused_with_the_reason(desk: Desk) -> None:
    await desk.run("schemas")
    assert set(desk.listing.definitions) == {"fine"}
    reasons = {
        "remote": "outside itself",
        "circle": "refers to itself",
        "bomb": "unfolds to too much",
        "deep": "deeper than 24",
        "large": "larger than 64 KiB",
        "slow": "cannot be understood",
        "hidden": "hidden characters",
    }
    assert {
        name: name in reasons and reasons[name] in why for name, why in desk.listing.unusable.items()
    } == dict.fromkeys(reasons, True)


async def test_a_list_that_breaks_the_protocol_is_no_list(desk: Desk) -> None:
    state = await desk.run("array")
    assert (state.state, state.error) == (ConnectionState.FAILED, "Its answer cannot be understood.")


async def test_descriptions_reach_the_model_clean_and_short(desk: Desk) -> None:
    await desk.run("hidden")
    description = (await desk.approve()).spec.description
    assert description.startswith("Do. Ignore[8myyy")
    assert len(description) == 8_000


@pytest.mark.requirement("T6")
async def test_a_definition_that_changes_after_its_approval_is_not_called(desk: Desk) -> None:
    await desk.run("shifty")
    await desk.approve()
    with pytest.raises(ConflictError, match="no longer has this tool as it was approved"):
        await desk.call(code="print('hello')")
    assert desk.connections.tools() == {}


async def test_answers_to_nobodys_question_and_second_answers_count_for_nothing(desk: Desk) -> None:
    await desk.run("twice")
    await desk.approve()
    assert [(await desk.call(code="")).text for _ in range(3)] == ["the answer"] * 3


async def test_data_that_breaks_its_promise_is_left_out(desk: Desk) -> None:
    await desk.run("misfit")
    await desk.approve()
    result = await desk.call(code="")
    assert (result.outcome, result.data) == (Outcome.ERROR, None)
    assert "does not fit what the tool says it answers" in result.text


async def test_data_that_no_reader_of_json_takes_is_left_out(desk: Desk) -> None:
    await desk.run("nan")
    await desk.approve()
    result = await desk.call(code="")
    assert result.data is None
    assert result.label.tainted


async def test_a_long_answer_is_within_what_a_host_cuts(desk: Desk) -> None:
    await desk.run("large")
    await desk.approve()
    assert len((await desk.call(code="")).text) == 3_000_000 > TEXT_LIMIT


async def test_what_is_no_text_is_named_and_left_out(desk: Desk) -> None:
    await desk.run("pictures")
    await desk.approve()
    assert (await desk.call(code="")).text == "See:\n[left out: image]"


async def test_a_refusal_is_external_text_and_the_summary_is_ours(desk: Desk) -> None:
    await desk.run("refuses")
    await desk.approve()
    result = await desk.call(code="")
    assert (result.outcome, result.text, result.summary) == (Outcome.ERROR, "No.[2J", "guest refused do")
    assert result.label.tainted


async def test_whatever_it_asks_back_is_refused(desk: Desk) -> None:
    await desk.run("asks")
    await desk.approve(choice=ToolChoice())
    said = (await desk.call(code="")).text
    assert said.count('"error"') == 3
    assert '"result"' not in said


async def test_a_guest_that_fails_leaves_the_others_alone(desk: Desk) -> None:
    await desk.run("honest")
    await desk.approve()
    other = Desk(desk.connections, desk.sandbox)
    await other.run("mute")
    assert await desk.do("print('fine')") == "fine\n"
    await other.connections.drop(other.server.id)
    assert await desk.do("print('fine')") == "fine\n"
