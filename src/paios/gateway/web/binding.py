"""Owns turning one raw request into a ``ValidatedRequest`` of one operation (A3, A6, A7).

Order matters: who asks is settled before anything of theirs is parsed, and the
body is read last. Nothing is executed here.
"""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from starlette.requests import HTTPConnection
from starlette.types import Receive, Scope

from paios.domain.errors import UnauthenticatedError
from paios.domain.names import has_traversal
from paios.gateway.web.bodies import MAX_INTEGER, announces_body, parse_json, read_body
from paios.gateway.web.exchange import SecurityHandler, ValidatedRequest
from paios.gateway.web.operation import Kind, Operation, Parameter, Payload
from paios.gateway.web.problems import (
    MalformedRequestError,
    Mismatch,
    MismatchError,
    UnsupportedMediaError,
)
from paios.gateway.web.reading import is_json
from paios.gateway.web.targets import read_query
from paios.gateway.web.validation import mismatches

_INTEGER: Final = re.compile(r"-?(?:0|[1-9][0-9]{0,15})")
_NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]{0,30})(?:\.[0-9]{1,30})?(?:[eE][+-]?[0-9]{1,3})?")
_BOOLEANS: Final[Mapping[str, bool]] = {"true": True, "false": False}
_CONTROL: Final = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
# Two of these would let two readers of one request see two requests.
_SINGLE: Final = frozenset({b"content-type", b"content-length", b"transfer-encoding", b"content-encoding"})
_NAME_SHOWN: Final = 60


class Binder:
    """Validates the requests of one operation."""

    def __init__(self, operation: Operation, checks: Mapping[str, SecurityHandler]) -> None:
        self._operation = operation
        self._alternatives = tuple(tuple(checks[name] for name in names) for names in operation.security)
        self._slots = tuple(
            (index, _parameter_at(operation, segment))
            for index, segment in enumerate(operation.segments)
            if segment.startswith("{")
        )
        self._query = {each.name: each for each in operation.parameters if each.location == "query"}
        self._headers = {
            each.name.encode(): each for each in operation.parameters if each.location == "header"
        }
        self._plain_media = (
            {media.encode(): media for media in operation.body.content} if operation.body else {}
        )
        self._single = _SINGLE | self._headers.keys()

    async def identify(self, connection: HTTPConnection) -> Any:
        """Who asks; None on a public operation.

        Raises:
            UnauthenticatedError, ForbiddenError: a security handler refused, or no credential was shown.
        """
        if not self._alternatives:
            return None
        for checks in self._alternatives:
            identities: list[Any] = []
            for check in checks:
                identity = await check(connection)
                if identity is None:
                    break
                identities.append(identity)
            else:
                return identities[0] if identities else None
        raise UnauthenticatedError("Sign in to do this.")

    async def bind(
        self, connection: HTTPConnection, identity: Any, segments: Sequence[str], receive: Receive
    ) -> ValidatedRequest:
        """The validated request of ``identity``, who may make it.

        Raises:
            MalformedRequestError, MismatchError: it cannot be read, or does not fit.
            UnsupportedMediaError, TooLargeError: the body is of another type, or too large.
        """
        scope = connection.scope
        headers: dict[bytes, bytes] = dict(scope["headers"])
        if len(headers) != len(scope["headers"]):
            self._refuse_repeated_headers(scope)
        path = {slot.name: _fitting(slot, _coerced(slot.kind, segments[at])) for at, slot in self._slots}
        query = self._query_values(scope["query_string"]) if scope["query_string"] or self._query else {}
        declared = self._header_values(headers) if self._headers else {}
        body = None
        if announces_body(headers):
            body = await self._body(headers, receive)
        elif self._operation.body and self._operation.body.required:
            raise MalformedRequestError("The body is missing.")
        client = scope.get("client")
        return ValidatedRequest(
            self._operation.id,
            path,
            query,
            declared,
            body,
            identity,
            client[0] if client else None,
            connection,
        )

    def _refuse_repeated_headers(self, scope: Scope) -> None:
        names = [name for name, _ in scope["headers"] if name in self._single]
        if len(set(names)) != len(names):
            raise MalformedRequestError("A header that may occur once occurs twice.")

    def _query_values(self, query_string: bytes) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for name, text in read_query(query_string):
            parameter = self._query.get(name)
            where = f"query/{name[:_NAME_SHOWN]}"
            if parameter is None:
                raise MismatchError([Mismatch(where, "There is no such parameter here.")])
            if has_traversal(text) and not parameter.free_text:
                raise MismatchError([Mismatch(where, "The value contains a path traversal.")])
            value = _coerced(parameter.kind, text)
            if parameter.array:
                values.setdefault(name, []).append(value)
            elif name in values:
                raise MalformedRequestError(f"The parameter {name} occurs twice.")
            else:
                values[name] = value
        return _completed(self._query.values(), values)

    def _header_values(self, headers: Mapping[bytes, bytes]) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for name, parameter in self._headers.items():
            if name in headers:
                text = headers[name].decode("latin-1")
                if _CONTROL.search(text):
                    raise MalformedRequestError(f"The header {parameter.name} contains control characters.")
                values[parameter.name] = _coerced(parameter.kind, text)
        return _completed(self._headers.values(), values)

    async def _body(self, headers: Mapping[bytes, bytes], receive: Receive) -> Any:
        payload = self._operation.body
        if payload is None:
            raise MalformedRequestError("This operation takes no body.")
        media = self._plain_media.get(headers.get(b"content-type", b"")) or _media_type(headers, payload)
        if b"content-encoding" in headers:
            raise UnsupportedMediaError("A compressed body is not accepted.")
        raw = await read_body(headers, receive, payload.max_bytes)
        if is_json(media):
            value = parse_json(raw)
        elif media.startswith("text/"):
            value = _text(raw)
        else:
            return raw
        validator = payload.content[media]
        if not validator.is_valid(value):
            raise MismatchError(mismatches(validator, value, "body"))
        return value


