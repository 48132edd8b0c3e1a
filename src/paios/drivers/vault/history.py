"""Keeps what notes said before, in ``.paios/versions`` of the vault (V7)."""

import os
import re
from contextlib import suppress
from datetime import UTC, datetime
from typing import Final

from paios.drivers.vault.folder import Content, Folder, names_in
from paios.drivers.vault.storing import create

VERSIONS: Final = ".paios/versions"
KEPT: Final = 50
"""Versions kept of each note; older ones go."""

_VERSION: Final = re.compile(r"\d{8}T\d{12}Z-[0-9a-f]{8}\.md")


def keep(folder: Folder, path: str, content: Content, at: datetime) -> None:
    """Store ``content`` as what the note ``path`` said until ``at``. Raises ``OSError``."""
    stamp = at.astimezone(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    name = f"{VERSIONS}/{path}/{stamp}-{content.revision[:8]}.md"
    with folder.place(name, make=True, private=True) as place:
        with suppress(FileExistsError):  # the same text at the same moment
            create(place, content.data)
        kept = sorted(filter(_VERSION.fullmatch, names_in(place.folder)))
        for name in kept[:-KEPT]:
            with suppress(FileNotFoundError):
                os.unlink(name, dir_fd=place.folder)
