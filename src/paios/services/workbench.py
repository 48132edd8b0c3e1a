"""What every turn works with. It holds the collaborators and must not do anything with them."""

from collections.abc import Callable
from dataclasses import dataclass

from paios.domain.principal import Principal
from paios.domain.tool import ToolSpec
from paios.guard.gate import Gate
from paios.guard.questions import Questions
from paios.ports.approvals import Approvals
from paios.ports.audit_log import AuditLog
from paios.ports.chat_model import ChatModel
from paios.ports.clock import Clock
from paios.ports.conversations import Conversations
from paios.ports.pause_switch import PauseSwitch
from paios.ports.runs import Runs
from paios.ports.tools import ToolHost
from paios.services.alarms import Alarms
from paios.services.budgets import Budgets
from paios.services.defences import Defences
from paios.services.feed import Feed
from paios.services.screening import Validator
from paios.services.signals import Signals


@dataclass(frozen=True, slots=True)
class Workbench:
    """The tools of the trade. ``offered`` tells the tools that somebody's assistant may know of, now."""

    gate: Gate
    tools: ToolHost
    offered: Callable[[Principal], tuple[ToolSpec, ...]]
    model: ChatModel
    runs: Runs
    approvals: Approvals
    questions: Questions
    conversations: Conversations
    audit: AuditLog
    pause: PauseSwitch
    budgets: Budgets
    clock: Clock
    feed: Feed
    signals: Signals
    defences: Defences
    validator: Validator
    alarms: Alarms
