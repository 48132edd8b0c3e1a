"""Runs tools in this process, each call for its proof and within its time.

Owns that a call ends in a labelled result whatever its tool does. Must not
decide anything: without an honoured proof nothing starts.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Final

import anyio
import structlog

from paios.domain.authorized import Authorized
from paios.domain.errors import InvalidArgumentsError, PaiosError, UnavailableError
from paios.domain.label import OUTSIDE_WORDS
from paios.domain.tool import Outcome, Preview, ToolCall, ToolResult, ToolSpec
from paios.ports.tools import Redeem, Tool

TEXT_LIMIT: Final = 60_000
"""Most characters of a result's text."""

CALL_SECONDS: Final = 30.0

_log = structlog.get_logger()


class LocalToolHost:
    """``ports.tools.ToolHost`` for tools that are objects of this process."""

    def __init__(
        self,
        tools: Iterable[Tool],
        redeem: Redeem,
        call_seconds: float = CALL_SECONDS,
        guests: Callable[[], Mapping[str, Tool]] = dict,
    ) -> None:
        """``guests`` tells of further tools, by name, that come and go; none can take the name of our own.

        Raises ``ValueError`` where two tools have one name.
        """
        given = tuple(tools)
        self._tools = {tool.spec.name: tool for tool in given}
        if len(self._tools) != len(given):
            raise ValueError("two tools have the same name")
        self._guests = guests
        self._redeem = redeem
        self._seconds = call_seconds

    def specs(self) -> tuple[ToolSpec, ...]:
        guests = [tool for name, tool in self._guests().items() if name not in self._tools]
        return tuple(tool.spec for tool in (*self._tools.values(), *guests))

    def spec(self, name: str) -> ToolSpec | None:
        tool = self._tool(name)
        return tool.spec if tool else None

    async def preview(self, call: ToolCall, owner: str) -> Preview:
        """As the tool says.

        Raises ``InvalidArgumentsError`` for an unknown tool, ``UnavailableError``
        for one that is late or broken, and whatever ``PaiosError`` the tool raises.
        """
        tool = self._tool(call.tool)
        if tool is None:
            raise InvalidArgumentsError("There is no such tool.")
        try:
            with anyio.fail_after(self._seconds):
                return await tool.preview(call, owner)
        except PaiosError:
            raise
        except TimeoutError as error:
            raise UnavailableError(f"{call.tool} did not answer within {self._seconds:g} seconds.") from error
        except Exception as error:
            _log.exception("tool.preview_failed", tool=call.tool, call=call.id)
            raise UnavailableError(f"{call.tool} failed. Nothing was done.") from error

    async def run(self, proof: Authorized) -> ToolResult:
        with self._redeem(proof) as call:
            tool = self._tool(call.tool)
            if tool is None:
                return _unable(call, Outcome.ERROR, "There is no such tool.")
            with anyio.move_on_after(self._seconds):
                return _capped(await self._attempt(tool, proof))
            unsure = " Whether it took effect is not known." if tool.spec.acts else ""
            told = f"{call.tool} did not finish within {self._seconds:g} seconds.{unsure}"
            return _unable(call, Outcome.INTERRUPTED, told)

    def _tool(self, name: str) -> Tool | None:
        return self._tools.get(name) or self._guests().get(name)

    async def _attempt(self, tool: Tool, proof: Authorized) -> ToolResult:
        try:
            return await tool.run(proof)
        except PaiosError as error:
            return _unable(proof.call, Outcome.ERROR, error.message, error.code)
        except Exception:  # noqa: BLE001 - a tool is not trusted to fail in a known way
            _log.exception("tool.failed", tool=proof.call.tool, call=proof.call.id)
            return _unable(proof.call, Outcome.ERROR, f"{proof.call.tool} failed. What it did is not known.")


def _unable(call: ToolCall, outcome: Outcome, text: str, code: str = UnavailableError.code) -> ToolResult:
    return ToolResult(call.id, outcome, text, text, OUTSIDE_WORDS, code=code)


def _capped(result: ToolResult) -> ToolResult:
    if len(result.text) <= TEXT_LIMIT:
        return result
    mark = "\n[cut off here: the result was too long]"
    return replace(result, text=result.text[: TEXT_LIMIT - len(mark)] + mark)
