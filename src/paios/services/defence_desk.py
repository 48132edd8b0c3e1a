"""The defences' settings, the second model and the alarms: the capability port ``Defending``."""

from collections.abc import Mapping
from typing import Any

from paios.domain.alert import PushoverKeys
from paios.domain.audit import AuditEntry
from paios.domain.defence import DefenceSettings
from paios.domain.errors import ForbiddenError
from paios.domain.principal import Principal
from paios.domain.settings import ModelChoice, ModelInUse
from paios.ports.audit_log import AuditLog
from paios.services.alarms import PushoverSetting
from paios.services.defences import DefenceChoices
from paios.services.models import ScreenerSettings
from paios.services.signals import Signals


class DefenceDesk:
    """Anybody may look, an administrator may change; every change is recorded before it counts."""

    def __init__(
        self,
        *,
        choices: DefenceChoices,
        screener: ScreenerSettings,
        pushover: PushoverSetting,
        audit: AuditLog,
        signals: Signals,
    ) -> None:
        self._choices = choices
        self._screener = screener
        self._pushover = pushover
        self._audit = audit
        self._signals = signals

    async def defences(self, principal: Principal) -> DefenceSettings:  # noqa: ARG002 - anybody may know
        return await self._choices.read()

    async def change_defences(self, principal: Principal, changes: Mapping[str, Any]) -> DefenceSettings:
        _require_admin(principal)
        entry = AuditEntry("settings.defences", principal.user_id, dict(changes))
        await self._audit.append(entry, lambda tx: self._choices.change(changes, tx))
        self._signals.publish_all("settings")
        return await self._choices.read()

    async def screener(self, principal: Principal) -> ModelInUse:  # noqa: ARG002 - anybody may know
        return self._screener.in_use()

    async def choose_screener(self, principal: Principal, choice: ModelChoice | None) -> ModelInUse:
        _require_admin(principal)
        self._screener.check(choice)
        data = {"kind": choice.kind, "url": choice.url, "model": choice.model} if choice else {"kind": "same"}
        await self._audit.append(AuditEntry("settings.screener", principal.user_id, data))
        self._screener.use(choice)
        self._signals.publish_all("settings")
        return self._screener.in_use()

    async def pushover(self, principal: Principal) -> bool:  # noqa: ARG002 - anybody may know
        return self._pushover.read() is not None

    async def set_pushover(self, principal: Principal, keys: PushoverKeys | None) -> bool:
        _require_admin(principal)
        entry = AuditEntry("settings.pushover", principal.user_id, {"set_up": keys is not None})
        await self._audit.append(entry)
        self._pushover.change(keys)
        self._signals.publish_all("settings")
        return await self.pushover(principal)


def _require_admin(principal: Principal) -> None:
    if not principal.is_admin:
        raise ForbiddenError("Only an administrator may do this.")
