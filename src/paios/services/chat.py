"""Conversations and the runs that answer in them: the capability port ``Inference``."""

from collections.abc import AsyncGenerator, Mapping
from dataclasses import replace
from typing import Any

from anyio import Lock

from paios.domain.approval import Approval
from paios.domain.audit import AuditEntry
from paios.domain.conversation import Author, Conversation, Message
from paios.domain.defence import Note
from paios.domain.errors import ConflictError, NotFoundError, PausedError
from paios.domain.ids import new_id
from paios.domain.label import OWN_WORDS, PROGRAM_WORDS, Integrity, Label
from paios.domain.page import Page, Slice
from paios.domain.principal import Kind, Principal
from paios.domain.run import EventKind, Run, RunState
from paios.domain.run_view import RunView, view
from paios.ports.answers import Dialogue, Happening, ShownResult, ShownRun
from paios.ports.approvals import Approvals
from paios.ports.audit_log import AuditLog
from paios.ports.clock import Clock
from paios.ports.conversations import Conversations
from paios.ports.pause_switch import PauseSwitch
from paios.ports.runs import Runs
from paios.ports.transaction import Transaction
from paios.services.engine import Engine
from paios.services.feed import Feed, Item, Queue, Wake, emptied
from paios.services.signals import Signals

_TITLE_LENGTH = 60


