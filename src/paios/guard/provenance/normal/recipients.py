"""Who a message goes to: e-mail addresses, phone numbers, handles, channels, and whole names.

A name is a whole one or none: "Alice Smith" is not Alice, and "Alice's" is not her either.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from paios.guard.provenance.normal.characters import BLOT, composed, exact, flat, lowered, quoted
from paios.guard.provenance.normal.hosts import domain
from paios.guard.provenance.normal.mention import Mention
from paios.guard.provenance.normal.vocabulary import (
    INTRODUCE_PEOPLE,
    PARTICLES,
    STOP_WORDS,
    VERBS,
)

_LOCAL: Final = re.compile(r"[\w\u0300-\u036f+'-]+(?:\.[\w\u0300-\u036f+'-]+)*")
_PHONE: Final = re.compile(
    r"(?:\+|00)[1-9][0-9 ()./-]{5,22}[0-9]|0[1-9][0-9 ()/-]{5,18}[0-9]"
    r"|\(0?[0-9]{2,4}\) ?[0-9][0-9 -]{3,12}[0-9]"
    r"|[0-9]{3}([ .-])[0-9]{3}\1[0-9]{4}|[0-9]{3}-[0-9]{4}"
)
_DIGITS: Final = re.compile(r"[0-9]{7,15}")
_NUMBERS: Final = re.compile(rf"(?<![\w.,:/@#+{BLOT}-])(?:{_PHONE.pattern})(?![\w@/{BLOT}]|[.,:-][\w{BLOT}])")
_HANDLE: Final = re.compile(r"[@#][a-z0-9_](?:[a-z0-9_.-]{0,78}[a-z0-9_])?", re.IGNORECASE)
_TOKEN: Final = re.compile(r"[^\s,;<>()\[\]{}|\"“”«»`]+")
_WORD: Final = re.compile(r"[^\W\d_](?:[\w'-]*\w)?")
_CHANNELS: Final = (
    re.compile(r"(?<![\w@#.-])channel ([\w-]{1,80})(?![\w@-]|\.\w)"),
    re.compile(r"(?<![\w@#.-])([\w-]{1,80}) channel(?!\w)"),
)
_NAME: Final = re.compile(r"[^\W\d_](?:[\w'-]*\w)?(?: [^\W\d_](?:[\w'-]*\w)?){0,5}")
_AFTER_A_PART: Final = tuple(')]}>"”')
_BEFORE_A_PART: Final = ("(", "[")
"""Next to these a token is a part of something: ``(comment)bob@example.org`` is one address."""
_NO_NAMES: Final = VERBS | STOP_WORDS
_LONGEST: Final = 254
_MOST_WORDS: Final = 6


def recipient(written: str) -> str | None:
    """The canonical form of whoever this names; ``None`` if it is no recipient."""
    plain = composed(written.strip()) if len(written) <= _LONGEST else None
    if not plain:
        return None
    if _HANDLE.fullmatch(plain):
        return plain.lower()
    if "@" in plain:
        return _mail(plain)
    if plain[0] in "+(0123456789":
        return phone(plain)
    name = " ".join(lowered(plain).split())
    return name if _NAME.fullmatch(name) or _CHANNEL_NAME.fullmatch(name) else None


_CHANNEL_NAME: Final = re.compile(r"[a-z0-9_][a-z0-9_-]*")


def recipients(text: str) -> Iterator[Mention]:
    """Everybody whom a text names."""
    found = [*_addressed(text), *phones(text), *_named(text), *_introduced(text), *_in_quotes(text)]
    yield from sorted(set(found), key=lambda one: (one.start, one.end))


def phone(written: str) -> str | None:
    """Digits, with ``+`` where the country is said."""
    if not _PHONE.fullmatch(written) and not _DIGITS.fullmatch(written):
        return None
    digits = "".join(sign for sign in written if sign.isdigit())
    if written.startswith("+"):
        digits = "+" + digits
    elif digits.startswith("00"):
        digits = "+" + digits[2:]
    return digits if 7 <= len(digits.removeprefix("+")) <= 15 else None


def mail(written: str) -> str | None:
    """The canonical e-mail address: lower case, the host in A-labels."""
    plain = composed(written) if len(written) <= _LONGEST else None
    return _mail(plain) if plain else None


def _mail(plain: str) -> str | None:
    local, _, at = plain.lower().rpartition("@")
    name = domain(at)
    return f"{local}@{name}" if name and _LOCAL.fullmatch(local) else None


def _addressed(text: str) -> Iterator[Mention]:
    plain = exact(text)
    for token in _TOKEN.finditer(plain):
        if token.end() - token.start() > _LONGEST + 8 or not ("@" in token[0] or "#" in token[0]):
            continue
        if (
            plain[max(0, token.start() - 1) : token.start()] in _AFTER_A_PART
            or plain[token.end() : token.end() + 1] in _BEFORE_A_PART
        ):
            continue
        start, end = _bared(plain, *token.span())
        value = recipient(text[start:end])
        if value is not None and ".." not in plain[end : token.end()]:
            yield Mention(value, start, end)
            if value[0] in "@#" and recipient(value[1:]):
                yield Mention(value[1:], start + 1, end)


def _bared(plain: str, start: int, end: int) -> tuple[int, int]:
    """The token without quotes and marks of emphasis around it, and without the end of the sentence.

    It holds an ``@`` or a ``#``, so something is left.
    """
    if plain.startswith(("mailto:", "Mailto:"), start):
        start += len("mailto:")
    while plain[end - 1] in ".,:!?'’":
        end -= 1
    while plain[start] in "'‘":
        start += 1
    while plain[start] == plain[end - 1] and plain[start] in "*_":
        start, end = start + 1, end - 1
    return start, end


def phones(text: str) -> Iterator[Mention]:
    """The phone numbers, each a whole token."""
    for found in _NUMBERS.finditer(flat(text)):
        value = phone(text[found.start() : found.end()])
        if value is not None:
            yield Mention(value, found.start(), found.end())


def _named(text: str) -> Iterator[Mention]:
    """Runs of capitalised words, without the verb that begins the sentence."""
    run: list[re.Match[str]] = []
    plain = flat(text)
    for word in _WORD.finditer(plain):
        follows = bool(run) and not plain[run[-1].end() : word.start()].strip(" ")
        capital = word[0][0].isupper() and _alone(plain, word.start(), word.end())
        if not follows or not (capital or (word[0] in PARTICLES)):
            yield from _of(run, text)
            run = []
        if capital or (run and word[0] in PARTICLES):
            run.append(word)
    yield from _of(run, text)


def _of(run: list[re.Match[str]], text: str) -> Iterator[Mention]:
    while run and run[-1][0] in PARTICLES:
        run.pop()
    first = 0
    while first < len(run) and run[first][0].lower() in _NO_NAMES:
        first += 1
    if 0 < len(run) - first <= _MOST_WORDS:
        yield from _one(text, (run[first].start(), run[-1].end()))


def _introduced(text: str) -> Iterator[Mention]:
    """A name in small letters, where nothing but a name can stand: "text alice that …"; and channels."""
    plain = lowered(flat(text))
    before: re.Match[str] | None = None
    waiting: re.Match[str] | None = None
    for word in _WORD.finditer(plain):
        if waiting is not None and (_parted(plain, waiting, word) or word[0] in STOP_WORDS):
            yield from _one(text, waiting.span())
        near = before is not None and not plain[before.end() : word.start()].strip(" ")
        fits = near and before is not None and before[0] in INTRODUCE_PEOPLE and word[0] not in _NO_NAMES
        waiting = word if fits and _alone(plain, *word.span()) else None
        before = word
    if waiting is not None:
        yield from _one(text, waiting.span())
    for pattern in _CHANNELS:
        for found in pattern.finditer(plain):
            if found[1] not in STOP_WORDS:
                yield from _one(text, found.span(1))


def _in_quotes(text: str) -> Iterator[Mention]:
    for start, end in quoted(flat(text)):
        yield from _one(text, (start, end))


def _one(text: str, span: tuple[int, int]) -> Iterator[Mention]:
    value = recipient(text[slice(*span)])
    if value is not None:
        yield Mention(value, *span)


def _parted(plain: str, word: re.Match[str], following: re.Match[str]) -> bool:
    return bool(plain[word.end() : following.start()].strip(" "))


def _alone(plain: str, start: int, end: int) -> bool:
    """Whether the word is a token of its own, and nobody's: not of an address, not "Alice's"."""
    before, after = plain[max(0, start - 1) : start], plain[end : end + 2]
    if plain[start:end].endswith("'s") or plain[start : end + 1].endswith("s'"):
        return False
    return (
        before not in tuple(f"@#./\\_{BLOT}-'0123456789")
        and after[:1] not in (BLOT, "@")
        and not (after[:1] in tuple("/\\-'") and after[1:].strip())
        and not (after[:1] == "." and after[1:].strip().isalnum())
    )


def spans(mentions: Iterable[Mention]) -> list[tuple[int, int]]:
    """Where they stand."""
    return [(one.start, one.end) for one in mentions]
