"""Owns: what proves who somebody is: passwords, sessions, invitations, API keys; also wrong ones."""

from typing import Final

from pyotp import TOTP
from tests.support.house import NAME
from tests.support.planted.scene import Scene
from tests.support.planted.visitor import COOKIE, Visitor

_KEY: Final = {"permissions": ["notes:read"], "days": 1}
_SHOWN: Final = 12
"""So much of an API key is kept, to tell it from others."""


def set_up(scene: Scene) -> None:
    plants, installation = scene.plants, scene.installation
    code = scene.setup_code()
    plants.found("set-up code", code, "", "log")  # there a person reads it
    password = plants.plant("password at set-up")
    key = plants.plant("model key at set-up", "sk-{}")
    body = {
        "name": NAME,
        "password": password,
        "notes": {"kind": "folder", "path": str(installation.vault), "mine": True},
        "model": {"kind": "openai", "url": scene.model.url, "model": "scripted", "key": key},
    }
    wrong = plants.plant("wrong set-up code", "{}")
    refused = scene.admin.refused("POST", "/setup", body, headers={"X-Setup-Code": wrong})
    plants.arrived("wrong set-up code", refused.startswith("401"))
    scene.admin.begin("the founder", "POST", "/setup", body, headers={"X-Setup-Code": code})
    plants.arrived("set-up code", "signed in")


def sign_in(scene: Scene) -> None:
    plants, password = scene.plants, scene.plants.text("password at set-up")
    with scene.admin.another() as second:
        for what in ("wrong password", "password in the field of the name"):
            secret = plants.plant(what)
            wrong = (
                {"name": NAME, "password": secret}
                if what == "wrong password"
                else {"name": secret, "password": "x"}
            )
            plants.arrived(what, second.refused("POST", "/session", wrong) == "401 unauthenticated")
        second.begin("a second browser", "POST", "/session", {"name": NAME, "password": password})
        plants.arrived("password at set-up", "signed in with it")
        forged = plants.plant("forged cookie", "{}")
        with scene.admin.another() as forger:
            refused = forger.refused("GET", "/session", headers={"Cookie": f"{COOKIE}={forged}.00"})
        plants.arrived("forged cookie", refused.startswith("401"))
        csrf = plants.plant("wrong CSRF value", "{}")
        refused = second.refused("POST", "/conversations", headers={"X-CSRF-Token": csrf})
        plants.arrived("wrong CSRF value", refused.startswith("403"))
        scene.admin.do("DELETE", "/account/sessions")
        assert second.refused("GET", "/session").startswith("401")


def change_password(scene: Scene) -> None:
    plants, old = scene.plants, scene.plants.text("password at set-up")
    wrong, refused, new = (
        plants.plant(what)
        for what in ("wrong old password", "new password that is refused", "changed password")
    )
    answer = scene.admin.refused("PUT", "/account/password", {"old": wrong, "new": refused})
    plants.arrived("wrong old password", answer)
    plants.arrived("new password that is refused", answer)
    scene.admin.do("PUT", "/account/password", {"old": old, "new": new})
    with scene.admin.another() as again:
        again.begin("the changed password", "POST", "/session", {"name": NAME, "password": new})
    plants.arrived("changed password", "signed in with it")


def join(scene: Scene) -> None:
    plants = scene.plants
    made = scene.admin.do("POST", "/invites", {"role": "user"}, tells=["invitation code"])
    plants.found("invitation code", made["code"])
    plants.found("invitation code, as it is kept", made["code"].replace("-", ""))
    password = plants.plant("password of who joins")
    wrong = {"code": plants.plant("wrong invitation code", "{}"), "name": "Bea"}
    wrong["password"] = plants.plant("password of who may not join")
    with scene.admin.another() as guest:
        refused = guest.refused("POST", "/join", wrong)
        plants.arrived("wrong invitation code", refused)
        plants.arrived("password of who may not join", refused)
        body = {"code": made["code"], "name": "Bea", "password": password}
        guest.begin("who joined", "POST", "/join", body)
        second_factor(scene, guest, {"name": "Bea", "password": password})
        assert guest.refused("GET", "/credentials").startswith("403")
        again = guest.refused("POST", "/join", {**body, "name": "Eve"})
    plants.arrived("password of who joins", "signed in with it")
    plants.arrived("invitation code", f"joined with it; then {again}")
    plants.arrived("invitation code, as it is kept", again)


def second_factor(scene: Scene, guest: Visitor, body: dict[str, str]) -> None:
    """An authenticator app with its recovery codes; then a sign-in that gets a wrong one, and a right one."""
    plants = scene.plants
    told = ["secret of an app", "ticket of an app"]
    new = guest.do("POST", "/account/app", tells=told)
    for what, part in zip(told, ("secret", "ticket"), strict=True):
        plants.found(what, new[part])
    shown = {"ticket": new["ticket"], "code": TOTP(new["secret"]).now()}
    codes = guest.do("PUT", "/account/app", shown, tells=["recovery code", "another recovery code"])["codes"]
    for what, code in zip(("recovery code", "another recovery code"), codes, strict=False):
        plants.found(what, code)
        plants.arrived(what, "told")
    for what in told:
        plants.arrived(what, "the app counts")
    with scene.admin.another() as again:
        asked = again.do("POST", "/session", body, tells=["ticket of a sign-in"])
        plants.found("ticket of a sign-in", asked["ticket"])
        wrong = plants.plant("wrong recovery code", "{}")
        proof = {"ticket": asked["ticket"], "code": wrong}
        plants.arrived("wrong recovery code", again.refused("POST", "/session/proof", proof))
        proof["code"] = plants.text("recovery code")
        again.begin("a recovery code", "POST", "/session/proof", proof)
    plants.arrived("ticket of a sign-in", "signed in with it")


def api_keys(scene: Scene) -> None:
    plants, admin = scene.plants, scene.admin
    for what in ("API key", "revoked API key"):
        made = admin.do("POST", "/keys", {"name": what, **_KEY}, tells=[what])
        secret = plants.found(what, made["secret"], made["secret"][_SHOWN:])
        with admin.another() as program:
            headers = {"X-API-Key": secret}
            plants.arrived(what, program.do("GET", "/notes", headers=headers)["items"])
            assert program.refused("GET", "/credentials", headers=headers).startswith("403")
            if what == "revoked API key":
                admin.do("DELETE", f"/keys/{made['key']['id']}")
                assert program.refused("GET", "/notes", headers=headers).startswith("401")
    places = {
        "unknown API key": {
            "headers": {"X-API-Key": plants.plant("unknown API key", "paios_{}0123456789abcdef")}
        },
        "malformed API key": {"headers": {"X-API-Key": plants.plant("malformed API key", "{} x")}},
        "API key as a bearer": {
            "headers": {"Authorization": f"Bearer {plants.plant('API key as a bearer', 'paios_{}')}"}
        },
        "API key in the address": {"params": {"api_key": plants.plant("API key in the address", "paios_{}")}},
        "API key in a cookie": {"headers": {"Cookie": f"key={plants.plant('API key in a cookie', '{}')}"}},
    }
    with admin.another() as program:
        for what, options in places.items():
            plants.arrived(what, program.refused("GET", "/notes", **options))