class Chat:
    """What a person can do with conversations."""

    def __init__(
        self,
        *,
        conversations: Conversations,
        runs: Runs,
        approvals: Approvals,
        audit: AuditLog,
        pause: PauseSwitch,
        engine: Engine,
        feed: Feed,
        signals: Signals,
        clock: Clock,
    ) -> None:
        self._conversations = conversations
        self._runs = runs
        self._approvals = approvals
        self._audit = audit
        self._pause = pause
        self._engine = engine
        self._feed = feed
        self._signals = signals
        self._clock = clock
        self._one_at_a_time = Lock()

    async def conversations(self, principal: Principal, part: Slice, text: str) -> Page[Conversation]:
        return await self._conversations.page(principal.user_id, part, text)

    async def begin(self, principal: Principal) -> Conversation:
        now = self._clock.now()
        conversation = Conversation(new_id(), principal.user_id, "", now, now)
        await self._conversations.add(conversation)
        self._signals.publish(principal.user_id, "conversations", conversation.id)
        return conversation

    async def dialogue(self, principal: Principal, conversation_id: str) -> Dialogue:
        conversation = await self._owned(principal, conversation_id)
        messages = await self._conversations.messages(conversation.id)
        asked = {message.id for message in messages}
        runs = [run for run in await self._runs.of_conversation(conversation.id) if run.message_id in asked]
        shown = [await self._shown(run) for run in runs]
        return Dialogue(conversation, messages, tuple(shown))

    async def rename(self, principal: Principal, conversation_id: str, title: str) -> Conversation:
        return await self._save(
            principal, replace(await self._owned(principal, conversation_id), title=title)
        )

    async def delete(self, principal: Principal, conversation_id: str) -> None:
        async with self._one_at_a_time:
            conversation = await self._owned(principal, conversation_id)
            await self._save(principal, replace(conversation, deleted_at=self._clock.now()))
        for run in await self._runs.of_conversation(conversation.id):
            if not run.state.final:
                await self._engine.stop(run, principal.name)

    async def restore(self, principal: Principal, conversation_id: str) -> Conversation:
        conversation = await self._owned(principal, conversation_id, deleted=True)
        return await self._save(principal, replace(conversation, deleted_at=None))

    async def say(
        self, principal: Principal, conversation_id: str, text: str, replaces: str | None
    ) -> tuple[Message, ShownRun]:
        async with self._one_at_a_time:
            message, run = await self._said(principal, conversation_id, text, replaces)
        self._engine.wake(run)
        return message, await self._shown(run)

    async def _said(
        self, principal: Principal, conversation_id: str, text: str, replaces: str | None
    ) -> tuple[Message, Run]:
        """A message and its run, stored. Between the checks and that, nothing else may be said or deleted."""
        conversation = await self._owned(principal, conversation_id)
        if (await self._pause.read()).paused:
            raise PausedError("Everything is paused. Resume to go on; your message was not sent.")
        if any(not run.state.final for run in await self._runs.of_conversation(conversation.id)):
            raise ConflictError("An answer is still being worked on here. Wait for it, or stop it.")
        await self._check_replaced(conversation, replaces)
        now, run_id = self._clock.now(), new_id()
        message = Message(new_id(), conversation.id, Author.PERSON, text, now, _label(principal), run_id)
        run = Run(
            run_id, principal.user_id, conversation.id, message.id, RunState.QUEUED, now, principal.key_id
        )

        async def together(tx: Transaction) -> None:
            if replaces is not None:
                await self._conversations.supersede_from(replaces, tx)
            await self._conversations.add_message(message, tx)
            await self._runs.add(run, tx)

        data = {"run_id": run.id, "conversation_id": conversation.id, "message_id": message.id}
        if run.key_id is not None:
            data["key_id"] = run.key_id
        await self._audit.append(AuditEntry("run.requested", principal.user_id, data), together)
        if not conversation.title:
            await self._save(principal, replace(conversation, title=_title(text), updated_at=now))
        return message, run

    async def run(self, principal: Principal, run_id: str) -> ShownRun:
        return await self._shown(await self._owned_run(principal, run_id))

    async def follow(self, principal: Principal, run_id: str, after: int) -> AsyncGenerator[Happening, None]:
        run = await self._owned_run(principal, run_id)
        return self._follow(run, after)

    async def step_result(self, principal: Principal, run_id: str, step_id: str) -> ShownResult:
        run = await self._owned_run(principal, run_id)
        for event in await self._runs.events(run.id):
            if event.kind is EventKind.CALL_FINISHED and event.data["call_id"] == step_id:
                return _brought(event.data)
        raise NotFoundError("This step has no result.")

    async def stop(self, principal: Principal, run_id: str) -> ShownRun:
        run = await self._owned_run(principal, run_id)
        if not run.state.final:
            await self._engine.stop(run, principal.name)
        return await self._shown(await self._owned_run(principal, run_id))

    async def _follow(self, run: Run, after: int) -> AsyncGenerator[Happening, None]:
        seen = view(run, await self._runs.events(run.id))
        with self._feed.follow(run.id) as queue:
            told = view(run, [event for event in await self._runs.events(run.id) if event.seq <= after])
            if after > seen.seq or after == 0:
                told = RunView(run)
                yield Happening("run", run=await self._filled(told))
            item: Item = Wake.HAPPENED
            while True:
                if isinstance(item, str):
                    yield Happening("text", text=item)
                else:
                    async for happening in self._catch_up(told, queue):
                        told = happening.run.view if happening.run else told
                        yield happening
                if told.state.final:
                    return
                item = await queue.get()

    async def _catch_up(self, told: RunView, queue: Queue) -> AsyncGenerator[Happening, None]:
        """The run after each thing that was stored since; then the answer as far as it is written.

        The pieces that came meanwhile are part of that answer, so they leave the queue.
        """
        happened = True
        while happened:
            for event in await self._runs.events(told.run.id, told.seq):
                told = told.after(event)
                yield Happening("run", run=await self._filled(told))
            happened = emptied(queue)
        if not told.state.final and (text := self._feed.text(told.run.id)):
            yield Happening("snapshot", text=text)

    async def _shown(self, run: Run) -> ShownRun:
        return await self._filled(view(run, await self._runs.events(run.id)))

    async def _filled(self, seen: RunView) -> ShownRun:
        approvals: dict[str, Approval] = {}
        for step in seen.steps:
            if step.approval_id is not None:
                approval = await self._approvals.get(seen.run.user_id, step.approval_id)
                if approval is not None:
                    approvals[approval.id] = approval
        answer = await self._conversations.message(seen.answer_id) if seen.answer_id else None
        return ShownRun(seen, approvals, answer)

    async def _check_replaced(self, conversation: Conversation, replaces: str | None) -> None:
        if replaces is None:
            return
        messages = await self._conversations.messages(conversation.id)
        if not any(one.id == replaces and one.author is Author.PERSON for one in messages):
            raise NotFoundError("There is no such message of yours in this conversation.")

    async def _owned(
        self, principal: Principal, conversation_id: str, *, deleted: bool = False
    ) -> Conversation:
        conversation = await self._conversations.get(principal.user_id, conversation_id)
        if conversation is None or (conversation.deleted_at is not None and not deleted):
            raise NotFoundError("There is no such conversation.")
        return conversation

    async def _owned_run(self, principal: Principal, run_id: str) -> Run:
        run = await self._runs.get(principal.user_id, run_id)
        if run is None:
            raise NotFoundError("There is no such run.")
        return run

    async def _save(self, principal: Principal, conversation: Conversation) -> Conversation:
        await self._conversations.save(conversation)
        self._signals.publish(principal.user_id, "conversations", conversation.id)
        return conversation


def _label(principal: Principal) -> Label:
    """Whose words they are: a person's own, or those of a program that speaks for them."""
    return OWN_WORDS if principal.kind is Kind.USER else PROGRAM_WORDS


def _brought(data: Mapping[str, Any]) -> ShownResult:
    withheld: str = data.get("withheld", "")
    texts = (withheld, data["text"], *(item["text"] for item in data["passages"]))
    return ShownResult(
        text="\n\n".join(filter(None, texts)),
        external=data["integrity"] == Integrity.EXTERNAL,
        withheld=bool(withheld),
        notes=tuple(map(Note.of, data.get("notes", ()))),
    )


def _title(text: str) -> str:
    """A first title: the start of the first message, cut at a word."""
    line = " ".join(text.split())
    if len(line) <= _TITLE_LENGTH:
        return line
    return line[:_TITLE_LENGTH].rsplit(" ", 1)[0] + " …"
