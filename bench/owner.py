"""What the owner says of each tool, read from ``metadata/*.toml`` and put into the words of the API.

The files are the judgement, written from the tools' documentation alone; here is only their form.
"""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

Json = dict[str, Any]

_FOLDER: Final = Path(__file__).with_name("metadata")
_INTEGRITY: Final = ("user", "trusted", "external")
_SECRECY: Final = ("public", "private", "local_only")


@cache
def _read(suite: str) -> Mapping[str, Any]:
    return tomllib.loads((_FOLDER / f"{suite}.toml").read_text("utf-8"))


def tools(suite: str) -> tuple[str, ...]:
    """The tools that the file tells of."""
    return tuple(_read(suite)["tools"])


def effects(suite: str) -> Mapping[str, str]:
    return {name: tool["effect"] for name, tool in _read(suite)["tools"].items()}


def matters(suite: str, tool: str) -> bool:
    """Whether a call of the tool does something in the world: it changes it, or tells somebody outside."""
    told = _read(suite)["tools"][tool]
    return bool(told["effect"] != "read" or told.get("reach", "own") == "outside")


def choice(suite: str, tool: str, wrapped_in: str | None) -> Json:
    """What the person sets for the tool. ``wrapped_in`` is the member under which its results stand."""
    told = _read(suite)["tools"][tool]
    roles = {argument: role.partition(":") for argument, role in told.get("arguments", {}).items()}
    return {
        "effect": told["effect"],
        "reach": told.get("reach", "own"),
        "sinks": {argument: role for argument, (role, _, _) in roles.items()},
        "ids": {argument: kind for argument, (_, _, kind) in roles.items() if kind},
        "results": list(_places(suite, told.get("returns", {}), wrapped_in or "")),
    }


def _places(suite: str, returns: Mapping[str, str], root: str) -> Iterator[Json]:
    for path, words in returns.items():
        if not words.startswith("@"):
            yield _place(_joined(root, path), words)
            continue
        for member, told in _read(suite)["records"][words[1:]].items():
            yield _place(_joined(_joined(root, path), member), told)


def _joined(outer: str, inner: str) -> str:
    return f"{outer}.{inner}" if outer and inner and not inner.startswith("[") else outer + inner


def _place(path: str, words: str) -> Json:
    place: Json = {
        "path": path,
        "integrity": "external",
        "secrecy": "private",
        "role": None,
        "id_type": None,
        "names": False,
    }
    for word in words.split():
        if word in _INTEGRITY:
            place["integrity"] = word
        elif word in _SECRECY:
            place["secrecy"] = word
        elif word == "names":
            place["names"] = True
        else:
            place["role"], _, kind = word.partition(":")
            place["id_type"] = kind or None
    return place
