"""``python killed_rekey.py FOLDER DOES``: change what locks copies of a store, each killed elsewhere.

What it does is a rekey to the source of this name, ``put`` or ``remove`` (all of it).

A step is whatever the child does to a file: the interpreter tells of it before
it happens. Prints a JSON line for each copy: after which step it was killed
(null: it was not), what that step was, and which keys open all of it.
"""

import json
import os
import shutil
import signal
import sys
from pathlib import Path
from typing import Any, Final

from tests.support.credentials import MAIL, MASTER, MODEL, OTHER, store_in
from tests.support.database import KEY

from paios.domain.credential import MasterSource, Secret
from paios.domain.errors import LockedError
from paios.drivers.credentials.database_key import StoredDatabaseKey

STEPS: Final = ("open", "os.rename", "os.remove", "os.chmod", "os.listdir", "os.scandir", "tempfile.mkstemp")


def main(folder: Path, does: str) -> None:
    step, killed = 0, True
    while killed:
        copy = folder.with_name(f"{folder.name}-{step}")
        shutil.copytree(folder, copy)
        read, write = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(read)
            _do(does, copy, step, write)
        os.close(write)
        with os.fdopen(read) as told:
            what = told.read()
        killed = os.WIFSIGNALED(os.waitpid(child, 0)[1])
        print(json.dumps({"step": step if killed else None, "what": what, "opens": _opens(copy)}), flush=True)
        step += 1


def _do(does: str, folder: Path, last: int, told: int) -> None:
    store = store_in(folder, None if does == "put" else MASTER)
    store.unlock()
    done = 0

    def count(event: str, details: tuple[Any, ...]) -> None:
        nonlocal done
        if event in STEPS and folder.name in str(details):
            if done == last:
                os.write(told, f"{event} {details[0]}".encode())
                os.kill(os.getpid(), signal.SIGKILL)
            done += 1

    sys.addaudithook(count)
    match does:
        case "put":
            store.put("mail", Secret(MAIL))
        case "remove":
            store.remove_all()
        case _:
            store.rekey(MasterSource(does), Secret(OTHER) if does == MasterSource.PASSWORD else None)
    os._exit(0)


def _opens(folder: Path) -> list[str]:
    """Which master passwords, or ``none`` for the key file, open every credential."""
    found = []
    for name, password in (("old", MASTER), ("new", OTHER), ("none", None)):
        store = store_in(folder, password)
        try:
            held = {each.name: store.open(each.name).reveal() for each in store.names()}
            held["the database"] = StoredDatabaseKey(store).open().reveal()
        except LockedError:
            continue
        if held == {"mail": MAIL, "model.key": MODEL, "the database": KEY}:
            found.append(name)
    return found


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
