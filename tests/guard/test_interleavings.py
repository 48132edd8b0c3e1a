"""The invariants of DESIGN in every interleaving: proposals, answers, grants, pauses, crashes, time.

A machine plays everybody at once against one real guard on disk, keeps a plain
account of what was said and done, and compares after every step.
"""

import asyncio
import shutil
import tempfile
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)
from tests.support.gatehouse import ADA, HERE, Gatehouse, call, gatehouse
from tests.support.proofs import TurnedClock

from paios.domain.approval import ApprovalState, Remember
from paios.domain.audit import verify
from paios.domain.authorized import Authorized
from paios.domain.decision import Source, Verdict
from paios.domain.errors import AnsweredError, ConflictError, InvalidInputError, PausedError, ProofError
from paios.domain.label import OUTSIDE_WORDS as OUTSIDE
from paios.domain.page import Slice
from paios.domain.tool import GRANTING, Effect, Outcome, Preview, RawToolCall, Sink, ToolCall, ToolResult
from paios.domain.tool import ToolSpec as Spec
from paios.guard.gate import Ruling
from paios.guard.provenance.evidence import Evidence

pytestmark = [
    pytest.mark.requirement("P9", "S4", "S6", "I12"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

_PARAMETERS = {
    "type": "object",
    "properties": {"to": {"type": "string"}, "text": {"type": "string"}},
    "required": ["to", "text"],
}


class _LeftError(Exception):
    """It is not asked about, so it is left for its turn."""


class Letter:
    """A tool that sends, and keeps what it sent where a crash does not reach."""

    spec = Spec(
        "letter", "", Effect.SEND, _PARAMETERS, {"to": Sink.RECIPIENT, "text": Sink.CONTENT}, bound_by=("to",)
    )

    def __init__(self) -> None:
        self.sent: list[str] = []

    async def preview(self, call: ToolCall, owner: str) -> Preview:
        return Preview(f"Send a letter to {call.arguments['to']}?", "This letter, once.")

    async def run(self, proof: Authorized) -> ToolResult:
        self.sent.append(proof.call.id)
        return ToolResult(proof.call.id, Outcome.OK, "", "Sent", proof.label)


class Everybody(RuleBasedStateMachine):
    """What anybody can do in any order."""

    asked = Bundle("asked")
    minted = Bundle("minted")

    furnished: Path

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = Path(tempfile.mkdtemp()) / "house"
        shutil.copytree(self.furnished, self.folder)
        self.clock, self.letter = TurnedClock(), Letter()
        self.evidence = Evidence("Please write to Bob and Eve", self.clock.now().date())
        self.paused = False
        self.allowed: dict[str, Ruling] = {}
        self.yes: set[str] = set()
        self.granted_until_pause: set[str] = set()
        self._open()

    def _do(self, what: Any) -> Any:
        return self.runner.run(what)

    def _open(self) -> None:
        async def enter() -> Gatehouse:
            self.stack = AsyncExitStack()
            return await self.stack.enter_async_context(
                gatehouse(self.folder, clock=self.clock, tools=(self.letter,))
            )

        self.house: Gatehouse = self._do(enter())

    def _submit(self, raw: RawToolCall, after: Ruling | None = None) -> Ruling:
        ruling: Ruling = self._do(self.house.wants(raw, after=after, evidence=self.evidence))
        if ruling.proof is not None:
            assert not self.paused
            assert raw.id not in self.allowed, "one call got two proofs"
            self.allowed[raw.id] = ruling
        return ruling

    @rule(target=asked, to=st.sampled_from(["bob@example.org", "eve@example.org"]))
    def propose(self, to: str) -> tuple[RawToolCall, Ruling]:
        raw = call("letter", to=to, text="Hello")
        ruling = self._submit(raw)
        if self.paused:
            assert ruling.decision.verdict is Verdict.DENY
        return raw, ruling

    @rule(target=asked, to=st.sampled_from(["bob@example.org", "eve@example.org"]))
    def propose_before_its_turn(self, to: str) -> Any:
        """What is put to the gate ahead leaves nothing behind, unless it is asked about."""
        raw = call("letter", to=to, text="Hello")

        async def asked_or_nothing(_tx: Any, ruling: Ruling) -> None:
            if ruling.question is None:
                raise _LeftError

        before = self._do(self._kept())
        try:
            wants = self.house.wants(raw, evidence=self.evidence, journal=asked_or_nothing)
            ruling: Ruling = self._do(wants)
        except _LeftError:
            assert self._do(self._kept()) == before
            return multiple()
        assert ruling.question is not None
        assert ruling.proof is None
        return raw, ruling

    async def _kept(self) -> tuple[Any, ...]:
        """Everything that a ruling could have left, on disk and in memory."""
        records, rules = await self.house.records(), await self.house.rules.of_user(ADA.user_id, ended=True)
        pages = await self.house.approvals.page(ADA.user_id, Slice(limit=1))
        held = await self.house.book.spent(ADA.user_id, [HERE.run])
        return len(records), pages.total, rules, held, list(self.house.ledger._minted)

    @rule(target=asked)
    def ask_for_a_grant(self) -> tuple[RawToolCall, Ruling]:
        to = {
            "properties": {"to": {"const": "bob@example.org"}, "text": {}},
            "required": ["to"],
            "additionalProperties": False,
        }
        raw = call(GRANTING, actions=[{"tool": "letter", "constraints": to, "why": "To tell Bob"}])
        ruling = self._submit(raw)
        deny = self.paused or self.evidence.tainted
        assert ruling.decision.verdict is (Verdict.DENY if deny else Verdict.ASK)
        return raw, ruling

    @rule(one=asked, allow=st.booleans(), remember=st.sampled_from([Remember.ONCE, Remember.CONVERSATION]))
    def answer(self, one: tuple[RawToolCall, Ruling], allow: bool, remember: Remember) -> None:
        _, ruling = one
        if ruling.question is None:
            return
        try:
            answered = self._do(self.house.answers(ruling, allow=allow, remember=remember))
        except (AnsweredError, InvalidInputError, PausedError, ConflictError):
            return
        assert not self.paused, "a frozen question was answered"
        assert self.clock.now() < ruling.question.expires_at
        if answered.state is ApprovalState.APPROVED:
            self.yes.add(answered.id)

    @rule(target=minted, one=asked)
    def go_on(self, one: tuple[RawToolCall, Ruling]) -> Ruling | None:
        raw, before = one
        if before.question is None:
            return None
        ruling = self._submit(raw, after=before)
        if ruling.decision.winner.source is Source.APPROVAL and ruling.proof is not None:
            assert before.question.id in self.yes, "it acts on a yes that nobody gave"
        return ruling

    @rule(target=minted, to=st.sampled_from(["bob@example.org", "eve@example.org"]))
    def propose_and_agree(self, to: str) -> Ruling | None:
        one: Any = self.propose(to)
        self.answer(one, allow=True, remember=Remember.ONCE)
        ruling: Ruling | None = self.go_on(one)  # type: ignore[assignment]
        return ruling

    @rule(one=minted)
    def run(self, one: Ruling | None) -> None:
        if one is None or one.proof is None:
            return
        for _ in range(2):
            before = list(self.letter.sent)
            try:
                self._do(self.house.tools.run(one.proof))
            except ProofError:
                assert self.letter.sent == before
                return
            assert one.proof.call.id not in before, "one proof acted twice"

    @rule(paused=st.booleans())
    def switch(self, paused: bool) -> None:
        async def press() -> None:
            await self.house.set_pause(paused)
            if paused:
                async with self.house.database.begin() as tx:
                    await self.house.rules.revoke_grants(tx)

        self._do(press())
        self.paused = paused

    @rule(seconds=st.sampled_from([1, 40, 700]))
    def wait(self, seconds: int) -> None:
        self.clock.turn(seconds)

    @rule()
    def read_something_from_outside(self) -> None:
        self.evidence = replace(self.evidence, label=self.evidence.label.join(OUTSIDE))

    @rule()
    def crash(self) -> None:
        self._do(self.stack.aclose())
        self._open()

    @invariant()
    def every_effect_was_allowed_and_recorded_before(self) -> None:
        assert set(self.letter.sent) <= set(self.allowed)
        assert len(self.letter.sent) == len(set(self.letter.sent))
        recorded = {one.data["call_id"] for one in self._do(self.house.records("call.allowed"))}
        assert set(self.allowed) <= recorded

    @invariant()
    def nothing_is_granted_while_everything_is_paused(self) -> None:
        if self.paused:
            rules = self._do(self.house.rules.of_user(ADA.user_id))
            assert not [one for one in rules if one.lifetime.run_id == HERE.run and not one.ended]

    def teardown(self) -> None:
        async def whole() -> list[Any]:
            records = [one async for one in self.house.audit.records()]
            signer = self.house.audit_signer
            return list(verify(records, await self.house.audit.checkpoints(), signer.anchor(), signer.holds))

        try:
            assert self._do(whole()) == []
        finally:
            self._do(self.stack.aclose())
            self.runner.close()
            shutil.rmtree(self.folder.parent)


def test_the_invariants_hold_in_every_interleaving(tmp_path: Path) -> None:
    async def furnish() -> None:
        async with gatehouse(tmp_path / "house"):
            pass

    asyncio.run(furnish())
    Everybody.furnished = tmp_path / "house"
    machine = settings(
        max_examples=25,
        stateful_step_count=20,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Everybody, settings=machine)
