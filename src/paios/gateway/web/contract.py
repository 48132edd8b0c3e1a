"""Owns loading an OpenAPI 3.1 document and refusing one that cannot be enforced (A3, A10).

``Contract.load`` collects every defect and raises them together, at start: an
operation without id, security, permission, or error responses; an unresolved reference; an
unknown scheme; path parameters that do not match; what this server would not
check (cookie parameters, object parameters, multipart bodies, unknown formats,
patterns that need backtracking). It knows nothing of what the operations mean.
"""

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Self
from urllib.parse import urlsplit

import jsonschema_rs
import orjson
import yaml

from paios.gateway.web.operation import Operation
from paios.gateway.web.reading import OperationReader, ReadingError
from paios.gateway.web.validation import Schemas

BASE_URI: Final = "urn:paios:contract"
METHODS: Final = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # C where built
    """Refuses a duplicate key, which YAML forbids and PyYAML lets overwrite a whole path."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        if len(set(keys)) != len(keys):
            raise yaml.constructor.ConstructorError(None, None, "the same key twice", node.start_mark)
        mapping: dict[Any, Any] = super().construct_mapping(node, deep=deep)
        return mapping


class ContractError(Exception):
    """The document cannot be enforced; ``defects`` lists every reason found."""

    def __init__(self, defects: list[str]) -> None:
        super().__init__("the contract cannot be enforced:\n- " + "\n- ".join(defects))
        self.defects = defects


@dataclass(frozen=True, slots=True)
class Contract:
    """A document that is enforced: ``document`` as written, ``operations`` compiled.

    ``challenges`` has the WWW-Authenticate challenge of each security scheme.
    """

    document: Mapping[str, Any]
    prefix: str
    operations: tuple[Operation, ...]
    challenges: Mapping[str, str]

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read a YAML or JSON file.

        Raises:
            ContractError: with every defect of the document.
            OSError: the file cannot be read.
        """
        return cls.parse(path.read_bytes())

    @classmethod
    def parse(cls, text: bytes | str) -> Self:
        """Read the text of a document; see ``load``."""
        document = _parse(text)
        defects = list(_reference_defects(document))
        if defects:
            raise ContractError(defects)
        schemes = document.get("components", {}).get("securitySchemes", {})
        prefix = urlsplit(document.get("servers", [{"url": "/"}])[0]["url"]).path.rstrip("/")
        return cls(
            document=MappingProxyType(document),
            prefix=prefix,
            operations=_operations(document, prefix, schemes),
            challenges=MappingProxyType({name: _challenge(scheme) for name, scheme in schemes.items()}),
        )


def _parse(text: bytes | str) -> dict[str, Any]:
    try:
        document = yaml.load(text, Loader=_Loader)  # noqa: S506 - it is a safe loader
    except yaml.YAMLError as error:
        raise ContractError([f"the document is not YAML or JSON: {error}"]) from None
    if not isinstance(document, dict) or not str(document.get("openapi", "")).startswith("3.1"):
        raise ContractError(["the document does not say openapi: 3.1"])
    # YAML knows dates and numbers as keys, JSON does not: what is enforced is what is published.
    published: dict[str, Any] = orjson.loads(orjson.dumps(document, option=orjson.OPT_NON_STR_KEYS))
    return published


def _operations(document: dict[str, Any], prefix: str, schemes: dict[str, Any]) -> tuple[Operation, ...]:
    absolute = copy.deepcopy(document)
    _make_absolute(absolute)
    registry = jsonschema_rs.Registry([(BASE_URI, absolute)])
    reader = OperationReader(absolute, prefix, schemes, Schemas(registry))
    operations: list[Operation] = []
    defects: list[str] = []
    for path, item in absolute.get("paths", {}).items():
        if "$ref" in item:
            defects.append(f"{path}: a path item that is a $ref is not enforced")
        for method in METHODS:
            if method not in item:
                continue
            try:
                operations.append(reader.read(method.upper(), path, item))
            except (ReadingError, ValueError) as error:
                defects.append(f"{method.upper()} {path}: {str(error).partition(chr(10))[0]}")
    defects += _collisions(operations)
    if not operations and not defects:
        defects.append("the document has no operations")
    if defects:
        raise ContractError(defects)
    return tuple(operations)


def _collisions(operations: list[Operation]) -> Iterator[str]:
    ids: set[str] = set()
    places: dict[tuple[str, tuple[str, ...]], str] = {}
    for operation in operations:
        if operation.id in ids:
            yield f"operationId {operation.id} is used twice"
        ids.add(operation.id)
        shape = tuple("{}" if segment.startswith("{") else segment for segment in operation.segments)
        other = places.setdefault((operation.method, shape), operation.path)
        if other != operation.path:
            yield f"{operation.method} {operation.path} and {other} are the same address"


def _reference_defects(document: dict[str, Any]) -> Iterator[str]:
    for holder in _reference_holders(document):
        reference = holder["$ref"]
        if not reference.startswith("#/"):
            yield f"$ref {reference} leaves the document"
            continue
        node: Any = document
        for step in reference[2:].split("/"):
            node = node.get(step.replace("~1", "/").replace("~0", "~")) if isinstance(node, dict) else None
        if node is None:
            yield f"$ref {reference} points nowhere"


def _reference_holders(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, list):
        for item in node:
            yield from _reference_holders(item)
    elif isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node
        for item in node.values():
            yield from _reference_holders(item)


def _make_absolute(document: dict[str, Any]) -> None:
    for holder in _reference_holders(document):
        holder["$ref"] = BASE_URI + holder["$ref"]


def _challenge(scheme: Mapping[str, Any]) -> str:
    if scheme.get("type") == "http":
        return f'{str(scheme["scheme"]).title()} realm="paios"'
    return f'{"Cookie" if scheme.get("in") == "cookie" else "ApiKey"} realm="paios"'
