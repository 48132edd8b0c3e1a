"""``python killed_conversion.py FOLDER FORM``: convert copies of a database, each killed elsewhere.

A step is a line of the conversion that is reached for the first time; also those
that SQLite calls while it copies. Prints a JSON line for each copy: after which
step it was killed (null: it was not), the line, the form that the database has
then, whether all is in it, and what lies beside it before and after it is opened.
"""

import asyncio
import json
import os
import shutil
import signal
import sys
from contextlib import closing
from pathlib import Path
from types import FrameType
from typing import Any, Final

from tests.support.database import KEY, KnownKey

from paios.domain.credential import Secret
from paios.drivers.sql import conversion, files
from paios.drivers.sql.engine import Database
from paios.drivers.sql.files import Form
from paios.drivers.sql.sqlcipher import opened

TRACED: Final = (conversion.__file__, files.__file__)


def main(folder: Path, to: Form) -> None:
    # Of a copy: who reads a database folds its write-ahead log into it.
    before = content(shutil.copytree(folder, folder.with_name(f"{folder.name}-read")) / "paios.db")
    step, killed = 0, True
    while killed:
        copy = folder.with_name(f"{folder.name}-{step}")
        shutil.copytree(folder, copy)
        read, write = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(read)
            _convert(copy / "paios.db", to, step, write)
        os.close(write)
        with os.fdopen(read) as told:
            line = told.read()
        ended = os.waitpid(child, 0)[1]
        killed = os.WIFSIGNALED(ended)
        assert killed or ended == 0, f"the conversion failed after step {step}"
        print(json.dumps({"step": step if killed else None, "line": line, **_end(copy, before)}), flush=True)
        shutil.rmtree(copy)
        step += 1


def _convert(path: Path, to: Form, last: int, told: int) -> None:
    reached: set[tuple[str, int]] = set()

    def trace(frame: FrameType, event: str, _: object) -> Any:
        if frame.f_code.co_filename not in TRACED:
            return None
        place = (Path(frame.f_code.co_filename).name, frame.f_lineno)
        if event == "line" and place not in reached:
            if len(reached) == last:
                os.write(told, f"{place[0]}:{place[1]}".encode())
                os.kill(os.getpid(), signal.SIGKILL)
            reached.add(place)
        return trace

    sys.settrace(trace)
    conversion.convert(path, Secret(KEY), to, lambda _what, _part: None)
    os._exit(0)


def _end(folder: Path, before: list[Any]) -> dict[str, Any]:
    path = folder / "paios.db"
    left = sorted(each.name for each in folder.iterdir())
    found = files.form(path)
    asyncio.run(_open(path))
    return {
        "form": found,
        "whole": content(path) == before and files.form(path) is found,
        "left": left,
        "after": sorted(each.name for each in folder.iterdir()),
    }


async def _open(path: Path) -> None:
    """As the next start does."""
    database = Database.open(f"sqlite:///{path}", KnownKey())
    await database.migrate()
    await database.close()


def content(path: Path) -> list[Any]:
    """Every row of every table."""
    key = Secret(KEY) if files.form(path) is Form.ENCRYPTED else None
    with closing(opened(path, key)) as connection:
        tables = connection.execute(
            "SELECT name FROM sqlite_schema "
            "WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"
        ).fetchall()
        return [(name, connection.execute(f'SELECT * FROM "{name}"').fetchall()) for (name,) in tables]


if __name__ == "__main__":
    main(Path(sys.argv[1]), Form(sys.argv[2]))
