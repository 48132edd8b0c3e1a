"""Putting to use what a person chose: their notes, their models."""

from collections.abc import Callable
from pathlib import Path

from paios.domain.settings import ModelChoice, NotesChoice
from paios.drivers.models.chosen import ChosenModel
from paios.drivers.notes_folders import copy_sample, existing_folder, likely_folders
from paios.ports.chat_model import ChatModel


class Workplace:
    """``ports.installation.Workplace``: puts to use what a person chose."""

    def __init__(
        self,
        *,
        model: ChosenModel,
        screener: ChosenModel,
        try_folder: Callable[[Path], None],
        make_model: Callable[[ModelChoice], ChatModel],
        sample: Path,
    ) -> None:
        self._model = model
        self._screener = screener
        self._try_folder = try_folder
        self._make_model = make_model
        self._sample = sample

    def prepare_notes(self, choice: NotesChoice) -> Path:
        folder = existing_folder(choice.folder) if choice.folder else copy_sample(self._sample)
        self._try_folder(folder)
        return folder

    def check_model(self, choice: ModelChoice) -> None:
        self._make_model(choice)

    def use_model(self, choice: ModelChoice) -> None:
        self._model.choose(self._make_model(choice))

    def use_screener(self, choice: ModelChoice | None) -> None:
        self._screener.choose(self._make_model(choice) if choice else self._model)

    def likely_folders(self) -> tuple[tuple[str, int], ...]:
        return likely_folders(Path.home())
