"""People: where they and invitations are kept, and the capability ports about them and about oneself."""

from datetime import datetime
from typing import Protocol

from paios.domain.account import Session, User
from paios.domain.page import Page, Slice
from paios.domain.person import Belongings, Invite, MintedInvite, Person
from paios.domain.principal import Principal, Role
from paios.ports.answers import SignedIn
from paios.ports.transaction import Transaction


class People(Protocol):
    """The accounts as somebody sees them who administers them."""

    async def page(self, part: Slice) -> Page[Person]:
        """The first account first."""
        ...

    async def add(self, user: User, password_hash: str, tx: Transaction) -> None:
        """Raises ``ConflictError`` for a name that is taken."""
        ...

    async def set_disabled(self, user_id: str, disabled: bool, tx: Transaction) -> None:
        """Raises ``NotFoundError``; ``ConflictError`` if no administrator were left who can sign in."""
        ...

    async def set_role(self, user_id: str, role: Role, tx: Transaction) -> None:
        """Raises as ``set_disabled``."""
        ...

    async def belongings(self, user_id: str) -> Belongings: ...

    async def remove(self, user_id: str, tx: Transaction) -> None:
        """The account with all that is theirs, but for the audit records. Raises as ``set_disabled``."""
        ...


class Invites(Protocol):
    """Invitations are found by the SHA-256 of their code; the code itself is not kept.

    One whose maker is no administrator, or disabled, is there for nobody to find or use.
    """

    async def add(self, invite: Invite, code_hash: bytes, tx: Transaction) -> None: ...

    async def find(self, code_hash: bytes) -> Invite | None:
        """Whether it still counts is the caller's to check."""
        ...

    async def live(self, now: datetime, part: Slice) -> Page[Invite]:
        """Those that count, newest first."""
        ...

    async def use(self, invite_id: str, at: datetime, tx: Transaction) -> None:
        """Raises ``ConflictError`` if it counts no more: of two who come at once, one gets in."""
        ...

    async def remove(self, invite_id: str, tx: Transaction) -> None:
        """Raises ``NotFoundError``, also for one that was used."""
        ...


class PeopleKeeping(Protocol):
    """Who uses this installation. All but ``join`` raises ``ForbiddenError`` for who is no admin."""

    async def people(self, principal: Principal, part: Slice) -> Page[Person]: ...

    async def belongings(self, principal: Principal, user_id: str) -> Belongings:
        """What would go with this person. Raises ``NotFoundError``."""
        ...

    async def change(
        self, principal: Principal, user_id: str, disabled: bool | None, role: Role | None
    ) -> User:
        """What is None stays. What is lost is lost at once: sessions, live streams, runs, questions.

        Raises ``NotFoundError``, ``ConflictError`` for the last administrator.
        """
        ...

    async def remove(self, principal: Principal, user_id: str) -> None:
        """The account and all that is theirs; the records stay. Raises as ``change``."""
        ...

    async def reset_factors(self, principal: Principal, user_id: str) -> None:
        """Take away the factors of somebody who lost them; their sessions end. Raises as ``change``."""
        ...

    async def invites(self, principal: Principal, part: Slice) -> Page[Invite]: ...

    async def invite(self, principal: Principal, role: Role) -> MintedInvite: ...

    async def revoke_invite(self, principal: Principal, invite_id: str) -> None: ...

    async def join(self, code: str, name: str, password: str, device: str, address: str) -> SignedIn:
        """Make the account that an invitation allows, and sign it in.

        Raises ``UnauthenticatedError``, the same for every code that does not count,
        ``TooManyRequestsError`` for those beyond the limit on guessing (U8), ``ConflictError`` for a
        name that is taken or looks like one that is, ``InvalidInputError`` for a name or a password
        that must not be.
        """
        ...


class AccountKeeping(Protocol):
    """A person's own account: its password, and where they are signed in."""

    async def change_password(self, signed_in: SignedIn, old: str, new: str) -> None:
        """All other sessions end.

        Raises ``InvalidInputError`` for a wrong old one and for a new one that must not be,
        ``TooManyRequestsError`` for guessing.
        """
        ...

    async def sessions(self, signed_in: SignedIn) -> tuple[Session, ...]:
        """The live ones, the last used first."""
        ...

    async def revoke(self, signed_in: SignedIn, session_id: str) -> None:
        """At once, with its live streams. Raises ``NotFoundError`` if it is not theirs."""
        ...

    async def revoke_others(self, signed_in: SignedIn) -> None:
        """All but this one, at once."""
        ...
