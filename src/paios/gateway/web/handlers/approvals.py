"""Questions, answers and rules."""

from collections.abc import Mapping

from paios.domain.approval import Answer, ApprovalState, Remember
from paios.domain.decision import Verdict
from paios.gateway.web import shown
from paios.gateway.web.exchange import Handler, Reply, ValidatedRequest
from paios.gateway.web.handlers.moments import moment
from paios.ports.capabilities import Approving


class ApprovalHandlers:
    """``Approving`` as operations."""

    def __init__(self, port: Approving) -> None:
        self._port = port

    def handlers(self) -> Mapping[str, Handler]:
        return {
            "list_approvals": self.list_approvals,
            "get_approval": self.get_approval,
            "answer_approval": self.answer_approval,
            "list_rules": self.list_rules,
            "create_rule": self.create_rule,
            "revoke_rule": self.revoke_rule,
        }

    async def list_approvals(self, request: ValidatedRequest) -> Reply:
        wanted = request.query.get("state")
        state = ApprovalState(wanted) if wanted else None
        page = await self._port.questions(request.identity.principal, shown.part_of(request), state)
        return Reply(200, {"items": [shown.approval(each) for each in page.items], "total": page.total})

    async def get_approval(self, request: ValidatedRequest) -> Reply:
        found = await self._port.question(request.identity.principal, request.path["approval_id"])
        return Reply(200, shown.approval(found))

    async def answer_approval(self, request: ValidatedRequest) -> Reply:
        body = request.body
        answer = Answer(body["allow"], Remember(body["remember"]), body["fingerprint"])
        answered = await self._port.answer(request.identity.principal, request.path["approval_id"], answer)
        return Reply(200, shown.approval(answered))

    async def list_rules(self, request: ValidatedRequest) -> Reply:
        page = await self._port.rules(request.identity.principal, shown.part_of(request))
        return Reply(200, {"items": [shown.rule(each) for each in page.items], "total": page.total})

    async def create_rule(self, request: ValidatedRequest) -> Reply:
        body = request.body
        rule = await self._port.add_rule(
            request.identity.principal,
            Verdict(body["verdict"]),
            body["tool"],
            body.get("equals", {}),
            moment(body.get("until")),
            body.get("uses_left"),
        )
        return Reply(201, shown.rule(rule))

    async def revoke_rule(self, request: ValidatedRequest) -> Reply:
        await self._port.revoke_rule(request.identity.principal, request.path["rule_id"])
        return Reply(204)
