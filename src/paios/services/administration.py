"""The record, the kill switch, settings and models: the capability port ``Administration``."""

from collections.abc import Mapping
from dataclasses import replace

from paios.domain.audit import AuditEntry, AuditRecord, Finding, for_others
from paios.domain.caution import Caution
from paios.domain.errors import ForbiddenError
from paios.domain.model import ModelOption
from paios.domain.page import Page, Slice
from paios.domain.pause import Standstill
from paios.domain.principal import Principal
from paios.domain.settings import Limits, ModelChoice, ModelInUse
from paios.ports.accounts import Accounts
from paios.ports.audit_log import AuditFilter, AuditLog, AuditSigner
from paios.ports.chat_model import ModelFinder
from paios.ports.clock import Clock
from paios.services.caution import CautionSettings
from paios.services.engine import Engine
from paios.services.kill_switch import KillSwitch
from paios.services.limits import LimitSettings
from paios.services.models import ModelSettings
from paios.services.shelves import PersonalShelves
from paios.services.signals import Signals
from paios.services.verifying import verified


class AdministrationDesk:
    """What a person can do about the installation; most of it, only an admin."""

    def __init__(
        self,
        *,
        accounts: Accounts,
        audit: AuditLog,
        signer: AuditSigner,
        switch: KillSwitch,
        limits: LimitSettings,
        shelves: PersonalShelves,
        models: ModelSettings,
        finder: ModelFinder,
        engine: Engine,
        signals: Signals,
        clock: Clock,
        caution: CautionSettings,
    ) -> None:
        self._accounts = accounts
        self._audit = audit
        self._signer = signer
        self._switch = switch
        self._limits = limits
        self._shelves = shelves
        self._models = models
        self._finder = finder
        self._engine = engine
        self._signals = signals
        self._clock = clock
        self._caution = caution

    async def audit(
        self, principal: Principal, wanted: AuditFilter, part: Slice
    ) -> tuple[Page[AuditRecord], Mapping[str, str]]:
        wanted = replace(wanted, reader=principal.user_id)
        if not principal.is_admin:
            wanted = replace(wanted, user_id=principal.user_id)
        page = await self._audit.page(wanted, part)
        shown = tuple(
            record if record.user_id == principal.user_id else for_others(record) for record in page.items
        )
        people = {record.user_id for record in page.items if record.user_id is not None}
        users = [user for one in people if (user := await self._accounts.get(one)) is not None]
        return Page(shown, page.total), {user.id: user.name for user in users}

    async def verify_audit(self, principal: Principal) -> tuple[int, tuple[Finding, ...]]:
        _require_admin(principal)
        return await verified(self._audit, self._signer)

    async def pause_state(self, principal: Principal) -> Standstill:
        return await self._switch.state(principal)

    async def pause(self, principal: Principal) -> Standstill:
        return await self._switch.pause(principal)

    async def resume(self, principal: Principal) -> Standstill:
        return await self._switch.resume(principal)

    async def limits(self, principal: Principal) -> tuple[Limits, str]:
        folder = await self._shelves.place(principal.user_id) if principal.is_admin else ""
        return await self._limits.read(), folder

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

    async def caution(self, principal: Principal) -> Caution:
        return await self._caution.of_user(principal.user_id)

    async def choose_caution(self, principal: Principal, caution: Caution) -> Caution:
        data = {"mode": caution.mode, "strict": caution.strict}
        entry = AuditEntry("settings.caution", principal.user_id, data)
        await self._audit.append(entry, lambda tx: self._caution.choose(principal.user_id, caution, tx))
        self._signals.publish(principal.user_id, "settings")
        return caution


def _require_admin(principal: Principal) -> None:
    if not principal.is_admin:
        raise ForbiddenError("Only an administrator may do this.")
