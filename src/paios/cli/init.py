"""``paios init``: the set-up page for a terminal, over the same operation."""

import asyncio
from typing import Any

import httpx2
import typer

from paios.cli.alone import only_server
from paios.cli.passwords import given_password, read_secret
from paios.cli.safety import DATABASE_KEY
from paios.compose.house import House, opened_house
from paios.compose.locks import database_form
from paios.domain.credential import MasterSource
from paios.domain.errors import ConflictError, error_of
from paios.drivers.sql.files import Form
from paios.logs import set_up
from paios.settings import Settings, read


def init(
    name: str,
    notes: str | None,
    model_url: str | None,
    model: str | None,
    *,
    mine: bool,
    password_stdin: bool,
    key_stdin: bool,
) -> None:
    """Make the first account. Nothing listens meanwhile: the operation is called in this process."""
    settings = given_password(read())
    set_up("warning")
    password = read_secret("Password (12 characters or more)", from_stdin=password_stdin, confirm=True)
    choice: dict[str, Any] = {"kind": "embedded"}
    if model_url is not None:
        choice = {"kind": "openai", "url": model_url, "model": model or "default"}
        if key_stdin:
            choice["key"] = read_secret("Key of the model", from_stdin=True)
    body = {
        "name": name,
        "password": password,
        "notes": {"kind": "folder", "path": notes, "mine": mine} if notes else {"kind": "sample"},
        "model": choice,
    }
    settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    with only_server(settings.home):
        new = database_form(settings) is Form.NONE
        folder, source = asyncio.run(_complete(settings, body))
    typer.echo(f"Set up. Your notes are in {folder}. Start with: paios serve")
    if new and source is not None:
        typer.echo(f"The database is encrypted. {DATABASE_KEY[source]}")


async def _complete(settings: Settings, body: dict[str, Any]) -> tuple[str, MasterSource | None]:
    async with opened_house(settings) as house:
        if house.setup_code is None:
            raise ConflictError("paios is set up already.")
        async with _client(settings, house) as http:
            headers = {"X-Setup-Code": house.setup_code}
            response = await http.post("/api/v1/setup", json=body, headers=headers)
            if response.is_error:
                problem = response.json()
                errors = "; ".join(each["message"] for each in problem.get("errors", ()))
                raise error_of(problem["code"], errors or problem.get("detail") or problem["title"])
        return str(house.stores.config.load().notes), house.stores.credentials.source()


def _client(settings: Settings, house: House) -> httpx2.AsyncClient:
    transport = httpx2.ASGITransport(app=house.app)
    return httpx2.AsyncClient(transport=transport, base_url=settings.address, timeout=60.0)
