"""The credential store, and the doors to it (K1-K6).

There are three doors, and each shows what its user needs: ``CredentialKeeping``
takes secrets in from an administrator and hands none out; ``ProofDoor`` opens
one credential for the driver of an effect, while its authorized call runs; the
server's own connections read theirs as ``ports.installation.SecretFiles``. The
text defences see secrets only as ``SecretScan``, which finds them and tells
their names.
"""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol

from paios.domain.authorized import Authorized
from paios.domain.credential import Credential, MasterSource, Secret
from paios.domain.principal import Principal


class CredentialStore(Protocol):
    """Sealed records. Every method may raise ``StorageError`` for a file that cannot be read or written.

    What opens a record raises ``LockedError`` without the right master key and
    ``TamperedError`` for a record that is not what was stored under its name.
    """

    def source(self) -> MasterSource | None:
        """What locks the store; None where there is none yet. Needs no key."""
        ...

    def names(self) -> tuple[Credential, ...]:
        """What there is, by name. Needs no key."""
        ...

    def open(self, name: str) -> Secret:
        """Raises ``NotFoundError`` where there is none of this name."""
        ...

    def open_all(self) -> Mapping[str, Secret]:
        """All that open, for the caller to wipe soon; damaged ones are left out. It does not count as use."""
        ...

    def put(self, name: str, secret: Secret) -> Credential:
        """Add it, or replace what was there; durable when this returns."""
        ...

    def remove(self, name: str) -> None:
        """Raises ``NotFoundError`` where there is none of this name. Needs no key."""
        ...

    def stamp(self) -> object:
        """What is another whenever the store was changed, by whichever process."""
        ...


class DatabaseKey(Protocol):
    """What opens the encrypted database. Both raise as what opens a credential does."""

    def open(self) -> Secret:
        """64 hexadecimal digits. Raises ``LockedError`` where there is none."""
        ...

    def open_or_make(self) -> Secret:
        """Makes one where there is none; it is durable when this returns."""
        ...


class ProofDoor(Protocol):
    """Opens one credential, which was chosen when the driver was wired."""

    def opened(self, proof: Authorized) -> AbstractContextManager[Secret]:
        """The secret, until the end of the context; then it is wiped.

        Raises ``ProofError`` unless the call of this proof is running right now.
        """
        ...


@dataclass(frozen=True, slots=True)
class Sighting:
    """A stored secret that was found: the credential's name, and how it stood there, in words."""

    name: str
    how: str


class SecretScan(Protocol):
    """Finds stored secrets in what goes out and what comes in, plain and as they could be hidden (K4)."""

    def seen(self, arguments: Mapping[str, Any]) -> Sighting | None:
        """The first that stands in the arguments of a call, also in pieces."""
        ...

    def masked(self, text: str) -> str:
        """The text with every secret in it replaced by its credential's name in brackets."""
        ...


class CredentialKeeping(Protocol):
    """Credentials as an administrator keeps them. Every method raises ``ForbiddenError`` for others."""

    async def credentials(self, principal: Principal) -> Sequence[Credential]: ...

    async def lock(self, principal: Principal) -> MasterSource | None:
        """What locks them; None while nothing is stored."""
        ...

    async def put(self, principal: Principal, name: str, secret: Secret) -> Credential:
        """Add or rotate. Raises ``InvalidInputError`` for one that is kept elsewhere."""
        ...

    async def remove(self, principal: Principal, name: str) -> None: ...
