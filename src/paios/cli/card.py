"""The approval card on a terminal: the same order as on the page, nothing hidden."""

import unicodedata
from typing import Any, Final

import typer

_CHOICES: Final = {
    "d": {"allow": False, "remember": "once"},
    "o": {"allow": True, "remember": "once"},
    "c": {"allow": True, "remember": "conversation"},
    "h": {"allow": True, "remember": "hour"},
    "a": {"allow": True, "remember": "always"},
}
_COLOURS: Final = {"+": "green", "-": "red"}
_HIDDEN: Final = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})


def show(approval: dict[str, Any]) -> None:
    """Print the question, exactly what would happen, why it asks, and what a yes covers."""
    typer.secho(f"\n{visible(approval['sentence'])}", bold=True)
    for detail in approval["details"]:
        typer.echo(f"  {visible(detail['name'])}: {visible(detail['value'])}")
    for line in approval["diff"].splitlines():
        typer.secho(f"  {visible(line)}", fg=_COLOURS.get(line[:1]))
    typer.echo(f"Why it asks: {visible(approval['reasons'][0]['text'])}")
    typer.echo(f"A yes covers: {visible(approval['covers'])}")


def answered(approval: dict[str, Any]) -> dict[str, Any]:
    """What the person answers. There is no default: an empty line, or another word, asks again."""
    words = "[d]eny, allow [o]nce"
    letters = ["d", "o"]
    if approval["no_always"] is None:
        words += ", this [c]onversation, one [h]our, [a]lways"
        letters += ["c", "h", "a"]
    while (letter := typer.prompt(words).strip().lower()) not in letters:
        typer.echo(f"One of these letters: {', '.join(letters)}")
    return dict(_CHOICES[letter])


def visible(text: str) -> str:
    """The text with every character shown that a terminal would hide or obey."""
    return "".join(
        f"⟨U+{ord(each):04X}⟩" if unicodedata.category(each) in _HIDDEN and each != "\t" else each
        for each in text
    )
