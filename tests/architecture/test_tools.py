"""What every tool owes the guard, read from the tools that are wired."""

import pytest

from paios.domain.tool import ToolSpec
from paios.drivers.tools.vault_filing import VaultDelete, VaultMove
from paios.drivers.tools.vault_reading import VaultList, VaultRead, VaultSearch
from paios.drivers.tools.vault_restoring import VaultRestore
from paios.drivers.tools.vault_writing import VaultWrite

SPECS = [
    tool.spec
    for tool in (VaultSearch, VaultRead, VaultList, VaultWrite, VaultMove, VaultDelete, VaultRestore)
]


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: str(spec.name))
def test_a_remembered_yes_to_a_tool_that_acts_is_bound_to_something(spec: ToolSpec) -> None:
    """With nothing to bind, "always" for one note would be always for all of them (P4)."""
    assert spec.bound_by or not spec.acts
    assert set(spec.bound_by) <= set(spec.parameters["properties"])


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: str(spec.name))
def test_every_argument_has_a_sink_role_and_nothing_else_is_accepted(spec: ToolSpec) -> None:
    assert spec.parameters["additionalProperties"] is False
    if spec.acts:
        assert set(spec.sinks) == set(spec.parameters["properties"])
