"""The words of ``paios people``; what they do is in ``people``, loaded when one is said."""

from typing import Annotated

import typer

people = typer.Typer(help="Who uses this paios. For administrators.", no_args_is_help=True)

Json = Annotated[bool, typer.Option("--json", help="Print JSON for scripts.")]


@people.command("list")
def people_list(json: Json = False) -> None:
    """Show everybody, their role, and when they were last there."""
    from paios.cli.people import list_people as run

    run(as_json=json)


@people.command("invite")
def people_invite(
    admin: Annotated[bool, typer.Option("--admin", help="As an administrator, not as a user.")] = False,
    json: Json = False,
) -> None:
    """Invite somebody. The link is printed once; it opens one account within seven days."""
    from paios.cli.people import invite as run

    run(admin=admin, as_json=json)


@people.command("disable")
def people_disable(
    name: Annotated[str, typer.Argument(help="Their name or id.")], json: Json = False
) -> None:
    """Keep somebody out, at once, with all that runs for them; what is theirs stays."""
    from paios.cli.people import change as run

    run(name, disabled=True, as_json=json)


@people.command("enable")
def people_enable(name: Annotated[str, typer.Argument(help="Their name or id.")], json: Json = False) -> None:
    """Let somebody in again."""
    from paios.cli.people import change as run

    run(name, disabled=False, as_json=json)


@people.command("reset-factors")
def people_reset_factors(
    name: Annotated[str, typer.Argument(help="Their name or id.")], json: Json = False
) -> None:
    """Take away the authenticator app, passkeys and recovery codes of somebody who lost them."""
    from paios.cli.people import reset_factors as run

    run(name, as_json=json)


@people.command("remove")
def people_remove(
    name: Annotated[str, typer.Argument(help="Their name or id.")],
    yes: Annotated[bool, typer.Option("--yes", help="Without asking once more.")] = False,
    json: Json = False,
) -> None:
    """Delete somebody with all that is theirs, after telling what that is; the record stays."""
    from paios.cli.people import remove as run

    run(name, yes=yes, as_json=json)
