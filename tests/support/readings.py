"""Owns: tools, readings and words by hand, for tests of where a call's arguments come from.

evidence = heard("Mail bob@example.org: dinner at 7?", mailbox(mail("1", "Hi", "eve@evil.org")))
judged(evidence, SEND_MAIL, to=["bob@example.org"], subject="", body="dinner at 7?").doubt
"""

from datetime import date
from typing import Any, Final

from paios.domain.label import OUTSIDE_WORDS, OWN_WORDS, Integrity, Label, Secrecy
from paios.domain.provenance import Standing
from paios.domain.tool import Effect, Reach, ResultField, Sink, ToolCall, ToolSpec
from paios.guard.provenance.evidence import Evidence, Reading
from paios.guard.provenance.standing import standing
from paios.guard.provenance.tracing import NO_LISTS, Whitelists

TODAY: Final = date(2026, 11, 22)
BY_SYSTEM: Final = Label(Integrity.TRUSTED, Secrecy.PRIVATE)

_MAIL_FIELDS: Final = (
    ResultField("[].id", BY_SYSTEM, Sink.ID, "mail"),
    ResultField("[].subject", OUTSIDE_WORDS, names=True),
    ResultField("[].sender", OUTSIDE_WORDS, Sink.RECIPIENT),
    ResultField("[].body", OUTSIDE_WORDS),
)
_FILE_FIELDS: Final = (
    ResultField("[].id", BY_SYSTEM, Sink.ID, "file"),
    ResultField("[].name", OUTSIDE_WORDS, names=True),
    ResultField("[].text", OUTSIDE_WORDS),
)


def tool(
    name: str, effect: Effect, reach: Reach = Reach.OWN, ids: dict[str, str] | None = None, **sinks: Sink
) -> ToolSpec:
    """A tool whose arguments play these roles."""
    parameters = {"type": "object", "properties": {name: {} for name in sinks}}
    return ToolSpec(name, "", effect, parameters, sinks, ids=ids or {}, reach=reach)


SEND_MAIL: Final = tool(
    "send_mail", Effect.SEND, Reach.OUTSIDE, to=Sink.RECIPIENT, subject=Sink.CONTENT, body=Sink.CONTENT
)
PAY: Final = tool(
    "pay", Effect.SPEND, Reach.OUTSIDE, account=Sink.ACCOUNT, amount=Sink.AMOUNT, subject=Sink.CONTENT
)
DELETE_FILE: Final = tool("delete_file", Effect.DELETE, ids={"id": "file"}, id=Sink.ID)
SHARE_FILE: Final = tool(
    "share_file",
    Effect.SEND,
    Reach.OUTSIDE,
    ids={"id": "file"},
    id=Sink.ID,
    to=Sink.RECIPIENT,
    may=Sink.OPTION,
)
ADD_EVENT: Final = tool(
    "add_event", Effect.WRITE, title=Sink.CONTENT, start=Sink.TIME, guests=Sink.RECIPIENT, private=Sink.OPTION
)
FETCH: Final = tool("fetch", Effect.READ, Reach.OUTSIDE, url=Sink.URL)
FIND_MAIL: Final = tool("find_mail", Effect.READ, query=Sink.CONTENT, sender=Sink.RECIPIENT)


def mail(number: str, subject: str, sender: str, body: str = "") -> dict[str, str]:
    return {"id": number, "subject": subject, "sender": sender, "body": body}


def mailbox(*mails: dict[str, str], pointed: bool = False) -> Reading:
    return Reading("c1", "your mail", "", OUTSIDE_WORDS, list(mails), _MAIL_FIELDS, pointed=pointed)


def files(**named: str) -> Reading:
    """Files by name; the number in the order given is their id."""
    items = [{"id": str(at), "name": name, "text": text} for at, (name, text) in enumerate(named.items(), 11)]
    return Reading("c2", "your files", "", OUTSIDE_WORDS, items, _FILE_FIELDS)


def page(text: str, *, pointed: bool = False, label: Label = OUTSIDE_WORDS) -> Reading:
    return Reading("c3", "the page", text, label, pointed=pointed)


def own(text: str) -> Reading:
    return Reading("c4", "your notes", text, OWN_WORDS)


def heard(words: str, *readings: Reading, earlier: tuple[str, ...] = ()) -> Evidence:
    """What a run knows that answers ``words`` and has read all this."""
    evidence = Evidence(words, TODAY, earlier)
    for reading in readings:
        evidence.add(reading)
    return evidence


def judged(evidence: Evidence, spec: ToolSpec, lists: Whitelists = NO_LISTS, /, **arguments: Any) -> Standing:
    """How a call of ``spec`` with these arguments stands."""
    return standing(ToolCall("c9", spec.name, arguments), spec, evidence, lists)
