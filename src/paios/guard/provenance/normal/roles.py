"""One entry for all roles: which values stand in a text, and what an argument's value is in its role."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Final

from paios.domain.tool import Sink
from paios.guard.provenance.normal.accounts import account, accounts
from paios.guard.provenance.normal.amounts import amount, amount_of, amounts
from paios.guard.provenance.normal.identifiers import identifier, identifiers
from paios.guard.provenance.normal.mention import Mention
from paios.guard.provenance.normal.paths import path, paths
from paios.guard.provenance.normal.phrases import normalised
from paios.guard.provenance.normal.recipients import recipient, recipients
from paios.guard.provenance.normal.times import time, times
from paios.guard.provenance.normal.urls import url, urls
from paios.guard.provenance.normal.verbatim import command, commands, option, options

_READERS: Final[Mapping[Sink, Callable[[str], Iterator[Mention]]]] = {
    Sink.RECIPIENT: recipients,
    Sink.URL: urls,
    Sink.ACCOUNT: accounts,
    Sink.AMOUNT: amounts,
    Sink.PATH: paths,
    Sink.ID: identifiers,
    Sink.COMMAND: commands,
    Sink.OPTION: options,
}
_FORMS: Final[Mapping[Sink, Callable[[str], str | None]]] = {
    Sink.RECIPIENT: recipient,
    Sink.URL: url,
    Sink.ACCOUNT: account,
    Sink.AMOUNT: amount,
    Sink.PATH: path,
    Sink.ID: identifier,
    Sink.COMMAND: command,
    Sink.OPTION: option,
    Sink.CONTENT: lambda written: normalised(written) or None,
}
_COUNTED: Final = frozenset({Sink.RECIPIENT, Sink.ACCOUNT, Sink.ID, Sink.OPTION})
"""Roles whose values a tool may take as a whole number."""

_TOO_LONG: Final = 10**128
"""A number of more signs than any of these values has. Python writes none of more than some thousand."""


def mentions(text: str, sink: Sink, *, today: date | None = None) -> tuple[Mention, ...]:
    """The values of a role that stand in a text.

    One place may be read in two ways that mean the same: ``example.com`` is an
    address for ``https`` and for ``http``, "50 EUR" also the bare number. A text
    as CONTENT has no values of its own: see ``phrase_in``.
    """
    if sink is Sink.TIME:
        return tuple(times(text, today=today))
    return tuple(_READERS[sink](text)) if sink in _READERS else ()


def canonical(value: object, sink: Sink, *, today: date | None = None) -> str | None:
    """The canonical form of an argument's value; ``None`` if it is no value of this role."""
    if isinstance(value, bool):
        return str(value).lower() if sink is Sink.OPTION else None
    if isinstance(value, int | float):
        if sink is Sink.AMOUNT:
            return amount_of(value)
        counted = sink in _COUNTED and isinstance(value, int) and abs(value) < _TOO_LONG
        return _FORMS[sink](str(value)) if counted else None
    if not isinstance(value, str):
        return None
    return time(value, today=today) if sink is Sink.TIME else _FORMS[sink](value)
