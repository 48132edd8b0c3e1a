"""The capability ports: what a request may ask for, one Protocol a port (G1).

Every method takes the principal first, and finds nothing that is not theirs.
An adapter holds the ports that ``gateway.routing`` hands it, and no others.
DeviceControl and SensorRelay come with the device.
"""

from collections.abc import AsyncGenerator, Mapping
from typing import Any, Protocol

from paios.domain.alert import PushoverKeys
from paios.domain.approval import Answer, Approval, ApprovalState
from paios.domain.audit import AuditRecord, Finding
from paios.domain.budget import BudgetLimits, Price
from paios.domain.caution import Caution
from paios.domain.conversation import Conversation, Message
from paios.domain.defence import DefenceSettings
from paios.domain.factor import StepUp
from paios.domain.model import ModelOption
from paios.domain.note import Hit, NoteInfo, TrashedNote
from paios.domain.note_label import FolderWords
from paios.domain.page import Page, Slice
from paios.domain.pause import Standstill
from paios.domain.principal import Principal
from paios.domain.push import PushAddress
from paios.domain.settings import Limits, ModelChoice, ModelInUse, NotesChoice
from paios.domain.usage import Usage
from paios.domain.whitelist import ListEntry, ListKind
from paios.ports.answers import (
    BudgetTerms,
    Change,
    Dialogue,
    FoundFolder,
    Happening,
    LinkedNote,
    RuleDraft,
    RuleFilter,
    ShownResult,
    ShownRule,
    ShownRun,
    SignedIn,
    Suggestion,
    Where,
)
from paios.ports.audit_log import AuditFilter
from paios.ports.factors import Challenge


class SessionConfig(Protocol):
    """Who is asking, and the first account."""

    async def health(self) -> tuple[bool, bool]:
        """Whether set-up is still needed, and whether everything is paused."""
        ...

    def check_setup_code(self, code: str) -> None:
        """Raises ``UnauthenticatedError`` for a wrong or used code, ``TooManyRequestsError`` for guessing."""
        ...

    async def setup_options(self) -> tuple[tuple[ModelOption, ...], tuple[FoundFolder, ...]]: ...

    async def complete_setup(
        self, name: str, password: str, notes: NotesChoice, model: ModelChoice, device: str
    ) -> SignedIn:
        """Make the first account and sign it in. Raises ``ConflictError`` when there is one (U7)."""
        ...

    async def sign_in(self, name: str, password: str, where: Where) -> SignedIn | Challenge:
        """The session, or what is to be shown besides, by somebody who has a second factor (U3, U6).

        Raises ``UnauthenticatedError``, the same for an unknown name; ``TooManyRequestsError`` (U8).
        """
        ...

    async def begin_by_passkey(self, where: Where) -> Challenge:
        """For a passkey alone. Raises ``InvalidInputError`` where the page's address can have none."""
        ...

    async def finish_sign_in(self, proof: StepUp, where: Where) -> SignedIn:
        """Raises ``UnauthenticatedError`` for a proof that does not count, ``TooManyRequestsError`` (U8)."""
        ...

    async def recognise(self, cookie: str) -> SignedIn:
        """The live session of a cookie. Raises ``UnauthenticatedError`` for any other (U2)."""
        ...

    async def sign_out(self, signed_in: SignedIn) -> None: ...

    def changes(self, principal: Principal) -> AsyncGenerator[Change, None]:
        """What changes from now on, until the caller stops listening."""
        ...


