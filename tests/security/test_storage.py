"""What lies on the disk: overwritten words are gone, and a config file is whole whenever its writer dies."""

import json
import os
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.support.process import Installation, Server
from tests.support.scripted_model import ScriptedModel

pytestmark = [pytest.mark.anyio, pytest.mark.slow]

WRITER = """
import sys
from pathlib import Path
from paios.domain.settings import ModelChoice
from paios.drivers.private_files import JsonConfigFile
from paios.ports.installation import Configuration

config, number = JsonConfigFile(Path(sys.argv[1])), 0
while True:
    number += 1
    model = ModelChoice("openai", "http://127.0.0.1/v1", "m" * (1 + number % 5000))
    config.save(Configuration(Path("/notes"), model))
    if number == 1:
        print("going", flush=True)
"""


@pytest.mark.requirement("B1", "V5")
async def test_overwritten_words_leave_no_trace_in_the_database(tmp_path: Path, model: ScriptedModel) -> None:
    installation = Installation(tmp_path)
    installation.init(model)
    assert installation.run("decrypt").returncode == 0  # in an encrypted one nothing would be found anyway
    planted = "planted-title-" + "x" * 150
    with Server(installation) as server:
        person = await server.person().sign_in()
        conversation = await person.begin()
        await person.do("PATCH", f"/conversations/{conversation}", {"title": planted})
        assert installation.rows("SELECT title FROM conversations") == [(planted,)]
        assert installation.rows("PRAGMA journal_mode") == [("wal",)]
        await person.do("PATCH", f"/conversations/{conversation}", {"title": "short"})
        await person.http.aclose()
    assert not (installation.home / "paios.db-wal").exists()
    assert planted.encode() not in (installation.home / "paios.db").read_bytes()


@pytest.mark.requirement("B3")
def test_config_file_is_whole_whenever_its_writer_is_killed(tmp_path: Path) -> None:
    config = tmp_path / "config.json"
    script = [sys.executable, "-c", WRITER, str(config)]
    for turn in range(6):
        environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2] / "src")}
        with subprocess.Popen(script, env=environment, stdout=subprocess.PIPE) as writer:
            assert writer.stdout is not None
            assert writer.stdout.readline() == b"going\n"
            time.sleep(0.003 * turn)
            writer.kill()
        stored = json.loads(config.read_bytes())
        assert set(stored["model"]["model"]) == {"m"}
        assert stat.S_IMODE(config.stat().st_mode) == 0o600
