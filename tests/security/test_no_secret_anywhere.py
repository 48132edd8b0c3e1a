"""No secret anywhere else: fifty are planted through every way in, then looked for everywhere (K5, O3)."""

import base64
import dataclasses
import importlib
import json
import pkgutil
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, is_dataclass
from pathlib import Path
from pprint import pformat
from urllib.parse import quote

import anyio
import pytest
from tests.support.house import Stage
from tests.support.planted.places import files_of, rows_of
from tests.support.planted.plants import Plants
from tests.support.planted.processes import Watched, watching
from tests.support.planted.scene import Scene
from tests.support.planted.ways import accounts, credentials, machines, page, storms
from tests.support.process import Installation, Server
from tests.support.scripted_model import ScriptedModel
from tests.support.second_model import says

import paios

pytestmark = [pytest.mark.slow, pytest.mark.requirement("K5", "O3")]

LEAST = 50
NAMES = re.compile(
    r"password|secret|token|cookie|csrf|(^|_)key$|(^|_)code$|codes$|uri$|environment|ticket|nonce|challenge"
)
NO_SECRETS = {
    "Amounts.tokens", "ModelAnswer.input_tokens", "ModelAnswer.output_tokens",  # how much a model wrote
    "GiveUp.code", "Problem.code", "Reason.code", "ToolResult.code",  # of an error or a reason
    "KeyHolder.key", "MintedKey.key", "PushAddress.key", "Probe.key",  # what is known of one, or a public one
    "ModelInUse.has_key", "ToolServer.has_token", "StdioTransport.environment",  # whether, and by what names
    "Contract.challenges", "_Route.challenge",  # of WWW-Authenticate
    "Settings.master_password", "Stores.secrets",  # a Secret, a folder
}  # fmt: skip


@dataclass
class Harvest:
    """All that can be read once everything was driven."""

    scene: Scene
    files: Mapping[str, bytes]
    rows: Mapping[str, bytes]
    processes: Watched
    browser: Mapping[str, list[str]]

    def seen(self, contents: Mapping[str, bytes], place: str) -> dict[str, list[str]]:
        """What was found, by where it stood."""
        found = {name: self.scene.plants.seen(each, place) for name, each in contents.items()}
        return {name: whats for name, whats in found.items() if whats}


def drive(scene: Scene, server: Server) -> Mapping[str, list[str]]:
    """Everything that puts a secret in, and every error that could let one out; what the browser kept."""
    server.start()
    accounts.set_up(scene)
    accounts.sign_in(scene)
    accounts.change_password(scene)
    accounts.join(scene)
    accounts.api_keys(scene)
    credentials.over_the_api(scene)
    credentials.refused_ones(scene)
    credentials.at_the_command_line(scene)
    credentials.imported(scene)
    machines.models(scene)
    machines.models_that_tell(scene)
    machines.alarms(scene)
    machines.servers_at_addresses(scene)
    machines.servers_in_processes(scene)
    machines.screened(scene)
    for path in (
        "/audit?limit=200",
        "/credentials",
        "/settings",
        "/model",
        "/tool-servers",
        "/keys",
        "/people",
    ):
        scene.admin.do("GET", path)
    storms.failing_writes(scene)
    return page.at_the_page(scene)


@pytest.fixture(scope="module")
def harvest(tmp_path_factory: pytest.TempPathFactory) -> Harvest:
    folder, plants, stage = tmp_path_factory.mktemp("planted"), Plants(), Stage()
    master = folder / "master"
    master.touch(mode=0o600)
    master.write_text(plants.plant("master password") + "\n")
    environment = {"PAIOS_LOG": "debug", "PAIOS_MASTER_PASSWORD_FILE": str(master)}
    installation = Installation(folder, environment=environment)
    server = Server(installation)
    with (
        ScriptedModel(stage) as model,
        ScriptedModel(lambda _messages: says("safe")) as screener,
        watching() as watched,
    ):
        scene = Scene(installation, plants, stage, model, screener)
        try:
            browser = drive(scene, server)
            files = {f"running: {name}": content for name, content in everything(installation)}
            server.stop()
            credentials.locked_anew(scene)
            server.start()
        finally:
            scene.admin.http.close()
            server.stop()
    files |= dict(everything(installation))
    return Harvest(scene, files, anyio.run(rows_of, installation), watched, browser)


