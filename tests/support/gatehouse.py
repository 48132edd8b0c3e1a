"""Owns: a whole guard in a temporary folder, over real stores and a real vault, and words to script it with.

    async with gatehouse(folder) as house:
        asked = await house.wants(call("vault_delete", path="Shopping list.md"))
        await house.answers(asked, allow=True)
        allowed = await house.wants(asked.call, after=asked)

Opened again on the same folder, it is the same paios after a restart.
"""

import json
import resource
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from tests.support.credentials import store_in
from tests.support.proofs import TurnedClock
from tests.support.shelves import OneShelf, shelf_over

from paios.domain.approval import Answer, Approval, Remember
from paios.domain.audit import AuditEntry, AuditRecord
from paios.domain.authorized import Authorized
from paios.domain.conversation import Author, Conversation, Message
from paios.domain.ids import new_id
from paios.domain.label import OWN_WORDS
from paios.domain.note_label import FolderWords
from paios.domain.pause import Pause
from paios.domain.principal import Adapter, Kind, Principal, Role
from paios.domain.run import Run, RunState
from paios.domain.tool import Effect, Outcome, Preview, RawToolCall, ToolCall, ToolResult, ToolSpec
from paios.drivers.authenticator import SealedAuthenticators
from paios.drivers.passkeys import WebAuthnCeremony
from paios.drivers.signing import Ed25519AuditSigner
from paios.drivers.sql.approvals import SqlApprovals
from paios.drivers.sql.audit_log import SqlAuditLog
from paios.drivers.sql.budgets import SqlBudgetBook
from paios.drivers.sql.conversations import SqlConversations
from paios.drivers.sql.engine import Database
from paios.drivers.sql.factors import SqlFactors
from paios.drivers.sql.preferences import SqlPreferences
from paios.drivers.sql.rules import SqlRules
from paios.drivers.sql.runs import SqlRuns
from paios.drivers.sql.tables import users
from paios.drivers.sql.whitelists import SqlWhitelists
from paios.drivers.tools.granting import RequestPermissions
from paios.drivers.tools.host import LocalToolHost
from paios.drivers.tools.vault_filing import VaultDelete, VaultMove
from paios.drivers.tools.vault_reading import VaultList, VaultRead, VaultSearch
from paios.drivers.tools.vault_writing import VaultWrite
from paios.drivers.vault.posix import PosixVaultFiles
from paios.guard.facts import Proposal
from paios.guard.gate import Gate, Journal, Ruling
from paios.guard.grants import lines
from paios.guard.judge import Judge
from paios.guard.ledger import Ledger
from paios.guard.questions import Questions
from paios.ports.tools import Tool
from paios.ports.transaction import Transaction
from paios.services.budget_settings import BudgetSettings
from paios.services.budgets import Budgets
from paios.services.caution import CautionSettings
from paios.services.credentials import SecretWatch
from paios.services.pause import StoredPause
from paios.services.proving import Proving

PATIENCE: Final = timedelta(minutes=10)
LIMIT: Final = 20

ADA: Final = Principal(new_id(), "Ada", Role.ADMIN, Kind.USER, Adapter.WEB, interactive=True)
BOB: Final = Principal(new_id(), "Bob", Role.USER, Kind.USER, Adapter.WEB, interactive=True)


@dataclass(frozen=True)
class Place:
    """A run in a conversation of somebody."""

    who: Principal = ADA
    conversation: str = field(default_factory=new_id)
    run: str = field(default_factory=new_id)


HERE: Final = Place()
NEXT_RUN: Final = replace(HERE, run=new_id())
ELSEWHERE: Final = Place()
AT_BOBS: Final = Place(BOB)

NOTES: Final = {
    "Shopping list.md": "# Shopping list\n\n- onions\n",
    "House/Boiler.md": "# Boiler\n\nWe decided for the heat pump.\n",
}


def call(tool: str, **arguments: Any) -> RawToolCall:
    """What a model says when it gets the form right."""
    return RawToolCall(new_id(), tool, json.dumps(arguments))


def said(text: str, tool: str = "vault_read") -> RawToolCall:
    """What a model says, as it stands."""
    return RawToolCall(new_id(), tool, text)


