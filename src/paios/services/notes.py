"""The person's notes by their own hand: the capability port ``Vault``.

Reading goes straight to the files. Every change is a tool call that the gate
decides about, records and proves like the assistant's (invariant 1); what
differs is who proposed it.
"""

from dataclasses import replace

import anyio.to_thread
import orjson

from paios.domain.audit import AuditEntry
from paios.domain.errors import ForbiddenError, NoteChangedError, PaiosError, error_of
from paios.domain.ids import new_id
from paios.domain.label import OUTSIDE_WORDS
from paios.domain.note import Hit, Note, NoteInfo, TrashedNote
from paios.domain.note_label import FolderWords, Version
from paios.domain.page import Page, Slice
from paios.domain.principal import Kind, Principal
from paios.domain.tool import Outcome, RawToolCall
from paios.guard.facts import Proposal
from paios.guard.gate import Gate
from paios.ports.answers import LinkedNote
from paios.ports.audit_log import AuditLog
from paios.ports.shelves import Shelf, Shelves
from paios.ports.tools import ToolHost
from paios.services.signals import Signals


class Notes:
    """What a person can do with their notes."""

    def __init__(
        self,
        *,
        shelves: Shelves,
        gate: Gate,
        tools: ToolHost,
        audit: AuditLog,
        signals: Signals,
    ) -> None:
        self._shelves = shelves
        self._gate = gate
        self._tools = tools
        self._audit = audit
        self._signals = signals

    async def list(self, principal: Principal, part: Slice, text: str) -> Page[NoteInfo]:
        shelf = await self._shelves.of(principal.user_id)
        found = await anyio.to_thread.run_sync(shelf.files.list)
        wanted = tuple(info for info in found if text.casefold() in info.path.casefold())
        shown = wanted[part.offset : part.offset + part.limit]
        known = await shelf.index.labels([info.path for info in shown])
        labelled = (replace(info, label=known.get(info.path, OUTSIDE_WORDS)) for info in shown)
        return Page(tuple(labelled), len(wanted))

    async def search(self, principal: Principal, text: str, limit: int) -> tuple[Hit, ...]:
        shelf = await self._shelves.of(principal.user_id)
        await shelf.sync.refresh()
        return await shelf.index.search(text, limit)

    async def read(self, principal: Principal, path: str) -> LinkedNote:
        shelf = await self._shelves.of(principal.user_id)
        note = await anyio.to_thread.run_sync(shelf.files.read, path)
        return LinkedNote(await shelf.labels.labelled(note), await shelf.index.backlinks(path))

    async def save(
        self, principal: Principal, path: str, text: str, expected: str | None, mine: bool
    ) -> LinkedNote:
        if mine and principal.kind is not Kind.USER:
            raise ForbiddenError("Only you yourself can say that words are yours.")
        shelf = await self._shelves.of(principal.user_id)
        if expected is None or not await _says_already(shelf, path, text, expected):
            mode = "create" if expected is None else "replace"
            arguments = {"path": path, "content": text, "mode": mode}
            await self._do(principal, "vault_write", arguments, basis=expected)
        if mine:
            await self._claim(principal, path, text)
        return await self.read(principal, path)

    async def move(self, principal: Principal, path: str, target: str) -> LinkedNote:
        await self._do(principal, "vault_move", {"path": path, "target": target})
        return await self.read(principal, target)

    async def trash(self, principal: Principal, path: str) -> TrashedNote:
        await self._do(principal, "vault_delete", {"path": path})
        return next(one for one in await self._trashed(principal) if one.path == path)

    async def trashed(self, principal: Principal, part: Slice) -> Page[TrashedNote]:
        trashed = await self._trashed(principal)
        return Page(trashed[part.offset : part.offset + part.limit], len(trashed))

    async def restore(self, principal: Principal, trash_id: str) -> LinkedNote:
        trashed = await self._trashed(principal)
        await self._do(principal, "vault_restore", {"id": trash_id})
        return await self.read(principal, next(one.path for one in trashed if one.id == trash_id))

    async def trust(self, principal: Principal) -> FolderWords:
        return await (await self._shelves.of(principal.user_id)).labels.folder_words()

    async def change_trust(self, principal: Principal, words: FolderWords) -> FolderWords:
        labels = (await self._shelves.of(principal.user_id)).labels
        entry = AuditEntry("notes.trusted", principal.user_id, {"folders": words.mine})
        await self._audit.append(entry, lambda tx: labels.say(words, tx))
        self._signals.publish(principal.user_id, "notes")
        return words

    async def _claim(self, principal: Principal, path: str, text: str) -> None:
        """Store that a note is all the person's own words, if it still says what they looked at."""
        shelf = await self._shelves.of(principal.user_id)
        note = await anyio.to_thread.run_sync(shelf.files.read, path)
        if not _says(note, text):
            raise NoteChangedError(f"{path} was changed meanwhile. Read it again before you call it yours.")
        data = {"path": path, "revision": note.revision}
        entry, version = AuditEntry("note.claimed", principal.user_id, data), Version.of(path, note.revision)
        await self._audit.append(entry, lambda tx: shelf.labels.claim(version, tx))
        self._signals.publish(principal.user_id, "notes")

    async def _trashed(self, principal: Principal) -> tuple[TrashedNote, ...]:
        shelf = await self._shelves.of(principal.user_id)
        return await anyio.to_thread.run_sync(shelf.files.trashed)

    async def _do(
        self, principal: Principal, tool: str, arguments: dict[str, str], basis: str | None = None
    ) -> None:
        """Make one change through the gate. Raises the error that the tool or the gate ended with.

        For an API key nobody is there to be asked: it needs a rule that allows the change.
        """
        raw = RawToolCall(new_id(), tool, orjson.dumps(arguments).decode())
        proposal = Proposal(principal, raw, offered=frozenset({tool}), call_limit=1)
        ruling = await self._gate.submit(proposal, basis=basis)
        if ruling.proof is None:
            denial = error_of(ruling.decision.winner.code, ruling.decision.winner.text)
            raise ForbiddenError(denial.message) if type(denial) is PaiosError else denial
        result = await self._tools.run(ruling.proof)
        await self._gate.close(proposal, result)
        if result.outcome is not Outcome.OK:
            raise error_of(result.code or "internal", result.text)
        await (await self._shelves.of(principal.user_id)).sync.refresh()
        self._signals.publish(principal.user_id, "notes")


async def _says_already(shelf: Shelf, path: str, text: str, expected: str) -> bool:
    """Whether saving would change nothing: pressing "save" twice is no mistake."""
    note = await anyio.to_thread.run_sync(shelf.files.read, path)
    return note.revision == expected and note.text.rstrip("\n") == text.rstrip("\n")


def _says(note: Note, text: str) -> bool:
    """Whether a note says this, whatever ends its lines."""
    return note.text.replace("\r\n", "\n").rstrip("\n") == text.replace("\r\n", "\n").rstrip("\n")
