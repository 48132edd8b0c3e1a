"""Keeping runs going: one task for each that has something to do, and all taken up after a restart."""

import asyncio
from dataclasses import replace
from typing import Final

import structlog

from paios.agent.citations import without_marks
from paios.agent.loop import Loop
from paios.agent.prompt import KEPT_HERE, instructions
from paios.domain.conversation import Author, Message
from paios.domain.errors import ConflictError, ForbiddenError, PaiosError
from paios.domain.label import Secrecy
from paios.domain.model import Speaker, Utterance
from paios.domain.pause import Doing
from paios.domain.principal import Adapter, Kind, Principal
from paios.domain.run import EventKind, Run, RunEvent
from paios.ports.accounts import Accounts
from paios.ports.acting import SERVER, acting_for
from paios.ports.api_keys import ApiKeys
from paios.services.limits import LimitSettings
from paios.services.slots import Slots
from paios.services.turn import Turn
from paios.services.witness import Witness
from paios.services.workbench import Workbench

_log = structlog.get_logger(__name__)

HISTORY_LIMIT: Final = 60_000
"""How much of the dialogue before a message its run gets to see, in characters."""

_KEY_IS_OVER: Final = "The API key that asked for this was revoked, or is over."
_EXPIRY_ROUND: Final = 1.0
_RETRY_SECONDS: Final = 5.0
"""After so long a run is taken up again that broke and could not even be ended: the disk was full."""


