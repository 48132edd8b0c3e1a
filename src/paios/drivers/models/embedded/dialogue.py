"""Owns: reading where a dialogue stands: what the person asked, and what the tools said since. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from paios.domain.model import Speaker, Utterance
from paios.domain.note import title_of

_HEAD: Final = re.compile(r"^\[(\d{1,4})\] (.+) \(lines (\d+)-(\d+)\)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Heard:
    """One result of a tool, and the tool that it came from."""

    tool: str
    text: str

    @property
    def first_line(self) -> str:
        return self.text.strip().split("\n", 1)[0].strip()


@dataclass(frozen=True, slots=True)
class Shown:
    """A numbered passage in a result."""

    number: int
    path: str
    text: str

    @property
    def title(self) -> str:
        return title_of(self.path)


def asked(dialogue: Sequence[Utterance]) -> str:
    """The person's last words; empty if there are none."""
    return next((turn.text for turn in reversed(dialogue) if turn.speaker is Speaker.USER), "")


def heard(dialogue: Sequence[Utterance]) -> tuple[Heard, ...]:
    """The results since the person's last words, oldest first."""
    results: list[Heard] = []
    tools: dict[str | None, str] = {}
    for turn in dialogue:
        if turn.speaker is Speaker.USER:
            results.clear()
        tools.update((call.id, call.name) for call in turn.calls)
        if turn.speaker is Speaker.TOOL:
            results.append(Heard(tools.get(turn.call_id, ""), turn.text))
    return tuple(results)


def shown(results: Sequence[Heard]) -> tuple[Shown, ...]:
    """The passages in the results. Their numbers go up by one; what breaks the order is text of a note."""
    found: list[Shown] = []
    for result in results:
        heads = _in_order(_HEAD.finditer(result.text), len(found) + 1)
        ends = [*(head.start() for head in heads[1:]), len(result.text)][: len(heads)]
        found += [
            Shown(int(head[1]), head[2], result.text[head.end() : end].strip("\n"))
            for head, end in zip(heads, ends, strict=True)
        ]
    return tuple(found)


def _in_order(heads: Iterable[re.Match[str]], number: int) -> list[re.Match[str]]:
    kept: list[re.Match[str]] = []
    for head in heads:
        if int(head[1]) == number + len(kept):
            kept.append(head)
    return kept