def everything(installation: Installation) -> Iterator[tuple[str, bytes]]:
    """Every file that paios writes to: its data folder, the notes, what it prints."""
    yield from files_of(installation.home, installation.vault)
    yield "log", installation.log.read_bytes()


def test_fifty_secrets_came_in(harvest: Harvest) -> None:
    plants = harvest.scene.plants.all
    assert [what for what, each in plants.items() if not each.arrived] == []
    assert len({each.text for each in plants.values()}) == len(plants) >= LEAST


def test_the_search_finds_a_secret_however_it_is_written(harvest: Harvest, tmp_path: Path) -> None:
    plants = harvest.scene.plants
    secret = plants.text("credential")
    raw = secret.encode()
    written = [
        raw,
        raw.hex().encode(),
        quote(secret, safe="").encode(),
        json.dumps(secret).encode(),
        repr(secret).encode(),
        base64.urlsafe_b64encode(b"?>" + raw),
        *(base64.b64encode(bytes(shift) + raw + b"more") for shift in range(3)),
    ]
    for content in written:
        (tmp_path / "planted").write_bytes(b"before" + content + b"after")
        assert harvest.seen(dict(files_of(tmp_path)), "file"), content
    assert not plants.seen(b"nothing", "file")


def test_what_is_searched_is_all_there_is(harvest: Harvest) -> None:
    """What is no secret is found in each of the places, so that a secret would be."""
    files, rows, seen = harvest.files, harvest.rows, harvest.processes
    assert b"credential.set" in rows["audit_records"]
    assert b"Bea" in rows["users"]
    assert {"home/paios.db", "running: home/paios.db-wal", "home/config.json", "log"} <= files.keys()
    assert b"home/credentials/store.json" in "\n".join(files).encode()
    assert files["log"].count(b"paios is running") == 2
    assert b"level=debug" in files["log"]
    assert any(b"serve" in each for each in seen.arguments)
    assert any(b"bwrap" in each for each in seen.arguments)
    assert sum(b"THE_KEY" in each for each in seen.environments) >= 2
    assert len(harvest.scene.answers) > 150


def test_no_secret_is_in_a_log_a_file_or_the_database(harvest: Harvest) -> None:
    logs = {name: content for name, content in harvest.files.items() if name.endswith("log")}
    rest = {name: content for name, content in harvest.files.items() if name not in logs}
    found = harvest.seen(logs, "log") | harvest.seen(rest, "file") | harvest.seen(harvest.rows, "row")
    assert not found, pformat(found)


def test_no_answer_tells_a_secret_but_the_one_that_is_there_to_tell_it(harvest: Harvest) -> None:
    found = []
    for answer in harvest.scene.answers:
        told = set(harvest.scene.plants.seen(answer.content, "answer"))
        found += [(answer.asked, what) for what in sorted(told - answer.tells)]
        assert not answer.tells or told & answer.tells, answer.asked
    assert not found, pformat(found)


def test_no_process_shows_a_secret_but_to_the_one_it_was_given_to(harvest: Harvest) -> None:
    plants, seen = harvest.scene.plants, harvest.processes
    assert [whats for each in seen.arguments if (whats := plants.seen(each, "process arguments"))] == []
    for content in seen.environments:
        whose = content.partition(b"WHOSE=")[2].partition(b"\0")[0].decode()
        assert plants.seen(content, f"environment of {whose}") == []


def test_the_browser_keeps_nothing(harvest: Harvest) -> None:
    assert harvest.browser == {}


def test_no_object_shows_what_its_fields_call_a_secret() -> None:
    """Each dataclass of ours, so that also the next one is looked at."""
    shown, looked = set(), 0
    for module in pkgutil.walk_packages(paios.__path__, "paios."):
        if module.name != "paios.__main__" and ".migrations." not in module.name:
            for each in vars(importlib.import_module(module.name)).values():
                if isinstance(each, type) and is_dataclass(each) and each.__module__ == module.name:
                    fields = [field for field in dataclasses.fields(each) if NAMES.search(field.name)]
                    looked += len(fields)
                    shown |= {f"{each.__name__}.{field.name}" for field in fields if field.repr}
    assert looked > 30
    assert shown == NO_SECRETS
