"""Owns: handing a credential to the driver of an effect, while its authorized call runs (invariants 1, 5).

This is how mail, calendar and every other tool that signs in somewhere gets its
secret: ``compose`` gives its driver a door to one name, and nothing else. The
door honours a proof as the vault does: by identity, against the ledger, and
only while the call it was minted for is running. The server's own connections,
to models, MCP servers and where alarms go, exist before and between calls; they
go by ``services.credentials.OwnConnections``, which cannot open what stands
behind a door here.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from paios.domain.authorized import Authorized
from paios.domain.credential import Kind, Secret, kind_of, require_name
from paios.ports.credentials import CredentialStore


class Proofs(Protocol):
    """The ledger's side of it (``guard.ledger``)."""

    def require(self, proof: Authorized) -> None:
        """Raises ``ProofError`` unless the call of this proof is running right now."""
        ...


class CredentialDoor:
    """``ports.credentials.ProofDoor`` to the credential of one name."""

    def __init__(self, store: CredentialStore, proofs: Proofs, name: str) -> None:
        """Raises ``ValueError`` for a name of the server's own connections."""
        require_name(name)
        if kind_of(name) is not Kind.SECRET:
            raise ValueError("this credential is for the server's own connections")
        self._store = store
        self._proofs = proofs
        self._name = name

    @contextmanager
    def opened(self, proof: Authorized) -> Iterator[Secret]:
        """The secret, wiped at the end of the context.

        Raises ``ProofError``, and whatever ``CredentialStore.open`` does.
        """
        self._proofs.require(proof)
        secret = self._store.open(self._name)
        try:
            yield secret
        finally:
            secret.wipe()
