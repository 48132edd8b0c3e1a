"""Owns: asking the small language model for the parts of a request to write.

Only for sentences that ``requests`` does not know. It chooses under a JSON
schema whose values are pieces of the sentence itself, so it can be wrong (of
15 sentences it took 8 apart rightly), but it cannot make anything up; the
person sees the change before it happens.
"""

import json
from typing import Any, Final

import orjson

from paios.drivers.models.embedded.requests import Wanted, spans
from paios.drivers.models.process import WorkerProcess

_TOKENS: Final = 96
_EXAMPLES: Final = (
    ("Add to my wish list: a red bicycle", "wish list", "a red bicycle"),
    ("We are out of blue paint, put it on the renovation list", "renovation list", "blue paint"),
    ("It rained all day, that belongs in my diary", "diary", "It rained all day"),
    ("Remind me in Tasks to call Ann", "Tasks", "call Ann"),
)


class Extraction:
    """Finds note and text in a sentence of any build."""

    def __init__(self, worker: WorkerProcess) -> None:
        self._worker = worker

    def wanted(self, words: str) -> Wanted | None:
        """None where no two pieces can be told apart. Blocks; raises ``UnavailableError``."""
        notes, texts = spans(words, 4), spans(words, 12)
        if len(notes) < 2:
            return None
        note = self._chosen(words, notes, texts)["note"]
        before, _, after = words.partition(note)
        rest = spans(before, 12) + spans(after, 12)
        if not rest:
            return None
        return Wanted(note, self._chosen(words, [note], rest)["text"])

    def _chosen(self, words: str, notes: list[str], texts: list[str]) -> dict[str, str]:
        answer = self._worker.ask(
            {"messages": _messages(words), "schema": _schema(notes, texts), "max_tokens": _TOKENS}
        )
        chosen: dict[str, str] = orjson.loads(answer["text"])
        return chosen


def _messages(words: str) -> list[dict[str, str]]:
    told = [{"role": "system", "content": "You find the note and the text to write into it."}]
    for said, note, text in _EXAMPLES:
        told.append({"role": "user", "content": said})
        told.append({"role": "assistant", "content": json.dumps({"note": note, "text": text})})
    return [*told, {"role": "user", "content": words}]


def _schema(notes: list[str], texts: list[str]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {"note": {"enum": notes}, "text": {"enum": texts}},
        "required": ["note", "text"],
        "additionalProperties": False,
    }
