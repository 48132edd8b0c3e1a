"""Money that was moved before: what goes back to where it came from, and what is paid as it was before.

Whoever sends money chooses its amount, so the amount of a record licenses
nothing by itself. It does where a lie would cost who tells it and win them
nothing: one sum goes back to the account that it came from, or what the person
paid before goes to an account that they say. Only what the provider keeps
counts, a record with an id that nobody else could have given it.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from paios.domain.label import Integrity
from paios.domain.tool import Effect, ResultField, Sink, ToolCall, ToolSpec
from paios.guard.provenance.asked import verbs
from paios.guard.provenance.evidence import Evidence, Found, Reading
from paios.guard.provenance.leaves import Leaf, Place, leaves, said_of
from paios.guard.provenance.normal import canonical, mentions, names, phrase_in
from paios.guard.provenance.request import sentences, unquoted

_WHENCE: Final = frozenset(["from", "source", "sender", "origin", "payer", "debtor"])
_GIVING_BACK: Final = frozenset(["refund", "reimburse", "repay"])
_PAID: Final = re.compile(
    r"\b(?:I|we)(?: \w+){0,2} (?:pay|paid|spend|spent|sent|transferred)\b", re.IGNORECASE
)
_IN_PART: Final = re.compile(
    r"%|\b(?:half|parts?|some|portion|third|quarter|percent|most|rest|difference|minus|less|except|but|without)\b",
    re.IGNORECASE,
)
_DIGIT: Final = re.compile(r"[0-9]")
_WORD: Final = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class _Booking:
    """One payment that was made: its sum, the account it came from, and whether the person made it."""

    thing: tuple[str | None, str] | None
    amount: str
    sum: Found
    payer: str | None
    source: Found | None
    own: bool


def from_the_books(call: ToolCall, spec: ToolSpec, evidence: Evidence) -> Mapping[Place, Found]:
    """The arguments of a payment that a record of an earlier one licenses, each with its place there."""
    if spec.effect is not Effect.SPEND or not evidence.readings:
        return {}
    every = [(leaf, said_of(leaf.place, spec.sinks)) for leaf in leaves(dict(call.arguments))]
    accounts, amounts = (
        [(leaf.place, canonical(leaf.value, role)) for leaf, at in every if at is role]
        for role in (Sink.ACCOUNT, Sink.AMOUNT)
    )
    if len(accounts) != 1 or len(amounts) != 1:
        return {}
    (where, account), (what, amount) = accounts[0], amounts[0]
    booked = tuple({one.thing: one for one in _bookings(evidence)}.values())
    back = _given_back(booked, spec, evidence)
    if back is not None and back.source is not None and (back.payer, back.amount) == (account, amount):
        return {where: back.source, what: back.sum}
    before = _paid_before(booked, evidence)
    if before is not None and before.amount == amount and account in evidence.spoken(Sink.ACCOUNT):
        return {what: before.sum}
    return {}


def _given_back(booked: Iterable[_Booking], spec: ToolSpec, evidence: Evidence) -> _Booking | None:
    """The one payment that "refund …" can mean, by the account or the sum that is said with it."""
    for _, sentence in sentences(evidence.words):
        if _GIVING_BACK.isdisjoint(verb for verb, _ in verbs(sentence, spec)):
            continue
        said = Evidence(sentence, evidence.today)
        payers, sums = said.spoken(Sink.ACCOUNT), said.spoken(Sink.AMOUNT)
        rest = _without_accounts(sentence)
        if _IN_PART.search(rest) or (not sums and _DIGIT.search(rest)):
            continue
        meant = [
            one
            for one in booked
            if one.payer and (not payers or one.payer in payers) and (not sums or one.amount in sums)
        ]
        if (payers or sums) and len(meant) == 1:
            return meant[0]
    return None


def _without_accounts(sentence: str) -> str:
    signs = list(sentence)
    for one in mentions(sentence, Sink.ACCOUNT):
        signs[one.start : one.end] = " " * (one.end - one.start)
    return "".join(signs)


def _paid_before(booked: Iterable[_Booking], evidence: Evidence) -> _Booking | None:
    """What "the amount that I pay for …" can mean: payments of the person's own, all of one sum."""
    for _, sentence in sentences(unquoted(evidence.words)):
        if not _PAID.search(sentence) or Evidence(sentence, evidence.today).spoken(Sink.AMOUNT):
            continue
        meant = [one for one in booked if one.own and _speaks_of(sentence, one)]
        if len({one.amount for one in meant}) == 1:
            return meant[0]
    return None


def _speaks_of(sentence: str, one: _Booking) -> bool:
    """Whether it names the field of the sum, and a word that the payment is called by."""
    field = str(one.sum.place[-1]).replace("_", " ")
    called = (word for name in one.sum.names for word in _WORD.findall(name))
    return phrase_in(field, sentence) and any(names(word, sentence) for word in called)


def _bookings(evidence: Evidence) -> Iterator[_Booking]:
    for reading in evidence.readings:
        declared = {one.path: one for one in reading.fields}
        if all(one.role is not Sink.AMOUNT for one in reading.fields):
            continue
        records: defaultdict[Place, list[tuple[Leaf, ResultField]]] = defaultdict(list)
        for leaf in leaves(reading.data):
            if (known := said_of(leaf.place, declared)) is not None:
                records[leaf.place[:-1]].append((leaf, known))
        for record in records.values():
            yield from _booking(reading, record)


def _booking(reading: Reading, record: list[tuple[Leaf, ResultField]]) -> Iterator[_Booking]:
    """The payment that a record tells of; none where it has no id, or more than one sum or payer."""
    called = tuple(str(leaf.value) for leaf, known in record if known.names)
    held: defaultdict[Sink | None, list[tuple[str, Found]]] = defaultdict(list)
    for leaf, known in record:
        value = known.role and canonical(leaf.value, known.role)
        if value is not None:
            place = Found(
                reading, leaf.place, known.label, True, called, str(leaf.value), (known.id_type, value)
            )
            held[known.role].append((value, place))
    ids = [place for _, place in held[Sink.ID] if _sure(place)]
    payers = [one for one in held[Sink.ACCOUNT] if _whence(one[1])]
    payees = [place for _, place in held[Sink.ACCOUNT] if not _whence(place)]
    if len(ids) != 1 or len(held[Sink.AMOUNT]) != 1 or len(payers) > 1:
        return
    own = bool(payees) and all(map(_sure, [*payees, *(place for _, place in payers)]))
    payer, source = payers[0] if payers else (None, None)
    yield _Booking(ids[0].thing, *held[Sink.AMOUNT][0], payer, source, own)


def _sure(place: Found) -> bool:
    """Whether only the provider, or the person, could have written it."""
    return place.label.integrity is not Integrity.EXTERNAL


def _whence(place: Found) -> bool:
    return not _WHENCE.isdisjoint(_WORD.findall(str(place.place[-1]).casefold()))
