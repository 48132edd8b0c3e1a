"""Putting to use what a person chose: their notes, their models."""

from collections.abc import Callable
from pathlib import Path

from paios.domain.settings import ModelChoice, NotesChoice
from paios.drivers.models.chosen import ChosenModel
from paios.drivers.notes_folders import copy_sample, existing_folder, likely_folders
from paios.drivers.vault.chosen import ChosenVault
from paios.ports.chat_model import ChatModel
from paios.ports.vault_files import VaultFiles


class Workplace:
    """``ports.installation.Workplace``: puts to use what a person chose."""

    def __init__(
        self,
        *,
        vault: ChosenVault,
        model: ChosenModel,
        screener: ChosenModel,
        open_folder: Callable[[Path], VaultFiles],
        make_model: Callable[[ModelChoice], ChatModel],
        sample: Path,
    ) -> None:
        self._vault = vault
        self._model = model
        self._screener = screener
        self._open_folder = open_folder
        self._make_model = make_model
        self._sample = sample

    def prepare_notes(self, choice: NotesChoice) -> Path:
        folder = existing_folder(choice.folder) if choice.folder else copy_sample(self._sample)
        self._open_folder(folder)
        return folder

    def use_notes(self, folder: Path) -> None:
        self._vault.choose(self._open_folder(folder))

    def check_model(self, choice: ModelChoice) -> None:
        self._make_model(choice)

    def use_model(self, choice: ModelChoice) -> None:
        self._model.choose(self._make_model(choice))

    def use_screener(self, choice: ModelChoice | None) -> None:
        self._screener.choose(self._make_model(choice) if choice else self._model)

    def likely_folders(self) -> tuple[tuple[str, int], ...]:
        return likely_folders(Path.home())
