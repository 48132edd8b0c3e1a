"""Rules that a person's own answers suggest (P4).

Pure. Only what was allowed again and again, never refused, asked for by the
person alone and not grave is proposed, and never wider than it was seen.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Final

from paios.domain.approval import Approval, ApprovalState
from paios.domain.canonical import canonical
from paios.domain.decision import Verdict
from paios.domain.rule import Rule
from paios.domain.rule_words import rule_text
from paios.domain.tool import GRANTING, ToolSpec
from paios.guard.binding import bound
from paios.guard.constraints import Schemas
from paios.guard.sources.critical import is_critical
from paios.ports.answers import Suggestion

ENOUGH: Final = 3
"""How often a person must have said yes."""


def suggested(
    approvals: Iterable[Approval],
    rules: Iterable[Rule],
    spec_of: Callable[[str], ToolSpec | None],
    now: datetime,
) -> tuple[Suggestion, ...]:
    """The rules worth proposing, the most often approved first."""
    alike: defaultdict[bytes, list[tuple[Approval, ToolSpec]]] = defaultdict(list)
    for one in approvals:
        if (spec := spec_of(one.call.tool)) is not None:
            alike[canonical([spec.name, bound(spec, one.call.arguments)])].append((one, spec))
    schemas, everywhere = Schemas(), [rule for rule in rules if _is_everywhere(rule, now)]
    found = []
    for group in alike.values():
        asked, spec = [one for one, _ in group], group[0][1]
        if _is_plain(asked, spec) and not any(_speaks(rule, asked[0], schemas) for rule in everywhere):
            constraints = bound(spec, asked[0].call.arguments)
            draft = Rule("", asked[0].user_id, Verdict.ALLOW, spec.name, now, constraints)
            found.append(Suggestion(spec.name, constraints, rule_text(draft, spec), _times(asked)))
    return tuple(sorted(found, key=lambda each: (-each.times, each.text)))


def _is_plain(asked: list[Approval], spec: ToolSpec) -> bool:
    """Whether always yes was said, often enough, to what only the person had a part in."""
    if spec.name == GRANTING or is_critical(spec) or _times(asked) < ENOUGH:
        return False
    return not any(
        one.state is ApprovalState.DENIED
        or one.no_always is not None
        or any(trace.outside for trace in one.origins)
        for one in asked
    )


def _times(asked: list[Approval]) -> int:
    return sum(one.state is ApprovalState.APPROVED for one in asked)


def _is_everywhere(rule: Rule, now: datetime) -> bool:
    its = rule.lifetime
    return its.lasts(now) and its.run_id is None and its.conversation_id is None


def _speaks(rule: Rule, one: Approval, schemas: Schemas) -> bool:
    """Whether a rule, of whatever verdict, has said something about these calls already."""
    return rule.tool == one.call.tool and schemas.fit(rule.constraints, one.call.arguments) is not False
