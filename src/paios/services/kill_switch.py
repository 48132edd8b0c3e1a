"""The kill switch: everything stands, and can prove it (S4).

Pausing cuts models that talk, takes back the grants of open tasks and freezes
questions. A tool call that has begun may finish; nothing starts after it.
"""

from typing import Final

from paios.domain.audit import AuditEntry
from paios.domain.errors import ForbiddenError
from paios.domain.pause import Activity, Pause, Standstill
from paios.domain.principal import Principal
from paios.ports.acting import SERVER, acting_for
from paios.ports.approvals import Approvals, Rules
from paios.ports.audit_log import AuditLog
from paios.ports.clock import Clock
from paios.ports.pause_switch import PauseSwitch
from paios.ports.runs import Runs
from paios.ports.transaction import Transaction
from paios.services.engine import Engine
from paios.services.signals import Signals

_MOST_TOLD: Final = 200


class KillSwitch:
    """What a person can do with it."""

    def __init__(
        self,
        *,
        pause: PauseSwitch,
        approvals: Approvals,
        rules: Rules,
        runs: Runs,
        audit: AuditLog,
        engine: Engine,
        signals: Signals,
        clock: Clock,
    ) -> None:
        self._pause = pause
        self._approvals = approvals
        self._rules = rules
        self._runs = runs
        self._audit = audit
        self._engine = engine
        self._signals = signals
        self._clock = clock

    async def state(self, principal: Principal) -> Standstill:
        """The switch, the runs that the principal may know of, and whether anything at all goes on."""
        with acting_for(SERVER):
            unfinished = await self._runs.unfinished()
        runs = [
            Activity(run.id, run.conversation_id, self._engine.doing(run.id))
            for run in unfinished
            if principal.is_admin or run.user_id == principal.user_id
        ]
        return Standstill(await self._pause.read(), tuple(runs[:_MOST_TOLD]), not self._engine.busy)

    async def pause(self, principal: Principal) -> Standstill:
        """Stop everything. Anybody may; who comes second changes nothing."""
        if not (await self._pause.read()).paused:
            pause = Pause(True, self._clock.now(), principal.name)

            async def together(tx: Transaction) -> None:
                await self._pause.set(pause, tx)
                await self._rules.revoke_grants(tx)

            # Everybody's grants end, whoever presses it.
            with acting_for(SERVER):
                await self._audit.append(AuditEntry("pause.on", principal.user_id, {}), together)
            self._engine.hold()
            self._signals.publish_all("pause")
            self._signals.publish_all("rules")
        return await self.state(principal)

    async def resume(self, principal: Principal) -> Standstill:
        """Go on. Questions get the time back that the pause took. Raises ``ForbiddenError``: admins only."""
        if not principal.is_admin:
            raise ForbiddenError("Only an administrator may do this.")
        before = await self._pause.read()

        async def together(tx: Transaction) -> None:
            await self._pause.set(Pause(False), tx)
            if before.since is not None:
                await self._approvals.extend(self._clock.now() - before.since, tx)

        await self._audit.append(AuditEntry("pause.off", principal.user_id, {}), together)
        await self._engine.release()
        self._signals.publish_all("pause")
        self._signals.publish_all("approvals")
        return await self.state(principal)
