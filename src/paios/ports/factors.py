"""Second factors: where they are kept, how they are checked, who asks for a proof (U3, U6)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from paios.domain.account import User
from paios.domain.factor import Factors, Passkey, StepUp, Way
from paios.ports.answers import SignedIn
from paios.ports.transaction import Transaction


class FactorStore(Protocol):
    """What people have, but for the secrets of their apps."""

    async def of_user(self, user_id: str, tx: Transaction | None = None) -> Factors:
        """Passkeys in the order in which they were added.

        Whoever asks within a transaction has their turn until its end: nobody else changes these.
        """
        ...

    async def passkey(self, credential_id: bytes) -> Passkey | None: ...

    async def add_app(self, user_id: str, at: datetime, step: int, tx: Transaction) -> None:
        """``step`` is that of the code that proved it. Raises ``ConflictError`` if there is one."""
        ...

    async def remove_app(self, user_id: str, tx: Transaction) -> None:
        """Raises ``NotFoundError``."""
        ...

    async def use_step(self, user_id: str, step: int) -> bool:
        """Whether this step is later than all that counted before; if so, it counts. Of two at once, one."""
        ...

    async def add_passkey(self, passkey: Passkey, tx: Transaction) -> None:
        """Raises ``ConflictError`` for one that is known, whoever's it is."""
        ...

    async def use_passkey(self, passkey: Passkey, uses: int, at: datetime) -> bool:
        """Keep the device's new count. False if it was used since ``passkey`` was read: only one counts."""
        ...

    async def remove_passkey(self, user_id: str, passkey_id: str, tx: Transaction) -> None:
        """Raises ``NotFoundError`` if it is not theirs."""
        ...

    async def set_recovery(self, user_id: str, hashes: Sequence[bytes], tx: Transaction) -> None:
        """These codes from now on, and no others."""
        ...

    async def use_recovery(self, user_id: str, code_hash: bytes, tx: Transaction) -> None:
        """Take a code away. Raises ``NotFoundError`` if it is not there: each counts once."""
        ...

    async def clear(self, user_id: str, tx: Transaction) -> None:
        """All that they have goes."""
        ...


class Authenticators(Protocol):
    """Authenticator apps: their secrets, sealed, and their codes (RFC 6238).

    What touches the sealed store may raise whatever ``CredentialStore`` does.
    """

    def fresh(self, name: str) -> tuple[str, str]:
        """A new secret, and the address by which an app takes it up for the person of this name."""
        ...

    def code(self, secret: str, step: int) -> str:
        """What the app shows in this time step."""
        ...

    def kept(self, user_id: str) -> str | None: ...

    def keep(self, user_id: str, secret: str | None) -> None:
        """None forgets it."""
        ...


class PasskeyCeremony(Protocol):
    """What a browser and its passkey are asked, and whether the answer holds (WebAuthn Level 3).

    ``origin`` is the address of the page, ``challenge`` what must stand signed in the
    answer. What is asked is JSON for the browser's own functions. Each method raises
    ``InvalidInputError`` where the page's address cannot have passkeys.
    """

    def creation(
        self, origin: str, user: User, challenge: bytes, there: Sequence[Passkey]
    ) -> Mapping[str, Any]: ...

    def created(self, origin: str, challenge: bytes, answer: Mapping[str, Any]) -> tuple[bytes, bytes, int]:
        """Id, public key and count of the new passkey. Raises ``InvalidInputError``."""
        ...

    def request(self, origin: str, challenge: bytes, allowed: Sequence[Passkey]) -> Mapping[str, Any]:
        """With none allowed by name, the person picks one, and proves who they are to the device."""
        ...

    def used(
        self, origin: str, challenge: bytes, answer: Mapping[str, Any], passkey: Passkey, *, alone: bool
    ) -> int:
        """The device's new count. ``alone``: nothing else proves who it is, so the device must have asked.

        Raises ``InvalidInputError`` for what does not hold, and for a count that went back.
        """
        ...


class Confirming(Protocol):
    """How the guard has a yes proved for which a click is not enough."""

    async def possible(self, user_id: str) -> bool:
        """Whether they have a second factor at all."""
        ...

    async def confirmed(self, user_id: str, purpose: str, step_up: StepUp) -> Way:
        """By what it is proved. ``purpose`` is the fingerprint of the call that was shown.

        Raises ``InvalidInputError`` for a proof that does not count, ``TooManyRequestsError`` for guessing.
        """
        ...


@dataclass(frozen=True, slots=True)
class Challenge:
    """What somebody is asked to show. ``passkey`` is for the browser, where they have one that works here."""

    ticket: str = field(repr=False)
    ways: tuple[Way, ...]
    passkey: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class NewApp:
    """What an authenticator app is given: told once, and not kept unless a code shows that it arrived."""

    ticket: str = field(repr=False)
    secret: str = field(repr=False)
    uri: str = field(repr=False)


class FactorKeeping(Protocol):
    """A person's own second factors. What changes them wants a fresh proof, which the contract says (U6)."""

    async def factors(self, signed_in: SignedIn) -> Factors: ...

    async def begin_step_up(self, signed_in: SignedIn, origin: str, approval_id: str | None) -> Challenge:
        """``approval_id`` names the question whose yes is to be proved. Raises ``NotFoundError``."""
        ...

    async def step_up(self, signed_in: SignedIn, proof: StepUp) -> None:
        """The session is fresh for a while. Raises as ``Confirming.confirmed``.

        A password counts only for who has no second factor.
        """
        ...

    async def begin_app(self, signed_in: SignedIn) -> NewApp:
        """Raises ``ConflictError`` where there is one."""
        ...

    async def add_app(self, signed_in: SignedIn, ticket: str, code: str) -> tuple[str, ...]:
        """Recovery codes, if these are the first factor's. Raises ``InvalidInputError`` for a wrong code."""
        ...

    async def remove_app(self, signed_in: SignedIn) -> None: ...

    async def begin_passkey(self, signed_in: SignedIn, origin: str) -> Challenge: ...

    async def add_passkey(
        self, signed_in: SignedIn, ticket: str, answer: Mapping[str, Any], name: str
    ) -> tuple[Passkey, tuple[str, ...]]:
        """The passkey, and recovery codes as ``add_app``."""
        ...

    async def remove_passkey(self, signed_in: SignedIn, passkey_id: str) -> None: ...

    async def new_recovery_codes(self, signed_in: SignedIn) -> tuple[str, ...]:
        """The old ones count no more. Raises ``ConflictError`` for who has no second factor."""
        ...
