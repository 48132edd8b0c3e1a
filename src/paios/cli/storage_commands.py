"""The words of ``paios encrypt`` and ``paios decrypt``; what they do is in ``encryption``."""

from typing import Annotated

import typer

storage = typer.Typer()

Json = Annotated[bool, typer.Option("--json", help="Print JSON for scripts.")]
Stdin = Annotated[
    bool, typer.Option("--stdin", help="Read the master password, if needed, from standard input.")
]


@storage.command()
def encrypt(stdin: Stdin = False, json: Json = False) -> None:
    """Encrypt the database, in place: checked before the old file goes. paios must be stopped.

    The key is random, kept with the credentials, and locked as they are.
    """
    from paios.cli.encryption import encrypt as run

    run(from_stdin=stdin, as_json=json)


@storage.command()
def decrypt(stdin: Stdin = False, json: Json = False) -> None:
    """Take the encryption away again, in the same way: whoever gets the file can read it then."""
    from paios.cli.encryption import decrypt as run

    run(from_stdin=stdin, as_json=json)
