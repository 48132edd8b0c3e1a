"""What happens to a tool's result before the assistant sees it (I2–I4, I6, I8), and the canaries (I5).

Each defence says what it did, in a note. They are signals: no decision of the
guard becomes milder because they found nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from secrets import SystemRandom
from string import ascii_lowercase
from typing import Any, Final

from paios.domain.defence import DefenceSettings, Note, NoteKind, Watch
from paios.domain.errors import ModelError
from paios.domain.label import Secrecy
from paios.domain.tool import Passage, ToolResult, ToolSpec
from paios.guard.text.blobs import base64_blobs
from paios.guard.text.canary import LENGTH
from paios.guard.text.sanitiser import sanitise
from paios.guard.text.truncation import LEAST, truncate
from paios.ports.credentials import SecretScan
from paios.ports.preferences import Preferences
from paios.ports.transaction import Transaction
from paios.services.screening import Ask, Screener

WITHHELD: Final = "[withheld: a second model took this result for an attack. The person can open it.]"
UNSCREENED: Final = "[withheld: this result could not be screened. The person can open it.]"
TOO_DEEP: Final = "[cut off here: nested too deeply]"

_DEPTH: Final = 32
_NAME: Final = "defences"


class DefenceChoices:
    """Reads and stores which defences are on."""

    def __init__(self, preferences: Preferences) -> None:
        self._preferences = preferences

    async def read(self) -> DefenceSettings:
        """What is set, and where nobody set anything the default."""
        default = DefenceSettings()
        stored = await self._preferences.get(_NAME) or {}
        known = {name: value for name, value in stored.items() if name in asdict(default)}
        watches = {name: Watch(known[name]) for name in ("screening", "validation") if name in known}
        return replace(default, **{**known, **watches})

    async def change(self, changes: Mapping[str, Any], tx: Transaction) -> None:
        """Store what is changed; the contract has checked names and ranges."""
        stored = await self._preferences.get(_NAME) or {}
        await self._preferences.put(_NAME, {**stored, **changes}, tx)

    async def validation(self) -> tuple[Watch, float]:
        """The mode of output validation, and how many seconds it may take."""
        chosen = await self.read()
        return chosen.validation, chosen.screener_seconds


class Defences:
    """Cleans results, and makes canaries."""

    def __init__(self, choices: DefenceChoices, screener: Screener, scan: SecretScan) -> None:
        self._choices = choices
        self._screener = screener
        self._scan = scan

    async def new_canary(self) -> str | None:
        """A fresh canary for one run; None where they are switched off."""
        if not (await self._choices.read()).canary:
            return None
        return "".join(SystemRandom().choices(ascii_lowercase, k=LENGTH))

    async def clean(self, result: ToolResult, spec: ToolSpec | None, ask: Ask) -> ToolResult:
        """The result without stored secrets and what reads like instructions, cut to its limit, and screened.

        The person's own words in it stay as they are, but for secrets. ``spec`` is of the tool
        that brought it, None for one that is gone; ``ask`` reaches the second model.
        """
        chosen = await self._choices.read()
        wash = _Wash(chosen, spec)
        cleaned = wash.result(without_secrets(result, self._scan))
        if not wash.shown or chosen.screening is Watch.OFF:
            return cleaned
        return await self._screened(cleaned, "\n\n".join(wash.shown), chosen, ask)

    async def _screened(
        self, cleaned: ToolResult, text: str, chosen: DefenceSettings, ask: Ask
    ) -> ToolResult:
        """The result after a second model looked at ``text``, which is what came from outside in it (I6)."""
        try:
            local_only = cleaned.label.secrecy is Secrecy.LOCAL_ONLY
            seconds = chosen.screener_seconds
            opinion = await self._screener.content(ask, text, seconds, local_only=local_only)
            doubt, mark = f"A second model takes it for an attack: {opinion.reason}", WITHHELD
            if not opinion.unsafe:
                return cleaned
        except ModelError as error:
            doubt, mark = f"It could not be screened: {error.message}", UNSCREENED
        if chosen.screening is Watch.FLAG:
            return replace(cleaned, notes=(*cleaned.notes, Note(NoteKind.SCREENED, doubt)))
        own = tuple(passage for passage in cleaned.passages if not passage.label.tainted)
        notes = (*cleaned.notes, Note(NoteKind.WITHHELD, doubt))
        told = mark if cleaned.label.tainted else f"{cleaned.text}\n\n{mark}".strip()
        return replace(cleaned, text=told, passages=own, data=None, notes=notes, withheld=text)


def without_secrets(result: ToolResult, scan: SecretScan) -> ToolResult:
    """The result with each stored secret in it replaced by its credential's name, and a note of that (K4)."""
    found = 0

    def clean(value: Any, depth: int = 0) -> Any:
        nonlocal found
        if isinstance(value, Mapping | list | tuple):
            if depth > _DEPTH:
                return TOO_DEEP
            if isinstance(value, Mapping):
                return {clean(name): clean(item, depth + 1) for name, item in value.items()}
            return [clean(item, depth + 1) for item in value]
        text = str(value)
        shown = scan.masked(text)
        found += shown != text
        return value if shown == text else shown

    masked = replace(
        result,
        text=clean(result.text),
        summary=clean(result.summary),
        passages=tuple(replace(each, text=clean(each.text)) for each in result.passages),
        data=clean(result.data),
    )
    if not found:
        return result
    return replace(masked, notes=(*result.notes, Note(NoteKind.MASKED, _SENTENCES[NoteKind.MASKED], found)))


