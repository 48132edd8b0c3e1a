"""``paios servers``: MCP servers added, looked at and approved, as a client of the published interface."""

import sys
from collections.abc import Sequence
from typing import Any

import orjson
import typer

from paios.cli.card import visible
from paios.cli.client import Client
from paios.cli.passwords import read_secret
from paios.domain.errors import InvalidInputError, NotFoundError
from paios.settings import read


def list_servers(*, as_json: bool) -> None:
    """Print the servers and how paios stands with them."""
    servers = _client().call("GET", "/tool-servers")["items"]
    if as_json:
        typer.echo(orjson.dumps(servers).decode())
        return
    for server in servers:
        counts = f"{server['offered']} offered, {server['waiting']} to be looked at"
        typer.echo(f"{server['name']}  {server['state']}  ({counts})")
        for said in filter(None, (server["error"], server["remark"])):
            typer.echo(f"  {visible(said)}")
    if not servers:
        typer.echo("No servers.")


def add(
    name: str,
    target: Sequence[str],
    *,
    folders: Sequence[str],
    network: bool,
    token_stdin: bool,
    variables_stdin: bool,
    as_json: bool,
) -> None:
    """Add a server: an address, or a program and its arguments."""
    client = _client()
    if len(target) == 1 and target[0].startswith(("http://", "https://")):
        transport: dict[str, Any] = {"kind": "http", "url": target[0]}
        if token_stdin:
            transport["token"] = read_secret("Token", from_stdin=True)
    else:
        variables = _variables(sys.stdin.read()) if variables_stdin else {}
        transport = {"kind": "stdio", "command": list(target), "network": network, "folders": list(folders)}
        transport["environment"] = variables
    server = client.call("POST", "/tool-servers", {"name": name, "transport": transport})
    if as_json:
        typer.echo(orjson.dumps(server).decode())
    else:
        typer.echo(f"Added {name}. Nothing of it is used before you approve it: paios servers tools {name}")


def remove(name: str) -> None:
    """Remove a server with all that it kept."""
    client = _client()
    client.call("DELETE", f"/tool-servers/{_server(client, name)['id']}")
    typer.echo(f"Removed {name}.")


def tools(name: str, *, as_json: bool) -> None:
    """Print what a server says its tools are."""
    client = _client()
    found = _tools(client, name)
    if as_json:
        typer.echo(orjson.dumps(found).decode())
        return
    for tool in found:
        summary = (tool["current"] or tool["approved"] or {}).get("description", "").partition("\n")[0]
        typer.echo(f"{visible(tool['name'])}  {tool['state']}  {visible(tool['reason'] or summary)[:100]}")
    if not found:
        server = _server(client, name)
        typer.echo(visible(server["error"]) or f"No tools; the server is {server['state']}.")


def approve(name: str, tool: str, fingerprint: str | None, choices: str | None, *, as_json: bool) -> None:
    """Approve one tool: on a terminal after showing it, elsewhere by the hash of what was looked at."""
    client = _client()
    seen = next((each for each in _tools(client, name) if each["name"] == tool), None)
    if seen is None or seen["current"] is None:
        raise NotFoundError(f"{name} has no such tool, or none that can be used.")
    if fingerprint is None:
        fingerprint = _looked_at(seen)
    body: dict[str, Any] = {"hash": fingerprint}
    if choices is not None:
        body["choices"] = _object(choices)
    server = _server(client, name)["id"]
    approved = client.call("PUT", f"/tool-servers/{server}/tools/{tool}", body)
    typer.echo(orjson.dumps(approved).decode() if as_json else f"Approved {approved['tool']}.")


def _looked_at(tool: dict[str, Any]) -> str:
    """Show a definition whole, and ask. Raises ``InvalidInputError`` where nobody can look."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise InvalidInputError("Nobody is here to look at it. Name what was looked at with --hash.")
    for line in (tool["difference"] or _written(tool["current"])).splitlines():
        typer.echo(f"  {visible(line)}")
    if not typer.confirm("Approve exactly this?"):
        raise typer.Exit(1)
    fingerprint: str = tool["current"]["hash"]
    return fingerprint


def _written(definition: dict[str, Any]) -> str:
    return orjson.dumps(definition, option=orjson.OPT_INDENT_2).decode()


def _tools(client: Client, name: str) -> list[dict[str, Any]]:
    server = _server(client, name)["id"]
    found: list[dict[str, Any]] = client.call("GET", f"/tool-servers/{server}/tools")["items"]
    return found


def _server(client: Client, name: str) -> dict[str, Any]:
    for server in client.call("GET", "/tool-servers")["items"]:
        if server["name"] == name:
            return dict(server)
    raise NotFoundError(f"There is no server called {name}.")


def _variables(text: str) -> dict[str, str]:
    """``NAME=value`` lines, as they come on standard input so that no value stands in a command line."""
    lines = [line for line in text.splitlines() if line]
    if not all("=" in line for line in lines):
        raise InvalidInputError("Each variable is a line: NAME=value.")
    return {name: value for name, _, value in (line.partition("=") for line in lines)}


def _object(text: str) -> dict[str, Any]:
    try:
        found = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise InvalidInputError("The choices are not JSON.") from error
    if not isinstance(found, dict):
        raise InvalidInputError("The choices are not a JSON object.")
    return found


def _client() -> Client:
    client = Client(read())
    client.resume()
    return client
