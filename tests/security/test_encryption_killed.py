"""A conversion of the database that is killed half way leaves one whole database (invariant 10)."""

import asyncio
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.support import killed_conversion
from tests.support.database import KnownKey

from paios.domain.audit import AuditEntry
from paios.drivers.clock import SystemClock
from paios.drivers.signing import Ed25519AuditSigner
from paios.drivers.sql.audit_log import SqlAuditLog
from paios.drivers.sql.engine import Database
from paios.drivers.sql.files import Form, form
from paios.drivers.sql.preferences import SqlPreferences

FEWEST_STEPS = 80
"""A run that was killed at fewer places than this has looked away."""


def database_in(folder: Path, *, encrypted: bool) -> None:
    """A database with records, and with some of them only in its write-ahead log, as after a crash."""

    async def fill(path: Path) -> None:
        database = Database.open(f"sqlite:///{path}", KnownKey() if encrypted else None)
        await database.migrate()
        audit = SqlAuditLog(database, Ed25519AuditSigner(path.parent / "keys"), SystemClock())
        for number in range(10):
            await SqlPreferences(database).put(f"planted.{number}", "words " * 500)
            await audit.append(AuditEntry("call.asked", None, {"number": number}))
        shutil.copytree(path.parent, folder)
        await audit.close()
        await database.close()

    asyncio.run(fill(folder.with_name("made") / "paios.db"))
    shutil.rmtree(folder / "keys")
    assert (folder / "paios.db-wal").stat().st_size > 0


def killed_everywhere(folder: Path, to: Form) -> list[Any]:
    done = subprocess.run(
        [sys.executable, killed_conversion.__file__, str(folder), to],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.slow
@pytest.mark.parametrize(("start", "to"), [(Form.PLAIN, Form.ENCRYPTED), (Form.ENCRYPTED, Form.PLAIN)])
def test_conversion_killed_at_any_step_leaves_all_of_it_in_the_old_form_or_the_new(
    tmp_path: Path, start: Form, to: Form
) -> None:
    folder = tmp_path / "home"
    database_in(folder, encrypted=start is Form.ENCRYPTED)
    assert form(folder / "paios.db") is start
    ends = killed_everywhere(folder, to)
    assert len(ends) > FEWEST_STEPS
    assert all(end["whole"] for end in ends), [end for end in ends if not end["whole"]]
    forms = [end["form"] for end in ends]
    assert forms == sorted(forms, key=lambda found: found == to), "the old form came back"
    assert {start, to} == set(forms)
    assert (ends[-1]["step"], ends[-1]["form"]) == (None, to)
    assert any("paios.db.converting" in end["left"] for end in ends), "never killed while it copied"
    assert all(end["after"] == ["paios.db", "paios.db.lock"] for end in ends)
