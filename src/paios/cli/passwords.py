"""Reading secrets: from a hidden prompt, or from standard input where asked; never from an argument."""

import sys
from collections.abc import Sequence
from dataclasses import replace

import typer

from paios.domain.credential import MasterSource, Secret
from paios.domain.errors import InvalidInputError
from paios.settings import Settings


def read_secret(prompt: str, *, from_stdin: bool, confirm: bool = False) -> str:
    """The secret. Raises ``InvalidInputError`` where there is neither a terminal nor ``from_stdin``."""
    if from_stdin:
        secret = sys.stdin.readline().rstrip("\r\n")
        if not secret:
            raise InvalidInputError(f"{prompt}: nothing came on standard input.")
        return secret
    if not sys.stdin.isatty():
        raise InvalidInputError(f"{prompt}: there is no terminal to ask on. Use the option that reads stdin.")
    secret = typer.prompt(prompt, hide_input=True, confirmation_prompt=confirm)
    return str(secret)


def read_code(ways: Sequence[str]) -> str:
    """A code of the second factor, asked for on the terminal. A passkey can be shown in a browser only."""
    if "password" in ways:
        return read_secret("Password", from_stdin=False)
    known = {"totp": "the code of your authenticator app", "recovery": "a recovery code"}
    usable = [known[way] for way in ways if way in known]
    if not usable:
        raise InvalidInputError("This wants a passkey, which a terminal cannot show. Use the web app.")
    prompt = " or ".join(usable)
    if not sys.stdin.isatty():
        raise InvalidInputError(f"This account wants {prompt}, and there is no terminal to ask on.")
    return str(typer.prompt(prompt[0].upper() + prompt[1:]))


def given_password(settings: Settings, *, from_stdin: bool = False) -> Settings:
    """The settings with the master password of the credentials, asked for where there is a terminal."""
    from paios.compose.locks import credential_store

    wanted = credential_store(settings).source() is MasterSource.PASSWORD
    if settings.master_password is None and wanted and (from_stdin or sys.stdin.isatty()):
        given = Secret(read_secret("Master password", from_stdin=from_stdin))
        return replace(settings, master_password=given)
    return settings