def _completed(parameters: Iterable[Parameter], values: dict[str, Any]) -> dict[str, Any]:
    for parameter in parameters:
        if parameter.name in values:
            _fitting(parameter, values[parameter.name])
        elif parameter.required:
            where = f"{parameter.location}/{parameter.name}"
            raise MismatchError([Mismatch(where, "The parameter is missing.")])
        elif parameter.default is not None:
            values[parameter.name] = list(parameter.default) if parameter.array else parameter.default
    return values


def _fitting(parameter: Parameter, value: Any) -> Any:
    if not parameter.validator.is_valid(value):
        where = f"{parameter.location}/{parameter.name}"
        raise MismatchError(mismatches(parameter.validator, value, where))
    return value


def _parameter_at(operation: Operation, segment: str) -> Parameter:
    return next(
        each for each in operation.parameters if each.location == "path" and each.name == segment[1:-1]
    )


def _coerced(kind: Kind, text: str) -> Any:
    """``text`` as ``kind``; as it stands where it is none, for the schema to refuse."""
    if kind == "integer" and _INTEGER.fullmatch(text) and abs(int(text)) <= MAX_INTEGER:
        return int(text)
    if kind == "number" and _NUMBER.fullmatch(text) and math.isfinite(float(text)):
        return float(text)
    if kind == "boolean":
        return _BOOLEANS.get(text, text)
    return text


def _media_type(headers: Mapping[bytes, bytes], payload: Payload) -> str:
    header = headers.get(b"content-type", b"").decode("latin-1").lower()
    media, *options = (part.strip() for part in header.split(";"))
    if media not in payload.content:
        raise UnsupportedMediaError(f"The body must be {' or '.join(payload.content)}.")
    for option in options:
        name, _, value = option.partition("=")
        if name.strip() == "charset" and value.strip().strip('"') not in {"utf-8", "utf8"}:
            raise UnsupportedMediaError("The body must be UTF-8.")
    return media


def _text(raw: bytes) -> str:
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        raise MalformedRequestError("The body is not valid UTF-8.") from None
    if "\0" in text:
        raise MalformedRequestError("The body contains a NUL character.")
    return text
