"""Owns: what the published document says about a request, to be asked of all that a browser requested."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qsl, unquote, urlsplit

from tests.support.contract import document

_METHODS: Final = ("get", "post", "put", "patch", "delete")
_DOCS: Final = "/api/v1/ui"
_DOCUMENT: Final = "/api/v1/openapi.json"


@dataclass(frozen=True)
class _Operation:
    id: str
    method: str
    segments: tuple[str, ...]
    query: frozenset[str]

    def fits(self, method: str, segments: tuple[str, ...]) -> bool:
        return (
            method == self.method
            and len(segments) == len(self.segments)
            and all(
                mine.startswith("{") or mine == its for mine, its in zip(self.segments, segments, strict=True)
            )
        )


class PublishedContract:
    """The document, read by itself: not by the code that serves it."""

    def __init__(self) -> None:
        self._prefix: str = document()["servers"][0]["url"]
        self._operations = tuple(_operations(document()))

    def operation(self, method: str, url: str) -> str | None:
        """The operation that such a request calls, ``""`` outside the API, None for a private one."""
        parts = urlsplit(url)
        if not parts.path.startswith("/api/"):
            return ""
        if parts.path == _DOCUMENT or parts.path == _DOCS or parts.path.startswith(_DOCS + "/"):
            return ""  # the document itself and the page that shows it (A1)
        if not parts.path.startswith(self._prefix + "/"):
            return None
        segments = tuple(unquote(each) for each in parts.path.removeprefix(self._prefix).split("/")[1:])
        names = [name for name, _ in parse_qsl(parts.query, keep_blank_values=True)]
        # A fixed path is meant before one with a parameter.
        for each in sorted(self._operations, key=lambda each: "".join(each.segments).count("{")):
            if each.fits(method, segments):
                declared = len(set(names)) == len(names) and each.query.issuperset(names)
                return each.id if declared else None
        return None


def _operations(document: Mapping[str, Any]) -> Iterator[_Operation]:
    for path, item in document["paths"].items():
        for method in _METHODS:
            if method in item:
                parameters = [*item.get("parameters", ()), *item[method].get("parameters", ())]
                whole = [_resolved(document, each) for each in parameters]
                query = frozenset(each["name"] for each in whole if each["in"] == "query")
                segments = tuple(path.split("/")[1:])
                yield _Operation(item[method]["operationId"], method.upper(), segments, query)


def _resolved(document: Mapping[str, Any], parameter: Mapping[str, Any]) -> Mapping[str, Any]:
    reference = parameter.get("$ref")
    if reference is None:
        return parameter
    found: Mapping[str, Any] = document["components"]["parameters"][str(reference).rsplit("/", 1)[-1]]
    return found