class Engine:
    """Owns the tasks. It holds nothing that is not stored: killing it loses no run."""

    def __init__(self, bench: Workbench, accounts: Accounts, limits: LimitSettings, keys: ApiKeys) -> None:
        self._bench = bench
        self._keys = keys
        self._accounts = accounts
        self._limits = limits
        self._slots = Slots(limits.concurrent_runs)
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._turns: dict[str, Turn] = {}
        self._knocks: set[str] = set()
        self._queued: set[str] = set()
        self._stops: dict[str, str] = {}
        self._clockwork: asyncio.Task[None] | None = None
        self._holding = False
        self._closing = False

    async def start(self) -> None:
        """Take up every unfinished run, and begin to let unanswered questions expire."""
        if cut_off := await self._bench.budgets.settle_all():
            _log.warning("estimates_stand", reservations=cut_off)
        self._holding = (await self._bench.pause.read()).paused
        self._clockwork = asyncio.create_task(self._expire_forever())
        await self.wake_all()

    async def wake_all(self) -> None:
        """Let every unfinished run look whether it can go on: after a start, and after a pause."""
        with acting_for(SERVER):
            unfinished = await self._bench.runs.unfinished()
        for run in unfinished:
            self.wake(run)

    def wake(self, run: Run) -> None:
        """Let a run go on. One that is going looks again before it rests."""
        if run.id in self._tasks:
            self._knocks.add(run.id)
            return
        self._tasks[run.id] = asyncio.create_task(self._drive(run))

    async def stop(self, run: Run, by: str) -> None:
        """End a run before its next step, and wait for that. A finished one stays as it is."""
        self._stops[run.id] = by
        try:
            if run.id in self._queued:
                self._tasks[run.id].cancel()
            elif run.id in self._turns:
                self._turns[run.id].stop(by)
            while (task := self._tasks.get(run.id)) is not None:
                await asyncio.wait([task])
            # Where nobody drove it, or who did had just come to rest.
            self.wake(run)
            await asyncio.wait([self._tasks[run.id]])
        finally:
            self._stops.pop(run.id, None)

    def hold(self) -> None:
        """After the kill switch was set: cut what can be cut, and tell when the rest has ended (S4)."""
        self._holding = True
        for turn in self._turns.values():
            turn.hold()

    async def release(self) -> None:
        """After a pause: let everything look again."""
        self._holding = False
        await self.wake_all()

    @property
    def busy(self) -> bool:
        """Whether any run is in a step or between two. One that waits for its turn is not."""
        return len(self._tasks) > len(self._queued)

    def doing(self, run_id: str) -> Doing:
        """What a run does at this moment."""
        turn = self._turns.get(run_id)
        return turn.doing if turn is not None else Doing()

    async def limits_changed(self) -> None:
        """Let runs that wait for their turn see the limit of now."""
        await self._slots.look_again()

    async def close(self) -> None:
        """Drop all tasks where they stand; the runs are taken up at the next start."""
        self._closing = True
        tasks = [*self._tasks.values(), *([self._clockwork] if self._clockwork else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _drive(self, run: Run) -> None:
        with acting_for(run.user_id):
            await self._drive_on(run)

    async def _drive_on(self, run: Run) -> None:
        try:
            if run.id in self._stops:
                await self._go_on(run)
                return
            self._queued.add(run.id)
            async with self._slots.one():
                self._queued.discard(run.id)
                await self._go_on(run)
        finally:
            self._queued.discard(run.id)
            self._turns.pop(run.id, None)
            del self._tasks[run.id]
            if self._holding:
                self._bench.signals.publish_all("pause")
            if run.id in self._knocks and not self._closing:
                self._knocks.discard(run.id)
                self.wake(run)

    async def _go_on(self, run: Run) -> None:
        turn = None
        try:
            turn, barred = await self._open(run)
            self._turns[run.id] = turn
            if run.id in self._stops:
                turn.stop(self._stops[run.id])
            elif barred:
                raise ForbiddenError(barred)
            await turn.go()
        except ConflictError:
            _log.warning("run_driven_elsewhere", run_id=run.id)
        except PaiosError as error:
            _log.error("run_broke", run_id=run.id, code=error.code, exc_info=True)
            await self._give_up(run, turn, error)
        except Exception:  # noqa: BLE001 - whatever it was, the person sees that the run ended
            _log.exception("run_broke", run_id=run.id)
            unforeseen = PaiosError("Something in paios itself went wrong. The log says more.")
            await self._give_up(run, turn, unforeseen)

    async def _give_up(self, run: Run, turn: Turn | None, error: PaiosError) -> None:
        """Try to end the run with its error. Where even that cannot be stored, it is taken up again later."""
        try:
            if turn is not None:
                await turn.fail(error.code, error.message)
                return
        except PaiosError:
            _log.error("run_left_unfinished", run_id=run.id, exc_info=True)
        asyncio.get_running_loop().call_later(_RETRY_SECONDS, self._retry, run)

    def _retry(self, run: Run) -> None:
        if not self._closing:
            self.wake(run)

    async def _open(self, run: Run) -> tuple[Turn, str]:
        """A turn that goes on with the run, and why it must not ("" where it may)."""
        events = await self._bench.runs.events(run.id)
        principal, barred = await self._principal(run)
        messages = await self._bench.conversations.messages(run.conversation_id)
        limit = (await self._limits.read()).tool_calls_per_run
        if not events:
            data = {"model": self._bench.model.name, "canary": await self._bench.defences.new_canary()}
            events = (RunEvent(run.id, 1, EventKind.STARTED, data, self._bench.clock.now()),)
            await self._bench.runs.append(events[0])
            self._bench.feed.happened(run.id)
        canary = events[0].data.get("canary")
        system = Utterance(Speaker.SYSTEM, instructions(principal.name, run.created_at.date(), canary))
        loop = Loop((system, *_history(messages, run.message_id)), limit).after(events)
        witness = Witness(self._bench.tools, messages, run.message_id, run.created_at.date())
        for event in events:
            witness.hear(event)
        return Turn(self._bench, run, principal, loop, witness, len(events), canary), barred

    async def _principal(self, run: Run) -> tuple[Principal, str]:
        """For whom the run acts, as they are now, and why they may do so no more ("" where they may)."""
        user = await self._accounts.get(run.user_id)
        if user is None:
            raise PaiosError("The account of this run is gone.")
        who, barred = user.at_the_web_app(), "The account of this run is disabled." if user.disabled else ""
        if run.key_id is None:
            return who, barred
        key = await self._keys.get(user.id, run.key_id)
        if key is None:
            return replace(who, kind=Kind.API_KEY, interactive=False), barred or _KEY_IS_OVER
        over = not key.live_at(self._bench.clock.now())
        return key.speaking_for(user, Adapter.WEB), barred or (_KEY_IS_OVER if over else "")

    async def _expire_forever(self) -> None:
        while True:
            try:
                with acting_for(SERVER):
                    await self._expire()
            except PaiosError:
                _log.error("expiry_failed", exc_info=True)
            await asyncio.sleep(_EXPIRY_ROUND)

    async def _expire(self) -> None:
        for approval in await self._bench.questions.expire():
            self._bench.signals.publish(approval.user_id, "approvals", approval.id)
            run = await self._bench.runs.get(approval.user_id, approval.run_id)
            if run is not None:
                self.wake(run)


def _history(messages: tuple[Message, ...], last_id: str) -> tuple[Utterance, ...]:
    """The dialogue up to the message that a run answers, the oldest left out beyond the limit."""
    kept: list[Utterance] = []
    room = HISTORY_LIMIT
    upto = next((index for index, one in enumerate(messages) if one.id == last_id), len(messages) - 1)
    for message in reversed(messages[: upto + 1]):
        room -= len(message.text)
        if room < 0 and kept:
            break
        person = message.author is Author.PERSON
        speaker, text = Speaker.USER, message.text
        if not person:
            speaker, text = Speaker.ASSISTANT, without_marks(text)
        shut_in = message.label.secrecy is Secrecy.LOCAL_ONLY
        kept.append(Utterance(speaker, text, abroad=Utterance(speaker, KEPT_HERE) if shut_in else None))
    return tuple(reversed(kept))
