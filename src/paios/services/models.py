"""Which model answers: chosen, stored without its key, and put to use."""

from dataclasses import replace
from typing import Final

from paios.domain.settings import ModelChoice, ModelInUse
from paios.ports.chat_model import ChatModel
from paios.ports.installation import ConfigFile, SecretFiles, Workplace

_KEY: Final = "model.key"
_SCREENER_KEY: Final = "screener.key"


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


class ScreenerSettings:
    """The choice of the second model (I6, I7), kept as the first one's is. None is the first one itself."""

    def __init__(
        self, config: ConfigFile, secrets: SecretFiles, workplace: Workplace, model: ChatModel
    ) -> None:
        self._config = config
        self._secrets = secrets
        self._workplace = workplace
        self._model = model

    def check(self, choice: ModelChoice | None) -> None:
        """Raises ``InvalidInputError`` for an address that may not be reached (N1)."""
        if choice is not None:
            self._workplace.check_model(choice)

    def use(self, choice: ModelChoice | None) -> None:
        """Store the choice, and let it judge from now on.

        Without a key, the one stored stays if it is still the same server's.
        """
        self.check(choice)
        before = self._config.load()
        key = choice.key if choice else None
        if choice and key is None and before.screener and choice.url == before.screener.url:
            key = self._secrets.get(_SCREENER_KEY)
        self._secrets.put(_SCREENER_KEY, key)
        self._config.save(replace(before, screener=replace(choice, key=None) if choice else None))
        self._workplace.use_screener(replace(choice, key=key) if choice else None)

    def resume(self) -> None:
        """Put the stored choice to use, at the start."""
        stored = self._config.load().screener
        key = self._secrets.get(_SCREENER_KEY)
        self._workplace.use_screener(replace(stored, key=key) if stored else None)

    def in_use(self) -> ModelInUse:
        """The second model; of kind ``same`` where it is the one that answers."""
        stored = self._config.load().screener
        if stored is None:
            return ModelInUse("same", self._model.name, None, None, False)
        has_key = self._secrets.get(_SCREENER_KEY) is not None
        return ModelInUse(stored.kind, self._model.name, stored.url, stored.model, has_key)
