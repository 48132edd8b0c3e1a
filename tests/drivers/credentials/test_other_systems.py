"""The Keychain and the Credential Manager hold the key, as far as that can be tried on another system (K3).

The library's own backends run, over stand-ins for what they call in the system.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.support.credentials import MAIL

SCRIPT = """
import importlib, sys
from pathlib import Path
system = importlib.import_module("tests.support.keyrings." + sys.argv[1]).install()
from tests.support.credentials import MAIL, store_in
from paios.domain.credential import MasterSource, Secret
from paios.domain.errors import LockedError
from paios.drivers.credentials.master import system_keyring

def store(folder=Path(sys.argv[2])):
    return store_in(folder, None, system_keyring())

def refused(act):
    try:
        act()
    except LockedError as error:
        print(error)

print(type(system_keyring()).__module__)
store().put("mail", Secret(MAIL))
print(store().source(), store().open("mail").reveal(), len(system.held))
store().rekey(MasterSource.KEYRING)
print(store().open("mail").reveal(), len(system.held))
system.denies = True
refused(lambda: store().open("mail"))
refused(lambda: store(Path(sys.argv[2] + "-new")).put("mail", Secret(MAIL)))
system.denies = False
print(store().open("mail").reveal())
system.held.clear()
refused(lambda: store().open("mail"))
"""


@pytest.mark.requirement("K3")
@pytest.mark.parametrize(("system", "module"), [("macos", "macOS"), ("windows", "Windows")])
def test_the_systems_keyring_is_chosen_keeps_the_key_and_its_no_is_told(
    tmp_path: Path, system: str, module: str
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, system, str(tmp_path / "c")],
        env={
            "PATH": os.environ["PATH"],
            "HOME": str(tmp_path),
            "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    chosen, opened, rekeyed, locked, refused, again, lost = done.stdout.splitlines()
    assert chosen == f"keyring.backends.{module}"
    assert opened == f"keyring {MAIL} 1"
    assert rekeyed == f"{MAIL} 1", "the entry of the old key is gone"
    assert "is locked. Unlock it" in locked
    assert "did not take the key" in refused
    assert again == MAIL
    assert "not there any more" in lost
    assert not list(tmp_path.rglob("key-*"))
    assert not (tmp_path / "c-new" / "store.json").exists()
