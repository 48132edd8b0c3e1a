"""Which keyrings of a system can hold the key (K3)."""

import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.requirement("K3")
def test_a_keyring_that_keeps_plain_files_is_none(tmp_path: Path) -> None:
    script = """
import keyring.backend
class Plain(keyring.backend.KeyringBackend):
    priority = 9
    def get_password(self, service, username): ...
    def set_password(self, service, username, password): ...
from paios.drivers.credentials.master import system_keyring
assert any(type(each) is Plain for each in keyring.backend.get_all_keyring())
print(system_keyring())
"""
    env = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
    }
    done = subprocess.run(
        [sys.executable, "-c", script], env=env, capture_output=True, text=True, check=False
    )
    assert done.stdout == "None\n", done.stderr
