"""Where whitelists are kept. Only the person's own desk is handed what can change them."""

from typing import Protocol

from paios.domain.page import Page, Slice
from paios.domain.whitelist import ListEntry, ListKind
from paios.ports.transaction import Transaction


class ListReader(Protocol):
    async def of_user(self, user_id: str) -> tuple[ListEntry, ...]:
        """Everything on the user's lists."""
        ...


class Whitelists(ListReader, Protocol):
    async def page(self, user_id: str, part: Slice, kind: ListKind | None = None) -> Page[ListEntry]:
        """The user's entries, newest first, of one kind or all."""
        ...

    async def add(self, entry: ListEntry, tx: Transaction | None = None) -> None:
        """Raises ``ConflictError`` if the value is on the user's list already."""
        ...

    async def remove(self, user_id: str, entry_id: str, tx: Transaction | None = None) -> None:
        """Raises ``NotFoundError`` if it is not this user's."""
        ...
