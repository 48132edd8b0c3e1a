"""The wiring: which driver fills which port. Nothing else knows them all, and nothing is decided here."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import Final

from starlette.types import ASGIApp

from paios.domain.errors import InvalidInputError
from paios.domain.principal import Adapter
from paios.domain.settings import ModelChoice, NotesChoice
from paios.domain.tool import ToolSpec
from paios.drivers.alerts.pushover import ORIGIN as PUSHOVER
from paios.drivers.alerts.pushover import Pushover
from paios.drivers.clock import SystemClock
from paios.drivers.egress.client import EgressClient
from paios.drivers.egress.handed import handed_client
from paios.drivers.egress.origin import Origin
from paios.drivers.mcp.connections import McpConnections
from paios.drivers.mcp.pace import Pace
from paios.drivers.mcp.sandbox import Sandbox
from paios.drivers.models.catalogue import CHAT_WEIGHTS, ModelCatalogue
from paios.drivers.models.chosen import ChosenModel
from paios.drivers.models.finder import PROBES, LoopbackModelFinder
from paios.drivers.notes_folders import copy_sample, existing_folder, likely_folders
from paios.drivers.passwords import Argon2Hasher
from paios.drivers.private_files import JsonConfigFile, SecretFolder
from paios.drivers.signing import Ed25519AuditSigner
from paios.drivers.sql.accounts import SqlAccounts
from paios.drivers.sql.approvals import SqlApprovals
from paios.drivers.sql.audit_log import SqlAuditLog
from paios.drivers.sql.budgets import SqlBudgetBook
from paios.drivers.sql.conversations import SqlConversations
from paios.drivers.sql.engine import Database
from paios.drivers.sql.note_index import SqlNoteIndex
from paios.drivers.sql.note_labels import SqlNoteLabels
from paios.drivers.sql.preferences import SqlPreferences
from paios.drivers.sql.rules import SqlRules
from paios.drivers.sql.runs import SqlRuns
from paios.drivers.sql.sessions import SqlSessions
from paios.drivers.sql.tool_servers import SqlToolServers
from paios.drivers.sql.whitelists import SqlWhitelists
from paios.drivers.tools.granting import RequestPermissions
from paios.drivers.tools.host import LocalToolHost
from paios.drivers.tools.lookup import Shelf
from paios.drivers.tools.vault_filing import VaultDelete, VaultMove
from paios.drivers.tools.vault_reading import VaultList, VaultRead, VaultSearch
from paios.drivers.tools.vault_restoring import VaultRestore
from paios.drivers.tools.vault_writing import VaultWrite
from paios.drivers.vault import open_vault
from paios.drivers.vault.chosen import ChosenVault
from paios.gateway import routing
from paios.gateway.web.app import build_app
from paios.gateway.web.contract import Contract
from paios.guard.gate import Gate
from paios.guard.grants import lines
from paios.guard.judge import Judge
from paios.guard.ledger import Ledger
from paios.guard.questions import Questions
from paios.openapi import DOCUMENT
from paios.ports.chat_model import ChatModel
from paios.ports.tools import Tool
from paios.ports.vault_files import VaultFiles
from paios.services.administration import AdministrationDesk
from paios.services.alarms import Alarms, PushoverSetting
from paios.services.approving import ApprovalDesk
from paios.services.budget_settings import BudgetSettings
from paios.services.budgets import Budgets
from paios.services.caution import CautionSettings
from paios.services.chat import Chat
from paios.services.cookies import Cookies
from paios.services.defence_desk import DefenceDesk
from paios.services.defences import DefenceChoices, Defences
from paios.services.engine import Engine
from paios.services.feed import Feed
from paios.services.indexing import IndexSync
from paios.services.kill_switch import KillSwitch
from paios.services.limits import LimitSettings
from paios.services.metering import Meters
from paios.services.models import ModelSettings, ScreenerSettings
from paios.services.notes import Notes
from paios.services.pause import StoredPause
from paios.services.rules import RuleDesk
from paios.services.screening import Screener, Validator
from paios.services.sessions import SessionDesk
from paios.services.setup import Setup
from paios.services.signals import Signals
from paios.services.tool_servers import WHAT, ToolServerDesk
from paios.services.turn import Workbench
from paios.services.upkeep import Upkeep
from paios.services.whitelists import WhitelistDesk
from paios.settings import Settings

_WEBAPP: Final = Path(__file__).parent / "webapp"
_COOKIE_KEY: Final = "session.key"
_BY_HAND_ONLY: Final = frozenset({VaultRestore.spec.name})
"""Tools that a person uses from a page, and no agent is offered."""


class Workplace:
    """``ports.installation.Workplace``: puts to use what a person chose."""

    def __init__(
        self,
        *,
        vault: ChosenVault,
        model: ChosenModel,
        screener: ChosenModel,
        open_folder: Callable[[Path], VaultFiles],
        make_model: Callable[[ModelChoice], ChatModel],
        sample: Path,
    ) -> None:
        self._vault = vault
        self._model = model
        self._screener = screener
        self._open_folder = open_folder
        self._make_model = make_model
        self._sample = sample

    def prepare_notes(self, choice: NotesChoice) -> Path:
        folder = existing_folder(choice.folder) if choice.folder else copy_sample(self._sample)
        self._open_folder(folder)
        return folder

    def use_notes(self, folder: Path) -> None:
        self._vault.choose(self._open_folder(folder))

    def check_model(self, choice: ModelChoice) -> None:
        self._make_model(choice)

    def use_model(self, choice: ModelChoice) -> None:
        self._model.choose(self._make_model(choice))

    def use_screener(self, choice: ModelChoice | None) -> None:
        self._screener.choose(self._make_model(choice) if choice else self._model)

    def likely_folders(self) -> tuple[tuple[str, int], ...]:
        return likely_folders(Path.home())


@dataclass(frozen=True, slots=True)
class Stores:
    """Everything that is kept, behind its ports."""

    database: Database
    accounts: SqlAccounts
    sessions: SqlSessions
    conversations: SqlConversations
    runs: SqlRuns
    approvals: SqlApprovals
    rules: SqlRules
    whitelists: SqlWhitelists
    preferences: SqlPreferences
    note_labels: SqlNoteLabels
    tool_servers: SqlToolServers
    signer: Ed25519AuditSigner
    audit: SqlAuditLog
    budgets: SqlBudgetBook
    config: JsonConfigFile
    secrets: SecretFolder
    clock: SystemClock


@dataclass(frozen=True, slots=True)
class House:
    """A whole paios, ready to be served. ``setup_code`` is None once there is an account."""

    app: ASGIApp
    setup_code: str | None
    stores: Stores


@asynccontextmanager
async def opened_stores(settings: Settings) -> AsyncIterator[Stores]:
    """The data folder and the database, migrated; closed at the end.

    Raises ``StorageError`` for what cannot be opened or is open to others.
    """
    settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    database, clock = Database.open(settings.database_url), SystemClock()
    try:
        await database.migrate()
        secrets = SecretFolder(settings.home / "keys")
        signer = Ed25519AuditSigner(settings.home / "keys")
        audit = SqlAuditLog(database, signer, clock)
        try:
            yield Stores(
                database=database,
                accounts=SqlAccounts(database),
                sessions=SqlSessions(database),
                conversations=SqlConversations(database),
                runs=SqlRuns(database),
                approvals=SqlApprovals(database),
                rules=SqlRules(database),
                whitelists=SqlWhitelists(database),
                preferences=SqlPreferences(database),
                note_labels=SqlNoteLabels(database),
                tool_servers=SqlToolServers(database),
                signer=signer,
                audit=audit,
                budgets=SqlBudgetBook(database),
                config=JsonConfigFile(settings.home / "config.json"),
                secrets=secrets,
                clock=clock,
            )
        finally:
            await audit.close()
    finally:
        await database.close()


@asynccontextmanager
async def opened_house(settings: Settings) -> AsyncIterator[House]:
    """Everything wired and running; stopped in order at the end. Errors as ``opened_stores``."""
    async with opened_stores(settings) as stores:
        parts = _Parts(settings, stores)
        first_run = not await stores.accounts.any()
        parts.resume()
        await parts.tool_servers.start()
        await parts.engine.start()
        parts.upkeep.start()
        try:
            app = build_app(Contract.parse(DOCUMENT.read_bytes()), parts.web_ports(), _WEBAPP, settings.hosts)
            yield House(app, parts.setup.code if first_run else None, stores)
        finally:
            await parts.close()


class _Parts:
    """The parts between the stores and the adapters, made in the order in which they need each other."""

    def __init__(self, settings: Settings, stores: Stores) -> None:
        self._stores = stores
        self._settings = settings
        clock, weights = stores.clock, settings.home / "weights"
        self.ledger = Ledger(clock)
        self.vault = ChosenVault()
        self.model = ChosenModel()
        self.second_model = ChosenModel()
        self.models = ModelCatalogue(weights, lambda url: EgressClient(Origin.of(url)))
        self.loopback = EgressClient(*(Origin.of(probe.origin) for probe in PROBES))
        self.finder = LoopbackModelFinder(self.loopback, weights / CHAT_WEIGHTS)
        index = SqlNoteIndex(stores.database, self.models.embedder)
        self.sync = IndexSync(self.vault, index, clock)
        self.upkeep = Upkeep(self.sync, index)
        self.connections = self._connections()
        self.tools = LocalToolHost(
            self._tools(index), self.ledger.redeem, guests=self.connections.tools
        )
        self.workplace = Workplace(
            vault=self.vault,
            model=self.model,
            screener=self.second_model,
            open_folder=self._open_folder,
            make_model=self.models.make,
            sample=settings.sample_notes,
        )
        self.signals, self.feed = Signals(), Feed()
        self.limits = LimitSettings(stores.preferences, settings.limits)
        self.model_settings = ModelSettings(stores.config, stores.secrets, self.workplace, self.model)
        self.screener_settings = ScreenerSettings(
            stores.config, stores.secrets, self.workplace, self.second_model
        )
        self.budget_settings = BudgetSettings(stores.preferences)
        self.budgets = Budgets(stores.budgets, self.budget_settings, self.model_settings.in_use, clock)
        self.pause = StoredPause(stores.preferences)
        self.caution = CautionSettings(stores.preferences)
        self.gate = Gate(
            ledger=self.ledger,
            judge=Judge(stores.whitelists),
            tools=self.tools,
            rules=stores.rules,
            approvals=stores.approvals,
            pause=self.pause,
            audit=stores.audit,
            purse=self.budgets,
            clock=clock,
            patience=self.limits.patience,
            caution=self.caution.of_user,
        )
        self.questions = Questions(
            approvals=stores.approvals,
            rules=stores.rules,
            audit=stores.audit,
            tools=self.tools,
            pause=self.pause,
            clock=clock,
        )
        self.notes = Notes(
            files=self.vault,
            index=index,
            labels=stores.note_labels,
            sync=self.sync,
            gate=self.gate,
            tools=self.tools,
            audit=stores.audit,
            signals=self.signals,
        )
        self.defence_choices = DefenceChoices(stores.preferences)
        self.pushover = PushoverSetting(stores.secrets)
        self.to_pushover = EgressClient(Origin.of(PUSHOVER))
        channels = (Pushover(self.to_pushover, self.pushover.read),)
        self.alarms = Alarms(stores.audit, self.signals, channels)
        self.engine = Engine(self._bench(), stores.accounts, self.limits)
        self.tool_servers = ToolServerDesk(
            servers=stores.tool_servers,
            connections=self.connections,
            secrets=stores.secrets,
            audit=stores.audit,
            signals=self.signals,
            clock=clock,
        )
        self.hasher = Argon2Hasher()
        self.setup = Setup(
            accounts=stores.accounts,
            hasher=self.hasher,
            config=stores.config,
            workplace=self.workplace,
            models=self.model_settings,
            finder=self.finder,
            labels=stores.note_labels,
            audit=stores.audit,
            clock=clock,
        )

    def resume(self) -> None:
        """Put to use what was chosen before. A folder that is gone is told where it is needed."""
        self.model_settings.resume()
        self.screener_settings.resume()
        folder = self._stores.config.load().notes
        if folder is not None:
            with suppress(InvalidInputError):
                self.workplace.use_notes(folder)

    async def close(self) -> None:
        await self.upkeep.close()
        await self.engine.close()
        await self.connections.close()
        await self.alarms.close()
        await self.models.close()
        await self.loopback.aclose()
        await self.to_pushover.aclose()

    def web_ports(self) -> Mapping[str, object]:
        """What the routing matrix hands to the web app's adapter."""
        stores, clock = self._stores, self._stores.clock
        ports: dict[str, object] = {
            routing.SESSION_CONFIG: SessionDesk(
                accounts=stores.accounts,
                sessions=stores.sessions,
                hasher=self.hasher,
                cookies=Cookies(self._cookie_key()),
                setup=self.setup,
                pause=self.pause,
                audit=stores.audit,
                signals=self.signals,
                clock=clock,
            ),
            routing.INFERENCE: Chat(
                conversations=stores.conversations,
                runs=stores.runs,
                approvals=stores.approvals,
                audit=stores.audit,
                pause=self.pause,
                engine=self.engine,
                feed=self.feed,
                signals=self.signals,
                clock=clock,
            ),
            routing.APPROVING: ApprovalDesk(
                questions=self.questions,
                approvals=stores.approvals,
                runs=stores.runs,
                engine=self.engine,
                signals=self.signals,
            ),
            routing.POLICY: RuleDesk(
                rules=stores.rules,
                approvals=stores.approvals,
                tools=self.tools,
                audit=stores.audit,
                signals=self.signals,
                clock=clock,
            ),
            routing.WHITELISTING: WhitelistDesk(
                lists=stores.whitelists, audit=stores.audit, signals=self.signals, clock=clock
            ),
            routing.VAULT: self.notes,
            routing.TOOL_SERVING: self.tool_servers,
            routing.DEFENDING: DefenceDesk(
                choices=self.defence_choices,
                screener=self.screener_settings,
                pushover=self.pushover,
                audit=stores.audit,
                signals=self.signals,
            ),
            routing.METERING: Meters(
                book=stores.budgets,
                settings=self.budget_settings,
                limits=self.limits,
                accounts=stores.accounts,
                runs=stores.runs,
                audit=stores.audit,
                signals=self.signals,
                clock=clock,
            ),
            routing.ADMINISTRATION: AdministrationDesk(
                accounts=stores.accounts,
                audit=stores.audit,
                signer=stores.signer,
                switch=self._kill_switch(),
                limits=self.limits,
                config=stores.config,
                models=self.model_settings,
                finder=self.finder,
                engine=self.engine,
                signals=self.signals,
                clock=clock,
                caution=self.caution,
            ),
        }
        return routing.handed(Adapter.WEB, ports)

    def _tools(self, index: SqlNoteIndex) -> list[Tool]:
        shelf = Shelf(self.vault, self._stores.note_labels, index)
        return [
            VaultSearch(index, self.sync.fresh),
            VaultRead(shelf),
            VaultList(shelf, self.sync.refresh, lambda: self.model.local),
            VaultWrite(shelf),
            VaultMove(shelf),
            VaultDelete(shelf),
            VaultRestore(self.vault),
            RequestPermissions(
                lambda asked: tuple((each.text, each.why) for each in lines(asked, self.tools.spec))
            ),
        ]

    def _connections(self) -> McpConnections:
        home = self._settings.home
        return McpConnections(
            Sandbox(home / "tool-servers", (home,)),
            lambda url, headers: handed_client(Origin.of(url), headers=headers),
            lambda: self.signals.publish_all(WHAT),
            Pace(),
        )

    def _offered(self) -> tuple[ToolSpec, ...]:
        """What an agent may know of, now."""
        return tuple(spec for spec in self.tools.specs() if spec.name not in _BY_HAND_ONLY)

    def _kill_switch(self) -> KillSwitch:
        stores = self._stores
        return KillSwitch(
            pause=self.pause,
            approvals=stores.approvals,
            rules=stores.rules,
            runs=stores.runs,
            audit=stores.audit,
            engine=self.engine,
            signals=self.signals,
            clock=stores.clock,
        )

    def _bench(self) -> Workbench:
        stores, screener = self._stores, Screener(self.second_model)
        return Workbench(
            gate=self.gate,
            tools=self.tools,
            offered=self._offered,
            model=self.model,
            runs=stores.runs,
            approvals=stores.approvals,
            questions=self.questions,
            conversations=stores.conversations,
            audit=stores.audit,
            pause=self.pause,
            budgets=self.budgets,
            clock=stores.clock,
            feed=self.feed,
            signals=self.signals,
            defences=Defences(self.defence_choices, screener),
            validator=Validator(screener, self.defence_choices.validation),
            alarms=self.alarms,
        )

    def _open_folder(self, folder: Path) -> VaultFiles:
        return open_vault(folder, self.ledger, self._stores.clock, (self._settings.home,))

    def _cookie_key(self) -> bytes:
        """The key that signs cookies, made at the first start."""
        key = self._stores.secrets.get(_COOKIE_KEY)
        if key is None:
            key = token_hex(32)
            self._stores.secrets.put(_COOKIE_KEY, key)
        return bytes.fromhex(key)
