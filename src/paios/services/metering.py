"""Usage and limits as a person sees and sets them: the capability port ``Metering`` (S5)."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Final

from paios.domain.audit import AuditEntry
from paios.domain.budget import BudgetLimits, Counted, Price, Scope, Terms, budgets_at
from paios.domain.errors import ForbiddenError, NotFoundError
from paios.domain.principal import Principal
from paios.domain.usage import Line, PersonUsage, RunUsage, Usage, lines
from paios.ports.accounts import Accounts
from paios.ports.answers import BudgetTerms
from paios.ports.audit_log import AuditLog
from paios.ports.budgets import BudgetBook
from paios.ports.clock import Clock
from paios.ports.runs import Runs
from paios.ports.transaction import Work
from paios.services.budget_settings import BudgetSettings, stored_limits
from paios.services.limits import LimitSettings
from paios.services.signals import Signals

_PERIODS: Final[tuple[Scope, ...]] = (Scope.DAY, Scope.MONTH)
_MOST_RUNS: Final = 200


class Meters:
    """Everybody sees their own; an admin sees everybody's, and sets the limits."""

    def __init__(
        self,
        *,
        book: BudgetBook,
        settings: BudgetSettings,
        limits: LimitSettings,
        accounts: Accounts,
        runs: Runs,
        audit: AuditLog,
        signals: Signals,
        clock: Clock,
    ) -> None:
        self._book = book
        self._settings = settings
        self._limits = limits
        self._accounts = accounts
        self._runs = runs
        self._audit = audit
        self._signals = signals
        self._clock = clock

    async def usage(self, principal: Principal) -> Usage:
        terms = await self._settings.read()
        people = await self._accounts.all() if principal.is_admin else ()
        return Usage(
            terms.currency,
            await self._of_periods(principal.user_id, terms),
            await self._of_runs(principal.user_id, terms),
            tuple([PersonUsage(one.id, one.name, await self._of_periods(one.id, terms)) for one in people]),
        )

    async def terms(self, principal: Principal) -> BudgetTerms:
        terms = await self._settings.read()
        people = await self._accounts.all() if principal.is_admin else ()
        own = [(one.id, one.name, terms.people[one.id]) for one in people if one.id in terms.people]
        return BudgetTerms(terms, terms.for_user(principal.user_id), tuple(own))

    async def change(
        self,
        principal: Principal,
        currency: str | None,
        limits: BudgetLimits,
        prices: Mapping[str, Price] | None,
    ) -> BudgetTerms:
        priced = None if prices is None else {model: asdict(price) for model, price in prices.items()}
        data = {"currency": currency, "limits": stored_limits(limits), "prices": priced}
        await self._store(
            principal,
            AuditEntry("limits.changed", principal.user_id, data),
            lambda tx: self._settings.change(tx, currency=currency, limits=limits, prices=prices),
        )
        return await self.terms(principal)

    async def change_person(self, principal: Principal, user_id: str, limits: BudgetLimits) -> BudgetTerms:
        _require_admin(principal)
        if await self._accounts.get(user_id) is None:
            raise NotFoundError("There is no such person.")
        data = {"person": user_id, "limits": stored_limits(limits)}
        await self._store(
            principal,
            AuditEntry("limits.changed", principal.user_id, data),
            lambda tx: self._settings.set_person(user_id, limits, tx),
        )
        return await self.terms(principal)

    async def _store(self, principal: Principal, entry: AuditEntry, work: Work) -> None:
        _require_admin(principal)
        await self._audit.append(entry, work)
        self._signals.publish_all("usage")

    async def _of_periods(self, user_id: str, terms: Terms) -> tuple[Line, ...]:
        now = self._clock.now()
        names = {scope: name for scope, name in budgets_at("", now).items() if scope in _PERIODS}
        spent = await self._book.spent(user_id, names.values())
        of_scope = {scope: spent[name] for scope, name in names.items()}
        return lines(_PERIODS, terms.for_user(user_id), of_scope, now)

    async def _of_runs(self, user_id: str, terms: Terms) -> tuple[RunUsage, ...]:
        mine = [run for run in await self._runs.unfinished() if run.user_id == user_id][:_MOST_RUNS]
        calls = {Counted.CALLS: (await self._limits.read()).tool_calls_per_run}
        limits = BudgetLimits(calls, {}, {}).under(terms.for_user(user_id))
        spent = await self._book.spent(user_id, [run.id for run in mine])
        now = self._clock.now()
        return tuple(
            RunUsage(
                run.id, run.conversation_id, lines((Scope.RUN,), limits, {Scope.RUN: spent[run.id]}, now)
            )
            for run in mine
        )


def _require_admin(principal: Principal) -> None:
    if not principal.is_admin:
        raise ForbiddenError("Only an administrator may do this.")
