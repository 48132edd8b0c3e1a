"""Questions and their answers: the capability port ``Approving``."""

from paios.domain.approval import Answer, Approval, ApprovalState
from paios.domain.errors import NotFoundError
from paios.domain.page import Page, Slice
from paios.domain.principal import Principal
from paios.guard.questions import Questions
from paios.ports.approvals import Approvals
from paios.ports.runs import Runs
from paios.services.engine import Engine
from paios.services.signals import Signals


class ApprovalDesk:
    """What a person can do with questions."""

    def __init__(
        self,
        *,
        questions: Questions,
        approvals: Approvals,
        runs: Runs,
        engine: Engine,
        signals: Signals,
    ) -> None:
        self._questions = questions
        self._approvals = approvals
        self._runs = runs
        self._engine = engine
        self._signals = signals

    async def questions(
        self, principal: Principal, part: Slice, state: ApprovalState | None
    ) -> Page[Approval]:
        return await self._approvals.page(principal.user_id, part, state)

    async def question(self, principal: Principal, approval_id: str) -> Approval:
        approval = await self._approvals.get(principal.user_id, approval_id)
        if approval is None:
            raise NotFoundError("There is no such question.")
        return approval

    async def answer(self, principal: Principal, approval_id: str, answer: Answer) -> Approval:
        approval = await self._questions.answer(principal, approval_id, answer)
        self._signals.publish(principal.user_id, "approvals", approval.id)
        self._signals.publish(principal.user_id, "rules")
        run = await self._runs.get(principal.user_id, approval.run_id)
        if run is not None:
            self._engine.wake(run)
        return approval
