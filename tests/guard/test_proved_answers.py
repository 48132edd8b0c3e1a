"""A yes for which a click is not enough: what proves it, and what it is good for (U6, P9)."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from tests.support.authenticator import SecurityKey
from tests.support.gatehouse import ADA, BOB, Gatehouse, Lever, call, gatehouse

from paios.domain.account import User
from paios.domain.approval import Answer, Approval, ApprovalState, Remember
from paios.domain.decision import Confirmation, Verdict
from paios.domain.errors import ForbiddenError, InvalidInputError, StepUpError, TooManyRequestsError
from paios.domain.factor import STEP_SECONDS, Passkey, StepUp, Way, step_of
from paios.domain.ids import new_id
from paios.domain.permission import Permission
from paios.domain.principal import Kind
from paios.domain.tool import Effect, Outcome, RawToolCall
from paios.guard.gate import Ruling
from paios.services.proving import Asked

pytestmark = [pytest.mark.anyio, pytest.mark.requirement("U6")]

ORIGIN = "http://localhost:3080"


@pytest.fixture
async def armed(house: Gatehouse) -> Gatehouse:
    """A house with a lever that runs a program, and Ada's authenticator app."""
    async with house.database.begin() as tx:
        await house.factors.add_app(ADA.user_id, house.clock.now(), 0, tx)
    house.apps.keep(ADA.user_id, "A" * 32)
    return house


def lever() -> Lever:
    return Lever(Effect.EXECUTE)


def code(house: Gatehouse) -> str:
    return house.apps.code("A" * 32, step_of(house.clock.now()))


async def asked_by(house: Gatehouse, pull: RawToolCall | None = None) -> tuple[Ruling, Approval]:
    ruling = await house.wants(pull or call("lever", for_=new_id()))
    assert ruling.question is not None
    return ruling, ruling.question


def yes(question: Approval, step_up: StepUp | None = None, **changes: object) -> Answer:
    whole = Answer(True, Remember.ONCE, question.fingerprint, step_up=step_up)
    return replace(whole, **changes)  # type: ignore[arg-type]  # named by the caller


async def test_a_program_runs_once_after_a_code_and_the_record_says_by_what(armed: Gatehouse) -> None:
    pulled = lever()
    async with gatehouse(armed.folder, tools=(pulled,), clock=armed.clock) as house:
        pull = call("lever")
        ruling, question = await asked_by(house, pull)
        assert (question.confirmation, question.confirmed_by) == (Confirmation.STEP_UP, None)
        answered = await house.questions.answer(ADA, question.id, yes(question, StepUp(code(house))))
        assert answered.confirmed_by is Way.TOTP
        assert await house.approvals.get(ADA.user_id, question.id) == answered
        [record] = await house.records("approval.answered")
        assert record.data["confirmed_by"] == "totp"
        again = await house.wants(pull, after=ruling)
        assert again.proof is not None
        assert (await house.tools.run(again.proof)).outcome is Outcome.OK
    assert pulled.pulled == 1


async def test_a_click_leaves_the_question_open_and_a_no_needs_no_proof(armed: Gatehouse) -> None:
    async with gatehouse(armed.folder, tools=(lever(),), clock=armed.clock) as house:
        _, question = await asked_by(house)
        with pytest.raises(StepUpError) as wanted:
            await house.questions.answer(ADA, question.id, yes(question))
        assert str(wanted.value) == "A click is not enough for this. Prove that it is you."
        for false in (StepUp("000000"), StepUp("AAAA-AAAA-AAAA-AAAA"), StepUp(password="x"), StepUp()):
            with pytest.raises(InvalidInputError):
                await house.questions.answer(ADA, question.id, yes(question, false))
        open_still = await house.approvals.get(ADA.user_id, question.id)
        assert open_still is not None
        assert open_still.state is ApprovalState.PENDING
        assert len(await house.records("step_up.refused")) == 4
        denied = await house.questions.answer(ADA, question.id, yes(question, allow=False))
        assert (denied.state, denied.confirmed_by) == (ApprovalState.DENIED, None)


async def test_one_code_answers_one_question(armed: Gatehouse) -> None:
    async with gatehouse(armed.folder, tools=(lever(),), clock=armed.clock) as house:
        (_, one), (_, two) = await asked_by(house), await asked_by(house)
        shown = StepUp(code(house))
        await house.questions.answer(ADA, one.id, yes(one, shown))
        with pytest.raises(InvalidInputError):
            await house.questions.answer(ADA, two.id, yes(two, shown))
        house.clock.turn(STEP_SECONDS)
        await house.questions.answer(ADA, two.id, yes(two, StepUp(code(house))))


async def test_a_clock_that_was_put_back_brings_no_code_back(armed: Gatehouse) -> None:
    async with gatehouse(armed.folder, tools=(lever(),), clock=armed.clock) as house:
        _, one = await asked_by(house)
        await house.questions.answer(ADA, one.id, yes(one, StepUp(code(house))))
        house.clock.turn(-3600)
        _, two = await asked_by(house)
        with pytest.raises(InvalidInputError):
            await house.questions.answer(ADA, two.id, yes(two, StepUp(code(house))))


