"""A change of the master key that is killed half way leaves all of it, under the old or the new (K6)."""

import contextlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.support import killed_rekey
from tests.support.credentials import MAIL, MASTER, MODEL, store_in
from tests.support.database import KEY

from paios.domain.credential import MasterSource, Secret
from paios.domain.errors import ConflictError, NotFoundError

FEWEST_STEPS = 8
"""A run that was killed at fewer places than this has looked away."""


def filled(folder: Path, password: str | None) -> None:
    store = store_in(folder, password)
    store.put_all({"mail": Secret(MAIL), "model.key": Secret(MODEL)})
    store.put_database_key(Secret(KEY))


def killed_everywhere(folder: Path, does: str, password: str | None = MASTER) -> list[Any]:
    """Killed at every step, in a store that this password locks, or a key file where there is none."""
    if does == "put":
        folder.mkdir()
    else:
        filled(folder, password)
    done = subprocess.run(
        [sys.executable, killed_rekey.__file__, str(folder), does],
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
@pytest.mark.parametrize(
    ("does", "password"),
    [("key-file", MASTER), ("key-file", None), ("password", None), ("remove", None), ("put", None)],
)
def test_what_a_killed_command_left_is_cleared_away_by_the_next(
    tmp_path: Path, does: str, password: str | None
) -> None:
    folder = tmp_path / "credentials"
    killed_everywhere(folder, does, password)
    copies = [each for each in tmp_path.iterdir() if each != folder]
    assert any(len(list(copy.iterdir())) > 3 for copy in copies)
    for copy in copies:
        with contextlib.suppress(NotFoundError):
            store_in(copy).remove("none.such")
        source = store_in(copy).source()
        assert len(list(copy.glob("key-*"))) == (source is MasterSource.KEY_FILE), list(copy.iterdir())
        assert len(list(copy.iterdir())) <= 3


@pytest.mark.slow
@pytest.mark.requirement("K6")
def test_no_store_is_begun_while_one_is_mislaid_whenever_its_rekey_was_killed(tmp_path: Path) -> None:
    folder = tmp_path / "credentials"
    ends = killed_everywhere(folder, "key-file", None)
    assert all(end["opens"] == ["old", "new", "none"] for end in ends), ends
    for copy in tmp_path.glob("credentials-*"):
        (copy / "store.json").rename(tmp_path / "aside.json")
        for name in ("a", "b"):
            with pytest.raises(ConflictError, match="is the key of credentials that are not there"):
                store_in(copy).put(name, Secret("another store's"))
        (tmp_path / "aside.json").rename(copy / "store.json")
        assert store_in(copy).open("mail").reveal() == MAIL
