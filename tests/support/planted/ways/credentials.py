"""Owns: secrets that are to be stored: over the API and the command line, refused, spoilt, too large."""

import json

from tests.support.planted.scene import Scene

_LARGE = 1024 * 1024


def over_the_api(scene: Scene) -> None:
    plants, admin = scene.plants, scene.admin
    for what in ("credential", "rotated credential"):
        told = admin.do("PUT", "/credentials/mail", {"secret": plants.plant(what)})
        plants.arrived(what, told["rotated_at" if what == "rotated credential" else "created_at"])
    admin.do("PUT", "/credentials/gone", {"secret": plants.plant("removed credential")})
    plants.arrived("removed credential", "gone" in str(admin.do("GET", "/credentials")))
    admin.do("DELETE", "/credentials/gone")


def refused_ones(scene: Scene) -> None:
    plants, admin = scene.plants, scene.admin
    path, to = "/credentials/mail", "PUT"

    def refused(what: str, where: str, body: object = None, **options: object) -> None:
        plants.arrived(what, admin.refused(to, where, body, **options))

    secret = plants.plant("credential of a tool server")
    refused("credential of a tool server", "/credentials/tool-server-1", {"secret": secret})
    secret = plants.plant("secret in a wrong field", "{}")
    refused("secret in a wrong field", path, {"password": secret, secret: 1})
    secret = plants.plant("secret that is no text", "{}")
    refused("secret that is no text", path, {"secret": [secret]})
    secret = plants.plant("secret in broken JSON")
    refused("secret in broken JSON", path, content=f'{{"secret": "{secret}",'.encode())
    secret = plants.plant("secret given twice", "{}")
    twice = f'{{"secret": "{secret}", "secret": "{secret}"}}'.encode()
    refused("secret given twice", path, content=twice, headers={"Content-Type": "application/json"})
    secret = plants.plant("secret in a form")
    refused("secret in a form", path, data={"secret": secret})
    secret = plants.plant("secret in invalid UTF-8", "{}")
    spoilt = b'{"secret": "\xff' + secret.encode() + b'"}'
    refused("secret in invalid UTF-8", path, content=spoilt, headers={"Content-Type": "application/json"})
    secret = plants.plant("secret in a body of 1 MB", "{}")
    refused("secret in a body of 1 MB", path, {"secret": secret + "x" * _LARGE})
    secret = plants.plant("secret in an address", "{}")
    refused("secret in an address", f"/credentials/{secret}%20", {"secret": "x"})
    secret = plants.plant("secret in a query", "{}")
    refused("secret in a query", path, {"secret": "x"}, params={"secret": secret})
    secret = plants.plant("secret in place of an id", "{}")
    plants.arrived("secret in place of an id", admin.refused("GET", f"/runs/{secret}"))
    secret = plants.plant("password in a model's address", "{}")
    body = {"kind": "openai", "url": f"http://me:{secret}@127.0.0.1/v1", "model": "x"}
    plants.arrived("password in a model's address", admin.refused("PUT", "/model", body))


def at_the_command_line(scene: Scene) -> None:
    plants = scene.plants
    secret = plants.plant("credential on standard input")
    plants.arrived(
        "credential on standard input",
        "Set calendar" in scene.command("credentials", "set", "calendar", "--stdin", said=f"{secret}\n"),
    )
    secret = plants.plant("rotated on standard input")
    told = scene.command("credentials", "rotate", "calendar", "--stdin", said=f"{secret}\n")
    plants.arrived("rotated on standard input", "Rotated" in told)
    # What a person writes after a command their shell has told everybody already; paios does not repeat it.
    secret = plants.plant("secret after a command", "{}", "process arguments")
    plants.arrived("secret after a command", scene.command("credentials", "set", "x", secret, fails=True))
    secret = plants.plant("secret in place of a name", "{} !", "process arguments")
    plants.arrived(
        "secret in place of a name", scene.command("credentials", "set", secret, "--stdin", fails=True)
    )
    password = plants.plant("password of a terminal", "{}")
    wrong = scene.command("login", "--name", "Ada", "--password-stdin", said=f"{password}\n", fails=True)
    plants.arrived("password of a terminal", "wrong" in wrong)


def imported(scene: Scene) -> None:
    """A file of the source that does not open, and whose password is a wrong one."""
    plants = scene.plants
    file = scene.installation.folder / "source.json"
    file.write_text(json.dumps({"bank": "bm90IHNlYWxlZCB3aXRoIGFueXRoaW5nIGF0IGFsbA=="}))
    password = plants.plant("password of an import")
    told = scene.command("credentials", "import", str(file), "--stdin", said=f"{password}\n", fails=True)
    plants.arrived("password of an import", "does not open" in told)


def locked_anew(scene: Scene) -> None:
    """Another master password, with the server stopped; then the server is started with it."""
    plants = scene.plants
    file = scene.installation.folder / "master"
    before = file.read_text()
    file.write_text(plants.plant("wrong master password") + "\n")
    new = plants.plant("new master password")
    told = scene.command("credentials", "rekey", "--stdin", said=f"{new}\n", fails=True)
    plants.arrived("wrong master password", "not the master password" in told)
    file.write_text(before)
    plants.arrived("new master password", scene.command("credentials", "rekey", "--stdin", said=f"{new}\n"))
    file.write_text(new + "\n")
    assert "it opens every credential" in scene.command("doctor", fails=True)
    plants.arrived("master password", "doctor opened everything with it")
