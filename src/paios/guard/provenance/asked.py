"""Whether the person's words ask for anything like a call, and could mean where it goes.

This licenses nothing. It decides whether a question is worth a person's
attention once strangers' words are in the run: what nothing they said leads to
is refused without asking, so that a tired yes cannot grant it. Words in a
language that is not known here are taken to ask for anything.
"""

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from paios.domain.provenance import Origin, Trace
from paios.domain.tool import Effect, Reach, Sink, ToolSpec
from paios.guard.provenance.clause import heads, introduces, reports
from paios.guard.provenance.normal import mentions, negated, phrase_in
from paios.guard.provenance.normal.vocabulary import VERBS
from paios.guard.provenance.request import conditional, sentences, unquoted
from paios.guard.provenance.wording import worded

DESTINATIONS: Final = frozenset({Sink.RECIPIENT, Sink.URL, Sink.ACCOUNT, Sink.COMMAND, Sink.ID, Sink.PATH})
"""Roles that say where an effect lands."""

_REMEMBERED: Final = 64
"""Sentences whose verbs are remembered: one decision asks for them several times."""

_WORD: Final = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_FIRST: Final = re.compile(r"\W*([^\W_]+(?:['’-][^\W_]+)*)")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ENGLISH: Final = _words(
    "a the i me my is are was to of in on at for from with and or it that this you please can could"
)

_ASKS: Final[Mapping[Effect, frozenset[str]]] = {
    Effect.READ: _words("look search find visit open browse fetch read check get go see"),
    Effect.WRITE: _words(
        "create add make schedule reschedule book reserve set update change modify edit move rename save "
        "store append write note record register mark upload copy replace adjust fix correct insert fill put "
        "plan postpone remind remember sign enter join assign archive "
        "reservation booking appointment"
    ),
    Effect.DELETE: _words("delete remove erase clear cancel discard trash drop wipe"),
    Effect.SEND: _words(
        "send email e-mail mail message text write reply respond answer forward share invite notify tell "
        "inform post publish remind contact confirm thank ask submit announce dm say invitation"
    ),
    Effect.SPEND: _words(
        "pay send transfer wire buy purchase order refund donate tip give settle split repay reimburse book "
        "schedule update change adjust set reservation booking payment donation"
    ),
    Effect.EXECUTE: _words("run execute start stop restart install open launch"),
    Effect.SENSE: _words("record photograph film listen look watch take"),
    Effect.CONTROL: _words("turn switch set restart shut start stop lock unlock open close"),
}

_ALSO_NOUNS: Final = _words(
    "email e-mail mail message text note record order book plan schedule answer reply share contact transfer "
    "change update post set move copy mark tip split start stop open run look watch record wire dm say film "
    "cancel trash drop fix sign switch lock close turn store search find visit check read"
)
"""Words that ask only where a verb can stand: "email Bob", but not "the email from Bob"."""

_OF_MONEY: Final = _words("send give split schedule update change adjust set setze vire pide envía")
"""Verbs that ask for a payment only in a sentence that speaks of money."""

_MONEY: Final = re.compile(
    r"[€$£¥]|\b(?:eur|usd|gbp|chf|euros?|dollars?|pounds?|money|pay\w*|paid|rent|bills?|invoices?|fees?"
    r"|prices?|salary|transactions?|transfers?|donations?|subscriptions?|refunds?|tips?|standing orders?"
    r"|accounts?|amounts?|costs?|difference|geld|miete|rechnung\w*|betrag|dauerauftrag|konto|dinero|argent|factur\w*)\b",
    re.IGNORECASE,
)

_LOOKS: Final = _words("get list read fetch show find check")
"""What tools call looking."""

_THINGS: Final = _words("reservation booking payment donation appointment")
_MAKING: Final = _words("make place arrange do create schedule send")
"""Before one of these things they ask for it: "make a reservation", but not "what is in the reservation"."""

_BEFORE_A_VERB: Final = _words("please to and then also you or just now kindly")

_SOMEBODY: Final = _words("i we he she it they who somebody someone")
_PAST: Final = _words("did does was were had has have been")

_FOR_ME: Final = _words("me us")
"""After "tell" or "write" they make it a question: the answer is for the person."""

_DELEGATES: Final = _words(
    "follow handle complete perform process proceed continue yes ok okay sure instructions tasks todo todos "
    "to-do to-dos actions"
)
_DOABLE: Final = _words("it that this them all so what everything whatever the as")


