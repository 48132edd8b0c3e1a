"""``paios recover``: a new password for who cannot sign in, on the machine that has the data folder."""

import asyncio

import typer

from paios.cli.alone import stopped_server
from paios.cli.card import visible
from paios.cli.passwords import given_password, read_secret
from paios.compose.stores import opened_stores
from paios.domain.account import User
from paios.drivers.authenticator import SealedAuthenticators
from paios.drivers.common_passwords import CommonPasswords
from paios.drivers.passwords import Argon2Hasher
from paios.logs import set_up
from paios.ports.acting import SERVER, acting_for
from paios.services.new_passwords import NewPasswords
from paios.services.recovery import Recovery
from paios.settings import Settings, read


def recover(name: str, *, password_stdin: bool) -> None:
    """Ask for a new password and set it."""
    settings = given_password(read())
    set_up("warning")
    with stopped_server(settings.home, "it holds their sessions"):
        password = read_secret(
            "New password (12 characters or more)", from_stdin=password_stdin, confirm=True
        )
        user = asyncio.run(_recovered(settings, name, password))
    typer.echo(f"{visible(user.name)} can sign in with the new password alone. Their sessions have ended.")
    if user.disabled:
        typer.echo("But the account is disabled: an administrator enables it.", err=True)


async def _recovered(settings: Settings, name: str, password: str) -> User:
    async with opened_stores(settings, make=False) as stores:
        recovery = Recovery(
            accounts=stores.accounts,
            sessions=stores.sessions,
            factors=stores.factors,
            apps=SealedAuthenticators(stores.credentials),
            passwords=NewPasswords(Argon2Hasher(), CommonPasswords()),
            audit=stores.audit,
        )
        with acting_for(SERVER):
            return await recovery.recover(name, password)
