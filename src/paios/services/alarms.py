"""Raising an alarm: recorded first, shown on open pages, and sent through every channel that is set up.

A channel that fails or hangs holds nobody up, and its failure is recorded.
"""

import asyncio
from collections.abc import Sequence
from typing import Final

import structlog

from paios.domain.alert import Alert, PushoverKeys
from paios.domain.audit import AuditEntry
from paios.domain.errors import PaiosError
from paios.domain.run import Run
from paios.ports.alerts import AlertChannel
from paios.ports.audit_log import AuditLog
from paios.ports.installation import SecretFiles
from paios.services.signals import Signals

CANARY_SEEN: Final = Alert(
    "paios blocked its assistant",
    "The assistant tried to give away its instructions. The call was blocked. "
    "It may have been fooled by something it read: look at the conversation.",
)
CREDENTIAL_SEEN: Final = Alert(
    "paios blocked its assistant",
    "The assistant tried to give away a stored secret. The call was blocked. "
    "It may have been fooled by something it read: look at the conversation.",
)
_USER: Final = "pushover.user"
_TOKEN: Final = "pushover.token"  # noqa: S105 - the name of a file

_log = structlog.get_logger(__name__)


class Alarms:
    """Owns the tasks that send."""

    def __init__(self, audit: AuditLog, signals: Signals, channels: Sequence[AlertChannel]) -> None:
        self._audit = audit
        self._signals = signals
        self._channels = tuple(channels)
        self._tasks: set[asyncio.Task[None]] = set()

    async def canary_seen(self, run: Run, call_id: str, text: str) -> None:
        """A call of this run was denied because the canary stood in it (I5)."""
        await self._raise("alert.canary", CANARY_SEEN, run, call_id, text)

    async def credential_seen(self, run: Run, call_id: str, text: str) -> None:
        """A call of this run was denied because a stored secret stood in it (K4)."""
        await self._raise("alert.credential", CREDENTIAL_SEEN, run, call_id, text)

    async def _raise(self, kind: str, alert: Alert, run: Run, call_id: str, text: str) -> None:
        where = {"run_id": run.id, "conversation_id": run.conversation_id, "call_id": call_id}
        await self._audit.append(AuditEntry(kind, run.user_id, {**where, "text": text}))
        self._signals.publish(run.user_id, "alerts", run.id)
        for channel in self._channels:
            task = asyncio.create_task(self._send(channel, alert, run.user_id))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Give up what is still being sent."""
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _send(self, channel: AlertChannel, alert: Alert, user_id: str) -> None:
        try:
            if await channel.send(alert):
                await self._audit.append(AuditEntry("alert.sent", user_id, {"channel": channel.name}))
        except PaiosError as error:
            _log.warning("alert_not_sent", channel=channel.name, code=error.code)
            data = {"channel": channel.name, "why": error.message}
            await self._audit.append(AuditEntry("alert.failed", user_id, data))


class PushoverSetting:
    """The keys of Pushover, each in a secret file of its own (B3)."""

    def __init__(self, secrets: SecretFiles) -> None:
        self._secrets = secrets

    def read(self) -> PushoverKeys | None:
        user, token = self._secrets.get(_USER), self._secrets.get(_TOKEN)
        return PushoverKeys(user, token) if user and token else None

    def change(self, keys: PushoverKeys | None) -> None:
        """Store the keys, or with None remove them."""
        self._secrets.put(_USER, keys.user if keys else None)
        self._secrets.put(_TOKEN, keys.token if keys else None)
