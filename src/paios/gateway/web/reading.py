"""Owns reading one operation out of a document into its compiled form (A3, A10).

Everything that the router would not enforce is refused here, by name.
"""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

from jsonschema_rs import Validator

from paios.domain.permission import Permission
from paios.gateway.web.bodies import DEFAULT_MAX_BYTES
from paios.gateway.web.operation import Answer, Kind, Location, Operation, Parameter, Payload
from paios.gateway.web.problems import PROBLEM_JSON, TYPE_PREFIX
from paios.gateway.web.validation import Schemas

_SEGMENT: Final = re.compile(r"\{([A-Za-z_][A-Za-z0-9_]*)\}|[^{}]+")
_KINDS: Final[Mapping[str, Kind]] = {kind: kind for kind in ("string", "integer", "number", "boolean")}
_LOCATIONS: Final[Mapping[str, Location]] = {place: place for place in ("path", "query", "header")}
_STYLES: Final[Mapping[Location, str]] = {"path": "simple", "query": "form", "header": "simple"}
_PUBLIC: Final = "none"
_BASE_PROBLEM: Final = {
    "type": f"{TYPE_PREFIX}sample",
    "title": "Sample",
    "status": 500,
    "detail": "What happened.",
    "code": "sample",
}
# Every shape of problem that ``problems.py`` sends; the document must know them all.
_SAMPLE_PROBLEMS: Final = (
    _BASE_PROBLEM,
    _BASE_PROBLEM | {"reference": "0123456789abcdef"},
    _BASE_PROBLEM | {"errors": [{"where": "query/limit", "message": "is too large"}]},
)


class ReadingError(Exception):
    """An operation cannot be enforced, and why."""


