"""The web app: built from frontend/ when its sources change, and carried by the wheel."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from tests.scripts.clone import REPOSITORY, Clone

NODE_OF_THE_WHEEL = REPOSITORY / "build" / "node"


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    clone = Clone(tmp_path)
    frontend = clone.root / "frontend"
    frontend.mkdir()
    package = {"name": "small", "version": "1.0.0", "scripts": {"build": "node build.mjs"}}
    (frontend / "package.json").write_text(json.dumps(package))
    lock = {"name": "small", "version": "1.0.0", "lockfileVersion": 3, "packages": {"": {"name": "small"}}}
    (frontend / "package-lock.json").write_text(json.dumps(lock))
    (frontend / "build.mjs").write_text(
        "import { cpSync, mkdirSync, writeFileSync } from 'node:fs'\n"
        "writeFileSync('types.gen.ts', String(process.hrtime.bigint()))\n"
        "mkdirSync('../src/paios/webapp', { recursive: true })\n"
        "cpSync('index.html', '../src/paios/webapp/index.html')\n"
    )
    (frontend / "index.html").write_text("<p>one</p>")
    # A machine without Node has the one that the set-up fetched for the web app itself.
    shutil.copy(REPOSITORY / "requirements-node.txt", clone.root)
    if NODE_OF_THE_WHEEL.is_dir():
        (clone.root / "build" / "stamps").mkdir(parents=True)
        (clone.root / "build" / "node").symlink_to(NODE_OF_THE_WHEEL)
        shutil.copy(REPOSITORY / "build" / "stamps" / "node", clone.root / "build" / "stamps")
    return clone


def build(clone: Clone, path: str = os.environ["PATH"]) -> subprocess.CompletedProcess[str]:
    return clone.set_up("web", PATH=path)


def page(clone: Clone) -> Path:
    return clone.root / "src" / "paios" / "webapp" / "index.html"


def test_the_web_app_is_built_once_and_again_when_a_source_changes(clone: Clone) -> None:
    first = build(clone)
    assert first.returncode == 0, first.stderr
    assert "web      src/paios/webapp built" in first.stdout
    assert page(clone).read_text() == "<p>one</p>"
    assert build(clone).stdout == ""

    (clone.root / "frontend" / "index.html").write_text("<p>two</p>")
    changed = build(clone)
    assert "web      src/paios/webapp built" in changed.stdout
    assert "modules" not in changed.stdout
    assert page(clone).read_text() == "<p>two</p>"


def test_a_build_that_was_removed_is_made_again(clone: Clone) -> None:
    build(clone)
    page(clone).unlink()
    assert build(clone).returncode == 0
    assert page(clone).exists()


def test_a_failed_build_is_told_and_not_taken_for_done(clone: Clone) -> None:
    (clone.root / "frontend" / "build.mjs").write_text("console.error('a type is wrong'); process.exit(3)")
    failed = build(clone)
    assert failed.returncode == 1
    assert "a type is wrong" in failed.stderr
    assert build(clone).returncode == 1


def test_a_tree_without_frontend_says_so_and_goes_on(clone: Clone) -> None:
    shutil.rmtree(clone.root / "frontend")
    skipped = build(clone)
    assert skipped.returncode == 0
    assert "skipped: there is no frontend/" in skipped.stdout


NEW_ENOUGH = {"v20.19.0", "v22.12.0", "v24.0.0"}
TOO_OLD = {"v18.20.0", "v20.18.3", "v21.7.0", "v22.11.0", "no version"}


@pytest.mark.parametrize("version", sorted(NEW_ENOUGH | TOO_OLD))
def test_a_node_on_the_path_is_used_only_when_it_is_new_enough(
    clone: Clone, tmp_path: Path, version: str
) -> None:
    node = tmp_path / "node"
    node.write_text(f"#!/bin/sh\necho '{version}'\n")
    node.chmod(0o755)
    answer = clone.call(f"import webapp; print(webapp._is_new_enough({str(node)!r}))")
    assert answer.stdout.strip() == str(version in NEW_ENOUGH)


def test_without_node_and_network_it_says_what_failed(clone: Clone, tmp_path: Path) -> None:
    shutil.rmtree(clone.root / "build", ignore_errors=True)
    empty = tmp_path / "empty"
    empty.mkdir()
    failed = build(clone, path=str(empty))
    assert failed.returncode == 1
    assert "the package index cannot be reached" in failed.stderr


def test_a_wheel_carries_the_built_web_app(clone: Clone, tmp_path: Path) -> None:
    for name in ("pyproject.toml", "hatch_build.py", ".gitignore"):
        shutil.copy(REPOSITORY / name, clone.root)
    (clone.root / "README.md").write_text("small")
    built = subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "wheel",
            "--no-deps",
            "--no-build-isolation",
            "-w",
            tmp_path / "out",
            ".",
        ],
        cwd=clone.root,
        env=clone.environment(PATH=os.environ["PATH"]),
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stdout + built.stderr
    (wheel,) = (tmp_path / "out").glob("paios-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        assert archive.read("paios/webapp/index.html") == b"<p>one</p>"


def test_the_web_app_s_scripts_call_no_npm_by_name() -> None:
    """The npm that comes with the wheel's Node.js does not work when it is found on PATH."""
    package = json.loads((Path(__file__).parents[2] / "frontend" / "package.json").read_text("utf-8"))
    assert package["scripts"]["build"]
    assert not [line for line in package["scripts"].values() if "npm" in line.split()]
