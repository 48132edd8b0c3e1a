"""The passwords that everybody who guesses tries first. Only looks them up; what follows is not known here.

The list is public and taken together from several (``NOTICE.md`` says which and
under what licence): all of twelve signs and more, and the most common shorter
ones, case folded. It is read when the first password is looked up.
"""

import gzip
from collections.abc import Container
from functools import cached_property
from pathlib import Path
from typing import Final

_LIST: Final = Path(__file__).with_name("common.txt.gz")


class CommonPasswords(Container[str]):
    """Contains a password, in its case folded form, that is known to be common."""

    def __contains__(self, folded: object) -> bool:
        return folded in self._all

    @cached_property
    def _all(self) -> frozenset[str]:
        return frozenset(gzip.decompress(_LIST.read_bytes()).decode().splitlines())
