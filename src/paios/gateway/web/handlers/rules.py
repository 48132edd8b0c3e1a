"""Rules and suggestions."""

from collections.abc import Mapping
from typing import Any

from paios.domain.decision import Verdict
from paios.domain.principal import Adapter
from paios.domain.rule import Context
from paios.gateway.web import shown
from paios.gateway.web.exchange import Handler, Reply, ValidatedRequest
from paios.gateway.web.handlers.moments import moment
from paios.ports.answers import RuleDraft, RuleFilter
from paios.ports.capabilities import Policy


class RuleHandlers:
    """``Policy`` as operations."""

    def __init__(self, port: Policy) -> None:
        self._port = port

    def handlers(self) -> Mapping[str, Handler]:
        return {
            "list_rules": self.list_rules,
            "create_rule": self.create_rule,
            "change_rule": self.change_rule,
            "revoke_rule": self.revoke_rule,
            "suggest_rules": self.suggest_rules,
            "dismiss_suggestion": self.dismiss_suggestion,
        }

    async def list_rules(self, request: ValidatedRequest) -> Reply:
        query = request.query
        verdict = query.get("verdict")
        wanted = RuleFilter(
            query["text"], query.get("tool"), Verdict(verdict) if verdict else None, query["alive"]
        )
        page = await self._port.rules(request.identity.principal, wanted, shown.part_of(request))
        return Reply(200, {"items": [shown.rule(each) for each in page.items], "total": page.total})

    async def create_rule(self, request: ValidatedRequest) -> Reply:
        draft = RuleDraft(**_said(request.body))
        return Reply(201, shown.rule(await self._port.add_rule(request.identity.principal, draft)))

    async def change_rule(self, request: ValidatedRequest) -> Reply:
        rule_id, changes = request.path["rule_id"], _said(request.body)
        changed = await self._port.change_rule(request.identity.principal, rule_id, changes)
        return Reply(200, shown.rule(changed))

    async def revoke_rule(self, request: ValidatedRequest) -> Reply:
        await self._port.revoke_rule(request.identity.principal, request.path["rule_id"])
        return Reply(204)

    async def suggest_rules(self, request: ValidatedRequest) -> Reply:
        found = await self._port.suggestions(request.identity.principal)
        return Reply(200, {"items": [shown.suggestion(each) for each in found]})

    async def dismiss_suggestion(self, request: ValidatedRequest) -> Reply:
        tool, constraints = request.body["tool"], request.body["constraints"]
        await self._port.dismiss_suggestion(request.identity.principal, tool, constraints)
        return Reply(204)


def _said(body: Mapping[str, Any]) -> dict[str, Any]:
    """What a body says of a rule, in the domain's terms."""
    said = dict(body)
    if "verdict" in said:
        said["verdict"] = Verdict(said["verdict"])
    if "until" in said:
        said["until"] = moment(said["until"])
    if "context" in said:
        its = said["context"]
        adapters = frozenset(map(Adapter, its.get("adapters", ())))
        said["context"] = Context(adapters, its.get("interactive"), its.get("remote"))
    return said
