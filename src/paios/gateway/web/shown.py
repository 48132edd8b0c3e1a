"""How the domain looks in JSON: one pure function a schema of the contract."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from paios.domain.approval import Approval
from paios.domain.audit import AuditRecord, stamp
from paios.domain.caution import Caution
from paios.domain.conversation import Citation, Conversation, Message
from paios.domain.defence import DefenceSettings
from paios.domain.label import Label
from paios.domain.model import ModelOption
from paios.domain.note import Hit, NoteInfo, TrashedNote, title_of
from paios.domain.note_label import FolderWords
from paios.domain.page import Slice
from paios.domain.pause import Activity, Standstill
from paios.domain.run_view import StepView
from paios.domain.settings import Limits, ModelInUse
from paios.domain.whitelist import ListEntry
from paios.gateway.web.exchange import ValidatedRequest
from paios.ports.answers import Dialogue, LinkedNote, ShownResult, ShownRule, ShownRun, SignedIn, Suggestion

Json = dict[str, Any]


def part_of(request: ValidatedRequest) -> Slice:
    return Slice(request.query["limit"], request.query["offset"])


def _time(at: datetime | None) -> str | None:
    return stamp(at) if at is not None else None


def session(signed_in: SignedIn) -> Json:
    user = signed_in.user
    return {
        "user": {"id": user.id, "name": user.name, "role": user.role.value},
        "csrf": signed_in.csrf,
        "expires_at": stamp(signed_in.session.expires_at),
    }


def conversation(one: Conversation) -> Json:
    return {
        "id": one.id,
        "title": one.title,
        "created_at": stamp(one.created_at),
        "updated_at": stamp(one.updated_at),
    }


def dialogue(one: Dialogue) -> Json:
    return {
        "conversation": conversation(one.conversation),
        "messages": [message(each) for each in one.messages],
        "runs": [run(each) for each in one.runs],
    }


def message(one: Message) -> Json:
    return {
        "id": one.id,
        "author": one.author.value,
        "text": one.text,
        "created_at": stamp(one.created_at),
        "run_id": one.run_id,
        "external": one.label.tainted,
        "citations": [_citation(each) for each in one.citations],
    }


def _citation(one: Citation) -> Json:
    return {
        "number": one.number,
        "path": one.path,
        "title": one.title,
        "first_line": one.first_line,
        "last_line": one.last_line,
        "quote": one.quote,
        "external": one.external,
    }


def run(one: ShownRun) -> Json:
    view = one.view
    return {
        "id": view.run.id,
        "conversation_id": view.run.conversation_id,
        "message_id": view.run.message_id,
        "state": view.state.value,
        "seq": view.seq,
        "created_at": stamp(view.run.created_at),
        "model": view.model,
        "steps": [_step(each, one) for each in view.steps],
        "answer": message(one.answer) if one.answer else None,
        "error": {"code": view.error[0], "message": view.error[1]} if view.error else None,
    }


def _step(one: StepView, whole: ShownRun) -> Json:
    asked = whole.approvals.get(one.approval_id) if one.approval_id else None
    return {
        "id": one.id,
        "tool": one.tool,
        "effect": one.effect,
        "arguments": dict(one.arguments),
        "state": one.state.value,
        "reasons": [each.data() for each in one.reasons],
        "origins": [each.data() for each in one.origins],
        "summary": one.summary,
        "notes": [each.json() for each in one.notes],
        "approval": approval(asked) if asked else None,
    }


def step_result(step_id: str, one: ShownResult) -> Json:
    return {
        "id": step_id,
        "text": one.text,
        "external": one.external,
        "withheld": one.withheld,
        "notes": [each.json() for each in one.notes],
    }


def approval(one: Approval) -> Json:
    return {
        "id": one.id,
        "conversation_id": one.conversation_id,
        "run_id": one.run_id,
        "state": one.state.value,
        "tool": one.call.tool,
        "arguments": dict(one.call.arguments),
        "sentence": one.preview.sentence,
        "covers": one.preview.covers,
        "diff": one.preview.diff,
        "details": [{"name": name, "value": value} for name, value in one.preview.details],
        "reasons": [each.data() for each in one.reasons],
        "origins": [each.data() for each in one.origins],
        "no_always": one.no_always,
        "fingerprint": one.fingerprint,
        "created_at": stamp(one.created_at),
        "expires_at": stamp(one.expires_at),
        "answered_at": _time(one.answered_at),
        "remember": one.remember.value if one.remember else None,
        "edited": one.edited,
        "answered_by": one.answered_by,
        "confirmation": one.confirmation.value,
        "confirmed_by": one.confirmed_by.value if one.confirmed_by else None,
    }


def rule(one: ShownRule) -> Json:
    its = one.rule
    return {
        "id": its.id,
        "verdict": its.verdict.value,
        "tool": its.tool,
        "constraints": dict(its.constraints or {}),
        "context": {
            "adapters": sorted(its.context.adapters),
            "interactive": its.context.interactive,
            "remote": its.context.remote,
        },
        "untainted": its.untainted,
        "conversation_id": its.lifetime.conversation_id,
        "run_id": its.lifetime.run_id,
        "until": _time(its.lifetime.until),
        "uses_left": its.lifetime.uses_left,
        "created_at": stamp(its.created_at),
        "use_count": its.use_count,
        "last_used_at": _time(its.last_used_at),
        "text": one.text,
        "readable": one.readable,
        "alive": one.alive,
    }


def suggestion(one: Suggestion) -> Json:
    return {"tool": one.tool, "constraints": dict(one.constraints), "text": one.text, "times": one.times}


def list_entry(one: ListEntry) -> Json:
    return {"id": one.id, "kind": one.kind.value, "value": one.value, "created_at": stamp(one.created_at)}


def note_info(one: NoteInfo) -> Json:
    return {
        "path": one.path,
        "title": title_of(one.path),
        "size": one.size,
        "modified_at": stamp(one.modified_at),
        **_label(one.label),
    }


def note(one: LinkedNote) -> Json:
    return {
        "path": one.note.path,
        "title": one.note.title,
        "text": one.note.text,
        "revision": one.note.revision,
        "modified_at": stamp(one.note.modified_at),
        "backlinks": list(one.backlinks),
        **_label(one.note.label),
    }


def note_trust(words: FolderWords) -> Json:
    items = [{"folder": folder, "mine": mine} for folder, mine in sorted(words.mine.items())]
    return {"items": items, "asked": words.asked}


def _label(label: Label) -> Json:
    return {"external": label.tainted, "secrecy": label.secrecy.name.lower().replace("_", "-")}


def trashed(one: TrashedNote) -> Json:
    return {"id": one.id, "path": one.path, "deleted_at": stamp(one.deleted_at)}


def hit(one: Hit) -> Json:
    return {
        "path": one.path,
        "title": one.title,
        "heading": one.heading,
        "first_line": one.first_line,
        "last_line": one.last_line,
        "text": one.text,
        **_label(one.label),
    }


def audit_record(one: AuditRecord, name: str | None) -> Json:
    return {
        "seq": one.seq,
        "at": stamp(one.at),
        "kind": one.kind,
        "user_id": one.user_id,
        "user_name": name,
        "data": dict(one.data),
        "hash": one.hash,
    }


def pause(one: Standstill) -> Json:
    return {
        "paused": one.pause.paused,
        "since": _time(one.pause.since),
        "by": one.pause.by,
        "running": [_activity(each) for each in one.running],
        "nothing_runs": one.nothing_runs,
    }


def _activity(one: Activity) -> Json:
    return {
        "run_id": one.run_id,
        "conversation_id": one.conversation_id,
        "what": one.doing.what.value,
        "tool": one.doing.tool,
        "since": _time(one.doing.since),
    }


def settings(limits: Limits, notes_folder: str) -> Json:
    return {
        "tool_calls_per_run": limits.tool_calls_per_run,
        "concurrent_runs": limits.concurrent_runs,
        "approval_minutes": limits.approval_minutes,
        "notes_folder": notes_folder,
    }


def caution(one: Caution) -> Json:
    return {"mode": one.mode.value, "strict": one.strict}


def model(one: ModelInUse) -> Json:
    return {
        "kind": one.kind,
        "display": one.display,
        "url": one.url,
        "model": one.model,
        "has_key": one.has_key,
    }


def defences(one: DefenceSettings) -> Json:
    return asdict(one) | {"screening": one.screening.value, "validation": one.validation.value}


def model_option(one: ModelOption) -> Json:
    return {"kind": one.kind, "name": one.name, "url": one.url, "note": one.note}
