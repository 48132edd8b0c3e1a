"""Credentials in use: kept by administrators, read by the server's own connections, looked for everywhere.

Nothing here hands a secret to an agent, a result or an answer.
"""

import asyncio
import json
import re
from collections.abc import AsyncGenerator, Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import aclosing, contextmanager, suppress
from dataclasses import replace
from secrets import token_hex
from typing import Any, Final

import structlog
from anyio import to_thread

from paios.domain.audit import AuditEntry
from paios.domain.credential import Credential, Kind, MasterSource, Secret, kind_of, require_settable
from paios.domain.errors import (
    ForbiddenError,
    InvalidArgumentsError,
    NotFoundError,
    PaiosError,
    StorageError,
    TamperedError,
)
from paios.domain.model import ModelAnswer, ModelRequest, TextDelta, Utterance
from paios.domain.principal import Principal
from paios.domain.strict_json import strict_object
from paios.guard.text.canary import said, unescaped
from paios.guard.text.secrets_seen import Prints, masked, prints, seen
from paios.ports.audit_log import AuditLog
from paios.ports.chat_model import ChatModel
from paios.ports.credentials import CredentialStore, Sighting
from paios.ports.installation import SecretFiles
from paios.services.signals import Signals

_SECONDS: Final = 2.0
"""Between two looks at whether another process changed the store."""

_log = structlog.get_logger(__name__)


class OwnConnections:
    """``ports.installation.SecretFiles`` over the store: the start-up door.

    The server's own connections, to models, MCP servers and where alarms go,
    are made when it starts and when an administrator changes them; no call of
    an agent is running then whose proof could open anything. So this door asks
    for none, and is narrow instead: it opens only credentials whose name says
    that they are for such a connection, and is handed only to the services that
    make these. What an effect needs goes by ``drivers.credentials.door``.
    """

    def __init__(self, store: CredentialStore) -> None:
        self._store = store

    def get(self, name: str) -> str | None:
        """None where there is none. A damaged one is none as well, and is told in the log and by doctor."""
        _require_own(name)
        try:
            secret = self._store.open(name)
        except NotFoundError:
            return None
        except TamperedError as error:
            _log.error("credential.damaged", credential=name, code=error.code)
            return None
        text = secret.reveal()
        secret.wipe()
        return text

    def put(self, name: str, value: str | None) -> None:
        _require_own(name)
        if value is not None:
            secret = Secret(value)
            self._store.put(name, secret)
            secret.wipe()
            return
        with suppress(NotFoundError):
            self._store.remove(name)


def move_in(files: SecretFiles, own: OwnConnections, names: Iterable[str]) -> None:
    """Move secrets from plain files into the store; each file goes once the store gives back what was in it.

    One that the store has already, and otherwise, is left where it is. Raises
    ``StorageError`` where the store does not give back what it was given.
    """
    for name in names:
        value = files.get(name)
        if value is None:
            continue
        stored = own.get(name)
        if stored is None:
            own.put(name, value)
            stored = own.get(name)
            if stored != value:
                raise StorageError(f"The credential {name} could not be moved into the store.")
        if stored == value:
            files.put(name, None)
        else:
            _log.warning("credential.left_in_file", credential=name)


class SecretWatch:
    """``ports.credentials.SecretScan``. Keeps fingerprints; opens secrets for as long as it compares."""

    def __init__(self, store: CredentialStore) -> None:
        self._store = store
        self._stamp: object = self
        self._prints = Prints()
        self._token = token_hex(16)
        self._mark = re.compile(rf"the credential (\S+), ([\w ]+) \({self._token}\)")

    def seen(self, arguments: Mapping[str, Any]) -> Sighting | None:
        text = said(arguments)
        if (marked := self._mark.search(text)) is not None:
            return Sighting(marked[1], marked[2])
        if not self._may_hold(text):
            return None
        with self._opened() as plain:
            return seen(plain, arguments)

    def withheld(self, arguments: str) -> str:
        """The arguments of a call as they are kept: where a secret stands in them, only which and how.

        The mark that says so cannot be guessed, and ``seen`` knows it again.
        """
        try:
            read: Any = strict_object(arguments)
        except InvalidArgumentsError:
            read = arguments
        found = self.seen({"": read})
        if found is None:
            return arguments
        return json.dumps({"withheld": f"the credential {found.name}, {found.how} ({self._token})"})

    def masked(self, text: str) -> str:
        if not self._may_hold(text):
            return text
        with self._opened() as plain:
            return masked(plain, text)

    def _may_hold(self, text: str) -> bool:
        stamp = self._store.stamp()
        if stamp != self._stamp:
            with self._opened() as plain:
                self._prints = prints(each for texts in plain.values() for each in texts)
            self._stamp = stamp
        if self._prints == Prints():
            return False
        other = unescaped(text)
        return self._prints.may_hold(text) or (other != text and self._prints.may_hold(other))

    @contextmanager
    def _opened(self) -> Iterator[Mapping[str, Sequence[str]]]:
        held = self._store.open_all()
        plain = {name: _texts(name, secret.reveal()) for name, secret in held.items()}
        for secret in held.values():
            secret.wipe()
        try:
            yield plain
        finally:
            plain.clear()


