"""Owns: the built-in model's next step: one tool call, or the words that end the answer.

It follows a fixed way for each intent. A change is made of the person's own
words and of a path that the search gave; nothing else that stands in a note
has a say.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from paios.domain.model import ModelRequest
from paios.domain.note import title_of
from paios.drivers.models.embedded.dialogue import Heard, asked, heard, shown
from paios.drivers.models.embedded.extraction import Extraction
from paios.drivers.models.embedded.intents import Intent, Intents
from paios.drivers.models.embedded.meaning import Meaning
from paios.drivers.models.embedded.quoting import quoted
from paios.drivers.models.embedded.requests import Wanted, adding, creating

SEARCH: Final = "vault_search"
LIST: Final = "vault_list"
WRITE: Final = "vault_write"

_QUERY_LIMIT: Final = 500
_SAME_NOTE: Final = 0.5
"""How like a spoken name a title must be to be taken for it."""

ABOUT: Final = (
    "I am the small model that comes with paios. I find passages in your notes and quote them, add a line to "
    "a note (“Add to my shopping list: oat milk”) and create notes. I do not reason, sum up or chat; "
    "a larger model, chosen in the settings, does."
)
BEYOND: Final = "That is more than the built-in model can do. " + ABOUT
NOTHING: Final = "I found nothing in your notes that answers this."
UNCLEAR: Final = (
    "I did not understand what to write where, so nothing was changed. Say it like this: "
    "“Add to my shopping list: oat milk”."
)


@dataclass(frozen=True, slots=True)
class Say:
    """The answer's text."""

    text: str


@dataclass(frozen=True, slots=True)
class Use:
    """A tool to call."""

    tool: str
    arguments: dict[str, str]


class Plan:
    """What to do next, from the dialogue alone. Blocks; run it in a thread."""

    def __init__(self, meaning: Meaning, extraction: Extraction) -> None:
        self._meaning = meaning
        self._extraction = extraction
        self._intents = Intents(meaning)

    def next(self, request: ModelRequest) -> Say | Use:
        """Raises ``UnavailableError`` when embeddings or weights fail."""
        words, results = asked(request.dialogue).strip(), heard(request.dialogue)
        step = self._step(words, results) if words else Say(ABOUT)
        if isinstance(step, Use) and step.tool not in {spec.name for spec in request.tools}:
            return Say(
                f"I would need the tool {step.tool} for this, and it is not at hand. Nothing was changed."
            )
        return step

    def _step(self, words: str, results: Sequence[Heard]) -> Say | Use:
        if results and results[-1].tool == WRITE:
            return Say(_told(results[-1]))
        match self._intents.of(words):
            case Intent.FIND:
                return self._find(words, results)
            case Intent.ADD:
                return self._add(adding(words) or self._extraction.wanted(words), results)
            case Intent.CREATE:
                return _create(creating(words))
            case Intent.CHAT:
                return Say(ABOUT)
            case Intent.BEYOND:
                return Say(BEYOND)

    def _find(self, words: str, results: Sequence[Heard]) -> Say | Use:
        if not results:
            return Use(SEARCH, {"query": words[:_QUERY_LIMIT]})
        quotes = quoted(words, shown(results), self._meaning)
        if quotes is None:
            return Say(NOTHING + _refusal(results[-1]))
        return Say(f"This is what I found in your notes:\n\n{quotes}")

    def _add(self, wanted: Wanted | None, results: Sequence[Heard]) -> Say | Use:
        if wanted is None or not wanted.text:
            return Say(UNCLEAR)
        if not results:
            return Use(SEARCH, {"query": wanted.note[:_QUERY_LIMIT]})
        path = self._path(wanted.note, [passage.path for passage in shown(results)] + _listed(results))
        if path is None and all(result.tool != LIST for result in results):
            return Use(LIST, {})  # a search by words alone may miss the note whose name has others
        if path is None:
            return Say(
                f"I found no note called “{wanted.note}”, so nothing was changed.{_refusal(results[-1])} "
                f"To make one, say: “Create a note called {wanted.note}: {wanted.text}”."
            )
        return Use(WRITE, {"path": path, "content": f"- {wanted.text}", "mode": "append"})

    def _path(self, name: str, paths: Sequence[str]) -> str | None:
        """The path among these that the person means by ``name``."""
        titles = {path: _core(title_of(path)) for path in paths}
        core = _core(name)
        for path, title in titles.items():
            if _letters(title) == _letters(core):
                return path
        likeness = dict(zip(titles, self._meaning.likeness(core, list(titles.values())), strict=True))
        best = max(likeness, key=likeness.__getitem__, default=None)
        return best if best is not None and likeness[best] >= _SAME_NOTE else None


def _listed(results: Sequence[Heard]) -> list[str]:
    """The notes in the lists of folders that were shown."""
    lines = [line for result in results if result.tool == LIST for line in result.text.split("\n")]
    return [line for line in lines if line.endswith(".md")]


def _core(name: str) -> str:
    """A note's name without the words that make any two lists alike."""
    return re.sub(r"\s+(?:list|notes?|log)$", "", name.strip(), flags=re.IGNORECASE)


def _letters(name: str) -> str:
    return "".join(sign for sign in name.casefold() if sign.isalnum())


def _create(wanted: Wanted | None) -> Say | Use:
    if wanted is None:
        return Say(UNCLEAR)
    content = wanted.text or f"# {wanted.note}"
    return Use(WRITE, {"path": f"{wanted.note}.md", "content": content, "mode": "create"})


def _told(result: Heard) -> str:
    """What became of a change: the tool's own words, since only it knows."""
    if result.text.startswith("Refused"):
        return f"Nothing was changed.{_refusal(result)}"
    return result.first_line


def _refusal(result: Heard) -> str:
    return f" {result.first_line}" if result.first_line.startswith("Refused") else ""
