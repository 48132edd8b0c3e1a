"""Owns: keeping up the connection to one server, and what is offered of it.

A server that fails is connected to again, later and later. Nothing that it does
ends the task that keeps it: every failure becomes a sentence in its state.
"""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING, Final

import anyio
import structlog

from paios.domain.errors import ConflictError, PaiosError, UnavailableError
from paios.domain.label import OUTSIDE_WORDS
from paios.domain.tool import Outcome, ToolCall, ToolResult
from paios.domain.tool_server import (
    ApprovedTool,
    Connection,
    ConnectionState,
    Listing,
    ServerSecrets,
    ToolServer,
    ToolState,
    state_of,
)
from paios.drivers.mcp.definitions import listing_of
from paios.drivers.mcp.pace import Pace
from paios.drivers.mcp.results import result_of
from paios.drivers.mcp.tool import ServerTool
from paios.ports.tools import Tool

if TYPE_CHECKING:
    from paios.drivers.mcp.session import McpSession

_log = structlog.get_logger(__name__)

Open = Callable[[ToolServer, ServerSecrets], AbstractAsyncContextManager["McpSession"]]
"""Connects to a server. Raises ``PaiosError`` in words."""


class Guest:
    """One server. ``changed`` is called whenever its state is another; ``mask`` takes stored secrets out of
    what it says went wrong."""

    def __init__(
        self,
        server: ToolServer,
        secrets: ServerSecrets,
        open_: Open,
        changed: Callable[[], None],
        pace: Pace,
        mask: Callable[[str], str],
    ) -> None:
        self._server = server
        self._secrets = secrets
        self._open = open_
        self._changed = changed
        self._pace = pace
        self._mask = mask
        self._approved: tuple[ApprovedTool, ...] = ()
        self._session: McpSession | None = None
        self._listed_at = 0.0
        self._listing_turn = anyio.Lock()
        self._hurry = asyncio.Event()
        self._closing = False
        self._task: asyncio.Task[None] | None = None
        self.state = Connection(ConnectionState.CONNECTING)
        self.tools: Mapping[str, Tool] = {}

    @property
    def about(self) -> tuple[ToolServer, ServerSecrets]:
        """What it was made from."""
        return self._server, self._secrets

    def approve(self, approved: Iterable[ApprovedTool]) -> None:
        """Offer these, as far as the server still has them."""
        self._approved = tuple(approved)
        self._offer()

    def start(self) -> None:
        self._task = asyncio.create_task(self._keep_up())

    async def close(self) -> None:
        """End the connection and everything that was started for it."""
        self._closing, self.tools = True, {}
        while self._task is not None and not self._task.done():
            self._task.cancel()  # again, where a failure at the same moment swallowed it
            await asyncio.wait({self._task}, timeout=1)

    def hurry(self) -> None:
        """Connect anew, now."""
        self._hurry.set()

    async def require(self, tool: ApprovedTool) -> None:
        """See ``tool.Way``."""
        session = self._connected()
        if anyio.current_time() - self._listed_at > self._pace.fresh:
            await self._look(session)
        listing = self.state.listing or Listing()
        current = listing.definitions.get(tool.definition.plain_name)
        if state_of(tool.definition, current) is not ToolState.APPROVED:
            raise ConflictError(
                f"{self._server.name} no longer has this tool as it was approved. "
                "An administrator must look at it."
            )

    async def call(self, call: ToolCall, tool: ApprovedTool) -> ToolResult:
        """See ``tool.Way``."""
        from paios.drivers.mcp.session import RefusedError, SilentError

        name = self._server.name
        await self.require(tool)
        try:
            answer = await self._connected().call(tool.definition.name, call.arguments)
        except SilentError as error:
            told = f"{name}: {error.message} Whether it took effect is not known."
            return ToolResult(call.id, Outcome.INTERRUPTED, told, told, OUTSIDE_WORDS, code=error.code)
        except RefusedError as error:
            told = f"{name} refused {tool.definition.name}"
            return ToolResult(
                call.id, Outcome.ERROR, error.said or told, told, OUTSIDE_WORDS, code=error.code
            )
        return result_of(call.id, tool, name, answer)

    async def _look(self, session: "McpSession") -> None:
        try:
            await self._list(session)
        except UnavailableError as error:
            raise UnavailableError(f"{self._server.name}: {error.message} Nothing was done.") from error

    def _connected(self) -> "McpSession":
        if self._session is None:
            raise UnavailableError(
                f"The server {self._server.name} cannot be reached. {self.state.error}".strip()
            )
        return self._session

    async def _keep_up(self) -> None:
        pause = self._pace.first_pause
        while not self._closing:
            began, error = anyio.current_time(), UnavailableError("The connection was ended.")
            try:
                async with self._open(self._server, self._secrets) as session:
                    error = await self._serve(session)
            except Exception as failure:  # noqa: BLE001 - a server may fail in any way, and harm nobody
                error = _in_words(failure)
            finally:
                self._session = None
            if self._closing:
                return
            why = await anyio.to_thread.run_sync(self._fit, error.message)
            self._tell(Connection(ConnectionState.FAILED, why, self.state.listing))
            if anyio.current_time() - began > self._pace.lived:
                pause = self._pace.first_pause
            with anyio.move_on_after(pause):
                await self._hurry.wait()
            hurried = self._hurry.is_set()
            pause = self._pace.first_pause if hurried else min(2 * pause, self._pace.longest_pause)
            self._hurry.clear()
            self._tell(Connection(ConnectionState.CONNECTING, why, self.state.listing))

    def _fit(self, error: str) -> str:
        """What went wrong, with nothing secret in it: these may be the server's own words."""
        try:
            return self._mask(error)
        except PaiosError as failure:
            return f"What went wrong cannot be told. {failure.message}"

    async def _serve(self, session: "McpSession") -> UnavailableError:
        """Stay connected until the connection ends, or is to be made anew. Says why it ended."""
        self._session = session
        await self._list(session)
        end = asyncio.create_task(session.ended())
        hurry = asyncio.create_task(self._hurry.wait())
        listed = asyncio.create_task(self._list_when_changed(session))
        try:
            await asyncio.wait({end, hurry, listed}, return_when=asyncio.FIRST_COMPLETED)
            if end.done():
                return UnavailableError(end.result().message)
            return UnavailableError(str(listed.exception()) if listed.done() else "It is connected to anew.")
        finally:
            for task in (end, hurry, listed):
                task.cancel()
            await asyncio.gather(end, hurry, listed, return_exceptions=True)

    async def _list_when_changed(self, session: "McpSession") -> None:
        while True:
            await session.changed()
            await self._list(session)
            await asyncio.sleep(self._pace.between_listings)

    async def _list(self, session: "McpSession") -> None:
        async with self._listing_turn:
            tools, complete = await session.tools()
            self._listed_at = anyio.current_time()
            listing = await anyio.to_thread.run_sync(
                lambda: listing_of(self._server, tools, complete=complete)
            )
            self._tell(Connection(ConnectionState.READY, "", listing))

    def _tell(self, state: Connection) -> None:
        if state == self.state:
            return
        self.state = state
        self._offer()
        self._changed()

    def _offer(self) -> None:
        """Offer what was approved and chosen, unless the server is known to have something else by now."""
        listing = self.state.listing
        offered = (
            ServerTool(self._server, each, self)
            for each in self._approved
            if each.choice.offered and (listing is None or _unchanged(each, listing))
        )
        self.tools = {tool.spec.name: tool for tool in offered}


def _unchanged(tool: ApprovedTool, listing: Listing) -> bool:
    current = listing.definitions.get(tool.definition.plain_name)
    return state_of(tool.definition, current) is ToolState.APPROVED


def _in_words(failure: BaseException) -> UnavailableError:
    """The first failure that is ours, in a group of whatever depth; else words for what nobody foresaw."""
    if isinstance(failure, PaiosError):
        return UnavailableError(failure.message)
    if isinstance(failure, BaseExceptionGroup):
        found = [_in_words(each) for each in failure.exceptions]
        known = [each for each in found if each.message != _UNFORESEEN]
        return (known or found)[0]
    _log.warning("tool_server.failed", error=type(failure).__name__)
    return UnavailableError(_UNFORESEEN)


_UNFORESEEN: Final = "It failed in a way that paios does not know."
