"""``paios keys``: API keys made, listed and revoked, as a client of the published interface (U4)."""

from collections.abc import Sequence
from typing import Any

import orjson
import typer

from paios.cli.card import visible
from paios.cli.client import Client
from paios.cli.passwords import read_code
from paios.domain.errors import InvalidInputError, NotFoundError
from paios.domain.permission import TABLE, Permission
from paios.settings import read


def list_keys(*, everything: bool, as_json: bool) -> None:
    """Print the keys; without ``everything`` only those that were not revoked."""
    keys = [each for each in _keys(_client()) if everything or each["revoked_at"] is None]
    if as_json:
        typer.echo(orjson.dumps(keys).decode())
        return
    for key in keys:
        used = f"last used {key['last_used_at'][:16]}Z" if key["last_used_at"] else "never used"
        ends = f"revoked {key['revoked_at'][:10]}" if key["revoked_at"] else f"until {key['expires_at'][:10]}"
        typer.echo(f"{key['id']}  {key['shown']}…  {visible(key['name'])}  ({ends}, {used})")
        typer.echo(f"  {', '.join(key['permissions'])}")
    if not keys:
        typer.echo("No API keys.")


def create(name: str, permissions: Sequence[str], days: int, *, as_json: bool) -> None:
    """Make a key and print it, once."""
    unknown = sorted(set(permissions) - {each.value for each in _for_keys()})
    if unknown or not permissions:
        known = "\n".join(f"  {each.value:20}{TABLE[each].text}" for each in _for_keys())
        what = f"No key can be given {', '.join(unknown)}." if unknown else "Say what the key may do."
        raise InvalidInputError(f"{what} There is:\n{known}")
    body = {"name": name, "permissions": sorted(set(permissions)), "days": days}
    minted = _client().call_proved(read_code, "POST", "/keys", body)
    if as_json:
        typer.echo(orjson.dumps(minted).decode())
        return
    typer.echo(minted["secret"])
    ends = minted["key"]["expires_at"][:10]
    typer.echo(f"This is shown once. Send it in the header X-API-Key; it counts until {ends}.", err=True)


def revoke(key: str, *, as_json: bool) -> None:
    """Revoke a key, named by its id, its name or its first signs."""
    client = _client()
    live = [each for each in _keys(client) if each["revoked_at"] is None]
    named = [each for each in live if key in (each["id"], each["name"], each["shown"])]
    if not named:
        raise NotFoundError("There is no such key that still counts.")
    if len(named) > 1:
        raise InvalidInputError("Several keys are called that. Name one by its id: paios keys list")
    client.call("DELETE", f"/keys/{named[0]['id']}")
    told = {"revoked": named[0]["id"]}
    typer.echo(orjson.dumps(told).decode() if as_json else f"Revoked {visible(named[0]['name'])}.")


def _for_keys() -> list[Permission]:
    return [each for each in Permission if TABLE[each].for_keys]


def _keys(client: Client) -> list[dict[str, Any]]:
    """All of them, newest first."""
    keys: list[dict[str, Any]] = []
    while True:
        page = client.call("GET", f"/keys?limit=200&offset={len(keys)}")
        keys += page["items"]
        if not page["items"] or len(keys) >= page["total"]:
            return keys


def _client() -> Client:
    client = Client(read())
    client.resume()
    return client