class _Wash:
    """The work on one result. ``shown`` gathers the outside texts that the assistant will see."""

    def __init__(self, chosen: DefenceSettings, spec: ToolSpec | None) -> None:
        limits = {"web": chosen.web_characters, "mail": chosen.mail_characters}
        self._extended = chosen.extended_sanitiser
        self._limit = limits.get(spec.brings if spec else "other", chosen.other_characters)
        self._room = self._limit
        self._counts: dict[NoteKind, int] = {}
        self.shown: list[str] = []

    def result(self, result: ToolResult) -> ToolResult:
        if not (result.label.tainted or any(passage.label.tainted for passage in result.passages)):
            return result
        text = self._show(result.text) if result.label.tainted else result.text
        passages = self._passages(result.passages)
        told = dict(self._counts)
        data = self._data(result.data) if result.label.tainted else result.data
        # The data say once more what the text says: what was found in both is counted once.
        self._counts |= {kind: told[kind] for kind in told}
        return replace(result, text=text, passages=passages, data=data, notes=(*result.notes, *self._notes()))

    def _notes(self) -> tuple[Note, ...]:
        return tuple(Note(kind, _SENTENCES[kind], count) for kind, count in self._counts.items() if count)

    def _passages(self, passages: Sequence[Passage]) -> tuple[Passage, ...]:
        kept = []
        for passage in passages:
            if not passage.label.tainted:
                kept.append(passage)
            elif self._room >= LEAST:
                kept.append(replace(passage, text=self._show(passage.text)))
            else:
                self._count(NoteKind.TRUNCATED, len(passage.text))
        return tuple(kept)

    def _show(self, text: str) -> str:
        """A text for the assistant: all of them together stay within the limit."""
        shown = self._washed(text, max(self._room, LEAST))
        self._room -= len(shown)
        if shown.strip():
            self.shown.append(shown)
        return shown

    def _data(self, value: Any, depth: int = 0) -> Any:
        if isinstance(value, str):
            return self._washed(value, self._limit)
        if not isinstance(value, Mapping | list | tuple):
            return value
        if depth >= _DEPTH:
            self._count(NoteKind.TRUNCATED, 1)
            return TOO_DEEP
        if isinstance(value, Mapping):
            return {name: self._data(item, depth + 1) for name, item in value.items()}
        return [self._data(item, depth + 1) for item in value]

    def _washed(self, text: str, limit: int) -> str:
        clean, found = sanitise(text, self._extended)
        self._count(NoteKind.SANITISED, len(found))
        self._count(NoteKind.BASE64, len(base64_blobs(text)))
        kept, left_out = truncate(clean, limit)
        self._count(NoteKind.TRUNCATED, left_out)
        return kept

    def _count(self, kind: NoteKind, more: int) -> None:
        if more:
            self._counts[kind] = self._counts.get(kind, 0) + more


_SENTENCES: Final = {
    NoteKind.MASKED: "A stored secret stood in it. It was taken out, and the assistant did not see it.",
    NoteKind.SANITISED: "Words that read like instructions to the assistant were taken out.",
    NoteKind.BASE64: "It holds base64, which can hide words. It was left as it is.",
    NoteKind.TRUNCATED: "It was too long, and is cut off at the end.",
}
