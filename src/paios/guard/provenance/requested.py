"""Whether what cannot be taken back is part of the request itself: where it goes, and what it says.

A person says many things in one message. An account in one sentence and "send
her a mail" in another pay nobody, and what they say about somebody is not said
to them.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from paios.domain.provenance import Origin, Trace
from paios.domain.tool import Effect, Sink, ToolCall, ToolSpec
from paios.guard.provenance.aiming import BY_NAME, NAME, form_of, whence
from paios.guard.provenance.asked import ANY, DESTINATIONS, Request, requests
from paios.guard.provenance.evidence import Evidence
from paios.guard.provenance.giving import addressed, gives
from paios.guard.provenance.leaves import Leaf, leaves, path, said_of
from paios.guard.provenance.normal import canonical, mentions
from paios.guard.provenance.normal.characters import blotted
from paios.guard.provenance.normal.recipients import spans
from paios.guard.provenance.normal.vocabulary import GO_ON, INTRODUCE_TEXTS
from paios.guard.provenance.plain import understood
from paios.guard.provenance.request import quotations, sentences
from paios.guard.provenance.tracing import said
from paios.guard.provenance.withheld import doubted, put_off, taken_back
from paios.guard.provenance.wording import worded

_GOES_TO: Final = frozenset({Sink.RECIPIENT, Sink.ACCOUNT, Sink.URL})
_VALUES: Final = (Sink.ACCOUNT, Sink.AMOUNT, Sink.TIME, Sink.RECIPIENT, Sink.PATH, Sink.URL)
_FEW: Final = 2
_NEAR: Final = 60
"""Characters before a text in which it is said that it is one."""

_SIGNS: Final = " \t\n.,;:!?\"'“”„‟«»‹›‘’‚`()-–—"
_LAST: Final = re.compile(r"([\w@.+-]*\w)\W*$")
_NEXT: Final = re.compile(r"\W*?([^\W_]+)")
_LABELS: Final = re.compile(
    r"\b(?:subject|title|body|text|message|content|description|note|say|saying|write|betreff|nachricht|titel)\b",
    re.IGNORECASE,
)


def apart_from_the_request(
    call: ToolCall, spec: ToolSpec, traces: tuple[Trace, ...], evidence: Evidence
) -> str | None:
    """What of the call the person said, but did not ask for, in a sentence; None where all is one request."""
    asked = requests(evidence.words, spec)
    if taken_back(evidence.words, min((one.begin for one in asked), default=0)):
        return "You asked for it, and then said otherwise."
    if spec.effect is Effect.SPEND:
        if doubted(evidence.words):
            return "You left a choice, or said that something is wrong with it."
        asked = tuple(plain for one in asked for plain in _understood(one, evidence))
        if not asked:
            return "You said more about it than can be understood for sure."
    if spec.effect in (Effect.SPEND, Effect.SEND) and _put_off(call, spec, asked, evidence):
        return "You said when, and the call does not."
    spoken = {one.argument for one in traces if one.origin is Origin.PERSON and one.licensed}
    for leaf in leaves(dict(call.arguments)):
        sink = said_of(leaf.place, spec.sinks)
        if sink is None or path(leaf.place) not in spoken:
            continue
        if sink in DESTINATIONS and not any(_in_request(leaf, sink, one, evidence) for one in asked):
            return f"You named {path(leaf.place)}, but not where you asked for this."
        if sink is Sink.CONTENT and not _is_whole(leaf, asked, evidence, purpose=spec.effect is Effect.SPEND):
            return f"You did not say {path(leaf.place)} as a text of its own to go there."
    return None


def _understood(asked: Request, evidence: Evidence) -> Iterator[Request]:
    """What of it is understood to its last word."""
    sentence = evidence.words[asked.begin : asked.end]
    every = [
        one
        for sink in _VALUES
        for one in mentions(sentence, sink, today=evidence.today)
        if form_of(sink, one.value) != BY_NAME  # "Maybe" could be one.
    ]
    for begin, end in understood(sentence, [*spans(every), *quotations(sentence)], ANY):
        if not set(asked.verbs).isdisjoint(NAME.findall(sentence[begin:end].casefold())):
            last = asked.last if end == len(sentence) else asked.begin + end
            yield Request(asked.verbs, asked.begin + begin, asked.begin + end, last)


def _put_off(call: ToolCall, spec: ToolSpec, asked: Iterable[Request], evidence: Evidence) -> bool:
    """Whether the person asked for it at a time to come, and the call says none, nor is it told of one."""
    every = [(leaf, said_of(leaf.place, spec.sinks)) for leaf in leaves(dict(call.arguments))]
    if any(sink is Sink.TIME for _, sink in every):
        return False
    texts = [leaf.value for leaf, sink in every if sink is Sink.CONTENT and isinstance(leaf.value, str)]
    told = [span for text in texts for span in worded(text, evidence.words)]
    rest = blotted(evidence.words, sorted(told))
    today = evidence.today.isoformat()
    return any(put_off(rest[one.begin : one.end]) for one in asked) or any(
        (value > today or ":" in value)
        and one.begin <= start < one.end
        and not any(begin <= start < end for begin, end in told)
        for value, starts in evidence.spoken(Sink.TIME).items()
        for start in starts
        for one in asked
    )


def _in_request(leaf: Leaf, sink: Sink, asked: Request, evidence: Evidence) -> bool:
    there = Evidence(evidence.words[asked.begin : asked.last], evidence.today)
    value = canonical(leaf.value, sink, today=evidence.today)
    if sink not in _GOES_TO:
        return said(leaf, sink, value, there)
    every = {one.start: one.end for one in mentions(there.words, sink, today=evidence.today)}
    verbs = asked.verbs if sink is Sink.RECIPIENT else ()
    return any(
        whence(leaf) or _given(at, every, there.words, asked.end - asked.begin, verbs)
        for at in there.spoken(sink).get(value or "", ())
    )


def _given(at: int, every: Mapping[int, int], words: str, own: int, verbs: tuple[str, ...]) -> bool:
    """Whether it is to go to the place that stands here, in the sentence of the request, or given after it.

    That sentence is ``own`` long. ``every`` tells where each place begins, and ends.
    """
    if at < own:
        return addressed(words[:at], words[at : every[at]], words[every[at] :], verbs)
    begin, sentence = next(one for one in reversed(list(sentences(words))) if one[0] <= at)
    blank = blotted(words, sorted(every.items()))
    return gives(blank[begin:at], blank[every[at] : begin + len(sentence)])


def _is_whole(leaf: Leaf, asked: Sequence[Request], evidence: Evidence, *, purpose: bool) -> bool:
    """Whether the person gave this text, from where it begins to where it ends, for this.

    What a payment is for (``purpose``) may be a word or two of the message: "refund", or "rent".
    """
    words = evidence.words
    quoted = quotations(words)
    for begin, end in worded(leaf.value, words):
        around = [words[first:last] for first, last in quoted if first <= begin and end <= last]
        if purpose and not around and len(words[begin:end].split()) <= _FEW:
            return True
        here = next((one for one in asked if one.begin <= begin < one.end), None)
        after = any(one.begin < begin for one in asked)
        if here is None and not (after and _labelled(words, begin)):
            continue
        if around and all(one.strip(_SIGNS) == words[begin:end] for one in around):
            return True
        # What stands in a sentence of its own is no text for them because they are named just before it.
        other = here is None or any(here.begin <= first < here.end for first, _ in quoted)
        if not around and _ends(words, end) and _introduced(words, begin, evidence, in_words=other):
            return True
    return False


def _labelled(words: str, begin: int) -> bool:
    """Whether the line before a text says that it is one: it may end where the text begins, and no sooner."""
    *_, (_, line) = sentences(words[max(0, begin - _NEAR) : begin].rstrip(_SIGNS))
    return bool(_LABELS.search(line))


def _introduced(words: str, begin: int, evidence: Evidence, *, in_words: bool) -> bool:
    """Whether a text without quotation marks begins here: after "that", after the verb, after who is told it.

    Beside a text in quotation marks, only words can say that this is another (``in_words``).
    """
    before = words[:begin].rstrip(_SIGNS.replace(":", ""))
    last = _LAST.search(before)
    if before.endswith(":") or (last is not None and last[1].casefold() in INTRODUCE_TEXTS):
        return True
    if in_words or last is None:
        return not in_words
    told = evidence.spoken(Sink.RECIPIENT)
    spans = ((start, start + len(value)) for value, starts in told.items() for start in starts)
    return last[1].casefold() in ANY or any(first <= last.start(1) < after for first, after in spans)


def _ends(words: str, end: int) -> bool:
    """Whether it is the end of its sentence, or what follows is another part of the request."""
    rest = words[end:]
    gap = re.match(r"[^\w@]*", rest)
    if gap is None or gap.end() == len(rest) or any(sign in ".!?;\n" for sign in gap[0]):
        return True
    following = _NEXT.match(rest)
    return following is not None and following[1].casefold() in GO_ON