class OperationReader:
    """Reads the operations of one document, whose references are already absolute."""

    def __init__(
        self, document: dict[str, Any], prefix: str, schemes: Mapping[str, Any], schemas: Schemas
    ) -> None:
        self._document = document
        self._prefix = prefix
        self._schemes = schemes
        self._schemas = schemas

    def read(self, method: str, path: str, item: Mapping[str, Any]) -> Operation:
        """Compile one operation.

        Raises:
            ReadingError: it lacks something or asks for something that is not enforced.
            ValueError: one of its schemas is no good.
        """
        node = item[method.lower()]
        if not node.get("operationId"):
            raise ReadingError("operationId is missing")
        answers = self._answers(node.get("responses", {}))
        websocket = node.get("x-websocket", False) is True
        if websocket != ("101" in answers) or (websocket and method != "GET"):
            raise ReadingError("x-websocket: true goes with GET and a declared 101 response, and only so")
        if websocket and "requestBody" in node:
            raise ReadingError("a WebSocket operation has no request body")
        segments = tuple(_segments(path))
        security = self._security(node)
        return Operation(
            id=node["operationId"],
            method=method,
            path=self._prefix + path,
            segments=segments,
            parameters=self._parameters(item, node, segments),
            body=self._body(node),
            answers=MappingProxyType(answers),
            security=security,
            permission=self._permission(node, security),
            step_up=_step_up(node),
            websocket=websocket,
        )

    def _follow(self, node: Any) -> Any:
        while isinstance(node, Mapping) and "$ref" in node:
            target: Any = self._document
            for step in node["$ref"].partition("#/")[2].split("/"):
                target = target[step.replace("~1", "/").replace("~0", "~")]
            node = target
        return node

    def _parameters(
        self, item: Mapping[str, Any], node: Mapping[str, Any], segments: tuple[str, ...]
    ) -> tuple[Parameter, ...]:
        # A parameter of the operation replaces the path item's one of that name and place (OpenAPI 4.8.9).
        declared: dict[tuple[str, str], Mapping[str, Any]] = {}
        for each in map(self._follow, [*item.get("parameters", []), *node.get("parameters", [])]):
            declared[each["in"], each["name"]] = each
        parameters = tuple(map(self._parameter, declared.values()))
        inside = sorted(segment[1:-1] for segment in segments if segment.startswith("{"))
        if inside != sorted(each.name for each in parameters if each.location == "path" and each.required):
            raise ReadingError("the path's {names} and its required path parameters differ")
        return parameters

    def _parameter(self, node: Mapping[str, Any]) -> Parameter:
        name, place = node["name"], _LOCATIONS.get(node["in"])
        if place is None:
            raise ReadingError(f"parameter {name}: in {node['in']} is not enforced; use a security scheme")
        if "schema" not in node:
            raise ReadingError(f"parameter {name} has no schema")
        exploded = place == "query"
        if node.get("style", _STYLES[place]) != _STYLES[place] or node.get("explode", exploded) != exploded:
            raise ReadingError(f"parameter {name}: only the default style and explode are enforced")
        schema = self._follow(node["schema"])
        array = schema.get("type") == "array" and place == "query"
        kind = _KINDS.get(str((self._follow(schema.get("items", {})) if array else schema).get("type")))
        if kind is None:
            raise ReadingError(
                f"parameter {name}: a string, integer, number, boolean, or query array of these"
            )
        validator = self._schemas.compile(node["schema"])
        default = node["schema"].get("default", schema.get("default"))
        if default is not None and not validator.is_valid(default):
            raise ReadingError(f"parameter {name}: the default does not fit its own schema")
        return Parameter(
            name=name.lower() if place == "header" else name,
            location=place,
            kind=kind,
            array=array,
            required=node.get("required", False) is True,
            free_text=node.get("x-free-text", False) is True,
            default=default,
            validator=validator,
        )

    def _body(self, node: Mapping[str, Any]) -> Payload | None:
        if "requestBody" not in node:
            return None
        body = self._follow(node["requestBody"])
        content = {}
        for media, declared in body.get("content", {}).items():
            if not (is_json(media) or media.startswith("text/") or media == "application/octet-stream"):
                raise ReadingError(f"a body of type {media} is not enforced")
            if is_json(media) and "schema" not in declared:
                raise ReadingError("the JSON body has no schema")
            content[media.lower()] = self._schemas.compile(declared.get("schema", True))
        if not content:
            raise ReadingError("the body declares no content")
        limit = node.get("x-max-bytes", DEFAULT_MAX_BYTES)
        if type(limit) is not int or limit < 1:
            raise ReadingError("x-max-bytes is not a positive number of bytes")
        return Payload(MappingProxyType(content), body.get("required", False), limit)

    def _answers(self, responses: Mapping[Any, Any]) -> dict[str, Answer]:
        answers = {str(status): self._answer(self._follow(node)) for status, node in responses.items()}
        if "default" not in answers or PROBLEM_JSON not in answers["default"].content:
            raise ReadingError(f"no error response: 'default' with {PROBLEM_JSON} is missing")
        if not any(status.startswith(("1", "2", "3")) for status in answers):
            raise ReadingError("no response for success")
        if any("X" in status.upper() for status in answers):
            raise ReadingError("a range of statuses is not enforced; name each")
        for status, answer in answers.items():
            validator = answer.content.get(PROBLEM_JSON)
            if validator and not all(validator.is_valid(sample) for sample in _SAMPLE_PROBLEMS):
                raise ReadingError(f"the problem schema of response {status} refuses the problems sent here")
        return answers

    def _answer(self, node: Mapping[str, Any]) -> Answer:
        content: dict[str, Validator | None] = {}
        for media, declared in node.get("content", {}).items():
            if is_json(media) and "schema" not in declared:
                raise ReadingError("a JSON response has no schema")
            content[media.lower()] = self._schemas.compile(declared["schema"]) if is_json(media) else None
        return Answer(MappingProxyType(content), frozenset(name.lower() for name in node.get("headers", {})))

    def _security(self, node: Mapping[str, Any]) -> tuple[tuple[str, ...], ...]:
        declared = node.get("security", self._document.get("security"))
        if declared is None:
            raise ReadingError("security is missing; say security: [] for a public operation")
        unknown = {name for alternative in declared for name in alternative} - self._schemes.keys()
        if unknown:
            raise ReadingError(f"unknown security scheme: {', '.join(sorted(unknown))}")
        # Anonymous is the last resort: whoever shows a credential is judged by it.
        return tuple(sorted((tuple(alternative) for alternative in declared), key=lambda names: not names))

    def _permission(
        self, node: Mapping[str, Any], security: tuple[tuple[str, ...], ...]
    ) -> Permission | None:
        """What the operation needs. Only one that asks nobody who they are needs nothing, and says so."""
        declared = node.get("x-permission")
        if declared is None:
            raise ReadingError("x-permission is missing; say x-permission: none for a public operation")
        anonymous = not security or any(not any(map(self._identifies, names)) for names in security)
        if (declared == _PUBLIC) != anonymous:
            raise ReadingError("x-permission: none goes with security that identifies nobody, and only so")
        if declared == _PUBLIC:
            return None
        try:
            return Permission(declared)
        except ValueError:
            raise ReadingError(f"unknown permission: {declared}") from None

    def _identifies(self, scheme: str) -> bool:
        """Whether who passes this scheme is somebody; ``x-identifies: false`` proves only a right."""
        return self._schemes[scheme].get("x-identifies", True) is not False


def _step_up(node: Mapping[str, Any]) -> bool:
    """Whether the operation wants a fresh proof. Only one that asks who somebody is can."""
    declared = node.get("x-step-up", False)
    if type(declared) is not bool or (declared and node.get("x-permission") == _PUBLIC):
        raise ReadingError("x-step-up is true or false, and goes with a permission")
    return declared


def is_json(media: str) -> bool:
    """Whether ``media`` is JSON by name or by suffix (RFC 6839)."""
    return media.lower() == "application/json" or media.lower().endswith("+json")


def _segments(path: str) -> Iterator[str]:
    for segment in path.removeprefix("/").split("/"):
        if segment and not _SEGMENT.fullmatch(segment):
            raise ReadingError("a path parameter must be a whole segment")
        yield segment
