"""Settings that a person changes while paios runs; each is one JSON value under a name."""

from typing import Any, Protocol

from paios.ports.transaction import Transaction


class Preferences(Protocol):
    async def get(self, name: str) -> Any | None: ...

    async def put(self, name: str, value: Any, tx: Transaction | None = None) -> None: ...
