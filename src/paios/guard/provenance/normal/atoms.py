"""Active content, wherever in a text it stands: what a reader may follow, call, pay, type, or fail to see.

Here a miss is the hole, so what might be one is taken for one: letters that
are forms of others are read as these, and addresses that are spelled out count.

Whole pages are read, so each distinct token is judged once, and a pattern sees
only the lines that hold what every match of it must hold: no piece goes over
the end of a line.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from paios.guard.provenance.normal.accounts import account
from paios.guard.provenance.normal.characters import spelled_out
from paios.guard.provenance.normal.mention import Atom, AtomKind
from paios.guard.provenance.normal.recipients import mail, phone
from paios.guard.provenance.normal.times import times
from paios.guard.provenance.normal.urls import url
from paios.guard.provenance.normal.vocabulary import FILE_ENDINGS

_LONGEST: Final = 2048
_SHOWN: Final = 64
_CHUNK: Final = re.compile(r"[^\s<>\"“”„«»`|()\[\]{},;]+")
_EDGES: Final = ".:!?'’‘*_~"
_SCHEME: Final = re.compile(
    r"(?:[a-z][a-z0-9+.-]{1,20}:/{2}|h..ps?:/{2}|www\.|//[^/]|(?:javascript|data|mailto|tel|sms|file|magnet|bitcoin|ethereum):)",
    re.IGNORECASE,
)
_BARE_LINK: Final = re.compile(
    r"(?=[^/?#]{0,253}\.)[\w.-]{1,253}\.(?P<top>[^\W\d_]{2,24}|xn--[a-z0-9-]{1,59})\.?(?::[0-9]{1,5})?(?:[/?#].*)?",
    re.IGNORECASE,
)
_NUMERIC_LINK: Final = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}(?::[0-9]{1,5})?(?:[/?#].*)?")
_SPELLED: Final = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}+ ?(?:@|[\[({] ?at ?[\])}]| at ) ?[\w-]{1,63}"
    r"(?: ?(?:[\[({] ?(?:dot|\.) ?[\])}]| dot |\.) ?[\w-]{2,63}){1,5}(?!\w)",
    re.IGNORECASE,
)
_SPELLED_HOST: Final = re.compile(
    r"(?<![\w.-])[\w-]{1,63}+(?:(?: ?[\[({] ?(?:dot|\.) ?[\])}] ?| dot )[\w-]{2,63}){1,5}(?!\w)",
    re.IGNORECASE,
)
_GROUPS: Final = re.compile(
    r"(?<![\w])[A-Za-z]{2}[0-9]{2}(?:[ -][A-Za-z0-9]{4}){2,7}(?:[ -][A-Za-z0-9]{1,4})?(?!\w)"
)
_CARD: Final = re.compile(r"(?<![\w])[0-9](?:[ -]?[0-9]){11,18}(?!\w)")
_PHONE: Final = re.compile(r"(?<![\w])(?:\+|\(|00)?[0-9](?:[ ()./-]{0,2}[0-9]){6,14}(?!\w)")
_SECRET: Final = re.compile(
    r"(?<!\w)(?:pass(?:word|code|phrase|wort)?|pwd|pin|code|otp|token|secret|key|kennwort|kode|ssn"
    r"|passport(?: number| no\.?)?)"
    r"(?: is| was| ist|:|=| -)*[ :=\"'“`]{1,3}(?P<secret>[^\s\"'“”`,;]{4,128})",
    re.IGNORECASE,
)
_SECRETS: Final = ("pass", "pwd", "pin", "code", "otp", "token", "secret", "key", "kennwort", "kode", "ssn")
"""How each word begins that ``_SECRET`` begins with."""

_AT: Final = re.compile(r"@|[\[({ ]at[\])} ]")
_DOT: Final = re.compile(r"dot|[\[({] ?\.")
_GROUPED: Final = re.compile("[0-9]{2}[ -][A-Za-z0-9]{4}[ -]")
_LONG_NUMBER: Final = re.compile(r"[0-9](?:[ ()./-]{0,2}[0-9]){6}")
_DIGIT: Final = re.compile("[0-9]")
_DAY: Final = re.compile(r"[0-9]{1,4}([./-])[0-9]{1,2}\1[0-9]{1,4}")
"""How a day is written that could be taken for a phone number."""

_DIGITS: Final = re.compile(r"[0-9]{5,}")
_CODE: Final = re.compile(r"(?=[\w-]{0,128}[0-9])(?=[\w-]{0,128}[^\W\d_])[\w-]{6,}")
_SHORTEST_ENCODED: Final = 16
_ENCODED: Final = re.compile(
    r"[A-Za-z0-9+/_-]{16,}={0,2}|(?:%[0-9A-Fa-f]{2}|\\x[0-9A-Fa-f]{2}|&#x?[0-9A-Fa-f]{2,6}){4,}"
)
_HIDDEN_RUN: Final = re.compile("\x00+")
_LETTERS_ONLY: Final = re.compile(r"[a-z/_-]+|[A-Z/_-]+|(?:[A-Z]?[a-z]{2,}+[/_-]?)+")


def atoms(text: str) -> tuple[Atom, ...]:
    """The active content of a text, in its order. A place can hold pieces of more than one kind."""
    read = text if text.isascii() and text.isprintable() else spelled_out(text)
    found = {*_unseen(text, read), *_chunks(read), *_spread(read)}
    return tuple(sorted(found, key=lambda one: (one.start, one.end, one.kind)))


def _unseen(text: str, read: str) -> Iterator[Atom]:
    for found in _HIDDEN_RUN.finditer(read):
        value = " ".join(f"U+{ord(sign):04X}" for sign in text[found.start() : found.end()][:_SHOWN])
        yield Atom(AtomKind.HIDDEN, value, *found.span())


def _chunks(read: str) -> Iterator[Atom]:
    """What the single tokens are."""
    known: dict[str, tuple[Atom, ...]] = {}
    for found in _CHUNK.finditer(read):
        held = known.get(found[0])
        if held is None:
            held = known[found[0]] = tuple(_token(found[0]))
        if held:
            yield from _moved(held, found.start())


def _token(written: str) -> Iterator[Atom]:
    token = written.strip(_EDGES)
    if not token or (len(token) < _SHORTEST_ENCODED and token.isalpha()):
        return
    start = written.index(token[0])
    kind = _kind(token)
    if kind is not None:
        yield Atom(kind, _value(kind, token), start, start + len(token))
    for one in _ENCODED.finditer(token):
        if not _LETTERS_ONLY.fullmatch(one[0]):
            yield Atom(AtomKind.ENCODED, one[0], start + one.start(), start + one.end())


def _moved(found: Iterable[Atom], start: int) -> Iterator[Atom]:
    """What was found in a piece of a text, where it stands in the text."""
    return (Atom(one.kind, one.value, start + one.start, start + one.end) for one in found)


def _kind(token: str) -> AtomKind | None:
    head = token[:_LONGEST]
    if (":" in head or "//" in head or "www." in head.lower()) and _SCHEME.search(head):
        return AtomKind.LINK
    if "@" in head.strip("@"):
        return AtomKind.ADDRESS
    if "." in head and _is_bare_link(head):
        return AtomKind.LINK
    if _DIGIT.search(head) is None:
        return None
    if not head.isdigit() and account(head) is not None:
        return AtomKind.ACCOUNT
    return AtomKind.CODE if _DIGITS.fullmatch(head) or _CODE.fullmatch(head) else None


def _is_bare_link(head: str) -> bool:
    bare = _BARE_LINK.fullmatch(head)
    return bool(bare and bare["top"].lower() not in FILE_ENDINGS) or _NUMERIC_LINK.fullmatch(head) is not None


def _value(kind: AtomKind, token: str) -> str:
    if kind is AtomKind.LINK:
        return url(token) or token[:_LONGEST].lower()
    if kind is AtomKind.ADDRESS:
        return mail(token) or token[:_LONGEST].lower()
    return (account(token) or token) if kind is AtomKind.ACCOUNT else _code(token)


def _code(token: str) -> str:
    """A code is the same without what groups its signs, and in any case."""
    return re.sub("[-_]", "", token).lower()


def _spread(read: str) -> Iterator[Atom]:
    """What goes over several tokens: groups of digits, addresses spelled out, secrets after their name."""
    # To a pattern that ignores case these two are an "i" as well.
    small = read.replace("İ", "i").replace("ı", "i").lower()
    secrets = [word for word in _SECRETS if word in small]
    values: dict[tuple[AtomKind, str], str] = {}
    start = 0
    for line, low in zip(read.split("\n"), small.split("\n"), strict=True):
        if _GROUPED.search(line):
            yield from _moved(_grouped(line), start)
        if _LONG_NUMBER.search(line):
            yield from _moved(_numbers(line), start)
        if _AT.search(low):
            yield from _moved(_spelled(_SPELLED, AtomKind.ADDRESS, line, values), start)
        if _DOT.search(low):
            yield from _moved(_spelled(_SPELLED_HOST, AtomKind.LINK, line, values), start)
        if any(word in low for word in secrets):
            yield from _moved(_named(line), start)
        start += len(line) + 1


def _grouped(line: str) -> Iterator[Atom]:
    for found in _GROUPS.finditer(line):
        yield Atom(AtomKind.ACCOUNT, re.sub("[ -]", "", found[0]).upper(), *found.span())


def _numbers(line: str) -> Iterator[Atom]:
    for found in _CARD.finditer(line):
        yield Atom(AtomKind.ACCOUNT, re.sub("[ -]", "", found[0]), *found.span())
    days: set[tuple[int, int]] | None = None
    for found in _PHONE.finditer(line):
        if _DAY.fullmatch(found[0]):
            days = {(one.start, one.end) for one in times(line, today=None)} if days is None else days
            if found.span() in days:
                continue
        digits = "".join(sign for sign in found[0] if sign.isdigit() or sign == "+")
        yield Atom(AtomKind.PHONE, phone(digits) or digits, *found.span())


def _spelled(
    pattern: re.Pattern[str], kind: AtomKind, line: str, values: dict[tuple[AtomKind, str], str]
) -> Iterator[Atom]:
    for found in pattern.finditer(line):
        value = values.get((kind, found[0]))
        if value is None:
            value = values[kind, found[0]] = _unspelled(found[0], kind)
        yield Atom(kind, value, *found.span())


def _named(line: str) -> Iterator[Atom]:
    for found in _SECRET.finditer(line):
        yield Atom(AtomKind.CODE, _code(found["secret"].rstrip(".!?)")), *found.span("secret"))


def _unspelled(written: str, kind: AtomKind) -> str:
    joined = re.sub(r" ?[\[({] ?dot ?[\])}] ?| dot | ?[\[({]\.[\])}] ?", ".", written, flags=re.IGNORECASE)
    joined = re.sub(r" ?[\[({] ?at ?[\])}] ?| at ", "@", joined, flags=re.IGNORECASE).replace(" ", "")
    return (mail(joined) if kind is AtomKind.ADDRESS else url(joined)) or joined.lower()
