"""The parts between the stores and the doors, wired once."""

from pathlib import Path
from typing import Final

from paios.compose.stores import Stores
from paios.compose.telling import web_push
from paios.compose.workplace import Workplace
from paios.domain.credential import OWN_NAMES
from paios.domain.principal import Principal
from paios.domain.tool import ToolSpec
from paios.drivers.alerts.pushover import ORIGIN as PUSHOVER
from paios.drivers.alerts.pushover import Pushover
from paios.drivers.authenticator import SealedAuthenticators
from paios.drivers.common_passwords import CommonPasswords
from paios.drivers.egress.client import EgressClient
from paios.drivers.egress.handed import handed_client
from paios.drivers.egress.origin import Origin
from paios.drivers.mcp.connections import McpConnections
from paios.drivers.mcp.pace import Pace
from paios.drivers.mcp.sandbox import Sandbox
from paios.drivers.models.catalogue import CHAT_WEIGHTS, ModelCatalogue
from paios.drivers.models.chosen import ChosenModel
from paios.drivers.models.finder import PROBES, LoopbackModelFinder
from paios.drivers.passkeys import WebAuthnCeremony
from paios.drivers.passwords import Argon2Hasher
from paios.drivers.peoples_folders import PeoplesFolders
from paios.drivers.sql.note_index import SqlNoteIndex
from paios.drivers.sql.note_labels import SqlNoteLabels
from paios.drivers.tools.granting import RequestPermissions
from paios.drivers.tools.host import LocalToolHost
from paios.drivers.tools.vault_filing import VaultDelete, VaultMove
from paios.drivers.tools.vault_reading import VaultList, VaultRead, VaultSearch
from paios.drivers.tools.vault_restoring import VaultRestore
from paios.drivers.tools.vault_writing import VaultWrite
from paios.drivers.vault import open_vault
from paios.guard.gate import Gate
from paios.guard.grants import lines
from paios.guard.judge import Judge
from paios.guard.ledger import Ledger
from paios.guard.questions import Questions
from paios.guard.sources.floor import within_role
from paios.ports.tools import Tool
from paios.ports.vault_files import VaultFiles
from paios.services.alarms import Alarms, PushoverSetting
from paios.services.budget_settings import BudgetSettings
from paios.services.budgets import Budgets
from paios.services.caution import CautionSettings
from paios.services.credentials import CredentialFollower, DiscreetModel, OwnConnections, SecretWatch, move_in
from paios.services.defences import DefenceChoices, Defences
from paios.services.engine import Engine
from paios.services.feed import Feed
from paios.services.limits import LimitSettings
from paios.services.models import ModelSettings, ScreenerSettings
from paios.services.new_passwords import NewPasswords
from paios.services.notes import Notes
from paios.services.pause import StoredPause
from paios.services.proving import Proving
from paios.services.recalls import Recalls
from paios.services.screening import Screener, Validator
from paios.services.setup import Setup
from paios.services.shelves import PersonalShelves
from paios.services.signals import Signals
from paios.services.telling import TellingDesk
from paios.services.tool_servers import WHAT, ToolServerDesk
from paios.services.upkeep import Upkeep
from paios.services.workbench import Workbench
from paios.settings import Settings

_BY_HAND_ONLY: Final = frozenset({VaultRestore.spec.name})
"""Tools that a person uses from a page, and no agent is offered."""


