"""Usage, and the limits on it."""

from collections.abc import Iterable, Mapping
from typing import Any

from paios.domain.audit import stamp
from paios.domain.budget import BudgetLimits, Counted, Price, Scope
from paios.domain.usage import Line, Usage
from paios.gateway.web.exchange import Handler, Reply, ValidatedRequest
from paios.ports.answers import BudgetTerms
from paios.ports.capabilities import Metering

Json = dict[str, Any]


class MeteringHandlers:
    """``Metering`` as operations."""

    def __init__(self, port: Metering) -> None:
        self._port = port

    def handlers(self) -> Mapping[str, Handler]:
        return {
            "get_usage": self.get_usage,
            "get_limits": self.get_limits,
            "change_limits": self.change_limits,
            "change_limits_of_person": self.change_limits_of_person,
        }

    async def get_usage(self, request: ValidatedRequest) -> Reply:
        return Reply(200, _usage(await self._port.usage(request.identity.principal)))

    async def get_limits(self, request: ValidatedRequest) -> Reply:
        return Reply(200, _terms(await self._port.terms(request.identity.principal)))

    async def change_limits(self, request: ValidatedRequest) -> Reply:
        body = request.body
        prices = None
        if "prices" in body:
            prices = {each["model"]: Price(each["input"], each["output"]) for each in body["prices"]}
        changed = await self._port.change(
            request.identity.principal, body.get("currency"), _limits(body), prices
        )
        return Reply(200, _terms(changed))

    async def change_limits_of_person(self, request: ValidatedRequest) -> Reply:
        changed = await self._port.change_person(
            request.identity.principal, request.path["user_id"], _limits(request.body)
        )
        return Reply(200, _terms(changed))


def _limits(body: Mapping[str, Any]) -> BudgetLimits:
    scopes = (body.get(scope.value, {}) for scope in Scope)
    return BudgetLimits(*({Counted(name): most for name, most in each.items()} for each in scopes))


def _usage(one: Usage) -> Json:
    return {
        "currency": one.currency,
        "budgets": _lines(one.lines),
        "runs": [
            {"run_id": each.run_id, "conversation_id": each.conversation_id, "budgets": _lines(each.lines)}
            for each in one.runs
        ],
        "people": [
            {"user_id": each.user_id, "name": each.name, "budgets": _lines(each.lines)} for each in one.people
        ],
    }


def _lines(all_of: Iterable[Line]) -> list[Json]:
    return [
        {
            "scope": one.scope.value,
            "counted": one.counted.value,
            "used": one.used,
            "held": one.held,
            "limit": one.limit,
            "left": one.left,
            "free_at": stamp(one.free_at) if one.free_at else None,
        }
        for one in all_of
    ]


def _terms(one: BudgetTerms) -> Json:
    return {
        "currency": one.terms.currency,
        **_amounts(one.terms.limits),
        "mine": _amounts(one.mine),
        "people": [
            {"user_id": user_id, "name": name, **_amounts(limits)} for user_id, name, limits in one.people
        ],
        "prices": [
            {"model": model, "input": price.input, "output": price.output}
            for model, price in one.terms.prices.items()
        ],
    }


def _amounts(limits: BudgetLimits) -> Json:
    return {
        scope.value: {counted.value: most for counted, most in limits.at(scope).items()} for scope in Scope
    }
