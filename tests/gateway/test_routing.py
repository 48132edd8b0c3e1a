"""The routing matrix is one table that nothing widens, and an adapter holds what it says and no more."""

import pytest

from paios.domain.principal import Adapter
from paios.gateway import routing
from paios.gateway.routing import MATRIX, handed

EVERY = {
    name: object()
    for name in (
        routing.DEVICE_CONTROL,
        routing.SESSION_CONFIG,
        routing.SENSOR_RELAY,
        routing.INFERENCE,
        routing.ADMINISTRATION,
        routing.APPROVING,
        routing.POLICY,
        routing.WHITELISTING,
        routing.DEFENDING,
        routing.CREDENTIAL_KEEPING,
        routing.KEY_KEEPING,
        routing.TELLING,
        routing.TOOL_SERVING,
        routing.VAULT,
    )
}
OWNER = {
    routing.ADMINISTRATION,
    routing.APPROVING,
    routing.CREDENTIAL_KEEPING,
    routing.DEFENDING,
    routing.KEY_KEEPING,
    routing.POLICY,
    routing.TELLING,
    routing.TOOL_SERVING,
    routing.VAULT,
    routing.WHITELISTING,
}


@pytest.mark.parametrize(
    ("adapter", "held"),
    [
        (Adapter.LOCAL_SYSTEM, set(EVERY)),
        (Adapter.SECURE_NETWORK, set(EVERY) - OWNER - {routing.DEVICE_CONTROL}),
        (Adapter.MCP_SERVER, set(EVERY) - OWNER - {routing.DEVICE_CONTROL}),
        (Adapter.OLLAMA, {routing.INFERENCE}),
        (Adapter.OPENAI, {routing.INFERENCE}),
        (Adapter.WEB, set(EVERY) - {routing.DEVICE_CONTROL}),
    ],
)
def test_an_adapter_is_handed_its_ports_and_no_others(adapter: Adapter, held: set[str]) -> None:
    assert set(handed(adapter, EVERY)) == held


def test_every_adapter_has_its_row() -> None:
    assert set(MATRIX) == set(Adapter)


def test_nothing_widens_the_table_or_what_was_handed_over() -> None:
    with pytest.raises(TypeError):
        MATRIX[Adapter.OLLAMA] = frozenset(EVERY)  # type: ignore[index]
    with pytest.raises(TypeError):
        handed(Adapter.OLLAMA, EVERY)[routing.VAULT] = object()  # type: ignore[index]


def test_a_port_that_the_table_does_not_know_is_handed_to_nobody() -> None:
    assert not any("Anything" in handed(adapter, {"Anything": object()}) for adapter in Adapter)
