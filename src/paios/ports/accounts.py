"""Where accounts and sessions are kept, and how passwords are checked."""

from datetime import datetime
from typing import Protocol

from paios.domain.account import Session, User
from paios.ports.transaction import Transaction


class Accounts(Protocol):
    async def any(self) -> bool:
        """Whether there is an account at all."""
        ...

    async def founder(self) -> str | None:
        """The id of who set paios up, while they are there."""
        ...

    async def add_first(self, user: User, password_hash: str, tx: Transaction | None = None) -> None:
        """Add the very first account. Raises ``ConflictError`` if there is one, also in a race (U7)."""
        ...

    async def all(self) -> tuple[User, ...]:
        """Everybody, the first account first."""
        ...

    async def get(self, user_id: str) -> User | None: ...

    async def by_name(self, name: str) -> tuple[User, str] | None:
        """The user of that name, whatever its case, and the password's hash."""
        ...

    async def replace_hash(
        self, user_id: str, password_hash: str, *, was: str, tx: Transaction | None = None
    ) -> None:
        """Raises ``ConflictError`` if the hash is not ``was`` any more: no old password comes back."""
        ...


class Sessions(Protocol):
    """Sessions are found by the SHA-256 of their secret; the secret itself is not kept (U2)."""

    async def add(
        self, session: Session, secret_hash: bytes, *, epoch: int, tx: Transaction | None = None
    ) -> None:
        """Raises ``UnauthenticatedError`` if its person is disabled or has another ``auth_epoch``."""
        ...

    async def find(self, secret_hash: bytes) -> tuple[Session, User] | None:
        """The session, if it was not revoked; expiry is the caller's to check."""
        ...

    async def touch(self, session_id: str, at: datetime) -> None: ...

    async def prove(self, session_id: str, at: datetime, tx: Transaction) -> None:
        """Its person proved again who they are."""
        ...

    async def of_user(self, user_id: str, now: datetime) -> tuple[Session, ...]:
        """Those that count, the last used first."""
        ...

    async def revoke(self, user_id: str, session_id: str, tx: Transaction | None = None) -> None:
        """Raises ``NotFoundError`` if it is not this user's. One that was revoked stays so."""
        ...

    async def revoke_all(self, user_id: str, tx: Transaction, but: str | None = None) -> None:
        """All of this user's but ``but``, and by raising their ``auth_epoch`` every sign-in under way."""
        ...


class PasswordHasher(Protocol):
    """Slow on purpose; runs off the event loop in a bounded pool (U1)."""

    async def hash(self, password: str) -> str:
        """For who has proved something: a password, a code, a session. They queue behind no strangers."""
        ...

    async def verify(self, password: str, password_hash: str | None, *, known: bool = False) -> bool:
        """Whether they match. With no hash it takes as long and is False.

        ``known`` is for who is signed in, or on a device where they were: they do not queue behind strangers.
        Raises ``TooManyRequestsError`` for others, where that queue is too long.
        """
        ...

    def outdated(self, password_hash: str) -> bool:
        """Whether the hash was made with weaker parameters than today's."""
        ...
