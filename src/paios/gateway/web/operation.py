"""Owns the shape of one operation of the contract, compiled and immutable.

Data only: how it is read from the document is ``contract.py``'s matter, how a
request is bound to it ``router.py``'s.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from jsonschema_rs import Validator

from paios.domain.permission import Permission

Kind = Literal["string", "integer", "number", "boolean"]
Location = Literal["path", "query", "header"]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One declared parameter; ``kind`` is the type of the value or of an array's items.

    ``free_text`` (``x-free-text: true``) exempts a query parameter from the
    traversal check that all others pass (A7). ``default`` is None for none.
    """

    name: str
    location: Location
    kind: Kind
    array: bool
    required: bool
    free_text: bool
    default: Any
    validator: Validator


@dataclass(frozen=True, slots=True)
class Payload:
    """The declared request body: a validator by media type, and its limit in bytes."""

    content: Mapping[str, Validator]
    required: bool
    max_bytes: int


@dataclass(frozen=True, slots=True)
class Answer:
    """One declared response: a validator by media type (None: not JSON), and its header names."""

    content: Mapping[str, Validator | None]
    headers: frozenset[str]


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation.

    ``path`` is the whole address, ``segments`` are those below the contract's
    prefix; ``security`` is an OR of ANDs of scheme names, empty for a public one.
    ``permission`` is what whoever asks must have; None where nobody is asked who they are.
    ``step_up`` says that they must have proved who they are a moment ago.
    """

    id: str
    method: str
    path: str
    segments: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    body: Payload | None
    answers: Mapping[str, Answer]
    security: tuple[tuple[str, ...], ...]
    permission: Permission | None
    step_up: bool
    websocket: bool
