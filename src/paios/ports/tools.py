"""Tools as the host runs them."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Protocol

from paios.domain.authorized import Authorized
from paios.domain.tool import Preview, ToolCall, ToolResult, ToolSpec


class Tool(Protocol):
    spec: ToolSpec

    async def preview(self, call: ToolCall, owner: str) -> Preview:
        """What the call would do, shown before it is done. Reads only, and only what is the ``owner``'s.

        Raises a ``PaiosError`` when the call cannot succeed (no such note):
        the model is told, and nobody is asked.
        """
        ...

    async def run(self, proof: Authorized) -> ToolResult:
        """Do exactly ``proof.call``. Expected failures are results, not exceptions."""
        ...


class ToolHost(Protocol):
    """Knows every tool, and runs a call only for its proof."""

    def specs(self) -> tuple[ToolSpec, ...]: ...

    def spec(self, name: str) -> ToolSpec | None: ...

    async def preview(self, call: ToolCall, owner: str) -> Preview:
        """As the tool says. ``owner`` is the user for whom the call would act."""
        ...

    async def run(self, proof: Authorized) -> ToolResult:
        """Redeem the proof, run its call, and answer with a result in every case.

        Raises ``ProofError`` when the proof is not honoured.
        """
        ...


Redeem = Callable[[Authorized], AbstractContextManager[ToolCall]]
"""Opens a proof for the time of its call; honoured once (guard.gate)."""
