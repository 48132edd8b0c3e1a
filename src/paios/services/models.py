"""Which model answers: chosen, stored without its key, and put to use."""

from dataclasses import replace
from typing import Final

from paios.domain.settings import ModelChoice, ModelInUse
from paios.ports.chat_model import ChatModel
from paios.ports.installation import ConfigFile, SecretFiles, Workplace

_KEY: Final = "model.key"


class ModelSettings:
    """The choice in the config file, the key beside it in a file of its own (B3)."""

    def __init__(
        self, config: ConfigFile, secrets: SecretFiles, workplace: Workplace, model: ChatModel
    ) -> None:
        self._config = config
        self._secrets = secrets
        self._workplace = workplace
        self._model = model

    def check(self, choice: ModelChoice) -> None:
        """Raises ``InvalidInputError`` for an address that may not be reached (N1)."""
        self._workplace.check_model(choice)

    def use(self, choice: ModelChoice) -> None:
        """Store the choice, and let it answer from now on.

        Without a key, the one stored stays if it is still the same server's.
        """
        self.check(choice)
        before = self._config.load()
        key = choice.key
        if key is None and choice.url == before.model.url:
            key = self._secrets.get(_KEY)
        self._secrets.put(_KEY, key)
        self._config.save(replace(before, model=replace(choice, key=None)))
        self._workplace.use_model(replace(choice, key=key))

    def resume(self) -> None:
        """Put the stored choice to use, at the start."""
        stored = self._config.load().model
        self._workplace.use_model(replace(stored, key=self._secrets.get(_KEY)))

    def in_use(self) -> ModelInUse:
        stored = self._config.load().model
        has_key = self._secrets.get(_KEY) is not None
        return ModelInUse(stored.kind, self._model.name, stored.url, stored.model, has_key)
