"""Reading secrets: from a hidden prompt, or from standard input where asked; never from an argument."""

import sys

import typer

from paios.domain.errors import InvalidInputError


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