def add_milk() -> RawToolCall:
    return call("vault_write", path="Shopping list.md", content="- oat milk", mode="append")


class Lever:
    """A tool with a grave effect, which counts how often it was pulled."""

    def __init__(self, effect: Effect) -> None:
        self.spec = ToolSpec("lever", "", effect, {"type": "object"}, {})
        self.pulled = 0

    async def preview(self, call: ToolCall, owner: str) -> Preview:
        return Preview("Pull the lever?", "Pulling it, once.")

    async def run(self, proof: Authorized) -> ToolResult:
        self.pulled += 1
        return ToolResult(proof.call.id, Outcome.OK, "", "Pulled it", OWN_WORDS)


@contextmanager
def full_disk(largest: int = 0) -> Iterator[None]:
    """No file grows beyond ``largest`` bytes: writing fails as on a full disk, and nothing else does."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


async def _ten_minutes() -> timedelta:
    return PATIENCE


async def _keep_nothing(_tx: Transaction, _ruling: Ruling) -> None:
    """The journal of a caller that keeps none."""


class Gatehouse:
    """The gate and all it stands on."""

    def __init__(self, folder: Path, clock: TurnedClock, tools: tuple[Tool, ...]) -> None:
        self.folder, self.clock = folder, clock
        self.credentials = store_in(folder / "credentials")
        self.notes, self.gone = folder / "Notes", False
        self.database = Database.open(f"sqlite:///{folder}/private/paios.db")
        self.audit_signer = Ed25519AuditSigner(folder / "keys")
        self.audit = SqlAuditLog(self.database, self.audit_signer, clock)
        self.approvals, self.rules = SqlApprovals(self.database), SqlRules(self.database)
        self.pause = StoredPause(SqlPreferences(self.database))
        self.terms = BudgetSettings(SqlPreferences(self.database))
        self.book = SqlBudgetBook(self.database)
        self.budgets = Budgets(self.book, self.terms, clock)
        self.ledger = Ledger(clock)
        self.files = PosixVaultFiles(self.notes, self.ledger, clock)
        shelf = shelf_over(self.database, self.files, clock, ADA.user_id)
        self.labels = shelf.labels
        shelves = OneShelf(shelf, ADA.user_id, BOB.user_id)
        vault = [make(shelves) for make in (VaultRead, VaultWrite, VaultMove, VaultDelete)]
        vault_list = VaultList(shelves, lambda: True)
        vault_search = VaultSearch(shelves)
        asking = RequestPermissions(
            lambda asked: [(each.text, each.why) for each in lines(asked, self.tools.spec)]
        )
        self.tools = LocalToolHost([*vault, vault_list, vault_search, asking, *tools], self.ledger.redeem)
        self.factors, self.apps = SqlFactors(self.database), SealedAuthenticators(self.credentials)
        self.passkeys = WebAuthnCeremony()
        self.proving = Proving(
            factors=self.factors, apps=self.apps, passkeys=self.passkeys, audit=self.audit, clock=clock
        )
        self.gate = Gate(
            ledger=self.ledger,
            judge=Judge(SqlWhitelists(self.database)),
            tools=self.tools,
            rules=self.rules,
            approvals=self.approvals,
            pause=self.pause,
            audit=self.audit,
            purse=self.budgets,
            scan=SecretWatch(self.credentials),
            confirming=self.proving,
            clock=clock,
            patience=_ten_minutes,
            caution=CautionSettings(SqlPreferences(self.database)).of_user,
        )
        self.questions = Questions(
            approvals=self.approvals,
            rules=self.rules,
            audit=self.audit,
            tools=self.tools,
            pause=self.pause,
            confirming=self.proving,
            clock=clock,
        )

    def proposal(self, raw: RawToolCall, at: Place = HERE, **changes: Any) -> Proposal:
        """What an agent proposes in a run, with every tool on offer and none used so far."""
        offered = frozenset(spec.name for spec in self.tools.specs())
        whole = Proposal(at.who, raw, at.run, at.conversation, offered, calls_before=0, call_limit=LIMIT)
        return replace(whole, **changes)

    async def wants(
        self,
        raw: RawToolCall,
        *,
        after: Ruling | None = None,
        at: Place = HERE,
        journal: Journal = _keep_nothing,
        **changes: Any,
    ) -> Ruling:
        """Put a call to the gate; ``after`` is the ruling that asked about it."""
        asked = after.question.id if after and after.question else None
        return await self.gate.submit(self.proposal(raw, at, **changes), approval_id=asked, journal=journal)

    async def answers(
        self,
        asked: Ruling,
        *,
        allow: bool = True,
        remember: Remember = Remember.ONCE,
        by: Principal = ADA,
        fingerprint: str | None = None,
        **more: Any,
    ) -> Approval:
        """Answer the question of a ruling, as it was shown unless a ``fingerprint`` says otherwise."""
        assert asked.question is not None
        answer = Answer(allow, remember, fingerprint or asked.question.fingerprint, **more)
        return await self.questions.answer(by, asked.question.id, answer)

    async def does(self, raw: RawToolCall, ruling: Ruling) -> ToolResult:
        """Run what was allowed, and record how it ended."""
        assert ruling.proof is not None
        result = await self.tools.run(ruling.proof)
        await self.gate.close(self.proposal(raw), result)
        return result

    async def set_pause(self, paused: bool) -> None:
        pause = Pause(paused, self.clock.now() if paused else None, "Ada" if paused else None)
        await self.audit.append(
            AuditEntry("pause.set", ADA.user_id, {}), lambda tx: self.pause.set(pause, tx)
        )

    async def records(self, kind: str = "") -> list[AuditRecord]:
        """The whole record, or what it has of one kind."""
        return [record async for record in self.audit.records() if record.kind.startswith(kind)]

    def note(self, path: str = "Shopping list.md") -> str:
        return (self.notes / path).read_text()

    def full_disk(self) -> Any:
        """The database's files cannot grow any more."""
        wal = self.folder / "private" / "paios.db-wal"
        return full_disk(wal.stat().st_size)

    async def lose_database(self) -> None:
        """As when the file system goes away: nothing can be read or written, or closed in order."""
        self.gone = True
        await self.database.close()

    async def settle(self) -> None:
        """Move in: notes, all Ada's own words, two people, and the runs that the tests speak of."""
        async with self.database.begin() as tx:
            for who in (ADA, BOB):
                user = {"id": who.user_id, "name": who.name, "name_key": who.name.casefold()}
                rest = {"role": who.role, "created_at": self.clock.now(), "disabled": False}
                await tx.connection.execute(users.insert().values(**user, **rest, password_hash="-"))
        await self.labels.say(FolderWords({"": True}))
        conversations, runs, now = SqlConversations(self.database), SqlRuns(self.database), self.clock.now()
        known: set[str] = set()
        for place in (HERE, NEXT_RUN, ELSEWHERE, AT_BOBS):
            its, owner = place.conversation, place.who.user_id
            if its not in known:
                await conversations.add(Conversation(its, owner, "Chat", now, now))
                known.add(its)
            message = Message(new_id(), its, Author.PERSON, "Please.", now, OWN_WORDS)
            await conversations.add_message(message)
            await runs.add(Run(place.run, owner, its, message.id, RunState.RUNNING, now))


def furnish(notes: Path) -> None:
    for path, text in NOTES.items():
        (notes / path).parent.mkdir(parents=True, exist_ok=True)
        (notes / path).write_text(text)


@asynccontextmanager
async def gatehouse(
    folder: Path, *, clock: TurnedClock | None = None, tools: tuple[Tool, ...] = ()
) -> AsyncIterator[Gatehouse]:
    """A guard in ``folder``: new, or as the one before left it."""
    fresh = not (folder / "Notes").exists()
    if fresh:
        furnish(folder / "Notes")
    house = Gatehouse(folder, clock or TurnedClock(), tools)
    try:
        if fresh:
            await house.database.migrate()
            await house.settle()
        yield house
        if not house.gone:
            await house.audit.close()
    finally:
        house.files.close()
        await house.database.close()
