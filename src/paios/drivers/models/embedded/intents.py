"""Owns: telling what a person wants of the built-in model."""

from enum import StrEnum
from typing import Final

from paios.drivers.models.embedded.meaning import Meaning
from paios.drivers.models.embedded.requests import adding, creating, is_question


class Intent(StrEnum):
    """What is wanted."""

    FIND = "find"
    ADD = "add"
    CREATE = "create"
    CHAT = "chat"
    BEYOND = "beyond"


EXAMPLES: Final[dict[Intent, tuple[str, ...]]] = {
    Intent.FIND: (
        "What did we agree about the car?",
        "When is the dentist appointment?",
        "Where did I put the tax papers?",
        "Who is Karl?",
        "How much did the roof cost?",
        "Which books did I like?",
        "What do my notes say about Spain?",
        "Find my notes on the garden fence",
        "Tell me about the project meeting",
        "Do I have anything on bicycle repair?",
        "Why did we choose the small hotel?",
    ),
    Intent.ADD: (
        "Add to my packing list: sunglasses",
        "Put tomatoes on the list",
        "We have no rice left, put it on the list",
        "Append to my diary that it snowed",
        "Note in the car log that the oil was changed",
        "Write down in Ideas: a bird house",
        "Add call the bank to my tasks",
        "Remind me in my tasks to call the bank",
        "Remember in my gift ideas: a scarf",
        "Please note that Karl likes tea",
    ),
    Intent.CREATE: (
        "Create a note called Holiday plans",
        "Make a new note about the bees: they need sugar",
        "Start a new note named Budget",
        "New note: passport numbers",
    ),
    Intent.CHAT: (
        "Hello",
        "Hi, how are you?",
        "Good morning!",
        "Thanks, that helps",
        "What can you do?",
        "Who are you?",
        "How do you work?",
        "Can you help me?",
        "Bye",
    ),
    Intent.BEYOND: (
        "Delete the note about the car",
        "Delete my diary",
        "Rename this note",
        "Move the recipe to another folder",
        "Send an email to Karl",
        "What is 17 times 23?",
        "Translate this into French",
        "Write a poem about the sea",
        "What is the weather today?",
        "Search the web for cheap flights",
        "Set an alarm for seven",
        "Write a Python program",
    ),
}


_LIKE: Final = {
    Intent.FIND: 0.0,
    Intent.ADD: 0.3,
    Intent.CREATE: 0.37,
    Intent.CHAT: 0.37,
    Intent.BEYOND: 0.37,
}
"""How like an example of the intent a sentence must be; otherwise it is taken for a question."""
_MARGIN: Final = 0.1
_QUESTION_MARGIN: Final = 0.3
"""How much more like another intent's example than a question's a sentence must be, and a question.

To search in vain costs a second; to refuse what could have been found is worse.
"""


class Intents:
    """The sentence's build decides where it can; what is left, likeness to the examples."""

    def __init__(self, meaning: Meaning) -> None:
        self._meaning = meaning
        self._texts = [(intent, text) for intent, texts in EXAMPLES.items() for text in texts]

    def of(self, words: str) -> Intent:
        """Blocks. What is like nothing in particular is taken for a question."""
        if creating(words) is not None:
            return Intent.CREATE
        if adding(words) is not None:
            return Intent.ADD
        likeness = self._likeness(words)
        margin = _MARGIN
        if is_question(words):
            likeness[Intent.ADD] = likeness[Intent.CREATE] = 0.0
            margin = _QUESTION_MARGIN
        best = max(likeness, key=likeness.__getitem__)
        if best is Intent.FIND or likeness[best] < _LIKE[best]:
            return Intent.FIND
        return best if likeness[best] - likeness[Intent.FIND] > margin else Intent.FIND

    def _likeness(self, words: str) -> dict[Intent, float]:
        """For each intent that of its example most like the sentence."""
        found = dict.fromkeys(Intent, 0.0)
        scores = self._meaning.likeness(words, [text for _, text in self._texts])
        for (intent, _), score in zip(self._texts, scores, strict=True):
            found[intent] = max(found[intent], score)
        return found
