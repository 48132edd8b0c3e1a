"""Owns: commands that a secret is given to, and what they say where somebody writes it after them."""

from typing import Any

from typer.core import TyperCommand

from paios.domain.errors import InvalidInputError


class NoSecretArgument(TyperCommand):
    """A command that repeats no argument which it does not know: it could be the secret (K5)."""

    allow_extra_args = True

    def invoke(self, ctx: Any) -> Any:
        if ctx.args:
            raise InvalidInputError(
                "There is an argument too many. A secret is none: it is asked for, or read from standard "
                "input. If it was one, change it, for your shell has kept it."
            )
        return super().invoke(ctx)
