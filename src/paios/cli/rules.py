"""``paios rules``: seen, suggested, added and revoked, as a client of the published interface."""

import shlex
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

import orjson
import typer

from paios.cli.card import visible
from paios.cli.client import Client
from paios.domain.decision import Verdict
from paios.domain.errors import InvalidInputError
from paios.settings import read

_PAGE: Final = 200


def list_rules(text: str, *, everything: bool, as_json: bool) -> None:
    """Print the rules, newest first, each with its use."""
    rules = _all(_client(), {"text": text, "alive": str(not everything).lower()})
    if as_json:
        typer.echo(orjson.dumps(rules).decode())
        return
    for rule in rules:
        uses = rule["use_count"]
        typer.echo(f"{rule['id']}  {visible(rule['text'])}  (used {uses} time{'' if uses == 1 else 's'})")
    if not rules:
        typer.echo("No rules. Everything that changes something asks you first.")


def suggest(*, as_json: bool) -> None:
    """Print rules that earlier answers suggest."""
    found = _client().call("GET", "/rules/suggestions")["items"]
    if as_json:
        typer.echo(orjson.dumps(found).decode())
        return
    for each in found:
        typer.echo(f"{visible(each['text'])}  (you said yes {each['times']} times)")
        command = ["paios", "rules", "add", "allow", each["tool"]]
        command += ["--constraints", orjson.dumps(each["constraints"]).decode()]
        typer.echo(f"  {visible(shlex.join(command))}")
    if not found:
        typer.echo("Nothing to suggest.")


def add(
    verdict: str, tool: str, constraints: str, uses: int | None, *, untainted: bool, as_json: bool
) -> None:
    """Answer a kind of question beforehand."""
    if verdict not in {*Verdict}:
        raise InvalidInputError("A rule says allow, ask or deny.")
    body: dict[str, Any] = {"verdict": verdict, "tool": tool, "constraints": _object(constraints)}
    if uses is not None:
        body["uses_left"] = uses
    if untainted:
        body["untainted"] = True
    rule = _client().call("POST", "/rules", body)
    typer.echo(orjson.dumps(rule).decode() if as_json else f"{rule['id']}  {visible(rule['text'])}")


def revoke(rule_id: str, *, as_json: bool) -> None:
    """Forget a rule."""
    _client().call("DELETE", f"/rules/{rule_id}")
    typer.echo(orjson.dumps({"revoked": rule_id}).decode() if as_json else "Revoked. It will ask again.")


def _all(client: Client, query: dict[str, str]) -> list[Any]:
    """Every page of the list."""
    found: list[Any] = []
    while True:
        part = urlencode({**query, "limit": _PAGE, "offset": len(found)})
        page = client.call("GET", f"/rules?{part}")
        found += page["items"]
        if not page["items"] or len(found) >= page["total"]:
            return found


def _client() -> Client:
    client = Client(read())
    client.resume()
    return client


def _object(text: str) -> dict[str, Any]:
    """JSON on the command line, or in the file that ``@`` names."""
    try:
        value = orjson.loads(Path(text[1:]).read_bytes() if text.startswith("@") else text)
    except OSError as error:
        raise InvalidInputError(f"The file {text[1:]} cannot be read.") from error
    except orjson.JSONDecodeError as error:
        raise InvalidInputError(f"The constraints are not JSON: {error}") from error
    if not isinstance(value, dict):
        raise InvalidInputError("The constraints must be a JSON object.")
    return value
