"""Owns: secrets of models, tool servers and alarms, and what these say when they give one away."""

import time
from typing import Any

from tests.support.planted.scene import Scene
from tests.support.push_service import Browser
from tests.support.scripted_model import Calls, Status, Text
from tests.support.tool_servers import PATIENCE, listening, program


def models(scene: Scene) -> None:
    plants, admin = scene.plants, scene.admin
    choice = {"kind": "openai", "url": scene.model.url, "model": "scripted"}
    scene.run("how are you", Text("Fine."))
    before = plants.text("model key at set-up")
    plants.arrived(
        "model key at set-up", scene.model.requests[-1].headers["authorization"] == f"Bearer {before}"
    )
    key = plants.plant("model key", "sk-{}")
    admin.do("PUT", "/model", {**choice, "key": key})
    run = scene.run("rotten", Status(401, f"Incorrect API key provided: {key}"))
    assert run["state"] == "failed"
    plants.arrived("model key", scene.model.requests[-1].headers["authorization"] == f"Bearer {key}")
    key = plants.plant("model key of a wrong address", "sk-{}")
    refused = admin.refused("PUT", "/model", {**choice, "url": "http://far.example/v1", "key": key})
    plants.arrived("model key of a wrong address", refused)
    key = plants.plant("screener's key", "sk-{}")
    admin.do("PUT", "/defences/screener", {**choice, "url": scene.screener.url, "key": key})
    admin.do("PATCH", "/defences", {"screening": "block"})


def models_that_tell(scene: Scene) -> None:
    """A model that somehow knows a stored secret, says it, and puts it into a call."""
    plants = scene.plants
    known = plants.text("rotated credential")
    run = scene.run("say it", Text(f"It is {known}."))
    plants.arrived("rotated credential", "[credential mail]" in str(run))
    leak = {"path": "Leak.md", "mode": "create", "content": known}
    run = scene.run("leak it", Calls([("vault_write", leak)]), Text("No."))
    assert run["steps"][0]["state"] == "refused"


def alarms(scene: Scene) -> None:
    plants, admin = scene.plants, scene.admin
    keys = {
        "user": plants.plant("Pushover user", "u123456789{}"),
        "token": plants.plant("Pushover token", "a123456789{}"),
    }
    admin.do("PUT", "/alerts/pushover", keys)
    for what in ("Pushover user", "Pushover token"):
        plants.arrived(what, admin.do("GET", "/alerts")["pushover"])
    long = {**keys, "token": plants.plant("Pushover token that is none", "{}{{}}0123456789")}
    plants.arrived("Pushover token that is none", admin.refused("PUT", "/alerts/pushover", long))
    core = plants.plant("secret of a device", "{}")[:16]
    plants.all["secret of a device"].core = core
    told = Browser(secret=core.encode()).told("https://push.invalid/send/device")
    admin.do("PUT", "/push/device", told)
    plants.arrived("secret of a device", admin.do("GET", "/push")["told"])


def until_ready(scene: Scene, server: str, *states: str) -> Any:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        seen = scene.admin.do("GET", f"/tool-servers/{server}")
        if seen["state"] in states:
            return seen
        time.sleep(0.03)
    raise TimeoutError(states)


def add(scene: Scene, name: str, transport: dict[str, Any]) -> str:
    """A server whose tool may be called; its id."""
    admin = scene.admin
    server: str = admin.do("POST", "/tool-servers", {"name": name, "transport": transport})["id"]
    until_ready(scene, server, "ready")
    [tool] = admin.do("GET", f"/tool-servers/{server}/tools")["items"]
    choices = {"effect": "read", "reach": "own"}
    admin.do(
        "PUT",
        f"/tool-servers/{server}/tools/{tool['name']}",
        {"hash": tool["current"]["hash"], "choices": choices},
    )
    return server


def servers_at_addresses(scene: Scene) -> None:
    plants = scene.plants
    with listening("liar", "plain") as url:
        token = plants.plant("token of a tool server", "{}")
        server = add(scene, "far", {"kind": "http", "url": url, "token": token})
        stored = scene.admin.do("GET", "/credentials")["items"]
        plants.arrived("token of a tool server", f"tool-server-{server}" in str(stored))
        token = plants.plant("changed token", "{}")
        scene.admin.do("PATCH", f"/tool-servers/{server}", {"token": token})
        plants.arrived("changed token", until_ready(scene, server, "ready"))
    scene.admin.do("POST", f"/tool-servers/{server}/reconnect")
    until_ready(scene, server, "failed")


def servers_in_processes(scene: Scene) -> None:
    """Two programs that are given a secret each. One gives away its own, one somebody else's; both crash."""
    plants = scene.plants
    stored = plants.text("rotated on standard input")
    shifted = [ord(sign) + 1 for sign in stored]
    for name in ("first", "second"):
        what = f"variable of the {name} tool server"
        secret = plants.plant(what, "{}", f"environment of {name}")
        transport = program("liar", "stdio", "plain")
        transport["environment"] = {**transport["environment"], "THE_KEY": secret, "WHOSE": name}
        server = add(scene, name, transport)
        tell = "print(os.environ['THE_KEY'], os.environ['THE_KEY'].encode().hex())"
        run = call(scene, name, f"{tell}; print(''.join(chr(c - 1) for c in {shifted}))")
        assert run["steps"][0]["state"] == "ok", run
        shown = scene.admin.do("GET", f"/runs/{run['id']}/steps/{run['steps'][0]['id']}")
        plants.arrived(what, f"[credential tool-server-{server}]" in shown["text"])
        plants.arrived("credential on standard input", "[credential calendar]" in shown["text"])
        said = "'\\nthe key is ' + os.environ['THE_KEY'] + '\\n'"
        crash = f"os.write(2, ({said}).encode()); os._exit(3)"
        call(scene, name, crash)
        scene.admin.do("GET", f"/tool-servers/{server}")


def screened(scene: Scene) -> None:
    """The second model was asked about what the tool servers said."""
    key = scene.plants.text("screener's key")
    asked = [each.headers["authorization"] for each in scene.screener.requests]
    scene.plants.arrived("screener's key", asked and set(asked) == {f"Bearer {key}"})


def call(scene: Scene, name: str, code: str) -> Any:
    words = f"let {name} do {len(code)}"
    return scene.run(words, Calls([(f"{name}__do", {"code": code})]), Text("Done."))
