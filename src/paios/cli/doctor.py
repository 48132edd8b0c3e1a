"""``paios doctor``: the first checks. It looks, and mends only what it is asked to."""

import asyncio
import os
import socket
import stat
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Final

import httpx2
import orjson
import typer

from paios.cli.passwords import given_password
from paios.cli.safety import Check, credential_checks, database_check
from paios.compose.stores import opened_stores
from paios.domain.errors import PaiosError
from paios.drivers.sql.engine import Database
from paios.drivers.sql.rows import walls_hold
from paios.services.verifying import verified
from paios.settings import Settings, read

_PRIVATE: Final = 0o077
_WEIGHTS: Final = ("smollm2-135m-instruct.q4_1.gguf", "minilm-l6-v2.int8.onnx")


def doctor(*, as_json: bool, fix: bool) -> None:
    """Run all checks; exit with 1 when anything is bad."""
    settings = given_password(read())
    checks = [*_files(settings.home, fix=fix), *_listeners(settings), *_webapp(), *_weights(settings)]
    database, can_open = database_check(settings)
    checks += [database, *(asyncio.run(_stored(settings)) if can_open else ())]
    checks += credential_checks(settings)
    if as_json:
        typer.echo(orjson.dumps([asdict(each) for each in checks]).decode())
    else:
        for each in checks:
            _tell(each)
    if any(each.state == "bad" for each in checks):
        raise typer.Exit(1)


def _tell(check: Check) -> None:
    colours = {"ok": "green", "warning": "yellow", "bad": "red"}
    typer.secho(f"{check.state:8}", fg=colours[check.state], nl=False)
    typer.echo(f"{check.name}: {check.what}" + (f"  → {check.advice}" if check.advice else ""))


def _files(home: Path, *, fix: bool) -> Iterator[Check]:
    """Nobody but the owner may read anything in the data folder (B1)."""
    if not home.is_dir():
        yield Check("data folder", "warning", "there is none yet", "start paios once")
        return
    if os.name != "posix":
        return
    own = (path for path in (home, *home.rglob("*")) if not path.is_symlink() and not _is_note(home, path))
    wide = [path for path in own if _is_wide(path)]
    if fix:
        for path in wide:
            path.chmod(stat.S_IMODE(path.stat().st_mode) & ~_PRIVATE)
        wide = [path for path in wide if _is_wide(path)]
    if wide:
        names = ", ".join(str(path.relative_to(home)) for path in wide[:5])
        yield Check("file modes", "bad", f"others can read: {names}", "paios doctor --fix")
    else:
        yield Check("file modes", "ok", "only you can read the data folder")


def _is_note(home: Path, path: Path) -> bool:
    """What lies in somebody's folder of notes has the modes that a person gave it; the folder is shut."""
    return path.is_relative_to(home / "people") and len(path.relative_to(home).parts) > 3


def _is_wide(path: Path) -> bool:
    """Weights are public; everything else is the owner's."""
    return bool(path.stat().st_mode & _PRIVATE) and path.parent.name != "weights"


def _listeners(settings: Settings) -> Iterator[Check]:
    """Whether the port is open to anybody but this machine, as the kernel tells it."""
    tables = [Path("/proc/net/tcp"), Path("/proc/net/tcp6")]
    if not tables[0].exists():
        yield Check("listeners", "warning", "this system does not tell who listens")
        return
    port, listening = f":{settings.port:04X}", []
    for line in (each for table in tables if table.exists() for each in table.read_text().splitlines()[1:]):
        _, local, _, state, *_ = line.split()
        if state == "0A" and local.endswith(port):
            listening.append(local.partition(":")[0])
    loopback = {"0100007F", "00000000000000000000000001000000"}
    if not listening:
        yield Check("listeners", "ok", "paios is not running")
    elif set(listening) <= loopback:
        yield Check("listeners", "ok", f"port {settings.port} is open to this machine only")
    else:
        yield Check(
            "listeners", "bad", f"port {settings.port} is open to the network", "find out what listens"
        )


def _webapp() -> Iterator[Check]:
    built = (Path(__file__).parents[1] / "webapp" / "index.html").is_file()
    yield Check(
        "web app", "ok" if built else "bad", "built" if built else "not built", "" if built else "make run"
    )


def _weights(settings: Settings) -> Iterator[Check]:
    missing = [name for name in _WEIGHTS if not (settings.home / "weights" / name).is_file()]
    if missing:
        advice = "run make run with a network; search then finds words only"
        yield Check("weights", "warning", f"missing: {', '.join(missing)}", advice)
    else:
        yield Check("weights", "ok", "the built-in models are there")


async def _stored(settings: Settings) -> list[Check]:
    """What the database, the config and the chain say. Opening migrates, as a start would."""
    try:
        async with opened_stores(settings, make=False) as stores:
            checks = [Check("schema", "ok", f"{stores.database.dialect}, up to date")]
            checks += await _walls(stores.database)
            records, findings = await verified(stores.audit, stores.signer)
            state = "bad" if findings else "ok"
            what = findings[0].what if findings else f"{records} records, whole"
            checks.append(Check("audit chain", state, what, "paios audit verify" if findings else ""))
            configuration = stores.config.load()
            notes = configuration.notes
            if notes is None:
                checks.append(Check("notes folder", "warning", "none chosen yet", "finish the set-up"))
            elif not os.access(notes, os.R_OK | os.W_OK | os.X_OK):
                checks.append(
                    Check("notes folder", "bad", f"{notes} cannot be used", "check that it is there")
                )
            else:
                checks.append(Check("notes folder", "ok", str(notes)))
            checks.append(_model(configuration.model.kind, configuration.model.url))
            return checks
    except PaiosError as error:
        return [Check("schema", "bad", error.message)]


async def _walls(database: Database) -> list[Check]:
    """Whether PostgreSQL itself keeps people's rows apart for the role that paios has there (U5)."""
    if database.dialect != "postgresql":
        return []
    async with database.read() as connection:
        hold = await walls_hold(connection)
    if hold:
        return [Check("walls", "ok", "PostgreSQL keeps the rows of one person from another")]
    what = "this role passes by PostgreSQL's row security; paios' own checks are all there is"
    return [Check("walls", "warning", what, "give paios a role of its own, no superuser, without BYPASSRLS")]


def _model(kind: str, url: str | None) -> Check:
    if kind == "embedded" or url is None:
        return Check("model", "ok", "the tiny built-in model: finds and quotes, cannot reason")
    host = httpx2.URL(url)
    try:
        with socket.create_connection((host.host, host.port or (443 if host.scheme == "https" else 80)), 3):
            return Check("model", "ok", f"{url} answers")
    except OSError:
        return Check(
            "model", "bad", f"{url} cannot be reached", "start it, or choose another in the settings"
        )
