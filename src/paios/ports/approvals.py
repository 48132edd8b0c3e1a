"""Where questions and rules are kept."""

from datetime import datetime, timedelta
from typing import Protocol

from paios.domain.approval import Approval, ApprovalState, Remember
from paios.domain.factor import Way
from paios.domain.page import Page, Slice
from paios.domain.rule import Rule
from paios.ports.transaction import Transaction


class Approvals(Protocol):
    async def add(self, approval: Approval, tx: Transaction | None = None) -> None: ...

    async def get(self, user_id: str, approval_id: str) -> Approval | None:
        """The user's approval; None if it is not theirs."""
        ...

    async def page(self, user_id: str, part: Slice, state: ApprovalState | None = None) -> Page[Approval]:
        """The user's approvals, newest first."""
        ...

    async def close(
        self,
        approval_id: str,
        state: ApprovalState,
        at: datetime,
        remember: Remember | None = None,
        tx: Transaction | None = None,
        *,
        by: str | None = None,
        edited: Approval | None = None,
        confirmed_by: Way | None = None,
    ) -> None:
        """Move a pending approval to its final state.

        ``by`` says who answered, ``edited`` carries the call, preview and
        fingerprint that the person made of it (P10), ``confirmed_by`` how a yes
        was proved. Raises ``AnsweredError``
        when it is no longer pending: of two answers exactly one wins (P9).
        """
        ...

    async def spend(self, approval_id: str, tx: Transaction) -> None:
        """Mark an approved approval as used. Raises ``AnsweredError`` if it was used before."""
        ...

    async def overdue(self, now: datetime) -> tuple[Approval, ...]:
        """Pending approvals whose time is up."""
        ...

    async def extend(self, by: timedelta, tx: Transaction) -> None:
        """Give every pending approval so much more time."""
        ...


class Rules(Protocol):
    async def add(self, rule: Rule, tx: Transaction | None = None) -> None: ...

    async def about(self, user_id: str, tool: str) -> tuple[Rule, ...]:
        """The user's rules about one tool that have not ended, newest first."""
        ...

    async def of_user(self, user_id: str, *, ended: bool = False) -> tuple[Rule, ...]:
        """The user's rules, newest first; those that ended only where asked for."""
        ...

    async def get(self, user_id: str, rule_id: str) -> Rule | None:
        """The user's rule, ended or not; None if it is not theirs."""
        ...

    async def use(self, rule_id: str, at: datetime, tx: Transaction | None = None) -> None:
        """Count one use. Raises ``ConflictError`` if the rule has no uses left or was revoked."""
        ...

    async def change(self, rule: Rule, tx: Transaction | None = None) -> None:
        """Store what the rule now says: verdict, constraints, context, ``untainted``, until when, how often.

        Raises ``NotFoundError`` if it is not this user's, or was revoked.
        """
        ...

    async def revoke(self, user_id: str, rule_id: str, tx: Transaction | None = None) -> None:
        """Raises ``NotFoundError`` if it is not this user's."""
        ...

    async def revoke_grants(self, tx: Transaction) -> None:
        """End the task grants of all runs (S4)."""
        ...
