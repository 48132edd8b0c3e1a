"""``paios people``: who uses this installation, as a client of the published interface (U5)."""

from typing import Any

import orjson
import typer

from paios.cli.card import visible
from paios.cli.client import Client
from paios.cli.passwords import read_code
from paios.domain.errors import InvalidInputError, NotFoundError
from paios.settings import read


def list_people(*, as_json: bool) -> None:
    """Print everybody, with their role and when they were last there."""
    people = _people(_client())
    if as_json:
        typer.echo(orjson.dumps(people).decode())
        return
    for each in people:
        last = f"last there {each['last_used_at'][:16]}Z" if each["last_used_at"] else "never there"
        state = ("disabled, " if each["disabled"] else "") + ("two-step, " if each["second_factor"] else "")
        typer.echo(f"{each['id']}  {visible(each['name'])}  ({each['role']}, {state}{last})")


def invite(*, admin: bool, as_json: bool) -> None:
    """Make an invitation and print its link, once."""
    settings = read()
    minted = _client().call_proved(read_code, "POST", "/invites", {"role": "admin" if admin else "user"})
    link = f"http://localhost:{settings.port}/join#code={minted['code']}"
    if as_json:
        typer.echo(orjson.dumps(minted | {"link": link}).decode())
        return
    typer.echo(link)
    ends = minted["invite"]["expires_at"][:10]
    typer.echo(f"This is shown once. It opens one account, until {ends}.", err=True)


def change(name: str, *, disabled: bool, as_json: bool) -> None:
    """Disable or enable somebody, named by name or id."""
    client = _client()
    person = _named(client, name)
    changed = client.call_proved(read_code, "PATCH", f"/people/{person['id']}", {"disabled": disabled})
    said = f"{visible(changed['name'])} is {'disabled' if disabled else 'enabled'}."
    typer.echo(orjson.dumps(changed).decode() if as_json else said)


def remove(name: str, *, yes: bool, as_json: bool) -> None:
    """Tell what goes with somebody, and remove them when that is confirmed."""
    client = _client()
    person = _named(client, name)
    theirs = client.call("GET", f"/people/{person['id']}/belongings")
    if not yes:
        gone = {what: count for what, count in theirs.items() if not what.startswith("notes")}
        counts = ", ".join(f"{count} {what.replace('_', ' ')}" for what, count in gone.items())
        stays = f"their notes ({theirs['notes']}), as files in {theirs['notes_folder']}"
        typer.echo(
            f"Deleted with {visible(person['name'])}: {counts}. The record stays, and so do {stays}.",
            err=True,
        )
        typer.confirm("Delete for good?", abort=True, err=True)
    client.call_proved(read_code, "DELETE", f"/people/{person['id']}")
    told = {"removed": person["id"], "with": theirs}
    typer.echo(orjson.dumps(told).decode() if as_json else f"Removed {visible(person['name'])}.")


def reset_factors(name: str, *, as_json: bool) -> None:
    """Take away the second factors of somebody."""
    client = _client()
    person = _named(client, name)
    client.call_proved(read_code, "DELETE", f"/people/{person['id']}/factors")
    said = f"{visible(person['name'])} signs in with the password alone."
    typer.echo(orjson.dumps({"reset": person["id"]}).decode() if as_json else said)


def _named(client: Client, name: str) -> dict[str, Any]:
    named = [each for each in _people(client) if name in (each["id"], each["name"])]
    if not named:
        raise NotFoundError("There is nobody of that name. See: paios people list")
    if len(named) > 1:
        raise InvalidInputError("Several are called that. Name one by their id.")
    return named[0]


def _people(client: Client) -> list[dict[str, Any]]:
    """All of them, the first account first."""
    people: list[dict[str, Any]] = []
    while True:
        page = client.call("GET", f"/people?limit=200&offset={len(people)}")
        people += page["items"]
        if not page["items"] or len(people) >= page["total"]:
            return people


def _client() -> Client:
    client = Client(read())
    client.resume()
    return client
