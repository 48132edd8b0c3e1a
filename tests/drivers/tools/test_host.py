"""The host: nothing runs without its proof, and everything that runs ends in a result."""

import json
from pathlib import Path
from typing import Any

import anyio
import jsonschema_rs
import pytest
from structlog.testing import capture_logs
from tests.support.proofs import PERSON, Mint

from paios.domain.authorized import Authorized
from paios.domain.errors import InvalidArgumentsError, NotFoundError, ProofError, UnavailableError
from paios.domain.ids import new_id
from paios.domain.label import OUTSIDE_WORDS, OWN_WORDS
from paios.domain.tool import Effect, Outcome, Preview, RawToolCall, ToolCall, ToolResult, ToolSpec
from paios.drivers.tools.host import TEXT_LIMIT, LocalToolHost
from paios.drivers.tools.vault_reading import VaultSearch
from paios.guard.arguments import Arguments

pytestmark = [pytest.mark.anyio, pytest.mark.requirement("T1")]


class Moody:
    """A tool that does what its one argument says."""

    spec = ToolSpec("moody", "", Effect.WRITE, {"type": "object"}, {})

    async def preview(self, call: ToolCall, owner: str) -> Preview:
        await self._be(call.arguments["mood"])
        return Preview("Be moody?", "Being moody, once.")

    async def run(self, proof: Authorized) -> ToolResult:
        await self._be(proof.call.arguments["mood"])
        return ToolResult(proof.call.id, Outcome.OK, "x" * 100_000, "Was moody", OWN_WORDS)

    async def _be(self, mood: str) -> None:
        match mood:
            case "slow":
                await anyio.sleep(60)
            case "broken":
                raise ZeroDivisionError("secret /home/ada/path")
            case "polite":
                raise NotFoundError("There is no such thing.")


@pytest.fixture
def moody(mint: Mint) -> LocalToolHost:
    return LocalToolHost([Moody()], mint.ledger.redeem, call_seconds=0.05)


async def test_a_proof_opens_its_call_once(root: Path, host: LocalToolHost, mint: Mint) -> None:
    proof = mint.proof("vault_write", {"path": "New.md", "content": "x", "mode": "create"})
    assert (await host.run(proof)).outcome is Outcome.OK
    (root / "New.md").unlink()
    with pytest.raises(ProofError):
        await host.run(proof)
    assert not (root / "New.md").exists()


async def test_a_proof_made_elsewhere_or_expired_opens_nothing(
    root: Path, host: LocalToolHost, mint: Mint
) -> None:
    arguments = {"path": "New.md", "content": "x", "mode": "create"}
    call = ToolCall(new_id(), "vault_write", arguments)
    with pytest.raises(ProofError):
        await host.run(Authorized(PERSON, call, None, 1, mint.clock.now().replace(year=2099)))
    expired = mint.proof("vault_write", arguments)
    mint.clock.turn(3600)
    with pytest.raises(ProofError):
        await host.run(expired)
    assert not (root / "New.md").exists()


async def test_a_tool_that_breaks_is_a_result_without_its_words(moody: LocalToolHost, mint: Mint) -> None:
    with capture_logs() as logs:
        result = await moody.run(mint.proof("moody", {"mood": "broken"}))
    assert (result.outcome, result.label) == (Outcome.ERROR, OUTSIDE_WORDS)
    assert "secret" not in result.text + result.summary
    assert [entry["event"] for entry in logs] == ["tool.failed"]


async def test_a_tool_that_fails_as_expected_is_a_result(moody: LocalToolHost, mint: Mint) -> None:
    result = await moody.run(mint.proof("moody", {"mood": "polite"}))
    assert (result.outcome, result.code, result.text) == (
        Outcome.ERROR,
        "not_found",
        "There is no such thing.",
    )


async def test_a_tool_that_takes_too_long_is_interrupted(moody: LocalToolHost, mint: Mint) -> None:
    result = await moody.run(mint.proof("moody", {"mood": "slow"}))
    assert (result.outcome, result.label) == (Outcome.INTERRUPTED, OUTSIDE_WORDS)
    assert result.text == "moody did not finish within 0.05 seconds. Whether it took effect is not known."


async def test_a_result_is_cut_off_at_the_limit(moody: LocalToolHost, mint: Mint) -> None:
    result = await moody.run(mint.proof("moody", {"mood": "fine"}))
    assert (result.outcome, len(result.text)) == (Outcome.OK, TEXT_LIMIT)
    assert result.text.endswith("[cut off here: the result was too long]")


async def test_a_call_for_an_unknown_tool_does_nothing(moody: LocalToolHost, mint: Mint) -> None:
    assert moody.spec("shell") is None
    assert (await moody.run(mint.proof("shell", {}))).outcome is Outcome.ERROR
    with pytest.raises(InvalidArgumentsError):
        await moody.preview(ToolCall(new_id(), "shell", {}), PERSON.user_id)


@pytest.mark.parametrize(
    ("mood", "error"), [("slow", UnavailableError), ("broken", UnavailableError), ("polite", NotFoundError)]
)
async def test_a_preview_ends_in_an_error_that_is_understood(
    mood: str, error: type[Exception], moody: LocalToolHost
) -> None:
    with pytest.raises(error) as caught:
        await moody.preview(ToolCall(new_id(), "moody", {"mood": mood}), PERSON.user_id)
    assert "secret" not in str(caught.value)


async def test_a_stopped_run_stops_its_tool(moody: LocalToolHost, mint: Mint) -> None:
    host = LocalToolHost([Moody()], mint.ledger.redeem)
    proof = mint.proof("moody", {"mood": "slow"})
    with anyio.move_on_after(0.05) as scope:
        await host.run(proof)
    assert scope.cancelled_caught
    with pytest.raises(ProofError):
        mint.ledger.require(proof)


def test_two_tools_cannot_share_a_name(mint: Mint) -> None:
    with pytest.raises(ValueError, match="same name"):
        LocalToolHost([Moody(), Moody()], mint.ledger.redeem)


def specs(host: LocalToolHost) -> list[ToolSpec]:
    return [*host.specs(), VaultSearch.spec]


async def test_every_tool_says_what_it_takes(host: LocalToolHost) -> None:
    for spec in specs(host):
        schema: dict[str, Any] = dict(spec.parameters)
        jsonschema_rs.meta.validate({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema})
        assert schema["additionalProperties"] is False
        assert schema["properties"].keys() == spec.sinks.keys()
        assert all("description" in one or "enum" in one for one in schema["properties"].values())
        # A bound argument that could be left out would bind nothing.
        assert set(spec.bound_by) <= set(schema["required"]) if spec.bound_by else True


@pytest.mark.requirement("P7")
@pytest.mark.parametrize("path", ["run.sh", "note.md\n", "note.md.exe", "../x.md", ".profile"])
async def test_only_notes_are_offered_for_change(path: str, host: LocalToolHost) -> None:
    arguments = Arguments(host)
    with pytest.raises(InvalidArgumentsError):
        arguments.check(RawToolCall("1", "vault_delete", json.dumps({"path": path})))
    assert arguments.check(RawToolCall("1", "vault_delete", '{"path": "Note.md"}')).tool == "vault_delete"


@pytest.mark.requirement("P7")
async def test_no_vault_tool_executes_and_what_changes_notes_says_so(host: LocalToolHost) -> None:
    assert {spec.name: spec.effect for spec in specs(host)} == {
        "vault_search": Effect.READ,
        "vault_read": Effect.READ,
        "vault_list": Effect.READ,
        "vault_write": Effect.WRITE,
        "vault_move": Effect.WRITE,
        "vault_delete": Effect.DELETE,
    }
