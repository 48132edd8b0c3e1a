"""A person needs Python and nothing else (A2). Linux is tried; that others can follow is read in the code."""

import ast
from pathlib import Path

import pytest
from tests.support.process import Installation, Server
from tests.support.scripted_model import ScriptedModel

import paios

SOURCE = Path(paios.__file__).parent
POSIX_ONLY = {"pwd", "grp", "fcntl", "termios", "resource"}

pytestmark = pytest.mark.requirement("A2")


def test_it_starts_by_module_with_no_other_program_in_reach(tmp_path: Path, model: ScriptedModel) -> None:
    bare = Installation(tmp_path, environment={"PATH": str(tmp_path / "nothing")})
    bare.init(model)
    with Server(bare):
        assert "sqlite, up to date" in bare.run("doctor").stdout
    assert bare.run("--version").stdout.strip() == paios.__version__


def test_paths_are_pathlib_inside() -> None:
    """``os.path`` has no business here but for comparing two opened files."""
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "os.path":
                assert node.attr == "samestat" or path.name == "worker.py", path.name


def test_what_only_posix_has_is_imported_where_it_is_needed() -> None:
    """Windows must be able to load every module; the vault's own are loaded past a check."""
    for path in SOURCE.rglob("*.py"):
        if path.parent.name == "vault":
            continue
        for node in ast.parse(path.read_text("utf-8")).body:
            names = {name.name for name in node.names} if isinstance(node, ast.Import) else set()
            assert not names & POSIX_ONLY, path.name
