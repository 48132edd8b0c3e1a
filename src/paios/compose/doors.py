"""What each adapter is handed, as the routing matrix says (G1, G2)."""

from collections.abc import Mapping
from typing import Final

from paios.compose.parts import Parts
from paios.domain.principal import Adapter
from paios.gateway import routing
from paios.services.administration import AdministrationDesk
from paios.services.app_secrets import AppSecrets
from paios.services.approving import ApprovalDesk
from paios.services.beginnings import Beginnings
from paios.services.chat import Chat
from paios.services.cookies import Cookies
from paios.services.credentials import CredentialDesk
from paios.services.defence_desk import DefenceDesk
from paios.services.devices import KnownDevices
from paios.services.dismissals import Dismissals
from paios.services.factors import FactorDesk
from paios.services.keys import KeyDesk
from paios.services.kill_switch import KillSwitch
from paios.services.metering import Meters
from paios.services.own_account import AccountDesk
from paios.services.people import PeopleDesk
from paios.services.rules import RuleDesk
from paios.services.second_step import SecondStep
from paios.services.sessions import SessionDesk
from paios.services.whitelists import WhitelistDesk

_COOKIE_KEY: Final = "session.key"


def web_ports(parts: Parts) -> Mapping[str, object]:
    """What the routing matrix hands to the web app's adapter."""
    stores, clock = parts.stores, parts.stores.clock
    cookie_key = stores.secrets.key(_COOKIE_KEY)
    secrets_of_apps = AppSecrets(parts.apps)
    cookies, devices = Cookies(cookie_key), KnownDevices(cookie_key)
    beginnings = Beginnings(
        sessions=stores.sessions, cookies=cookies, devices=devices, audit=stores.audit, clock=clock
    )
    ports: dict[str, object] = {
        routing.SESSION_CONFIG: SessionDesk(
            accounts=stores.accounts,
            sessions=stores.sessions,
            hasher=parts.hasher,
            cookies=cookies,
            devices=devices,
            beginnings=beginnings,
            second=SecondStep(
                proving=parts.proving,
                accounts=stores.accounts,
                beginnings=beginnings,
                devices=devices,
                audit=stores.audit,
                clock=clock,
            ),
            setup=parts.setup,
            pause=parts.pause,
            audit=stores.audit,
            signals=parts.signals,
            recalls=parts.recalls,
            clock=clock,
        ),
        routing.ACCOUNT_KEEPING: AccountDesk(
            accounts=stores.accounts,
            sessions=stores.sessions,
            hasher=parts.hasher,
            passwords=parts.new_passwords,
            audit=stores.audit,
            signals=parts.signals,
            recalls=parts.recalls,
            clock=clock,
        ),
        routing.FACTOR_KEEPING: FactorDesk(
            factors=stores.factors,
            apps=parts.apps,
            secrets_of_apps=secrets_of_apps,
            passkeys=parts.passkeys,
            proving=parts.proving,
            accounts=stores.accounts,
            sessions=stores.sessions,
            hasher=parts.hasher,
            approvals=stores.approvals,
            audit=stores.audit,
            signals=parts.signals,
            recalls=parts.recalls,
            clock=clock,
        ),
        routing.PEOPLE_KEEPING: PeopleDesk(
            people=stores.people,
            invites=stores.invites,
            accounts=stores.accounts,
            sessions=stores.sessions,
            factors=stores.factors,
            secrets_of_apps=secrets_of_apps,
            passwords=parts.new_passwords,
            beginnings=beginnings,
            budgets=parts.budget_settings,
            runs=stores.runs,
            engine=parts.engine,
            audit=stores.audit,
            signals=parts.signals,
            recalls=parts.recalls,
            shelves=parts.shelves,
            clock=clock,
        ),
        routing.INFERENCE: Chat(
            conversations=stores.conversations,
            runs=stores.runs,
            approvals=stores.approvals,
            audit=stores.audit,
            pause=parts.pause,
            engine=parts.engine,
            feed=parts.feed,
            signals=parts.signals,
            clock=clock,
        ),
        routing.APPROVING: ApprovalDesk(
            questions=parts.questions,
            approvals=stores.approvals,
            runs=stores.runs,
            engine=parts.engine,
            signals=parts.signals,
        ),
        routing.POLICY: RuleDesk(
            rules=stores.rules,
            approvals=stores.approvals,
            tools=parts.tools,
            dismissed=Dismissals(stores.preferences, stores.audit),
            audit=stores.audit,
            signals=parts.signals,
            clock=clock,
        ),
        routing.WHITELISTING: WhitelistDesk(
            lists=stores.whitelists, audit=stores.audit, signals=parts.signals, clock=clock
        ),
        routing.KEY_KEEPING: KeyDesk(
            keys=stores.api_keys,
            accounts=stores.accounts,
            runs=stores.runs,
            engine=parts.engine,
            audit=stores.audit,
            signals=parts.signals,
            recalls=parts.recalls,
            clock=clock,
        ),
        routing.VAULT: parts.notes,
        routing.TELLING: parts.telling,
        routing.TOOL_SERVING: parts.tool_servers,
        routing.CREDENTIAL_KEEPING: CredentialDesk(
            stores.credentials, stores.audit, parts.signals, parts.reconnect
        ),
        routing.DEFENDING: DefenceDesk(
            choices=parts.defence_choices,
            screener=parts.screener_settings,
            pushover=parts.pushover,
            audit=stores.audit,
            signals=parts.signals,
        ),
        routing.METERING: Meters(
            book=stores.budgets,
            settings=parts.budget_settings,
            limits=parts.limits,
            accounts=stores.accounts,
            runs=stores.runs,
            audit=stores.audit,
            signals=parts.signals,
            clock=clock,
        ),
        routing.ADMINISTRATION: AdministrationDesk(
            accounts=stores.accounts,
            audit=stores.audit,
            signer=stores.signer,
            switch=_kill_switch(parts),
            limits=parts.limits,
            shelves=parts.shelves,
            models=parts.model_settings,
            finder=parts.finder,
            engine=parts.engine,
            signals=parts.signals,
            clock=clock,
            caution=parts.caution,
        ),
    }
    return routing.handed(Adapter.WEB, ports)


def _kill_switch(parts: Parts) -> KillSwitch:
    stores = parts.stores
    return KillSwitch(
        pause=parts.pause,
        approvals=stores.approvals,
        rules=stores.rules,
        runs=stores.runs,
        audit=stores.audit,
        engine=parts.engine,
        signals=parts.signals,
        clock=stores.clock,
    )
