"""Active content, wherever in a text it stands: what a reader may follow, call, pay, type, or fail to see.

Here a miss is the hole, so what might be one is taken for one: letters that
are forms of others are read as these, and addresses that are spelled out count.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from paios.guard.provenance.normal.accounts import account
from paios.guard.provenance.normal.characters import hidden
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
    r"(?<![\w.+-])[\w.+-]{1,64} ?(?:@|[\[({] ?at ?[\])}]| at ) ?[\w-]{1,63}"
    r"(?: ?(?:[\[({] ?(?:dot|\.) ?[\])}]| dot |\.) ?[\w-]{2,63}){1,5}(?!\w)",
    re.IGNORECASE,
)
_SPELLED_HOST: Final = re.compile(
    r"(?<![\w.-])[\w-]{1,63}(?:(?: ?[\[({] ?(?:dot|\.) ?[\])}] ?| dot )[\w-]{2,63}){1,5}(?!\w)", re.IGNORECASE
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
_DIGITS: Final = re.compile(r"[0-9]{5,}")
_CODE: Final = re.compile(r"(?=[\w-]{0,128}[0-9])(?=[\w-]{0,128}[^\W\d_])[\w-]{6,}")
_ENCODED: Final = re.compile(
    r"[A-Za-z0-9+/_-]{16,}={0,2}|(?:%[0-9A-Fa-f]{2}|\\x[0-9A-Fa-f]{2}|&#x?[0-9A-Fa-f]{2,6}){4,}"
)
_HIDDEN_RUN: Final = re.compile("\x00+")
_LETTERS_ONLY: Final = re.compile(r"[a-z/_-]+|[A-Z/_-]+|(?:[A-Z]?[a-z]{2,}[/_-]?)+")


def atoms(text: str) -> tuple[Atom, ...]:
    """The active content of a text, in its order. A place can hold pieces of more than one kind."""
    read = text if text.isascii() and text.isprintable() else _readable(text)
    found = {*_unseen(text, read), *_chunks(read), *_spread(read)}
    return tuple(sorted(found, key=lambda one: (one.start, one.end, one.kind)))


def _unseen(text: str, read: str) -> Iterator[Atom]:
    for found in _HIDDEN_RUN.finditer(read):
        value = " ".join(f"U+{ord(sign):04X}" for sign in text[found.start() : found.end()][:_SHOWN])
        yield Atom(AtomKind.HIDDEN, value, *found.span())


def _chunks(read: str) -> Iterator[Atom]:
    """What a single token is."""
    for found in _CHUNK.finditer(read):
        token = found[0].strip(_EDGES)
        if not token:
            continue
        start = found.start() + found[0].index(token[0])
        kind = _kind(token)
        if kind is not None:
            yield Atom(kind, _value(kind, token), start, start + len(token))
        for one in _ENCODED.finditer(token):
            if not _LETTERS_ONLY.fullmatch(one[0]):
                yield Atom(AtomKind.ENCODED, one[0], start + one.start(), start + one.end())


def _kind(token: str) -> AtomKind | None:
    head = token[:_LONGEST]
    bare = _BARE_LINK.fullmatch(head)
    if _SCHEME.search(head):
        return AtomKind.LINK
    if "@" in head.strip("@"):
        return AtomKind.ADDRESS
    if _NUMERIC_LINK.fullmatch(head) or (bare and bare["top"].lower() not in FILE_ENDINGS):
        return AtomKind.LINK
    if account(head) is not None and not head.isdigit():
        return AtomKind.ACCOUNT
    if _DIGITS.fullmatch(head) or _CODE.fullmatch(head):
        return AtomKind.CODE
    return None


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
    days = {(one.start, one.end) for one in times(read, today=None)}
    for found in _GROUPS.finditer(read):
        joined = re.sub("[ -]", "", found[0])
        yield Atom(AtomKind.ACCOUNT, account(found[0].replace("-", " ")) or joined.upper(), *found.span())
    for found in _CARD.finditer(read):
        yield Atom(AtomKind.ACCOUNT, re.sub("[ -]", "", found[0]), *found.span())
    for found in _PHONE.finditer(read):
        if found.span() not in days:
            digits = "".join(sign for sign in found[0] if sign.isdigit() or sign == "+")
            yield Atom(AtomKind.PHONE, phone(digits) or digits, *found.span())
    for kind, pattern in ((AtomKind.ADDRESS, _SPELLED), (AtomKind.LINK, _SPELLED_HOST)):
        for found in pattern.finditer(read):
            yield Atom(kind, _unspelled(found[0], kind), *found.span())
    for found in _SECRET.finditer(read):
        yield Atom(AtomKind.CODE, _code(found["secret"].rstrip(".!?)")), *found.span("secret"))


def _unspelled(written: str, kind: AtomKind) -> str:
    joined = re.sub(r" ?[\[({] ?dot ?[\])}] ?| dot | ?[\[({]\.[\])}] ?", ".", written, flags=re.IGNORECASE)
    joined = re.sub(r" ?[\[({] ?at ?[\])}] ?| at ", "@", joined, flags=re.IGNORECASE).replace(" ", "")
    return (mail(joined) if kind is AtomKind.ADDRESS else url(joined)) or joined.lower()


def _readable(text: str) -> str:
    return "".join(map(_one, text))


def _one(sign: str) -> str:
    if sign in "\t\n\r":
        return sign
    if hidden(sign):
        return "\x00"
    spelled = unicodedata.normalize("NFKC", sign)
    return spelled if len(spelled) == 1 else sign
