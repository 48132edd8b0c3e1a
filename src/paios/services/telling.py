"""Telling a person's devices that a question waits: the capability port ``Telling`` (P11).

A device is told that something is asked, never what. It is told for as long as
its session lasts, and forgotten when its browser's push service knows it no more.
"""

import asyncio
from collections import defaultdict, deque
from datetime import timedelta
from typing import Final

import structlog

from paios.domain.approval import ApprovalState
from paios.domain.audit import AuditEntry
from paios.domain.errors import NotFoundError, PaiosError
from paios.domain.push import PushAddress, PushDevice, Word
from paios.ports.acting import acting_for
from paios.ports.answers import Change, SignedIn
from paios.ports.approvals import Approvals
from paios.ports.audit_log import AuditLog
from paios.ports.clock import Clock
from paios.ports.push import PushDevices, PushService
from paios.services.signals import Signals
from paios.services.throttle import Throttle

_GATHERED_SECONDS: Final = 1.0
"""Questions that come so close to each other are one word."""

_REMEMBERED: Final = 1000
_TRY_WINDOW: Final = timedelta(minutes=5)

_log = structlog.get_logger(__name__)


class TellingDesk:
    """Hears of new questions, and owns the tasks that tell of them."""

    def __init__(
        self,
        *,
        devices: PushDevices,
        service: PushService,
        approvals: Approvals,
        audit: AuditLog,
        signals: Signals,
        clock: Clock,
        gathered_seconds: float = _GATHERED_SECONDS,
    ) -> None:
        self._devices = devices
        self._service = service
        self._approvals = approvals
        self._audit = audit
        self._clock = clock
        self._gathered = gathered_seconds
        self._tries = Throttle(clock, most=10, window=_TRY_WINDOW)
        self._new: defaultdict[str, set[str]] = defaultdict(set)
        self._told: deque[str] = deque(maxlen=_REMEMBERED)
        self._tasks: set[asyncio.Task[None]] = set()
        signals.hear(self._heard)

    async def state(self, signed_in: SignedIn) -> tuple[str, bool]:
        return self._service.public_key, await self._device(signed_in) is not None

    async def begin(self, signed_in: SignedIn, address: PushAddress) -> None:
        await self._service.check(address)
        session = signed_in.session
        device = PushDevice(session.id, address, self._clock.now())
        data = {"session_id": session.id, "device": session.device}
        entry = AuditEntry("push.begun", signed_in.user.id, data)
        await self._audit.append(entry, lambda tx: self._devices.put(device, tx))

    async def end(self, signed_in: SignedIn) -> None:
        device = await self._device(signed_in)
        if device is not None:
            await self._forget(device, signed_in.user.id, "The person switched it off.")

    async def attempt(self, signed_in: SignedIn) -> None:
        self._tries.attempt(signed_in.session.id)
        device = await self._device(signed_in)
        if device is None:
            raise NotFoundError("This device is not told by push.")
        if not await self._send(device, signed_in.user.id, Word.TEST):
            raise NotFoundError("The browser's push service knows this device no more. Switch it on again.")

    async def close(self) -> None:
        """Give up what is still being sent."""
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _heard(self, user_id: str, change: Change) -> None:
        if change.what != "approvals" or change.id is None or change.id in self._told:
            return
        first = not self._new[user_id]
        self._new[user_id].add(change.id)
        if first:
            task = asyncio.create_task(self._tell(user_id))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _tell(self, user_id: str) -> None:
        await asyncio.sleep(self._gathered)
        with acting_for(user_id):
            await self._tell_devices(user_id)

    async def _tell_devices(self, user_id: str) -> None:
        asked = [await self._approvals.get(user_id, each) for each in self._new.pop(user_id)]
        waiting = [one.id for one in asked if one is not None and one.state is ApprovalState.PENDING]
        if not waiting:
            return
        self._told.extend(waiting)
        devices = await self._devices.of_user(user_id, self._clock.now())
        await asyncio.gather(*(self._try(device, user_id) for device in devices))

    async def _try(self, device: PushDevice, user_id: str) -> None:
        try:
            await self._send(device, user_id, Word.QUESTION)
        except PaiosError as error:
            _log.warning("device_not_told", code=error.code)
            data = {"session_id": device.session_id, "why": error.message}
            await self._audit.append(AuditEntry("push.failed", user_id, data))

    async def _send(self, device: PushDevice, user_id: str, word: Word) -> bool:
        if await self._service.send(device.address, word):
            return True
        await self._forget(device, user_id, "Its push service knows it no more.")
        return False

    async def _forget(self, device: PushDevice, user_id: str, why: str) -> None:
        entry = AuditEntry("push.ended", user_id, {"session_id": device.session_id, "why": why})
        await self._audit.append(entry, lambda tx: self._devices.remove(device, tx))

    async def _device(self, signed_in: SignedIn) -> PushDevice | None:
        return await self._devices.of_session(signed_in.session.id)
