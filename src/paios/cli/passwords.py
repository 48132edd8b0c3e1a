"""Reading secrets: from a hidden prompt, or from standard input where asked; never from an argument."""

import sys
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


def given_password(settings: Settings, *, from_stdin: bool = False) -> Settings:
    """The settings with the master password of the credentials, asked for where there is a terminal."""
    from paios.compose import credential_store

    wanted = credential_store(settings).source() is MasterSource.PASSWORD
    if settings.master_password is None and wanted and (from_stdin or sys.stdin.isatty()):
        given = Secret(read_secret("Master password", from_stdin=from_stdin))
        return replace(settings, master_password=given)
    return settings
