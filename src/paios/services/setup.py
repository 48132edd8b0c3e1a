"""The first run: a one-time code, one account, a notes folder and a model (U7)."""

import hmac
import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Final

from anyio import Lock, to_thread

from paios.domain.account import User
from paios.domain.audit import AuditEntry
from paios.domain.errors import ConflictError, UnauthenticatedError
from paios.domain.ids import new_id
from paios.domain.model import ModelOption
from paios.domain.note_label import FolderWords
from paios.domain.principal import Role
from paios.domain.settings import ModelChoice, NotesChoice
from paios.ports.accounts import Accounts
from paios.ports.answers import FoundFolder
from paios.ports.audit_log import AuditLog
from paios.ports.chat_model import ModelFinder
from paios.ports.clock import Clock
from paios.ports.installation import ConfigFile, Workplace
from paios.ports.note_labels import NoteLabels
from paios.ports.transaction import Transaction
from paios.services.models import ModelSettings
from paios.services.new_passwords import NewPasswords
from paios.services.person_names import check_name
from paios.services.throttle import Throttle

_LETTERS: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""What cannot be misread: no I, O, 0, 1."""

_GROUPS, _GROUP_LENGTH = 3, 4


class Setup:
    """Works once. The code lives in memory only, and is new at each start."""

    def __init__(
        self,
        *,
        accounts: Accounts,
        passwords: NewPasswords,
        config: ConfigFile,
        workplace: Workplace,
        models: ModelSettings,
        finder: ModelFinder,
        labels_of: Callable[[str], NoteLabels],
        audit: AuditLog,
        clock: Clock,
    ) -> None:
        self._accounts = accounts
        self._passwords = passwords
        self._config = config
        self._workplace = workplace
        self._models = models
        self._finder = finder
        self._labels_of = labels_of
        self._audit = audit
        self._clock = clock
        self._guesses = Throttle(clock, most=20, window=timedelta(minutes=5))
        self._one_at_a_time = Lock()
        self.code: Final = "-".join(
            "".join(secrets.choice(_LETTERS) for _ in range(_GROUP_LENGTH)) for _ in range(_GROUPS)
        )

    def check(self, code: str) -> None:
        """Raises ``UnauthenticatedError`` for another code, ``TooManyRequestsError`` for guessing."""
        if not hmac.compare_digest(code.strip().upper().encode(), self.code.encode()):
            self._guesses.attempt("code")
            raise UnauthenticatedError("This is not the code that the terminal shows.")

    async def options(self) -> tuple[tuple[ModelOption, ...], tuple[FoundFolder, ...]]:
        """What can be chosen. Raises ``ConflictError`` once there is an account."""
        await self._refuse_second()
        models = await self._finder.find()
        folders = await to_thread.run_sync(self._workplace.likely_folders)
        return models, tuple(FoundFolder(path, notes) for path, notes in folders)

    async def complete(self, name: str, password: str, notes: NotesChoice, model: ModelChoice) -> User:
        """Make the account, last of all: whatever goes wrong before it, set-up can be done again."""
        async with self._one_at_a_time:
            await self._refuse_second()
            check_name(name)
            self._models.check(model)
            password_hash = await self._passwords.hashed(password, name)
            folder = await to_thread.run_sync(self._workplace.prepare_notes, notes)
            self._config.save(replace(self._config.load(), notes=folder))
            self._models.use(model)
            user = User(new_id(), name, Role.ADMIN, self._clock.now())
            words = FolderWords({"": notes.mine or notes.folder is None})
            data = {
                "name": name,
                "notes": "folder" if notes.folder else "sample",
                "notes_are_mine": words.mine[""],
                "model": model.kind,
            }
            entry = AuditEntry("setup.completed", user.id, data)

            async def together(tx: Transaction) -> None:
                await self._accounts.add_first(user, password_hash, tx)
                await self._labels_of(user.id).say(words, tx)

            await self._audit.append(entry, together)
            return user

    async def _refuse_second(self) -> None:
        if await self._accounts.any():
            raise ConflictError("paios is set up already. Sign in instead.")
