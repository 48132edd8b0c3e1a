"""The ``paios`` command. Each subcommand imports what it needs when it runs: ``--help`` is instant."""

from pathlib import Path
from typing import Annotated

import typer

from paios import __version__
from paios.cli.arguments import NoSecretArgument
from paios.cli.people_commands import people
from paios.cli.storage_commands import storage

app = typer.Typer(
    name="paios",
    help="A personal AI operating system: agents work with your data, and it stays yours.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
audit = typer.Typer(
    help="The tamper-evident record of everything that was decided and done.", no_args_is_help=True
)
app.add_typer(audit, name="audit")
rules = typer.Typer(help="Answers given beforehand, or remembered.", no_args_is_help=True)
app.add_typer(rules, name="rules")
servers = typer.Typer(help="MCP servers, whose tools you approve one by one.", no_args_is_help=True)
app.add_typer(servers, name="servers")
keys = typer.Typer(help="API keys, by which programs of yours ask for you.", no_args_is_help=True)
app.add_typer(keys, name="keys")
app.add_typer(people, name="people")
app.add_typer(storage)
credentials = typer.Typer(help="Named secrets: they go in, and never come out.", no_args_is_help=True)
app.add_typer(credentials, name="credentials")

Json = Annotated[bool, typer.Option("--json", help="Print JSON for scripts.")]


@app.command()
def serve() -> None:
    """Start the server on this machine's loopback address."""
    from paios.cli.serve import serve as run

    run()


@app.command(cls=NoSecretArgument)
def init(
    name: Annotated[str, typer.Option(help="Your name.", prompt="Your name")],
    notes: Annotated[
        str | None, typer.Option(help="Folder of markdown notes; without it, sample notes.")
    ] = None,
    mine: Annotated[
        bool, typer.Option("--mine", help="You wrote the notes in that folder yourself, all of them.")
    ] = False,
    model_url: Annotated[str | None, typer.Option(help="OpenAI-compatible address, ending in /v1.")] = None,
    model: Annotated[str | None, typer.Option(help="Name of the model at that address.")] = None,
    password_stdin: Annotated[bool, typer.Option(help="Read the password from standard input.")] = False,
    key_stdin: Annotated[bool, typer.Option(help="Read the model's key from a second line of it.")] = False,
) -> None:
    """Set paios up without a browser: account, notes, model. Works once, while the server is stopped."""
    from paios.cli.init import init as run

    run(name, notes, model_url, model, mine=mine, password_stdin=password_stdin, key_stdin=key_stdin)


@app.command(cls=NoSecretArgument)
def login(
    name: Annotated[str, typer.Option(help="Your name.", prompt="Name")],
    password_stdin: Annotated[bool, typer.Option(help="Read the password from standard input.")] = False,
) -> None:
    """Sign this terminal in, once for a month."""
    from paios.cli.login import login as run

    run(name, password_stdin=password_stdin)


@app.command()
def recover(
    name: Annotated[str, typer.Argument(help="The name of the account.")],
    password_stdin: Annotated[bool, typer.Option(help="Read the new password from standard input.")] = False,
) -> None:
    """Give somebody a new password, and take away their second factors. paios must be stopped."""
    from paios.cli.recover import recover as run

    run(name, password_stdin=password_stdin)


@app.command()
def logout() -> None:
    """Sign this terminal out."""
    from paios.cli.login import logout as run

    run()


@app.command()
def ask(
    question: Annotated[
        str, typer.Argument(help="What you want to know or have done; - reads standard input.")
    ],
    conversation: Annotated[str | None, typer.Option(help="Go on in this conversation.")] = None,
    json: Json = False,
) -> None:
    """Ask the assistant. What it wants to change, it asks you here; without a terminal the answer is no.

    Exit status: 0 answered, 1 it failed, 2 not possible as asked, 3 something was denied because
    nobody was there to ask.
    """
    from paios.cli.ask import ask as run

    run(question, conversation, as_json=json)


@app.command()
def doctor(
    json: Json = False,
    fix: Annotated[bool, typer.Option("--fix", help="Mend what can be mended: file modes.")] = False,
) -> None:
    """Look for what is unsafe or broken. Exit status 1 when something is."""
    from paios.cli.doctor import doctor as run

    run(as_json=json, fix=fix)


@app.command()
def usage(json: Json = False) -> None:
    """Show what was used and what is left of every budget."""
    from paios.cli.usage import usage as run

    run(as_json=json)


@audit.command("verify")
def audit_verify(json: Json = False) -> None:
    """Check the whole chain: any edit, removal, reordering or cut tail is found. Exit status 1 if so."""
    from paios.cli.audit import verify as run

    run(as_json=json)


@rules.command("list")
def rules_list(
    text: Annotated[str, typer.Option(help="Only those whose sentence has these words.")] = "",
    everything: Annotated[bool, typer.Option("--all", help="Also those that are over or revoked.")] = False,
    json: Json = False,
) -> None:
    """Show your rules, each in one sentence."""
    from paios.cli.rules import list_rules as run

    run(text, everything=everything, as_json=json)


@rules.command("suggest")
def rules_suggest(json: Json = False) -> None:
    """Propose rules from what you allowed again and again; never for what is grave."""
    from paios.cli.rules import suggest as run

    run(as_json=json)


@rules.command("add")
def rules_add(
    verdict: Annotated[str, typer.Argument(help="allow, ask or deny.")],
    tool: Annotated[str, typer.Argument(help="The tool it is about.")],
    constraints: Annotated[
        str, typer.Option(help="JSON Schema that the arguments must fit, or @ and a file with it.")
    ] = "{}",
    uses: Annotated[int | None, typer.Option(help="How often it counts.")] = None,
    untainted: Annotated[
        bool, typer.Option("--untainted", help="Only while nothing from outside was read.")
    ] = False,
    json: Json = False,
) -> None:
    """Answer a kind of question beforehand."""
    from paios.cli.rules import add as run

    run(verdict, tool, constraints, uses, untainted=untainted, as_json=json)


@rules.command("revoke")
def rules_revoke(
    rule_id: Annotated[str, typer.Argument(help="As the list shows it.")],
    json: Json = False,
) -> None:
    """Forget a rule."""
    from paios.cli.rules import revoke as run

    run(rule_id, as_json=json)


@servers.command("list")
def servers_list(json: Json = False) -> None:
    """Show the servers, and what of them waits to be looked at."""
    from paios.cli.servers import list_servers as run

    run(as_json=json)


@servers.command("add", cls=NoSecretArgument)
def servers_add(
    name: Annotated[str, typer.Argument(help="What you call it: small letters, digits, hyphens.")],
    target: Annotated[
        list[str], typer.Argument(help="Its address, or after -- a program and its arguments.")
    ],
    folder: Annotated[
        list[str] | None, typer.Option(help="A folder that the program may read; can be repeated.")
    ] = None,
    network: Annotated[bool, typer.Option("--network", help="The program may reach the network.")] = False,
    token_stdin: Annotated[bool, typer.Option(help="Read the address's token from standard input.")] = False,
    env_stdin: Annotated[
        bool, typer.Option(help="Read the program's variables from standard input, NAME=value a line.")
    ] = False,
    json: Json = False,
) -> None:
    """Add a server. A program runs in a sandbox; nothing is used before you approve it."""
    from paios.cli.servers import add as run

    run(
        name,
        target,
        folders=folder or (),
        network=network,
        token_stdin=token_stdin,
        variables_stdin=env_stdin,
        as_json=json,
    )


@servers.command("remove")
def servers_remove(name: Annotated[str, typer.Argument(help="Its name.")]) -> None:
    """Remove a server, with all that it kept and all that was approved."""
    from paios.cli.servers import remove as run

    run(name)


@servers.command("tools")
def servers_tools(name: Annotated[str, typer.Argument(help="Its name.")], json: Json = False) -> None:
    """Show what a server says its tools are."""
    from paios.cli.servers import tools as run

    run(name, as_json=json)


@servers.command("approve")
def servers_approve(
    name: Annotated[str, typer.Argument(help="The server's name.")],
    tool: Annotated[str, typer.Argument(help="The tool's name.")],
    fingerprint: Annotated[
        str | None, typer.Option("--hash", help="The hash of the definition that was looked at.")
    ] = None,
    choices: Annotated[
        str | None, typer.Option(help="What the tool does, as JSON; without it, the worst is assumed.")
    ] = None,
    json: Json = False,
) -> None:
    """Approve one tool as it is now. A changed one must be approved again."""
    from paios.cli.servers import approve as run

    run(name, tool, fingerprint, choices, as_json=json)


CredentialName = Annotated[str, typer.Argument(help="What it is called, such as mail.password.")]
Stdin = Annotated[bool, typer.Option("--stdin", help="Read it from standard input instead of a prompt.")]


@credentials.command("set", cls=NoSecretArgument)
def credentials_set(name: CredentialName, stdin: Stdin = False) -> None:
    """Add a credential, or replace it. The secret is asked for and not shown."""
    from paios.cli.credentials import set_secret as run

    run(name, from_stdin=stdin)


@credentials.command("list")
def credentials_list(json: Json = False) -> None:
    """Show names, kinds and dates; never a secret."""
    from paios.cli.credentials import list_credentials as run

    run(as_json=json)


@credentials.command("rotate", cls=NoSecretArgument)
def credentials_rotate(name: CredentialName, stdin: Stdin = False) -> None:
    """Replace the secret of a credential that is there."""
    from paios.cli.credentials import rotate as run

    run(name, from_stdin=stdin)


@credentials.command("rekey", cls=NoSecretArgument)
def credentials_rekey(
    to: Annotated[str, typer.Option("--to", help="password, keyring or key-file.")] = "password",
    stdin: Annotated[
        bool, typer.Option("--stdin", help="Read the present master password, if needed, and the new one.")
    ] = False,
) -> None:
    """Lock all credentials with a new master key, at once or not at all. paios must be stopped."""
    from paios.cli.credentials import rekey as run

    run(to, from_stdin=stdin)


@credentials.command("remove")
def credentials_remove(
    name: Annotated[str | None, typer.Argument(help="Its name.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="All of them, also without their key.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Remove a credential."""
    from paios.cli.credentials import remove as run

    run(name, everything=everything, yes=yes)


@credentials.command("import", cls=NoSecretArgument)
def credentials_import(
    file: Annotated[Path, typer.Argument(help="A JSON object of names and sealed records.")],
    stdin: Annotated[
        bool, typer.Option("--stdin", help="Read the file's master password from standard input.")
    ] = False,
) -> None:
    """Take in the records of the system that paios follows; they stay in the file."""
    from paios.cli.credentials import import_file as run

    run(file, from_stdin=stdin)


@keys.command("list")
def keys_list(
    everything: Annotated[bool, typer.Option("--all", help="Also those that were revoked.")] = False,
    json: Json = False,
) -> None:
    """Show your API keys, what each may do, and when it was last used."""
    from paios.cli.keys import list_keys as run

    run(everything=everything, as_json=json)


@keys.command("create")
def keys_create(
    name: Annotated[str, typer.Argument(help="What you call it: what program it is for.")],
    allow: Annotated[
        list[str] | None, typer.Option(help="What it may do, such as notes:read; can be repeated.")
    ] = None,
    days: Annotated[int, typer.Option(help="For how many days it counts, at most 365.")] = 90,
    json: Json = False,
) -> None:
    """Make an API key. It is printed once, alone on standard output."""
    from paios.cli.keys import create as run

    run(name, allow or (), days, as_json=json)


@keys.command("revoke")
def keys_revoke(
    key: Annotated[str, typer.Argument(help="Its id, its name or its first signs, as the list shows them.")],
    json: Json = False,
) -> None:
    """Revoke a key at once, with what it has under way."""
    from paios.cli.keys import revoke as run

    run(key, as_json=json)


@app.callback(invoke_without_command=True)
def version(
    show: Annotated[bool, typer.Option("--version", help="Print the version.", is_eager=True)] = False,
) -> None:
    """Run before every subcommand."""
    if show:
        typer.echo(__version__)
        raise typer.Exit


def main() -> None:
    """Run the command line; errors that paios knows become one line and exit status 2."""
    from paios.domain.errors import PaiosError

    try:
        app()
    except PaiosError as error:
        typer.echo(f"paios: {error.message}", err=True)
        raise SystemExit(2) from None
