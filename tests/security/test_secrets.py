"""Planted secrets are driven through every error path, and then looked for everywhere (A11, B3, K5, O3)."""

import json
import re
import stat
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from tests.support.database import all_kept
from tests.support.house import NAME, PASSWORD, Person, Stage
from tests.support.process import Installation, Server
from tests.support.scripted_model import Cut, Raw, ScriptedModel, Status, Text

from paios.domain.settings import ModelChoice

pytestmark = [pytest.mark.anyio, pytest.mark.slow]

KEY = "sk-planted-7c1f0a9b8d6e5f4a3b2c1d0e"
MACHINE = re.compile(r"Traceback|File \"|site-packages|SELECT |INSERT |UPDATE |/home/|/tmp/|paios\.db")


@dataclass
class Driven:
    """A server after all its error paths were driven, and everything that it answered."""

    installation: Installation
    cookie: str
    csrf: str
    answers: list[str] = field(default_factory=list)


async def drive(driven: Driven, person: Person, stage: Stage) -> None:
    """Provoke an error at every layer that ever holds one of the secrets."""

    async def send(method: str, path: str, body: Any = None, **options: Any) -> Any:
        answer = await person.send(method, path, body, **options)
        driven.answers.append(answer.text)
        return answer

    for turn in (
        Status(401, f"Incorrect API key provided: {KEY}"),
        Status(500, KEY),
        Raw(KEY.encode()),
        Cut(),
    ):
        stage.play("fail", turn)
        run = await person.say("fail, please")
        await person.until(run["id"], "failed")
        await send("GET", f"/runs/{run['id']}")
    stage.play("fine", Text("Fine."))
    await person.until((await person.say("fine"))["id"], "done")
    await send("GET", "/model")
    await send("GET", "/settings")
    await send("GET", "/audit?limit=200")
    await send("PUT", "/model", {"kind": "openai", "url": "http://far.example/v1", "model": "x", "key": KEY})
    await send("PUT", "/model", {"kind": "openai", "url": "not a url", "model": "x", "key": KEY})
    await send("POST", "/session", {"name": NAME, "password": PASSWORD, "extra": PASSWORD})
    await send("POST", "/session", content=f'{{"password": "{PASSWORD}"'.encode())
    await send("POST", "/session", {"name": NAME, "password": f"{PASSWORD}x"})
    await send("POST", "/conversations", headers={"X-CSRF-Token": person.csrf + "x"})
    await send("GET", "/session", headers={"Cookie": f"paios_session={driven.cookie}x"})
    await send("GET", f"/runs/{driven.cookie}")
    await send("GET", f"/notes/item?path={driven.csrf}.md")


@pytest.fixture(scope="module")
async def driven(tmp_path_factory: pytest.TempPathFactory, anyio_backend: str) -> AsyncIterator[Driven]:
    stage = Stage()
    folder = tmp_path_factory.mktemp("secrets")
    installation = Installation(folder, environment={"PAIOS_LOG": "debug"})
    with ScriptedModel(stage) as model:
        installation.init(model, "--key-stdin", said=f"{KEY}\n")
        with Server(installation) as server:
            person = await server.person().sign_in()
            made = Driven(installation, person.http.cookies["paios_session"], person.csrf)
            await drive(made, person, stage)
            assert model.requests[0].headers["authorization"] == f"Bearer {KEY}"
            await person.http.aclose()
            yield made


def secrets_of(driven: Driven) -> dict[str, str]:
    cookie = driven.cookie.partition(".")[0]
    return {"password": PASSWORD, "cookie": cookie, "key": KEY}


@pytest.mark.requirement("O3", "K5")
def test_no_secret_is_in_the_log(driven: Driven) -> None:
    log = driven.installation.log.read_text("utf-8")
    for name, secret in {**secrets_of(driven), "csrf": driven.csrf}.items():
        assert secret not in log, name


@pytest.mark.requirement("O3", "A11", "K5")
def test_no_answer_tells_a_secret_or_anything_of_the_machine(driven: Driven) -> None:
    assert len(driven.answers) > 10
    for answer in driven.answers:
        for name, secret in secrets_of(driven).items():
            assert secret not in answer, (name, answer)
        told = json.loads(answer)
        told.pop("notes_folder", None)  # what a person chose, shown to the administrator alone
        assert not MACHINE.search(json.dumps(told)), answer


@pytest.mark.requirement("B3", "K5")
def test_config_file_holds_no_secret_and_is_the_owners_alone(driven: Driven) -> None:
    config = driven.installation.home / "config.json"
    assert stat.S_IMODE(config.stat().st_mode) == 0o600
    stored = json.loads(config.read_text())
    assert stored["model"]["kind"] == "openai"
    assert KEY not in config.read_text()
    assert "key" not in stored["model"]


@pytest.mark.requirement("U1", "K5")
def test_secrets_are_in_no_file(driven: Driven) -> None:
    for path, content in all_kept(driven.installation.home).items():
        assert PASSWORD.encode() not in content, path
        assert driven.cookie.partition(".")[0].encode() not in content, path
        assert KEY.encode() not in content, path


@pytest.mark.requirement("K5")
def test_key_does_not_show_in_repr() -> None:
    assert KEY not in repr(ModelChoice("openai", "http://127.0.0.1/v1", "x", KEY))
