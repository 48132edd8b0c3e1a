"""Owns: the model's parts in the conversations of these tests, and the notes that they are about."""

from typing import Final

from tests.support.house import Stage
from tests.support.scripted_model import Calls, SlowText, Text

SHOPPING: Final = "Shopping list.md"
DECISION: Final = "House/Boiler decision.md"
QUESTION: Final = "What did we decide about the boiler?"
ADD: Final = "Add to my shopping list: oat milk"
ADDED: Final = "- [ ] oat milk"
ANSWER: Final = (
    "On **14 October 2026** you decided to repair the boiler, not to replace it [1]:\n\n"
    "- a new circulation pump, a Grundfos UPM3 Auto 25-70\n"
    "- fitted by Marta Feld, for **480 €** including labour\n\n"
    "You look at it again after the winter, on 10 April 2027 [1]."
)
DELETE: Final = "Delete the plum jam"
JAM: Final = "Recipes/Plum jam.md"


def stage() -> Stage:
    """A model that knows the conversations of the issue. Tests give it more parts."""
    play = Stage()
    play.play(
        "boiler",
        Calls([("vault_read", {"path": DECISION, "first_line": 8, "last_line": 8})]),
        SlowText(ANSWER, size=8, delay=0.01),
    )
    play.play(
        "shopping list",
        Calls([("vault_write", {"path": SHOPPING, "content": ADDED, "mode": "append"})]),
        Text("Oat milk is on your shopping list."),
    )
    play.play("Delete", Calls([("vault_delete", {"path": JAM})]), Text("The plum jam is in the trash."))
    play.play("Hello", Text("Hello."))
    return play
