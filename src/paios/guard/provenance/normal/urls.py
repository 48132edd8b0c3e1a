"""Web addresses: one form for what a browser would take for the same address, and for nothing else.

Sources: RFC 3986 (6.2.2, normalisation), the WHATWG URL standard (backslashes
and control characters, which programs read in different ways, are refused).
"""

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import quote

from paios.guard.provenance.normal.characters import composed, exact
from paios.guard.provenance.normal.hosts import domain, host
from paios.guard.provenance.normal.mention import Mention
from paios.guard.provenance.normal.vocabulary import FILE_ENDINGS

_PARTS: Final = re.compile(
    r"(?:(?P<scheme>https?)://)?(?P<host>\[[0-9a-fA-F:.]*\]|[^/?#:@\[\]]+)(?::(?P<port>[0-9]{1,5}))?"
    r"(?P<path>/[^?#]*)?(?P<query>\?[^#]*)?(?P<fragment>#.*)?",
    re.IGNORECASE,
)
_PORTS: Final = {"http": 80, "https": 443}
_ESCAPE: Final = re.compile("%([0-9A-Fa-f]{2})?")
_UNRESERVED: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_REFUSED: Final = re.compile(r"[\s\\<>\"^`{|}]")
_TWO_SENTENCES: Final = re.compile(r"[a-z]\.[A-Z][a-z]")
_LONGEST: Final = 2048

_CHUNK: Final = re.compile(r"[^\s]+")
_OPENS: Final = "([{<'‘\"“„«`|"
_CLOSES: Final = ".,;:!?'’)]}>\"”“»`|"


def url(written: str) -> str | None:
    """The canonical address; ``https`` is assumed where no scheme stands."""
    plain = composed(written) if len(written) <= _LONGEST else None
    parts = _PARTS.fullmatch(plain) if plain and not _REFUSED.search(plain) else None
    if parts is None:
        return None
    scheme = (parts["scheme"] or "https").lower()
    at = host(parts["host"]) if parts["scheme"] else _bare(parts["host"])
    rest = [_escaped(parts[name] or "") for name in ("path", "query", "fragment")]
    port = int(parts["port"] or _PORTS[scheme])
    if at is None or None in rest or not 0 < port < 65536:
        return None
    path, query, fragment = (part or "" for part in rest)
    place = at if port == _PORTS[scheme] else f"{at}:{port}"
    return f"{scheme}://{place}{_resolved(path)}{query}{fragment}"


def urls(text: str) -> Iterator[Mention]:
    """The addresses in a text. One without a scheme stands there for ``https`` and for ``http``."""
    for start, end in candidates(exact(text)):
        written = text[start:end]
        value = url(written) if "." in written or "://" in written else None
        if value is not None:
            yield Mention(value, start, end)
            if not written.lower().startswith(("http://", "https://")):
                yield Mention("http" + value.removeprefix("https"), start, end)


def candidates(plain: str) -> Iterator[tuple[int, int]]:
    """What stands between spaces, without the punctuation of the sentence around it.

    What was cut off with dots ("https://example.com/lon...") is no candidate.
    """
    for found in _CHUNK.finditer(plain):
        start, end = found.span()
        while start < end and plain[start] in _OPENS:
            start += 1
        while start < end and plain[end - 1] in _CLOSES and not _closes_its_own(plain, start, end):
            end -= 1
        if end - start <= _LONGEST and ".." not in plain[end : found.end()]:
            yield start, end


def _closes_its_own(plain: str, start: int, end: int) -> bool:
    """Whether a bracket at the end belongs to the address: ``…/Java_(island)``."""
    opener = {")": "(", "]": "[", "}": "{"}.get(plain[end - 1])
    if opener is None or end - start > _LONGEST:
        return False
    return plain.count(opener, start, end) >= plain.count(plain[end - 1], start, end)


def _bare(written: str) -> str | None:
    """A host that is recognised without a scheme: no file name, no slip between two sentences."""
    name = domain(written)
    if name is None or name.rpartition(".")[2] in FILE_ENDINGS or _TWO_SENTENCES.search(written):
        return None
    return name


def _escaped(part: str) -> str | None:
    """Escapes in one form: upper case, and none for what needs none. ``None`` if one is broken."""
    pieces: list[str] = []
    place = 0
    for found in _ESCAPE.finditer(part):
        byte = int(found[1] or "0", 16)
        if byte < 0x20 or byte == 0x7F:
            return None
        pieces.append(quote(part[place : found.start()], safe="/?#:@!$&'()*+,;=[]"))
        pieces.append(chr(byte) if chr(byte) in _UNRESERVED else f"%{byte:02X}")
        place = found.end()
    pieces.append(quote(part[place:], safe="/?#:@!$&'()*+,;=[]"))
    return "".join(pieces)


def _resolved(path: str) -> str:
    """Without dot segments (RFC 3986, 5.2.4)."""
    kept: list[str] = []
    segments = path.split("/")[1:] or [""]
    for segment in segments:
        if segment == "..":
            kept = kept[:-1]
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in (".", ".."):
        kept.append("")
    return "/" + "/".join(kept)
