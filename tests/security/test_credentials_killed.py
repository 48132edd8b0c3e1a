"""A change of the master key that is killed half way leaves all of it, under the old or the new (K6)."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.support import killed_rekey
from tests.support.credentials import MAIL, MODEL, store_in
from tests.support.database import KEY

from paios.domain.credential import Secret

FEWEST_STEPS = 8
"""A run that was killed at fewer places than this has looked away."""


def killed_everywhere(folder: Path, source: str) -> list[Any]:
    store = store_in(folder)
    store.put_all({"mail": Secret(MAIL), "model.key": Secret(MODEL)})
    store.put_database_key(Secret(KEY))
    done = subprocess.run(
        [sys.executable, killed_rekey.__file__, str(folder), source],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.slow
@pytest.mark.requirement("K6")
@pytest.mark.parametrize(("source", "new"), [("password", "new"), ("key-file", "none")])
def test_rekey_killed_at_any_step_leaves_the_old_key_or_the_new_and_all_of_it(
    tmp_path: Path, source: str, new: str
) -> None:
    ends = killed_everywhere(tmp_path / "credentials", source)
    assert len(ends) > FEWEST_STEPS
    # The key file is asked whatever password is given, so there all three ways open.
    after = ["old", "new", "none"] if new == "none" else ["new"]
    states = [end["opens"] for end in ends]
    assert all(opens in (["old"], after) for opens in states), ends
    assert states == sorted(states, key=lambda opens: opens != ["old"]), "the old key came back"
    assert states[0] == ["old"]
    assert states[-1] == after
    assert ends[-1]["step"] is None


@pytest.mark.slow
@pytest.mark.requirement("K6")
def test_what_a_killed_command_left_is_cleared_away_by_the_next(tmp_path: Path) -> None:
    folder = tmp_path / "credentials"
    killed_everywhere(folder, "key-file")
    copies = [each for each in tmp_path.iterdir() if each != folder]
    assert any(len(list(copy.iterdir())) > 3 for copy in copies)
    for copy in copies:
        store_in(copy).put("mail", Secret("and then another"))
        assert len(list(copy.iterdir())) <= 3
