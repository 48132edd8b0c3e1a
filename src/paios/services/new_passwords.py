"""The one way to set a password: judged first, hashed then (U1)."""

from collections.abc import Container

from paios.domain.passwords import check_new
from paios.ports.accounts import PasswordHasher


class NewPasswords:
    """``common`` are the case folded passwords that everybody tries."""

    def __init__(self, hasher: PasswordHasher, common: Container[str]) -> None:
        self._hasher = hasher
        self._common = common

    def check(self, password: str, name: str) -> None:
        """Raises ``InvalidInputError`` for one that the person of this name must not have."""
        check_new(password, name, self._common)

    async def hashed(self, password: str, name: str) -> str:
        """What is kept of a new password. Raises as ``check``, before it costs anything."""
        self.check(password, name)
        return await self._hasher.hash(password)
