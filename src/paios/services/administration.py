"""The record, the kill switch, settings and models: the capability port ``Administration``."""

from collections.abc import Mapping
from dataclasses import replace

from paios.domain.audit import AuditEntry, AuditRecord, Finding, verify
from paios.domain.errors import ForbiddenError
from paios.domain.model import ModelOption
from paios.domain.page import Page, Slice
from paios.domain.pause import Pause
from paios.domain.principal import Principal
from paios.domain.settings import Limits, ModelChoice, ModelInUse
from paios.ports.accounts import Accounts
from paios.ports.audit_log import AuditFilter, AuditLog, AuditSigner
from paios.ports.chat_model import ModelFinder
from paios.ports.clock import Clock
from paios.ports.installation import ConfigFile
from paios.ports.pause_switch import PauseSwitch
from paios.services.engine import Engine
from paios.services.limits import LimitSettings
from paios.services.models import ModelSettings
from paios.services.signals import Signals


class AdministrationDesk:
    """What a person can do about the installation; most of it, only an admin."""

    def __init__(
        self,
        *,
        accounts: Accounts,
        audit: AuditLog,
        signer: AuditSigner,
        pause: PauseSwitch,
        limits: LimitSettings,
        config: ConfigFile,
        models: ModelSettings,
        finder: ModelFinder,
        engine: Engine,
        signals: Signals,
        clock: Clock,
    ) -> None:
        self._accounts = accounts
        self._audit = audit
        self._signer = signer
        self._pause = pause
        self._limits = limits
        self._config = config
        self._models = models
        self._finder = finder
        self._engine = engine
        self._signals = signals
        self._clock = clock

    async def audit(
        self, principal: Principal, wanted: AuditFilter, part: Slice
    ) -> tuple[Page[AuditRecord], Mapping[str, str]]:
        if not principal.is_admin:
            wanted = replace(wanted, user_id=principal.user_id)
        page = await self._audit.page(wanted, part)
        people = {record.user_id for record in page.items if record.user_id is not None}
        users = [user for one in people if (user := await self._accounts.get(one)) is not None]
        return page, {user.id: user.name for user in users}

    async def verify_audit(self, principal: Principal) -> tuple[int, tuple[Finding, ...]]:
        _require_admin(principal)
        return await verified(self._audit, self._signer)

    async def pause_state(self, principal: Principal) -> Pause:  # noqa: ARG002 - anybody may know
        return await self._pause.read()

    async def pause(self, principal: Principal) -> Pause:
        stopped = await self._pause.read()
        if stopped.paused:
            return stopped
        return await self._switch(principal, Pause(True, self._clock.now(), principal.name))

    async def resume(self, principal: Principal) -> Pause:
        _require_admin(principal)
        pause = await self._switch(principal, Pause(False))
        await self._engine.wake_all()
        return pause

    async def limits(self, principal: Principal) -> tuple[Limits, str]:
        notes = self._config.load().notes
        return await self._limits.read(), str(notes) if notes and principal.is_admin else ""

    async def change_limits(self, principal: Principal, changes: Mapping[str, int]) -> tuple[Limits, str]:
        _require_admin(principal)
        entry = AuditEntry("settings.changed", principal.user_id, dict(changes))
        await self._audit.append(entry, lambda tx: self._limits.change(changes, tx))
        await self._engine.limits_changed()
        self._signals.publish_all("settings")
        return await self.limits(principal)

    async def model(self, principal: Principal) -> ModelInUse:  # noqa: ARG002 - anybody may know
        return self._models.in_use()

    async def choose_model(self, principal: Principal, choice: ModelChoice) -> ModelInUse:
        _require_admin(principal)
        self._models.check(choice)
        data = {"kind": choice.kind, "url": choice.url, "model": choice.model}
        await self._audit.append(AuditEntry("settings.model", principal.user_id, data))
        self._models.use(choice)
        self._signals.publish_all("settings")
        return self._models.in_use()

    async def found_models(self, principal: Principal) -> tuple[ModelOption, ...]:
        _require_admin(principal)
        return await self._finder.find()

    async def _switch(self, principal: Principal, pause: Pause) -> Pause:
        kind = "pause.on" if pause.paused else "pause.off"
        entry = AuditEntry(kind, principal.user_id, {})
        await self._audit.append(entry, lambda tx: self._pause.set(pause, tx))
        self._signals.publish_all("pause")
        return await self._pause.read()


async def verified(audit: AuditLog, signer: AuditSigner) -> tuple[int, tuple[Finding, ...]]:
    """How many records there are, and what is wrong with the chain, its checkpoints and its anchor."""
    # The anchor first: what is appended while the records are read must not look like a cut tail.
    anchor, checkpoints = signer.anchor(), await audit.checkpoints()
    records = [record async for record in audit.records()]
    return len(records), tuple(verify(records, checkpoints, anchor, signer.holds))


def _require_admin(principal: Principal) -> None:
    if not principal.is_admin:
        raise ForbiddenError("Only an administrator may do this.")