async def test_guessing_ends_soon(armed: Gatehouse) -> None:
    async with gatehouse(armed.folder, tools=(lever(),), clock=armed.clock) as house:
        _, question = await asked_by(house)
        for _ in range(10):
            with pytest.raises(InvalidInputError):
                await house.questions.answer(ADA, question.id, yes(question, StepUp("000000")))
        with pytest.raises(TooManyRequestsError):
            await house.questions.answer(ADA, question.id, yes(question, StepUp(code(house))))


async def test_it_is_answered_as_it_was_asked_and_by_a_person(armed: Gatehouse) -> None:
    async with gatehouse(armed.folder, tools=(lever(),), clock=armed.clock) as house:
        _, question = await asked_by(house)
        shown = StepUp(code(house))
        with pytest.raises(InvalidInputError) as changed:
            await house.questions.answer(ADA, question.id, yes(question, shown, arguments={"harder": True}))
        assert changed.value.message == (
            "This can be answered only as it was asked. Say no, and what you want."
        )
        with pytest.raises(InvalidInputError):
            await house.questions.answer(ADA, question.id, yes(question, shown, remember=Remember.ALWAYS))
        key = replace(ADA, kind=Kind.API_KEY, permissions=frozenset({Permission.APPROVALS_ANSWER}))
        with pytest.raises(ForbiddenError) as refused:
            await house.questions.answer(key, question.id, yes(question, shown))
        assert refused.value.message == "Only a person can say yes to this."
        # None of that used the code up.
        await house.questions.answer(ADA, question.id, yes(question, shown))


async def test_without_a_second_factor_it_is_denied_and_said_what_is_missing(house: Gatehouse) -> None:
    async with gatehouse(house.folder, tools=(lever(),), clock=house.clock) as bare:
        ruling = await bare.wants(call("lever"))
        assert (ruling.decision.verdict, ruling.question) == (Verdict.DENY, None)
        assert "second factor" in ruling.decision.winner.text


async def test_a_question_asked_for_a_click_before_is_asked_again(house: Gatehouse) -> None:
    """Somebody who spends got a second factor between the question and the call."""
    async with gatehouse(house.folder, tools=(Lever(Effect.SPEND),), clock=house.clock) as paying:
        pull = call("lever")
        first, question = await asked_by(paying, pull)
        assert question.confirmation is Confirmation.CLICK
        await paying.questions.answer(ADA, question.id, yes(question))
        async with paying.database.begin() as tx:
            await paying.factors.add_app(ADA.user_id, paying.clock.now(), 0, tx)
        again = await paying.wants(pull, after=first)
        assert again.proof is None
        assert again.question is not None
        assert again.question.confirmation is Confirmation.STEP_UP


async def keyed(house: Gatehouse) -> SecurityKey:
    """Ada has a passkey too."""
    key = SecurityKey(ORIGIN)
    asked = Asked(ADA.user_id, "new passkey", ORIGIN)
    user = User(ADA.user_id, ADA.name, ADA.role, datetime.now(UTC))
    options = house.passkeys.creation(ORIGIN, user, asked.challenge, ())
    known_as, public, uses = house.passkeys.created(ORIGIN, asked.challenge, key.create(options))
    made = Passkey(new_id(), ADA.user_id, "Key", known_as, public, uses, house.clock.now())
    async with house.database.begin() as tx:
        await house.factors.add_passkey(made, tx)
    return key


@pytest.mark.requirement("P9")
async def test_a_passkey_says_yes_to_exactly_the_call_that_was_shown(armed: Gatehouse) -> None:
    async with gatehouse(armed.folder, tools=(lever(),), clock=armed.clock) as house:
        key = await keyed(house)
        (_, one), (_, two) = await asked_by(house), await asked_by(house)
        for purpose in (two.fingerprint, "session"):
            challenge = await house.proving.ask(ADA.user_id, purpose, ORIGIN)
            elsewhere = StepUp(ticket=challenge.ticket, passkey=key.get(challenge.passkey))
            with pytest.raises(InvalidInputError):
                await house.questions.answer(ADA, one.id, yes(one, elsewhere))
        challenge = await house.proving.ask(ADA.user_id, one.fingerprint, ORIGIN)
        shown = StepUp(ticket=challenge.ticket, passkey=key.get(challenge.passkey))
        answered = await house.questions.answer(ADA, one.id, yes(one, shown))
        assert answered.confirmed_by is Way.PASSKEY
        with pytest.raises(InvalidInputError):
            await house.questions.answer(ADA, two.id, yes(two, shown))


async def test_what_one_person_was_asked_another_does_not_prove(armed: Gatehouse) -> None:
    async with gatehouse(armed.folder, tools=(lever(),), clock=armed.clock) as house:
        key = await keyed(house)
        challenge = await house.proving.ask(ADA.user_id, "purpose", ORIGIN)
        shown = StepUp(ticket=challenge.ticket, passkey=key.get(challenge.passkey))
        with pytest.raises(InvalidInputError):
            await house.proving.confirmed(BOB.user_id, "purpose", shown)