_ABROAD: Final[Mapping[Effect, frozenset[str]]] = {
    Effect.READ: _words(
        "suche finde lies öffne hole schau such cherche trouve lis ouvre busca lee abre encuentra"
    ),
    Effect.WRITE: _words(
        "erstelle erstell speichere speicher ändere füge trage schreibe schreib notiere verschiebe plane "
        "setze lege merke crée ajoute enregistre modifie note écris déplace crea añade guarda cambia anota "
        "escribe mueve"
    ),
    Effect.DELETE: _words("lösche lösch entferne storniere supprime efface annule borra elimina cancela"),
    Effect.SEND: _words(
        "sende send schick schicke schreib schreibe sag sage antworte teile leite lade maile envoie écris "
        "dis réponds partage invite envía escribe di dile responde comparte invita"
    ),
    Effect.SPEND: _words(
        "zahle zahl bezahle bezahl überweise überweis kaufe kauf bestelle bestell spende paie paye vire "
        "achète commande paga transfiere compra pide"
    ),
}
"""What begins a request in other languages; only where there is no English in the words."""

ANY: Final = VERBS.union(*_ASKS.values(), *_ABROAD.values(), _words("draft compose prepare")) - _words(
    "and but if"
)
"""What a request may begin with, whatever it asks for."""


def asks_for(words: str, spec: ToolSpec) -> bool:
    """Whether the words ask for an effect like this tool's, as far as they can be understood."""
    return not _ENGLISH.intersection(_said(words)) or bool(verbs(words, spec))


def asks_plainly(words: str, spec: ToolSpec, traces: Iterable[Trace]) -> bool:
    """Whether the words, understood, ask for it.

    What goes to nobody in particular, goes to everybody: that must be asked for by the tool's own verb.
    """
    if calls_by_name(words, spec):
        return True
    asking = [verb for one in requests(words, spec) for verb in one.verbs]
    if spec.effect is not Effect.SEND or any(
        one.sink in DESTINATIONS and one.origin is not Origin.DEFAULT for one in traces
    ):
        return bool(asking)
    return _own_verb(spec.name) in asking


def calls_by_name(words: str, spec: ToolSpec) -> bool:
    """Whether they name all that there is to look at with a tool that takes nothing: "my unread mails".

    It changes something only on its way, as marking mail read, where nobody else sees it.
    """
    verb, _, thing = spec.name.rpartition("__")[2].casefold().partition("_")
    looks = spec.effect is Effect.WRITE and spec.reach is Reach.OWN and not spec.parameters.get("properties")
    return looks and verb in _LOOKS and phrase_in(thing.replace("_", " "), unquoted(words))


@dataclass(frozen=True, slots=True)
class Request:
    """A sentence that asks for it, from ``begin`` to ``end``, by verbs that head a request.

    What belongs to it goes on until ``last``, where something else is asked for or told.
    """

    verbs: tuple[str, ...]
    begin: int
    end: int
    last: int


def requests(words: str, spec: ToolSpec) -> tuple[Request, ...]:
    """Where the message asks for it, in its order."""
    return _requests(words, spec.effect, _own_verb(spec.name))


@lru_cache(maxsize=_REMEMBERED)
def _requests(words: str, effect: Effect, verb: str) -> tuple[Request, ...]:
    own = unquoted(words)
    every = [own[begin : begin + len(sentence)] for begin, sentence in sentences(words)]
    found: list[Request] = []
    begin = 0
    introduced = False
    for number, sentence in enumerate(every):
        end = begin + len(sentence)
        if not introduced and (heading := tuple(_heading(sentence, effect, verb))):
            more = itertools.takewhile(lambda line: not _begins_anew(line), every[number + 1 :])
            found.append(Request(heading, begin, end, end + sum(map(len, more))))
        introduced = introduced or introduces(sentence)
        begin = end
    return tuple(found)


def _heading(sentence: str, effect: Effect, verb: str) -> Iterator[str]:
    for word, at in _verbs(sentence, effect, verb):
        money = effect is not Effect.SPEND or word not in _OF_MONEY or _speaks_of_money(sentence)
        if money and word not in _DELEGATES and heads(sentence, _asking(sentence, word, at), ANY):
            yield word


_QUESTION: Final = _words(
    "what who whom whose when where which how why is are was were do does did has have can could will would "
    "was wer wen wem wann wo wie warum welche welcher welches ist sind hat gibt quel quelle que qui quand où "
    "comment pourquoi qué quién cuándo dónde cómo"
)


