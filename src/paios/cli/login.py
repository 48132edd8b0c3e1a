"""``paios login`` and ``paios logout``."""

import typer

from paios.cli.client import Client
from paios.cli.passwords import read_code, read_secret
from paios.settings import read


def login(name: str, *, password_stdin: bool) -> None:
    """Sign this terminal in."""
    client = Client(read())
    client.sign_in(name, read_secret("Password", from_stdin=password_stdin), read_code)
    typer.echo("Signed in.")


def logout() -> None:
    """Sign this terminal out."""
    client = Client(read())
    client.resume()
    client.sign_out()
    typer.echo("Signed out.")
