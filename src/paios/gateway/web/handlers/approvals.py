"""Questions and answers."""

from collections.abc import Mapping

from paios.domain.approval import Answer, ApprovalState, Remember
from paios.gateway.web import shown
from paios.gateway.web.exchange import Handler, Reply, ValidatedRequest
from paios.gateway.web.handlers.factors import step_up
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
        answer = Answer(
            allow=body["allow"],
            remember=Remember(body["remember"]),
            fingerprint=body["fingerprint"],
            until=moment(body.get("until")),
            uses=body.get("uses"),
            arguments=body.get("arguments"),
            step_up=step_up(body["step_up"]) if "step_up" in body else None,
        )
        answered = await self._port.answer(request.identity.principal, request.path["approval_id"], answer)
        return Reply(200, shown.approval(answered))