class Parts:
    """The parts between the stores and the adapters, made in the order in which they need each other."""

    def __init__(self, settings: Settings, stores: Stores) -> None:
        self.stores = stores
        self.settings = settings
        clock, weights = stores.clock, settings.home / "weights"
        self.ledger = Ledger(clock)
        self.model = ChosenModel()
        self.second_model = ChosenModel()
        self.models = ModelCatalogue(weights, lambda url: EgressClient(Origin.of(url)))
        self.loopback = EgressClient(*(Origin.of(probe.origin) for probe in PROBES))
        self.finder = LoopbackModelFinder(self.loopback, weights / CHAT_WEIGHTS)
        self.signals, self.feed = Signals(), Feed()
        self.folders = self._folders()
        self.shelves = self._shelves()
        self.upkeep = Upkeep(stores.accounts, self.shelves)
        self.connections = self._connections()
        self.tools = LocalToolHost(self._tools(), self.ledger.redeem, guests=self.connections.tools)
        self.workplace = Workplace(
            model=self.model,
            screener=self.second_model,
            try_folder=lambda folder: self._open_chosen(folder, "").close(),
            make_model=self.models.make,
            sample=settings.sample_notes,
        )
        self.limits = LimitSettings(stores.preferences, settings.limits)
        self.scan = SecretWatch(stores.credentials)
        self.own = OwnConnections(stores.credentials)
        self.model_settings = ModelSettings(stores.config, self.own, self.workplace, self.model)
        self.screener_settings = ScreenerSettings(stores.config, self.own, self.workplace, self.second_model)
        self.follower = CredentialFollower(stores.credentials, self.reconnect)
        self.budget_settings = BudgetSettings(stores.preferences)
        self.budgets = Budgets(stores.budgets, self.budget_settings, clock)
        self.pause = StoredPause(stores.preferences)
        self.caution = CautionSettings(stores.preferences)
        self.apps = SealedAuthenticators(stores.credentials)
        self.passkeys = WebAuthnCeremony()
        self.proving = Proving(
            factors=stores.factors,
            apps=self.apps,
            passkeys=self.passkeys,
            audit=stores.audit,
            clock=clock,
        )
        self.gate = Gate(
            ledger=self.ledger,
            judge=Judge(stores.whitelists),
            tools=self.tools,
            rules=stores.rules,
            approvals=stores.approvals,
            pause=self.pause,
            audit=stores.audit,
            purse=self.budgets,
            scan=self.scan,
            confirming=self.proving,
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
            confirming=self.proving,
            clock=clock,
        )
        self.notes = Notes(
            shelves=self.shelves,
            gate=self.gate,
            tools=self.tools,
            audit=stores.audit,
            signals=self.signals,
        )
        self.defence_choices = DefenceChoices(stores.preferences)
        self.pushover = PushoverSetting(self.own)
        self.to_pushover = EgressClient(Origin.of(PUSHOVER))
        channels = (Pushover(self.to_pushover, self.pushover.read),)
        self.alarms = Alarms(stores.audit, self.signals, channels)
        self.telling = TellingDesk(
            devices=stores.push_devices,
            service=web_push(stores.secrets, clock),
            approvals=stores.approvals,
            audit=stores.audit,
            signals=self.signals,
            clock=clock,
        )
        self.recalls = Recalls()
        self.engine = Engine(self._bench(), stores.accounts, self.limits, stores.api_keys)
        self.tool_servers = ToolServerDesk(
            servers=stores.tool_servers,
            connections=self.connections,
            secrets=self.own,
            audit=stores.audit,
            signals=self.signals,
            clock=clock,
        )
        self.hasher = Argon2Hasher()
        self.new_passwords = NewPasswords(self.hasher, CommonPasswords())
        self.setup = Setup(
            accounts=stores.accounts,
            passwords=self.new_passwords,
            config=stores.config,
            workplace=self.workplace,
            models=self.model_settings,
            finder=self.finder,
            labels_of=lambda owner: SqlNoteLabels(stores.database, owner),
            audit=stores.audit,
            clock=clock,
        )

    async def move_in(self) -> None:
        """Take over the secrets that an earlier paios kept in plain files and rows (B3)."""
        await self.stores.push_devices.seal_plain()
        servers = [f"tool-server-{each.id}" for each in await self.stores.tool_servers.all()]
        move_in(self.stores.secrets, self.own, (*OWN_NAMES, *servers))

    def reconnect(self) -> None:
        """Give the models their keys as they are now."""
        self.model_settings.resume()
        self.screener_settings.resume()

    async def close(self) -> None:
        await self.follower.close()
        await self.upkeep.close()
        await self.engine.close()
        await self.connections.close()
        await self.alarms.close()
        await self.telling.close()
        await self.models.close()
        await self.loopback.aclose()
        await self.to_pushover.aclose()

    def _tools(self) -> list[Tool]:
        shelves = self.shelves
        return [
            VaultSearch(shelves),
            VaultRead(shelves),
            VaultList(shelves, lambda: self.model.local),
            VaultWrite(shelves),
            VaultMove(shelves),
            VaultDelete(shelves),
            VaultRestore(shelves),
            RequestPermissions(
                lambda asked: tuple((each.text, each.why) for each in lines(asked, self.tools.spec))
            ),
        ]

    def _connections(self) -> McpConnections:
        home = self.settings.home
        return McpConnections(
            Sandbox(home / "tool-servers", (home,)),
            lambda url, headers: handed_client(Origin.of(url), headers=headers),
            lambda: self.signals.publish_all(WHAT),
            Pace(),
            lambda text: self.scan.masked(text),
        )

    def _offered(self, principal: Principal) -> tuple[ToolSpec, ...]:
        """What somebody's agent may know of, now."""
        known = (spec for spec in self.tools.specs() if spec.name not in _BY_HAND_ONLY)
        return tuple(spec for spec in known if within_role(principal, spec))

    def _bench(self) -> Workbench:
        stores, screener = self.stores, Screener(DiscreetModel(self.second_model, self.scan))
        return Workbench(
            gate=self.gate,
            tools=self.tools,
            offered=self._offered,
            model=DiscreetModel(self.model, self.scan),
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
            defences=Defences(self.defence_choices, screener, self.scan),
            validator=Validator(screener, self.defence_choices.validation),
            alarms=self.alarms,
        )

    def _open_chosen(self, folder: Path, owner: str) -> VaultFiles:
        """One that a person named: never one that paios keeps for itself, or for somebody else."""
        return open_vault(folder, self.ledger.of(owner), self.stores.clock, (self.settings.home,))

    def _folders(self) -> PeoplesFolders:
        return PeoplesFolders(
            self.settings.home,
            lambda: self.stores.config.load().notes,
            self._open_chosen,
            lambda folder, owner: open_vault(folder, self.ledger.of(owner), self.stores.clock),
        )

    def _shelves(self) -> PersonalShelves:
        database = self.stores.database
        return PersonalShelves(
            accounts=self.stores.accounts,
            folders=self.folders,
            index_of=lambda owner: SqlNoteIndex(database, self.models.embedder, owner),
            labels_of=lambda owner: SqlNoteLabels(database, owner),
            signals=self.signals,
            clock=self.stores.clock,
        )
