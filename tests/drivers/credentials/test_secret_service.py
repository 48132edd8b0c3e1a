"""A real Secret Service holds the key: gnome-keyring on a bus of its own (K3)."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.support.credentials import MAIL

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


@pytest.mark.slow
@pytest.mark.requirement("K3", "K2")
def test_the_key_lives_in_a_secret_service(tmp_path: Path) -> None:
    inside = 'printf master | gnome-keyring-daemon --unlock --components=secrets >/dev/null; exec "$@"'
    done = subprocess.run(
        [
            "dbus-run-session",
            "--",
            "sh",
            "-c",
            inside,
            "sh",
            sys.executable,
            "-c",
            SCRIPT,
            str(tmp_path / "c"),
        ],
        env={
            "PATH": os.environ["PATH"],
            "HOME": str(tmp_path),
            "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    module, opened, rekeyed, lost = done.stdout.splitlines()
    assert module == "keyring.backends.SecretService"
    assert opened == f"keyring {MAIL}"
    assert rekeyed == MAIL
    assert "not there any more" in lost
    assert not list((tmp_path / "c").glob("key-*"))