class DiscreetModel:
    """``ports.chat_model.ChatModel`` that is told no stored secret, and whose answer brings none.

    Not in a result, nor in a person's own words, on whatever machine it is. A
    call in which it wrote one all the same is kept without its arguments, so
    that the secret is stored and shown nowhere; the gate still knows why to deny it.
    """

    def __init__(self, model: ChatModel, scan: SecretWatch) -> None:
        self._model = model
        self._scan = scan

    @property
    def name(self) -> str:
        return self._model.name

    @property
    def id(self) -> str | None:
        return self._model.id

    @property
    def local(self) -> bool:
        return self._model.local

    async def answer(self, request: ModelRequest) -> AsyncGenerator[TextDelta | ModelAnswer, None]:
        told = await to_thread.run_sync(self._masked, request)
        async with aclosing(self._model.answer(told)) as pieces:
            async for piece in pieces:
                if isinstance(piece, ModelAnswer):
                    piece = await to_thread.run_sync(self._withheld, piece)
                yield piece

    def _withheld(self, answer: ModelAnswer) -> ModelAnswer:
        calls = tuple(replace(each, arguments=self._scan.withheld(each.arguments)) for each in answer.calls)
        return replace(answer, text=self._scan.masked(answer.text), calls=calls)

    def _masked(self, request: ModelRequest) -> ModelRequest:
        return replace(request, dialogue=tuple(map(self._said, request.dialogue)))

    def _said(self, one: Utterance) -> Utterance:
        calls = tuple(replace(each, arguments=self._scan.masked(each.arguments)) for each in one.calls)
        abroad = self._said(one.abroad) if one.abroad else None
        return replace(one, text=self._scan.masked(one.text), calls=calls, abroad=abroad)


class CredentialDesk:
    """``ports.credentials.CredentialKeeping``. ``apply`` puts a changed credential of the server's to use."""

    def __init__(
        self, store: CredentialStore, audit: AuditLog, signals: Signals, apply: Callable[[], None]
    ) -> None:
        self._store = store
        self._audit = audit
        self._signals = signals
        self._apply = apply

    async def credentials(self, principal: Principal) -> Sequence[Credential]:
        _require_admin(principal)
        return [each for each in self._store.names() if each.kind is not Kind.FACTOR]

    async def lock(self, principal: Principal) -> MasterSource | None:
        _require_admin(principal)
        return self._store.source()

    async def put(self, principal: Principal, name: str, secret: Secret) -> Credential:
        """Recorded before it counts. Raises as the store does."""
        _require_admin(principal)
        require_settable(name)
        known = any(each.name == name for each in self._store.names())
        kind = "credential.rotated" if known else "credential.set"
        await self._audit.append(AuditEntry(kind, principal.user_id, {"name": name}))
        stored = await to_thread.run_sync(self._store.put, name, secret)
        secret.wipe()
        self._applied()
        return stored

    async def remove(self, principal: Principal, name: str) -> None:
        _require_admin(principal)
        require_settable(name)
        if all(each.name != name for each in self._store.names()):
            raise NotFoundError("There is no such credential.")
        await self._audit.append(AuditEntry("credential.removed", principal.user_id, {"name": name}))
        await to_thread.run_sync(self._store.remove, name)
        self._applied()

    def _applied(self) -> None:
        self._apply()
        self._signals.publish_all("settings")


class CredentialFollower:
    """Puts to use what another process, such as the command line, changed in the store."""

    def __init__(self, store: CredentialStore, apply: Callable[[], None], seconds: float = _SECONDS) -> None:
        self._store = store
        self._apply = apply
        self._seconds = seconds
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = asyncio.create_task(self._follow(self._store.stamp()))

    async def close(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait({self._task})

    async def _follow(self, before: object) -> None:
        while True:
            await asyncio.sleep(self._seconds)
            try:
                stamp = self._store.stamp()
                if stamp != before:
                    before = stamp
                    self._apply()
            except PaiosError as error:
                _log.warning("credentials.not_followed", code=error.code)


def _texts(name: str, text: str) -> Sequence[str]:
    """What is secret in a credential. That of a server is JSON, in which the token and variables are."""
    if kind_of(name) is not Kind.TOOL_SERVER:
        return (text,)
    try:
        stored = json.loads(text)
        values = [stored["token"], *stored["environment"].values()]
    except (ValueError, KeyError, TypeError, AttributeError):
        return (text,)
    return tuple(each for each in values if isinstance(each, str) and not _is_setting(each))


def _is_setting(value: str) -> bool:
    """Whether a variable's value is a folder or a plain word, which are no secret and stand everywhere."""
    return value.startswith(("/", "~")) or (value.isalpha() and value in (value.lower(), value.upper()))


def _require_own(name: str) -> None:
    if kind_of(name) in (Kind.SECRET, Kind.FACTOR):
        raise ForbiddenError("This credential is opened for an authorized call only.")


def _require_admin(principal: Principal) -> None:
    if not principal.is_admin:
        raise ForbiddenError("Only an administrator may do this.")