class Inference(Protocol):
    """Conversations, and the runs that answer in them."""

    async def conversations(self, principal: Principal, part: Slice, text: str) -> Page[Conversation]: ...

    async def begin(self, principal: Principal) -> Conversation: ...

    async def dialogue(self, principal: Principal, conversation_id: str) -> Dialogue: ...

    async def rename(self, principal: Principal, conversation_id: str, title: str) -> Conversation: ...

    async def delete(self, principal: Principal, conversation_id: str) -> None: ...

    async def restore(self, principal: Principal, conversation_id: str) -> Conversation: ...

    async def say(
        self, principal: Principal, conversation_id: str, text: str, replaces: str | None
    ) -> tuple[Message, ShownRun]:
        """Add a message and start the run that answers it.

        Raises ``ConflictError`` while another run answers in this conversation,
        ``PausedError`` while everything is paused.
        """
        ...

    async def run(self, principal: Principal, run_id: str) -> ShownRun: ...

    async def follow(self, principal: Principal, run_id: str, after: int) -> AsyncGenerator[Happening, None]:
        """What happened in the run since event ``after``, and what happens until it ends."""
        ...

    async def step_result(self, principal: Principal, run_id: str, step_id: str) -> ShownResult:
        """What a tool call brought back. Raises ``NotFoundError`` while it brought nothing."""
        ...

    async def stop(self, principal: Principal, run_id: str) -> ShownRun: ...


class Approving(Protocol):
    """Questions. Open to the owner's own doors alone (G2)."""

    async def questions(
        self, principal: Principal, part: Slice, state: ApprovalState | None
    ) -> Page[Approval]: ...

    async def question(self, principal: Principal, approval_id: str) -> Approval: ...

    async def answer(self, principal: Principal, approval_id: str, answer: Answer) -> Approval: ...


class Telling(Protocol):
    """Telling a person's devices of questions by push (P11). A device is a session that lasts."""

    async def state(self, signed_in: SignedIn) -> tuple[str, bool]:
        """The server's public key, and whether this device is told."""
        ...

    async def begin(self, signed_in: SignedIn, address: PushAddress) -> None:
        """Raises ``InvalidInputError`` for an address that is not public, or a key that is none."""
        ...

    async def end(self, signed_in: SignedIn) -> None: ...

    async def attempt(self, signed_in: SignedIn) -> None:
        """Tell this device now, to see that it works.

        Raises ``NotFoundError`` when it is not told, ``UnavailableError`` when its
        push service cannot be reached, ``TooManyRequestsError``.
        """
        ...


class Policy(Protocol):
    """Rules: answers given beforehand, or remembered. Open to the owner's own doors alone (G2)."""

    async def rules(self, principal: Principal, wanted: RuleFilter, part: Slice) -> Page[ShownRule]: ...

    async def add_rule(self, principal: Principal, draft: RuleDraft) -> ShownRule:
        """Raises ``InvalidInputError`` for a rule that means nothing or must not be."""
        ...

    async def change_rule(self, principal: Principal, rule_id: str, changes: Mapping[str, Any]) -> ShownRule:
        """``changes`` are fields of a ``RuleDraft``, all but the tool. Raises as ``add_rule``."""
        ...

    async def revoke_rule(self, principal: Principal, rule_id: str) -> None: ...

    async def suggestions(self, principal: Principal) -> tuple[Suggestion, ...]:
        """Rules that the person's own answers suggest, without those that they dismissed."""
        ...

    async def dismiss_suggestion(
        self, principal: Principal, tool: str, constraints: Mapping[str, Any]
    ) -> None:
        """Suggest this rule no more; what nobody suggested may be dismissed too."""
        ...


class Whitelisting(Protocol):
    """The person's whitelists (P6). Open to the owner's own doors alone (G2)."""

    async def entries(self, principal: Principal, part: Slice, kind: ListKind | None) -> Page[ListEntry]: ...

    async def add(self, principal: Principal, kind: ListKind, value: str) -> ListEntry:
        """Raises ``InvalidInputError`` for what is none of its kind, ``ConflictError`` for what is there."""
        ...

    async def remove(self, principal: Principal, entry_id: str) -> None: ...


