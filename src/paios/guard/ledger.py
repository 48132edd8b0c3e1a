"""The ledger of proofs: each is honoured once, before it expires, and only if it stands here.

A proof is known by identity, so a copy or a look-alike built elsewhere opens
nothing. While its call runs, drivers can check that it does.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from paios.domain.authorized import Authorized
from paios.domain.errors import ProofError
from paios.domain.tool import ToolCall
from paios.ports.clock import Clock
from paios.ports.vault_files import Proofs


class Ledger:
    """Proofs minted and not yet used, and those whose call is running."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._minted: dict[int, Authorized] = {}
        self._running: dict[int, Authorized] = {}

    def enter(self, proof: Authorized) -> None:
        """Honour this proof. Only the gate calls it, right after minting; expired ones are swept."""
        now = self._clock.now()
        self._minted = {key: kept for key, kept in self._minted.items() if now < kept.expires_at}
        self._minted[id(proof)] = proof

    @contextmanager
    def redeem(self, proof: Authorized) -> Iterator[ToolCall]:
        """Open the proof for the time of its call.

        Raises ``ProofError`` if it was never minted here, was used, or has expired.
        """
        if self._minted.pop(id(proof), None) is not proof:
            raise ProofError("this call was not authorized, or its proof was already used")
        if self._clock.now() >= proof.expires_at:
            raise ProofError("the authorization of this call has expired")
        self._running[id(proof)] = proof
        try:
            yield proof.call
        finally:
            del self._running[id(proof)]

    def of(self, owner: str) -> Proofs:
        """The ledger as it stands by one person's things: nobody else's proof counts there."""
        return _OwnersLedger(self, owner)

    def require(self, proof: Authorized) -> None:
        """Raise ``ProofError`` unless the call of this proof is running right now."""
        if self._running.get(id(proof)) is not proof:
            raise ProofError("nothing authorized this effect")


class _OwnersLedger:
    def __init__(self, ledger: Ledger, owner: str) -> None:
        self._ledger = ledger
        self._owner = owner

    def require(self, proof: Authorized) -> None:
        self._ledger.require(proof)
        if proof.principal.user_id != self._owner:
            raise ProofError("this was authorized for somebody else")
