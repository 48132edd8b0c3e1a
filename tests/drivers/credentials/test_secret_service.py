"""A real Secret Service holds the key: gnome-keyring on a bus of its own (K3).

It wants ``apt install gnome-keyring dbus``, which ``make test`` does where it may.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.support.credentials import MAIL

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not all(map(shutil.which, ("gnome-keyring-daemon", "dbus-run-session"))),
        reason="there is no Secret Service to start",
    ),
]

SCRIPT = """
import sys
from pathlib import Path
from tests.support.credentials import MAIL, store_in
from paios.domain.credential import MasterSource, Secret
from paios.domain.errors import LockedError
from paios.drivers.credentials.master import SERVICE, system_keyring

ring, folder = system_keyring(), Path(sys.argv[1])
print(type(ring).__module__)
store_in(folder, None, ring).put("mail", Secret(MAIL))
again = store_in(folder, None, system_keyring())
print(again.source(), again.open("mail").reveal())
again.rekey(MasterSource.KEYRING)
after = store_in(folder, None, system_keyring())
print(after.open("mail").reveal())
ring.delete_password(SERVICE, after._document.id)
try:
    store_in(folder, None, system_keyring()).open("mail")
except LockedError as error:
    print(error)
"""


LOCKED = """
import sys
from pathlib import Path
from tests.support.credentials import MAIL, store_in
from paios.domain.credential import Secret
from paios.domain.errors import LockedError
from paios.drivers.credentials.master import system_keyring

folder = Path(sys.argv[1])
fresh = folder.with_name("fresh")
for act in (
    lambda: store_in(folder, None, system_keyring()).open("mail"),
    lambda: store_in(fresh, None, system_keyring()).put("mail", Secret(MAIL)),
):
    try:
        act()
    except LockedError as error:
        print(error)
print([*fresh.glob("store*"), *fresh.glob("key*")])
"""
UNLOCKED_START = "printf master | gnome-keyring-daemon --unlock --components=secrets >/dev/null"
LOCKED_START = "gnome-keyring-daemon --start --components=secrets >/dev/null"


def on_a_bus(home: Path, start: str, script: str) -> list[str]:
    """What a script prints beside a keyring daemon that was started so, each on a bus of its own."""
    done = subprocess.run(
        [
            "dbus-run-session",
            "--",
            "sh",
            "-c",
            f'{start}; exec "$@"',
            "sh",
            sys.executable,
            "-c",
            script,
            str(home / "c"),
        ],
        env={
            "PATH": os.environ["PATH"],
            "HOME": str(home),
            "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.mark.requirement("K3", "K2")
def test_the_key_lives_in_a_secret_service(tmp_path: Path) -> None:
    module, opened, rekeyed, lost = on_a_bus(tmp_path, UNLOCKED_START, SCRIPT)
    assert module == "keyring.backends.SecretService"
    assert opened == f"keyring {MAIL}"
    assert rekeyed == MAIL
    assert "not there any more" in lost
    assert not list((tmp_path / "c").glob("key-*"))


@pytest.mark.requirement("K3")
def test_a_secret_service_that_is_locked_is_told_and_replaced_by_nothing(tmp_path: Path) -> None:
    on_a_bus(tmp_path, UNLOCKED_START, SCRIPT)
    opening, making, made = on_a_bus(tmp_path, LOCKED_START, LOCKED)
    assert "is locked. Unlock it" in opening
    assert "did not take the key. Unlock it" in making
    assert made == "[]"