class Vault(Protocol):
    """The person's notes, by their own hand. Changes go through the gate like any other."""

    async def list(self, principal: Principal, part: Slice, text: str) -> Page[NoteInfo]: ...

    async def search(self, principal: Principal, text: str, limit: int) -> tuple[Hit, ...]: ...

    async def read(self, principal: Principal, path: str) -> LinkedNote: ...

    async def save(
        self, principal: Principal, path: str, text: str, expected: str | None, mine: bool
    ) -> LinkedNote:
        """What is saved by hand over words from outside stays so, unless the person calls it ``mine``."""
        ...

    async def move(self, principal: Principal, path: str, target: str) -> LinkedNote: ...

    async def trash(self, principal: Principal, path: str) -> TrashedNote: ...

    async def trashed(self, principal: Principal, part: Slice) -> Page[TrashedNote]: ...

    async def restore(self, principal: Principal, trash_id: str) -> LinkedNote: ...

    async def trust(self, principal: Principal) -> FolderWords:
        """What was said of the folders so far."""
        ...

    async def change_trust(self, principal: Principal, words: FolderWords) -> FolderWords:
        """Say anew which folders hold the person's own notes; it goes on record (I10)."""
        ...


class Defending(Protocol):
    """The text defences, the second model, and the ways to raise an alarm (I2–I8).

    Anybody may look; to change raises ``ForbiddenError`` for all but admins.
    """

    async def defences(self, principal: Principal) -> DefenceSettings: ...

    async def change_defences(self, principal: Principal, changes: Mapping[str, Any]) -> DefenceSettings: ...

    async def screener(self, principal: Principal) -> ModelInUse:
        """The second model; of kind ``same`` where it is the one that answers."""
        ...

    async def choose_screener(self, principal: Principal, choice: ModelChoice | None) -> ModelInUse:
        """None is the model that answers. Raises ``InvalidInputError`` for one that may not be used."""
        ...

    async def pushover(self, principal: Principal) -> bool:
        """Whether its keys are there."""
        ...

    async def set_pushover(self, principal: Principal, keys: PushoverKeys | None) -> bool: ...


class Metering(Protocol):
    """What was used, and how much may be (S5)."""

    async def usage(self, principal: Principal) -> Usage:
        """The principal's own; for an admin also everybody's."""
        ...

    async def terms(self, principal: Principal) -> BudgetTerms: ...

    async def change(
        self,
        principal: Principal,
        currency: str | None,
        limits: BudgetLimits,
        prices: Mapping[str, Price] | None,
    ) -> BudgetTerms:
        """Set limits for everybody. Raises ``ForbiddenError`` for who is no admin."""
        ...

    async def change_person(self, principal: Principal, user_id: str, limits: BudgetLimits) -> BudgetTerms:
        """Set somebody's own limits; with none of them, everybody's count. Raises ``ForbiddenError``."""
        ...


class Administration(Protocol):
    """The record, the kill switch, settings and models."""

    async def audit(
        self, principal: Principal, wanted: AuditFilter, part: Slice
    ) -> tuple[Page[AuditRecord], Mapping[str, str]]:
        """Records, newest first, and the names of the users in them. Only admins see others' (L3)."""
        ...

    async def verify_audit(self, principal: Principal) -> tuple[int, tuple[Finding, ...]]:
        """How many records there are, and what is wrong with them. Raises ``ForbiddenError``."""
        ...

    async def pause_state(self, principal: Principal) -> Standstill:
        """The switch, and what truly goes on; of runs, one's own, and for an admin all."""
        ...

    async def pause(self, principal: Principal) -> Standstill:
        """Anybody may stop everything."""
        ...

    async def resume(self, principal: Principal) -> Standstill:
        """Only an admin may go on. Raises ``ForbiddenError``."""
        ...

    async def limits(self, principal: Principal) -> tuple[Limits, str]:
        """The limits in force, and the notes folder ("" for those who may not know)."""
        ...

    async def change_limits(self, principal: Principal, changes: Mapping[str, int]) -> tuple[Limits, str]: ...

    async def caution(self, principal: Principal) -> Caution:
        """How often this person wants to be asked."""
        ...

    async def choose_caution(self, principal: Principal, caution: Caution) -> Caution: ...

    async def model(self, principal: Principal) -> ModelInUse: ...

    async def choose_model(self, principal: Principal, choice: ModelChoice) -> ModelInUse: ...

    async def found_models(self, principal: Principal) -> tuple[ModelOption, ...]: ...
