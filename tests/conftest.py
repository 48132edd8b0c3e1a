"""What holds for every test: asyncio only; in strict mode (CI) nothing is skipped; proofs are counted.

A row of requirements.toml that is ``done`` needs a test that names it *and
passed*. Which rows passed is known only at the end, so a whole run ends with
that check; part of a run makes no claim.
"""

import os
import tomllib
from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings

STRICT = os.environ.get("PAIOS_STRICT") == "1"
ROOT = Path(__file__).resolve().parents[1]
_PROVES = "proves"

# For mutation testing: the same few examples for every mutant, and no search for a smaller one that fails.
settings.register_profile(
    "mutation",
    max_examples=25,
    phases=(Phase.explicit, Phase.generate),
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def requirements() -> dict[str, dict[str, str]]:
    """The rows of requirements.toml by id."""
    return _rows()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Note which rows a test proves. In strict mode a skipped test failed: a part that it needs is absent."""
    report = yield
    rows = [row for marker in item.iter_markers("requirement") for row in marker.args]
    report.user_properties += [(_PROVES, row) for row in rows]
    if STRICT and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"Skipped, and in strict mode nothing may be: {report.longrepr}"
    return report


class _Proofs:
    """Which rows were proved in this session; with xdist, in all its workers."""

    def __init__(self) -> None:
        self.passed: set[str] = set()
        self.failed: set[str] = set()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        rows = {str(row) for name, row in report.user_properties if name == _PROVES}
        if report.failed:
            self.failed |= rows
        elif report.when == "call" and report.passed:
            self.passed |= rows

    @pytest.hookimpl(wrapper=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> Generator[None, None, None]:
        unproved = sorted(
            row for row, its in _rows().items() if its["state"] == "done" and not self._has(row)
        )
        reporter = session.config.pluginmanager.get_plugin("terminalreporter")
        if unproved and reporter is not None:
            reporter.write_line(
                f"\nrequirements marked done that no passing test proves: {', '.join(unproved)}"
            )
            session.exitstatus = pytest.ExitCode.TESTS_FAILED
        return (yield)

    def _has(self, row: str) -> bool:
        return row in self.passed and row not in self.failed


def pytest_configure(config: pytest.Config) -> None:
    worker = hasattr(config, "workerinput")
    whole = not config.args or [Path(each).resolve() for each in config.args] == [ROOT / "tests"]
    narrowed = config.getoption("keyword") or config.getoption("markexpr") or config.getoption("lf", None)
    if whole and not worker and not narrowed and not config.getoption("collectonly"):
        config.pluginmanager.register(_Proofs(), "proofs")


def _rows() -> dict[str, dict[str, str]]:
    rows: dict[str, dict[str, str]] = tomllib.loads((ROOT / "requirements.toml").read_text("utf-8"))
    return rows
