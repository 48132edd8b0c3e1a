"""The vault as a folder of plain files.

Owns every way in which paios touches a note on disk. Must not decide whether a
change may happen (that is the proof's word), nor what a note means.
"""

import os
from pathlib import Path

from paios.domain.errors import UnavailableError
from paios.ports.clock import Clock
from paios.ports.vault_files import Proofs, VaultFiles


def open_vault(root: Path, proofs: Proofs, clock: Clock, forbidden: tuple[Path, ...] = ()) -> VaultFiles:
    """The vault in the folder ``root``, which must exist.

    ``forbidden`` are folders that paios keeps for itself. Raises
    ``InvalidInputError`` for a folder that cannot be a vault, and
    ``UnavailableError`` on systems that cannot open a file relative to a
    directory descriptor (Windows): without that no path is resolved race-free.
    """
    if os.open not in os.supports_dir_fd:
        raise UnavailableError(
            "paios cannot yet keep a notes folder safe on this system. Nothing was opened."
        )
    # Imported here because the module cannot be loaded where the check above fails.
    from paios.drivers.vault.posix import PosixVaultFiles

    return PosixVaultFiles(root, proofs, clock, forbidden)
