"""Owns: the secrets that were planted, whether each arrived, and how one could be disguised."""

import secrets
import string
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

_SIGNS: Final = string.ascii_letters + string.digits
_LENGTH: Final = 20
AWKWARD: Final = '"\\/&ü+ '
"""Signs that JSON, URLs, HTML and Python each write in a way of their own."""


@dataclass
class Plant:
    """One secret. ``core`` is the part that no way of writing changes and that alone gives it away."""

    what: str
    text: str
    core: str
    arrived: str = ""
    """What showed that it came in; empty as long as nothing did."""
    may_stand: frozenset[str] = frozenset()
    """The places in which it is meant to be."""

    def disguises(self) -> Iterator[bytes]:
        """All that is looked for: the core as it is, in hex, and in base64 wherever it begins."""
        core = self.core.encode()
        yield core
        yield core.hex().encode()
        yield core.hex().upper().encode()
        for shift in range(3):
            whole = b64encode(bytes(shift) + core)
            inner = whole[-(-shift * 8 // 6) : (shift + len(core)) * 8 // 6]
            yield inner
            yield inner.translate(bytes.maketrans(b"+/", b"-_"))


@dataclass
class Plants:
    """All of them, by what they are."""

    all: dict[str, Plant] = field(default_factory=dict)

    def plant(self, what: str, form: str = "{}" + AWKWARD, *may_stand: str) -> str:
        """A fresh secret of this form, to be put in. ``form`` says where its random core goes."""
        core = "".join(secrets.choice(_SIGNS) for _ in range(_LENGTH))
        return self.found(what, form.format(core), core, *may_stand)

    def found(self, what: str, text: str, core: str = "", *may_stand: str) -> str:
        """A secret that paios made itself."""
        assert what not in self.all, what
        self.all[what] = Plant(what, text, core or text, may_stand=frozenset(may_stand))
        return text

    def arrived(self, what: str, proof: object) -> None:
        """The secret of this kind came in; ``proof`` must hold, and is kept to be read."""
        assert proof, what
        self.all[what].arrived = str(proof)

    def text(self, what: str) -> str:
        return self.all[what].text

    def seen(self, content: bytes, place: str) -> list[str]:
        """What stands in this content, that is not meant to be in such a place."""
        return [
            plant.what
            for plant in self.all.values()
            if place not in plant.may_stand and any(each in content for each in set(plant.disguises()))
        ]
