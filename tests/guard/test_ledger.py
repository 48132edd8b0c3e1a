"""Proofs: only the one that was minted, once, in time, for its own call (invariant 1)."""

import copy
import pickle
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.support.gatehouse import Gatehouse, add_milk
from tests.support.proofs import PERSON, Mint, TurnedClock

from paios.domain.authorized import Authorized
from paios.domain.errors import ProofError
from paios.domain.tool import Outcome, ToolCall
from paios.guard.gate import PROOF_LIFETIME

pytestmark = pytest.mark.anyio


@pytest.fixture
def mint() -> Mint:
    return Mint(TurnedClock())


def forged(proof: Authorized) -> Authorized:
    return Authorized(proof.principal, proof.call, proof.basis, proof.record_seq, proof.expires_at)


Fake = Callable[[Authorized], Authorized]

FAKES: dict[str, Fake] = {
    "forged": forged,
    "replaced": replace,
    "copied": copy.copy,
    "deeply copied": copy.deepcopy,
    "pickled": lambda proof: pickle.loads(pickle.dumps(proof)),
    "for another call": lambda proof: replace(proof, call=ToolCall("2", "vault_delete", {})),
}


@pytest.mark.parametrize("fake", FAKES.values(), ids=FAKES.keys())
def test_whatever_only_looks_like_the_proof_opens_nothing(mint: Mint, fake: Fake) -> None:
    proof = mint.proof("vault_write", {})
    with pytest.raises(ProofError), mint.ledger.redeem(fake(proof)):
        raise AssertionError("it was opened")
    with mint.ledger.redeem(proof) as call:
        assert call is proof.call
        with pytest.raises(ProofError):
            mint.ledger.require(fake(proof))


def test_a_spent_proof_opens_nothing(mint: Mint) -> None:
    proof = mint.proof("vault_write", {})
    with mint.ledger.redeem(proof):
        pass
    with pytest.raises(ProofError), mint.ledger.redeem(proof):
        raise AssertionError("it was opened")


def test_a_call_that_failed_has_spent_its_proof(mint: Mint) -> None:
    proof = mint.proof("vault_write", {})
    with pytest.raises(ZeroDivisionError), mint.ledger.redeem(proof):
        raise ZeroDivisionError
    with pytest.raises(ProofError), mint.ledger.redeem(proof):
        raise AssertionError("it was opened")
    with pytest.raises(ProofError):
        mint.ledger.require(proof)


def test_an_expired_proof_opens_nothing_and_is_forgotten(mint: Mint) -> None:
    late, later = mint.proof("vault_write", {}), mint.proof("vault_write", {})
    mint.clock.turn(60)
    with pytest.raises(ProofError, match="expired"), mint.ledger.redeem(late):
        raise AssertionError("it was opened")
    mint.proof("vault_write", {})
    with pytest.raises(ProofError, match="not authorized"), mint.ledger.redeem(later):
        raise AssertionError("it was opened")


def test_a_proof_of_another_ledger_opens_nothing(mint: Mint) -> None:
    stranger = Mint(mint.clock).proof("vault_write", {})
    with pytest.raises(ProofError), mint.ledger.redeem(stranger):
        raise AssertionError("it was opened")


def test_of_threads_with_one_proof_exactly_one_may(mint: Mint) -> None:
    proof, start, opened = mint.proof("vault_write", {}), threading.Barrier(16), []

    def try_it() -> None:
        start.wait()
        try:
            with mint.ledger.redeem(proof):
                opened.append(True)
        except ProofError:
            pass

    threads = [threading.Thread(target=try_it) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(opened) == 1


def test_an_effect_needs_its_own_call_to_be_running(mint: Mint) -> None:
    waiting, running = mint.proof("vault_write", {}), mint.running()
    mint.ledger.require(running)
    with pytest.raises(ProofError, match=r"^nothing authorized this effect$"):
        mint.ledger.require(waiting)


async def test_a_driver_changes_nothing_outside_of_a_running_call(house: Gatehouse) -> None:
    milk = add_milk()
    asked = await house.wants(milk)
    await house.answers(asked)
    proof = (await house.wants(milk, after=asked)).proof
    assert proof is not None
    before, revision = house.note(), house.files.revision("Shopping list.md")

    def refuses_everything() -> None:
        for fake in (proof, replace(proof), forged(proof)):
            with pytest.raises(ProofError):
                house.files.write(fake, "Shopping list.md", "mine", revision)
            with pytest.raises(ProofError):
                house.files.move(fake, "Shopping list.md", "Mine.md")
            with pytest.raises(ProofError):
                house.files.trash(fake, "Shopping list.md")
            with pytest.raises(ProofError):
                house.files.restore(fake, "8c5d1e2a-0000-4000-8000-000000000000")
        assert house.note() == before

    refuses_everything()
    assert (await house.tools.run(proof)).outcome is Outcome.OK
    before, revision = house.note(), house.files.revision("Shopping list.md")
    refuses_everything()


async def test_a_proof_of_the_gate_lives_for_half_a_minute(house: Gatehouse) -> None:
    milk = add_milk()
    asked = await house.wants(milk)
    await house.answers(asked)
    proof = (await house.wants(milk, after=asked)).proof
    assert proof is not None
    assert proof.expires_at == house.clock.now() + PROOF_LIFETIME == house.clock.now() + timedelta(seconds=30)
    house.clock.turn(30)
    with pytest.raises(ProofError):
        await house.tools.run(proof)
    assert "oat milk" not in house.note()


def test_a_proof_carries_what_was_decided(mint: Mint) -> None:
    proof = mint.proof("vault_write", {"path": "a.md"}, basis="b")
    assert (proof.principal, proof.call.arguments, proof.basis) == (PERSON, {"path": "a.md"}, "b")
    with pytest.raises(AttributeError):
        proof.basis = None  # type: ignore[misc]


def test_nothing_happens_to_ones_things_on_a_proof_that_is_not_running_or_is_somebody_elses(
    mint: Mint,
) -> None:
    hers, others = mint.ledger.of(PERSON.user_id), mint.ledger.of("somebody else")
    with pytest.raises(ProofError, match="nothing authorized"):
        hers.require(mint.proof("vault_write", {}))
    running = mint.running()
    hers.require(running)
    with pytest.raises(ProofError, match=r"^this was authorized for somebody else$"):
        others.require(running)
    with pytest.raises(ProofError, match="nothing authorized"):
        hers.require(forged(running))
