"""The routing matrix: which door leads to which capability ports (G1, G2).

It is one immutable table. Nothing that is configured, stored or requested can
widen it, and an adapter gets objects, not names: what it was not handed it has
no reference to.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from paios.domain.principal import Adapter

DEVICE_CONTROL: Final = "DeviceControl"
SESSION_CONFIG: Final = "SessionConfig"
SENSOR_RELAY: Final = "SensorRelay"
INFERENCE: Final = "Inference"
ADMINISTRATION: Final = "Administration"
APPROVING: Final = "Approving"
POLICY: Final = "Policy"
WHITELISTING: Final = "Whitelisting"
DEFENDING: Final = "Defending"
METERING: Final = "Metering"
TELLING: Final = "Telling"
TOOL_SERVING: Final = "ToolServing"
KEY_KEEPING: Final = "KeyKeeping"
CREDENTIAL_KEEPING: Final = "CredentialKeeping"
ACCOUNT_KEEPING: Final = "AccountKeeping"
FACTOR_KEEPING: Final = "FactorKeeping"
PEOPLE_KEEPING: Final = "PeopleKeeping"
VAULT: Final = "Vault"

_OWNER: Final = frozenset(
    {
        ACCOUNT_KEEPING,
        ADMINISTRATION,
        APPROVING,
        DEFENDING,
        CREDENTIAL_KEEPING,
        FACTOR_KEEPING,
        KEY_KEEPING,
        METERING,
        PEOPLE_KEEPING,
        POLICY,
        TELLING,
        TOOL_SERVING,
        VAULT,
        WHITELISTING,
    }
)
_REMOTE: Final = frozenset({SESSION_CONFIG, SENSOR_RELAY, INFERENCE})

MATRIX: Final[Mapping[Adapter, frozenset[str]]] = MappingProxyType(
    {
        Adapter.LOCAL_SYSTEM: _REMOTE | {DEVICE_CONTROL} | _OWNER,
        Adapter.SECURE_NETWORK: _REMOTE,
        Adapter.MCP_SERVER: _REMOTE,
        Adapter.OLLAMA: frozenset({INFERENCE}),
        Adapter.OPENAI: frozenset({INFERENCE}),
        Adapter.WEB: _REMOTE | _OWNER,
    }
)


def handed(adapter: Adapter, ports: Mapping[str, object]) -> Mapping[str, object]:
    """The ports, of those there are, that this adapter may hold."""
    allowed = MATRIX.get(adapter, frozenset())
    return MappingProxyType({name: port for name, port in ports.items() if name in allowed})
