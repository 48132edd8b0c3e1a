"""The witness of a run: from what was stored to what the guard may know of it.

It hears the same events as the loop, and gathers what the person said and what
was read. The model's words never become evidence; earlier answers do, as
something that was read, with the label they have.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from anyio import to_thread

from paios.agent.loop import passage_of
from paios.domain.conversation import Author, Message
from paios.domain.label import Integrity, Label, Secrecy
from paios.domain.provenance import Origin, Trace
from paios.domain.run import EventKind, RunEvent
from paios.domain.tool import Sink, ToolCall
from paios.guard.provenance.contents import contents
from paios.guard.provenance.evidence import Evidence, Reading
from paios.guard.provenance.normal import names
from paios.guard.provenance.standing import looks_into_texts
from paios.guard.sources.approval import SAID_NO
from paios.ports.tools import ToolHost

_AT_ONCE: Final = 16_384
"""Characters that are searched in a few milliseconds, which is sooner than a thread begins."""


class Witness:
    """Holds the evidence of one run."""

    def __init__(self, tools: ToolHost, messages: Iterable[Message], message_id: str, today: date) -> None:
        self._tools = tools
        self._tool_of: dict[str, str] = {}
        self._pointed: set[str] = set()
        self._chosen: set[str] = set()
        self._sought: dict[str, tuple[str, ...]] = {}
        self._licences: dict[str, str] = {}
        self.evidence = _opening(tuple(messages), message_id, today)

    def hear(self, event: RunEvent) -> None:
        """Let one stored event count."""
        data = event.data
        match event.kind:
            case EventKind.MODEL_ANSWERED:
                self._tool_of |= {call["id"]: call["name"] for call in data["calls"]}
            case EventKind.CALL_DECIDED:
                self._licences[data["call_id"]] = data.get("licence", "")
                if data["reasons"][0]["code"] == SAID_NO and data.get("arguments") is not None:
                    call = ToolCall(
                        data["call_id"], self._tool_of.get(data["call_id"], ""), data["arguments"]
                    )
                    self.evidence.refused.add(call.wish())
                self._look_at(data["call_id"], [Trace.of(one) for one in data.get("traces", ())])
            case EventKind.CALL_STARTED:
                self.evidence.done.add(self._licences.get(data["call_id"], ""))
            case EventKind.CALL_FINISHED:
                self.evidence.add(self._reading(data))
            case _:
                pass

    async def catch_up(self, tool: str) -> None:
        """Have what was read searched away from the event loop, before a call of this tool is judged.

        It is done no sooner so, for threads take turns; but the loop gets its
        turn every few milliseconds, except while one pattern goes over one very
        long line. The evidence changes on the loop alone, and all at once.
        """
        spec, unread = self._tools.spec(tool), self.evidence.contents.unread
        if spec is None or not looks_into_texts(spec) or sum(len(one.text) for one in unread) <= _AT_ONCE:
            return
        self.evidence.contents.keep(await to_thread.run_sync(contents, unread))

    def _look_at(self, call_id: str, traces: list[Trace]) -> None:
        """Tell what the person led to from what the model picked out."""
        given = [one for one in traces if one.origin is not Origin.DEFAULT]
        spec = self._tools.spec(self._tool_of.get(call_id, ""))
        picked = [one for one in given if one.sink is not Sink.OPTION and not one.licensed]
        if spec is not None and not spec.acts:
            self._sought[call_id] = tuple(one.value for one in given if one.sink is Sink.CONTENT)
        # A limit, an order or an owner leaves things out as well, whatever else the call does.
        if any(one.sink is not Sink.CONTENT and not one.licensed for one in given):
            self._chosen.add(call_id)
        if not picked and any(one.licensed and names(one.value, self.evidence.words) for one in given):
            self._pointed.add(call_id)

    def _reading(self, data: Mapping[str, Any]) -> Reading:
        call_id = data["call_id"]
        tool = self._tool_of.get(call_id, "")
        spec = self._tools.spec(tool)
        return Reading(
            call_id,
            f"what {tool} brought",
            data["text"],
            _label(data),
            data.get("data"),
            spec.results if spec is not None else (),
            tuple(passage_of(item) for item in data["passages"]),
            pointed=call_id in self._pointed,
            chosen=call_id in self._chosen,
            sought=self._sought.get(call_id, ()),
        )


def _opening(messages: tuple[Message, ...], message_id: str, today: date) -> Evidence:
    upto = next((index for index, one in enumerate(messages) if one.id == message_id), len(messages) - 1)
    before = messages[:upto]
    own = tuple(one.text for one in reversed(before) if _own(one))
    asked = messages[upto]
    evidence = Evidence(asked.text if _own(asked) else "", today, own)
    for one in messages[: upto + 1]:
        if one.author is Author.ASSISTANT:
            evidence.add(Reading(None, "an earlier answer", one.text, one.label, pointed=True))
        elif not _own(one):
            evidence.add(Reading(None, "what was asked with an API key", one.text, one.label, pointed=True))
    return evidence


def _own(message: Message) -> bool:
    """Whether the person said this themselves. What came with an API key licenses nothing."""
    return message.author is Author.PERSON and message.label.integrity is Integrity.USER


def _label(data: Mapping[str, Any]) -> Label:
    return Label(Integrity(data["integrity"]), Secrecy(data["secrecy"]))
