"""The judge of where a call comes from: puts evidence and whitelists together for the gate."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from paios.domain.label import OUTSIDE_WORDS, OWN_WORDS, Label
from paios.domain.provenance import UNKNOWN, Origin, Standing, Trace
from paios.domain.tool import Sink, ToolCall, ToolSpec
from paios.domain.whitelist import ListEntry, ListKind
from paios.guard.facts import Proposal
from paios.guard.provenance.standing import standing
from paios.guard.provenance.tracing import Whitelists
from paios.ports.whitelists import ListReader

_ROLE: Final = {
    ListKind.RECIPIENT: Sink.RECIPIENT,
    ListKind.DOMAIN: Sink.URL,
    ListKind.FOLDER: Sink.PATH,
    ListKind.ACCOUNT: Sink.ACCOUNT,
}
"""What being on a list licenses. Pages may be operated only where that is said; it licenses no argument."""

_WRITTEN: Final = frozenset({Sink.CONTENT, Sink.PATH, None})
"""Roles whose values are words that stay: a name is read again like a text."""

_NOTHING: Final = frozenset({"", "None", "[]", "{}"})
"""How a trace shows that nothing is written."""


class Judge:
    """Says how a proposal stands to its person's words. Reads; decides nothing."""

    def __init__(self, lists: ListReader) -> None:
        self._lists = lists

    async def standing(self, proposal: Proposal, call: ToolCall, spec: ToolSpec | None) -> Standing:
        """That of an unknown call where there is no evidence: nothing vouches for it."""
        if spec is None or proposal.evidence is None:
            return UNKNOWN
        listed = whitelists(await self._lists.of_user(proposal.principal.user_id))
        return standing(call, spec, proposal.evidence, listed)


def whitelists(entries: Iterable[ListEntry]) -> Whitelists:
    """A person's lists by the role they license."""
    values: defaultdict[Sink, set[str]] = defaultdict(set)
    for entry in entries:
        if entry.kind in _ROLE:
            values[_ROLE[entry.kind]].add(entry.value)
    return Whitelists({sink: frozenset(held) for sink, held in values.items()})


def label_of(proposal: Proposal, its: Standing) -> Label:
    """Whose words a call writes: the person's where they wrote or said them, else all the run has seen."""
    written = [one for one in its.traces if one.sink in _WRITTEN]
    if proposal.by_hand or (written and all(map(_theirs, written))):
        return OWN_WORDS
    return OUTSIDE_WORDS if proposal.evidence is None else proposal.evidence.label


def _theirs(one: Trace) -> bool:
    """Whether they said it: what a list, a name or a schema licenses somebody else may have worded."""
    return one.licensed and (
        one.origin is Origin.PERSON or (one.origin is Origin.DEFAULT and one.value in _NOTHING)
    )
