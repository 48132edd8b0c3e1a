"""The rules of the house that import-linter cannot say (docs/ARCHITECTURE.md), read from the code itself."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src" / "paios"

FEWEST_FILES = 150
"""A scan of fewer files than this has looked in the wrong place."""

PURE_ROOMS = ("domain", "ports", "guard", "agent")
IO_MODULES = set(
    """os io socket ssl subprocess shutil tempfile sqlite3 time asyncio threading random logging anyio httpx2
    httpcore2 sqlalchemy aiosqlite asyncpg starlette uvicorn typer structlog""".split()  # noqa: SIM905
)
HTTP_CLIENTS = {"httpx2", "httpcore2", "httpx", "requests", "aiohttp", "urllib.request", "http.client"}
LINE_LIMIT = 400


def _modules() -> list[Path]:
    return sorted(path for path in SOURCE.rglob("*.py") if "migrations/versions" not in path.as_posix())


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def _calls(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func)


def _room(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0]


def _is(module: str, names: set[str]) -> bool:
    return any(module == name or module.startswith(f"{name}.") for name in names)


def test_the_scan_sees_the_whole_house() -> None:
    modules = _modules()
    assert len(modules) >= FEWEST_FILES
    rooms = {"domain", "ports", "guard", "agent", "services", "gateway", "drivers", "cli"}
    assert rooms <= {_room(path) for path in modules}


def test_only_the_gate_makes_an_authorized() -> None:
    makers = {path.relative_to(SOURCE).as_posix() for path in _modules() if "Authorized" in set(_calls(path))}
    assert makers == {"guard/gate.py"}


def test_only_the_gate_enters_a_proof_into_the_ledger() -> None:
    enterers = {
        path.relative_to(SOURCE).as_posix()
        for path in _modules()
        if any(call.endswith("ledger.enter") for call in _calls(path))
    }
    assert enterers == {"guard/gate.py"}


def test_only_egress_and_the_command_line_import_an_http_client() -> None:
    importers = {path for path in _modules() if any(_is(name, HTTP_CLIENTS) for name in _imports(path))}
    outside = {
        path.relative_to(SOURCE).as_posix()
        for path in importers
        if _room(path) != "cli" and path.parent.name != "egress"
    }
    assert importers
    assert not outside


def test_only_settings_reads_the_environment() -> None:
    readers = set()
    for path in _modules():
        text = ast.unparse(ast.parse(path.read_text("utf-8")))
        if "os.environ" in text or "getenv" in text:
            readers.add(path.relative_to(SOURCE).as_posix())
    assert readers == {"settings.py"}


@pytest.mark.parametrize("room", PURE_ROOMS)
def test_pure_rooms_import_no_io(room: str) -> None:
    found = {
        (path.name, name)
        for path in _modules()
        if _room(path) == room
        for name in _imports(path)
        if _is(name, IO_MODULES)
    }
    assert not found


@pytest.mark.parametrize("room", PURE_ROOMS)
def test_pure_rooms_ask_no_clock_and_open_no_file(room: str) -> None:
    asked = {"datetime.now", "datetime.utcnow", "date.today", "open", "print", "input"}
    found = {
        (path.name, call)
        for path in _modules()
        if _room(path) == room
        for call in _calls(path)
        if call in asked
    }
    assert not found


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        path.relative_to(SOURCE).as_posix()
        for path in _modules()
        if not ast.get_docstring(ast.parse(path.read_text("utf-8")))
    ]
    assert not silent


def test_no_module_is_longer_than_400_lines() -> None:
    long = {
        path.relative_to(SOURCE).as_posix(): lines
        for path in _modules()
        if (lines := len(path.read_text("utf-8").splitlines())) > LINE_LIMIT
    }
    assert not long


def test_no_module_is_called_a_drawer_for_odds_and_ends() -> None:
    drawers = {"utils", "helpers", "common", "base", "manager", "misc"}
    assert not [path for path in _modules() if path.stem in drawers or path.parent.name in drawers]
