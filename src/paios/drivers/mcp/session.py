"""Owns: one conversation with a server in the protocol, each question within its time.

Imports the SDK: import it late. Takes from it what it heard and none of its
judgements: the SDK would compile a server's schema with patterns that can be slow.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, Final, TypeVar

import anyio
import mcp_types as types
from mcp.client.session import ClientSession
from mcp.shared.exceptions import MCPError
from pydantic import BaseModel, ValidationError

from paios import __version__
from paios.domain.errors import PaiosError, UnavailableError
from paios.drivers.mcp.definitions import TOOLS, RawTool
from paios.drivers.mcp.links import Incoming, Link, Sieve
from paios.drivers.mcp.pace import Pace
from paios.drivers.mcp.results import RawAnswer
from paios.drivers.mcp.words import clean

_PAGES: Final = 20
_SAID: Final = 2_000

_Answer = TypeVar("_Answer", bound=BaseModel)


class SilentError(UnavailableError):
    """The server had the question and did not answer it: nobody knows what it did."""


class RefusedError(UnavailableError):
    """The server answered that it will not. ``said`` is its own text."""

    def __init__(self, message: str, said: str) -> None:
        super().__init__(message)
        self.said = said


class McpSession:
    """What can be asked of a connected server. Errors are ``UnavailableError``, in words."""

    def __init__(self, session: ClientSession, sieve: Sieve, pace: Pace) -> None:
        self._session = session
        self._pace = pace
        self._sieve = sieve

    async def ended(self) -> PaiosError:
        """Wait until the connection ends, and say why."""
        await self._sieve.ended.wait()
        return self._sieve.reason

    async def changed(self) -> None:
        """Wait until the server says that its tools changed."""
        await self._sieve.changed.wait()
        self._sieve.changed = anyio.Event()

    async def tools(self) -> tuple[list[RawTool], bool]:
        """Its tools, and whether these are all: a list without end is cut."""
        found: list[RawTool] = []
        cursor: str | None = None
        with anyio.move_on_after(self._pace.listing):
            for _ in range(_PAGES):
                asked = types.ListToolsRequest(params=types.PaginatedRequestParams(cursor=cursor))
                page = await self._ask(asked, types.ListToolsResult, self._pace.listing)
                found += map(_raw, page.tools[: TOOLS + 1])
                cursor = page.next_cursor
                if cursor is None or len(found) > TOOLS:
                    break
            return found, cursor is None
        raise UnavailableError("It did not tell its tools in time.")

    async def call(self, name: str, arguments: Mapping[str, Any]) -> RawAnswer:
        """Have a tool run. Raises ``SilentError`` and ``RefusedError``."""
        params = types.CallToolRequestParams(name=name, arguments=dict(arguments))
        answer = await self._ask(types.CallToolRequest(params=params), types.CallToolResult, self._pace.call)
        return RawAnswer(
            texts=[part.text for part in answer.content if isinstance(part, types.TextContent)],
            others=[part.type for part in answer.content if not isinstance(part, types.TextContent)],
            data=answer.structured_content,
            is_error=bool(answer.is_error),
        )

    async def _ask(self, asked: types.Request[Any, Any], kind: type[_Answer], seconds: float) -> _Answer:
        try:
            with anyio.fail_after(seconds + 1):  # a server that does not read is not waited for either
                return await self._session.send_request(asked, kind, request_read_timeout_seconds=seconds)
        except TimeoutError as error:
            raise SilentError(f"It did not answer within {seconds:g} seconds.") from error
        except MCPError as error:
            if error.code == types.REQUEST_TIMEOUT:
                raise SilentError(f"It did not answer within {seconds:g} seconds.") from error
            if error.code == types.CONNECTION_CLOSED:
                raise SilentError("The connection broke off.") from error
            raise RefusedError("It refused.", clean(error.message, _SAID)) from error
        except (ValidationError, RuntimeError, ValueError) as error:
            raise UnavailableError("Its answer cannot be understood.") from error


@asynccontextmanager
async def opened(link: AbstractAsyncContextManager[Link], pace: Pace) -> AsyncIterator[McpSession]:
    """A session over ``link``, shaken hands with. Raises ``UnavailableError`` where that fails."""
    sieve = Sieve()
    incoming, wanted = anyio.create_memory_object_stream[Incoming](0)
    async with link as streams, anyio.create_task_group() as group:
        group.start_soon(sieve.pour, streams.read, incoming)
        info = types.Implementation(name="paios", version=__version__)
        async with ClientSession(wanted, streams.write, client_info=info) as session:
            await _shake_hands(session, sieve, pace.connect)
            yield McpSession(session, sieve, pace)
        group.cancel_scope.cancel()


async def _shake_hands(session: ClientSession, sieve: Sieve, seconds: float) -> None:
    try:
        with anyio.fail_after(seconds):
            await session.initialize()
    except TimeoutError as error:
        raise UnavailableError(f"It did not answer within {seconds:g} seconds.") from error
    except MCPError as error:
        if sieve.ended.is_set():
            raise sieve.reason from error
        raise UnavailableError(f"It refused the connection: {clean(error.message, 200)}") from error
    except (ValidationError, RuntimeError, ValueError) as error:
        raise UnavailableError("It does not speak the protocol as paios knows it.") from error


def _raw(tool: types.Tool) -> RawTool:
    hints = tool.annotations.model_dump(by_alias=True, exclude_none=True) if tool.annotations else {}
    return RawTool(tool.name, tool.description or "", tool.input_schema, tool.output_schema, hints)