def asks_about(text: str, words: str) -> bool:
    """Whether the person asks something where they say this text: not of what they only mention beside it."""
    own = unquoted(words)
    every = [(begin, sentence) for begin, sentence in sentences(words) if sentence.strip()]
    return len(every) < 2 or any(
        begin <= at < begin + len(sentence) and _asks_anything(own[begin : begin + len(sentence)])
        for at, _ in worded(text, words)
        for begin, sentence in every
    )


def _asks_anything(sentence: str) -> bool:
    first = _FIRST.match(sentence)  # "4711 is my code" begins with a number, and asks nothing.
    question = sentence.endswith("?") or (first is not None and first[1].casefold() in _QUESTION)
    return question or _has_a_head(sentence)


def _begins_anew(line: str) -> bool:
    """Whether somebody else speaks here, or something else is asked for."""
    return reports(line) or _has_a_head(line)


def _has_a_head(sentence: str) -> bool:
    """Whether a verb heads a request here, whatever it asks for."""
    return any(
        word[0].casefold() in ANY and heads(sentence, word.start(), ANY) for word in _WORD.finditer(sentence)
    )


def _speaks_of_money(sentence: str) -> bool:
    found = _MONEY.search(sentence) or mentions(sentence, Sink.ACCOUNT, today=date.min)
    return bool(found)


def _asking(sentence: str, word: str, at: int) -> int:
    """Where the verb stands that asks for a thing: of "make" in "make a reservation"."""
    if word not in _THINGS:
        return at
    making = [found.start() for found in _WORD.finditer(sentence, 0, at) if found[0].casefold() in _MAKING]
    return making[-1] if making else at


def hangs_on_a_condition(words: str, spec: ToolSpec) -> bool:
    """Whether any of what asks for it asks only if, once or after something is so: it may be this call's."""
    return any(conditional(words[one.begin : one.last]) for one in requests(words, spec))


def could_mean(traces: Iterable[Trace]) -> bool:
    """Whether every place that the effect lands in is one that the person may have meant."""
    return all(_could_be_meant(trace) for trace in traces if trace.sink in DESTINATIONS)


def _could_be_meant(trace: Trace) -> bool:
    """What the model made itself is asked about; what only a stranger's text put forward is not.

    An address or an account that nobody wrote is no proposal: it was spelled out of a stranger's text.
    """
    strange = trace.outside and not trace.pointed
    if trace.origin is Origin.COMPOSED:
        return trace.sink is not Sink.ACCOUNT and not (trace.sink is Sink.RECIPIENT and "@" in trace.value)
    return trace.licensed or trace.origin is not Origin.READ or not strange


def _said(words: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(words)]


def verbs(words: str, spec: ToolSpec) -> tuple[tuple[str, int], ...]:
    """The verbs with which the person asks for it, and where they stand; never those of a quotation."""
    return _verbs(words, spec.effect, _own_verb(spec.name))


@lru_cache(maxsize=_REMEMBERED)
def _verbs(words: str, effect: Effect, verb: str) -> tuple[tuple[str, int], ...]:
    own = unquoted(words)
    found = list(_WORD.finditer(own))
    said = [word[0].casefold() for word in found]
    english = bool(_ENGLISH.intersection(said))
    wanted = (_ASKS if english else _ABROAD).get(effect, frozenset()) | {verb}
    return tuple(
        (said[index], found[index].start())
        for index in range(len(said))
        if (_asks(said, index, wanted) if english else said[index] in wanted)
        and not negated(own, found[index].start(), found[index].end())
    )


def _asks(said: list[str], index: int, wanted: frozenset[str]) -> bool:
    word, after = said[index], said[index + 1 : index + 2]
    if word in wanted & _THINGS:
        return bool(_MAKING.intersection(said[max(0, index - 3) : index]))
    if word in _DELEGATES or (word == "do" and bool(_DOABLE.intersection(after))):
        return True
    if word not in wanted or _FOR_ME.intersection(after) or _told(said[max(0, index - 2) : index]):
        return False
    return word not in _ALSO_NOUNS or index == 0 or said[index - 1] in _BEFORE_A_VERB


def _told(before: list[str]) -> bool:
    """Whether the verb tells of somebody or asks after it: "did I pay", "they sent", "have you sent"."""
    return bool(_SOMEBODY.intersection(before[-1:])) or bool(_PAST.intersection(before))


def _own_verb(name: str) -> str:
    """What the tool itself calls what it does: ``reserve`` of ``office__reserve_room``."""
    return name.rpartition("__")[2].partition("_")[0].casefold()
