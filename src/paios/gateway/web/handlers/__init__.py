"""The handlers, by operation id. Each turns a validated request into one call of a capability port."""

from collections.abc import Mapping
from typing import cast

from paios.gateway import routing
from paios.gateway.web.credentials import Credentials
from paios.gateway.web.exchange import Handler, SocketHandler
from paios.gateway.web.handlers.administration import AdministrationHandlers
from paios.gateway.web.handlers.approvals import ApprovalHandlers
from paios.gateway.web.handlers.conversations import ConversationHandlers
from paios.gateway.web.handlers.credentials import CredentialHandlers
from paios.gateway.web.handlers.defences import DefenceHandlers
from paios.gateway.web.handlers.factors import FactorHandlers
from paios.gateway.web.handlers.keys import KeyHandlers
from paios.gateway.web.handlers.metering import MeteringHandlers
from paios.gateway.web.handlers.notes import NoteHandlers
from paios.gateway.web.handlers.own_account import AccountHandlers
from paios.gateway.web.handlers.people import PeopleHandlers
from paios.gateway.web.handlers.rules import RuleHandlers
from paios.gateway.web.handlers.runs import RunHandlers
from paios.gateway.web.handlers.sessions import SessionHandlers
from paios.gateway.web.handlers.telling import TellingHandlers
from paios.gateway.web.handlers.tool_servers import ToolServerHandlers
from paios.gateway.web.handlers.whitelists import WhitelistHandlers
from paios.ports.api_keys import KeyKeeping
from paios.ports.capabilities import (
    Administration,
    Approving,
    Defending,
    Inference,
    Metering,
    Policy,
    SessionConfig,
    Telling,
    Vault,
    Whitelisting,
)
from paios.ports.credentials import CredentialKeeping
from paios.ports.factors import FactorKeeping
from paios.ports.people import AccountKeeping, PeopleKeeping
from paios.ports.tool_serving import ToolServing


def handlers_for(
    ports: Mapping[str, object],
) -> tuple[Mapping[str, Handler | SocketHandler], Credentials]:
    """All handlers and the parser of credentials, over the ports that ``gateway.routing`` handed over."""
    sessions = cast("SessionConfig", ports[routing.SESSION_CONFIG])
    keys = cast("KeyKeeping", ports[routing.KEY_KEEPING])
    inference = cast("Inference", ports[routing.INFERENCE])
    groups = (
        SessionHandlers(sessions),
        KeyHandlers(keys),
        AccountHandlers(cast("AccountKeeping", ports[routing.ACCOUNT_KEEPING])),
        FactorHandlers(cast("FactorKeeping", ports[routing.FACTOR_KEEPING])),
        PeopleHandlers(cast("PeopleKeeping", ports[routing.PEOPLE_KEEPING])),
        ConversationHandlers(inference),
        RunHandlers(inference),
        ApprovalHandlers(cast("Approving", ports[routing.APPROVING])),
        RuleHandlers(cast("Policy", ports[routing.POLICY])),
        WhitelistHandlers(cast("Whitelisting", ports[routing.WHITELISTING])),
        NoteHandlers(cast("Vault", ports[routing.VAULT])),
        AdministrationHandlers(cast("Administration", ports[routing.ADMINISTRATION])),
        TellingHandlers(cast("Telling", ports[routing.TELLING])),
        ToolServerHandlers(cast("ToolServing", ports[routing.TOOL_SERVING])),
        MeteringHandlers(cast("Metering", ports[routing.METERING])),
        DefenceHandlers(cast("Defending", ports[routing.DEFENDING])),
        CredentialHandlers(cast("CredentialKeeping", ports[routing.CREDENTIAL_KEEPING])),
    )
    handlers: dict[str, Handler | SocketHandler] = {}
    for group in groups:
        handlers |= group.handlers()
    return handlers, Credentials(sessions, keys)
