"""Links between notes, as ``[[wiki links]]`` and as relative markdown links (V6).

A link is kept as a key that both ways of writing it lead to: ``/`` and the
path for one that names a place, the bare name for ``[[Boiler]]``, which may
stand in any folder.
"""

import posixpath
import re
import unicodedata
from typing import Final
from urllib.parse import unquote

from paios.domain.note import title_of

_WIKI: Final = re.compile(r"\[\[([^\[\]\n]+)\]\]")
_MARKDOWN: Final = re.compile(r"\]\(([^()\n]+)\)")
_TITLE: Final = re.compile(r"""\s+["'].*""")
_SCHEME: Final = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//")


def links_of(path: str, text: str) -> frozenset[str]:
    """Keys of the notes that the note at ``path`` links to."""
    found = {_wiki_key(inner) for inner in _WIKI.findall(text)}
    found |= {_markdown_key(path, inner) for inner in _MARKDOWN.findall(text)}
    return frozenset(found - {""})


def keys_of(path: str) -> tuple[str, str]:
    """The keys under which a note can be linked to: its place and its name."""
    return _place(path), _folded(title_of(path))


def _wiki_key(inner: str) -> str:
    target = inner.split("|", 1)[0].split("#", 1)[0].strip().removesuffix(".md")
    return _place(target) if "/" in target else _folded(target)


def _markdown_key(path: str, inner: str) -> str:
    target = _TITLE.sub("", inner.strip()).strip("<>")
    if _SCHEME.match(target):
        return ""
    target = unquote(target.split("#", 1)[0].split("?", 1)[0])
    if not target.lower().endswith(".md"):
        return ""
    place = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
    return "" if place.startswith("..") else _place(place)


def _place(path: str) -> str:
    return "/" + _folded(path.strip("/")).removesuffix(".md")


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
