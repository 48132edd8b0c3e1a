"""Rules and grants in plain sentences: one place, for the page, the terminal, cards and reasons.

What a person reads here must be the whole of what they agree to, so nothing is
left out or shortened, and no value can pass for the words around it.
"""

import json
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from paios.domain.decision import Verdict
from paios.domain.principal import Adapter
from paios.domain.rule import Context, Lifetime, Rule
from paios.domain.tool import ToolSpec

_VERDICTS: Final = {Verdict.ALLOW: "Allow", Verdict.ASK: "Ask before", Verdict.DENY: "Deny"}
_DOORS: Final = {
    Adapter.LOCAL_SYSTEM: "this machine's own apps",
    Adapter.SECURE_NETWORK: "your other devices",
    Adapter.MCP_SERVER: "MCP",
    Adapter.OLLAMA: "the Ollama door",
    Adapter.OPENAI: "the OpenAI door",
    Adapter.WEB: "the web page",
}
_UNSEEN: Final = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})
_UNDERSTOOD: Final = frozenset({"type", "properties", "required", "title", "description"})


def rule_text(rule: Rule, spec: ToolSpec | None, *, readable: bool = True) -> str:
    """The whole rule as one sentence: "Deny: write a note, path “Diary.md”, any mode, any content."."""
    if not readable or rule.constraints is None:
        what = "allows nothing" if rule.verdict is Verdict.ALLOW else "holds for every call"
        parts = [tool_words(rule.tool, spec), f"but it cannot be read, so it {what}"]
    else:
        parts = [tool_words(rule.tool, spec), *argument_words(rule.constraints, spec)]
    parts += [*_context(rule.context), *(("only before anything from outside was read",) * rule.untainted)]
    parts += [*_lifetime(rule.lifetime), *(("which is over",) * rule.ended)]
    return f"{_VERDICTS[rule.verdict]}: {', '.join(parts)}."


def grant_text(tool: str, constraints: Mapping[str, Any], spec: ToolSpec | None, uses: int) -> str:
    """One line of a card that asks for task grants."""
    words = ", ".join([tool_words(tool, spec), *argument_words(constraints, spec)])
    return f"{words[:1].upper()}{words[1:]} (at most {_count(uses, 'time')})"


def tool_words(name: str, spec: ToolSpec | None) -> str:
    """What a call of the tool does: its own phrase, or its name in words."""
    return (spec.phrase if spec else "") or name.replace("__", ": ").replace("_", " ").replace("-", " ")


def argument_words(constraints: Mapping[str, Any], spec: ToolSpec | None) -> Iterator[str]:
    """What is said of each argument, in the tool's order, and then of all of them."""
    said, known = constraints.get("properties", {}), _properties(spec)
    closed = constraints.get("additionalProperties") is False
    for name in [*known, *(name for name in said if name not in known)]:
        yield _argument(name.replace("_", " "), said.get(name, not closed))
    if spec is None and not said:
        yield "whatever its arguments"
    demanded = {*constraints.get("required", ()), *(spec.parameters.get("required", ()) if spec else ())}
    if optional := [name for name, what in said.items() if what is not False and name not in demanded]:
        yield f"or without {_either(name.replace('_', ' ') for name in optional)}"
    rest = {word: what for word, what in constraints.items() if word not in _UNDERSTOOD}
    if rest.pop("additionalProperties", None) is False and spec is None:
        yield "no other arguments"
    if rest:
        yield f"fitting {_json(rest)}"


def quoted(value: Any) -> str:
    """A value in quotation marks, with whatever would hide or imitate something spelled out."""
    if not isinstance(value, str):
        return _json(value)
    inside = _json(value)[1:-1].replace("“", "\\u201c").replace("”", "\\u201d")
    return f"“{inside}”"


def _argument(name: str, said: Any) -> str:
    if said is True or said == {}:
        return f"any {name}"
    if said is False:
        return f"no {name}"
    match {word: what for word, what in said.items() if word not in _UNDERSTOOD - {"properties", "required"}}:
        case {"const": value, **rest} if not rest:
            return f"{name} {quoted(value)}"
        case {"enum": values, **rest} if not rest:
            return f"{name} {_either(map(quoted, values))}"
        case {"maximum": most, **rest} if not rest:
            return f"{name} at most {quoted(most)}"
        case {"items": {"const": value}, **rest} if not rest:
            return f"{name} only {quoted(value)}"
        case {"items": {"enum": values}, **rest} if not rest:
            return f"{name} only {_either(map(quoted, values))}"
    return f"{name} fitting {_json(said)}"


def _properties(spec: ToolSpec | None) -> list[str]:
    return [*spec.parameters.get("properties", ())] if spec else []


def _context(context: Context) -> Iterator[str]:
    if context.adapters:
        yield f"asked for through {_either(sorted(map(_DOORS.__getitem__, context.adapters)))}"
    if context.interactive is not None:
        yield "while you are there" if context.interactive else "while nobody is there"
    if context.remote is not None:
        yield "from another machine" if context.remote else "from this machine"


def _lifetime(lifetime: Lifetime) -> Iterator[str]:
    if lifetime.run_id is not None:
        yield "for one answer"
    if lifetime.conversation_id is not None:
        yield "in one conversation"
    if lifetime.until is not None:
        yield f"until {lifetime.until:%Y-%m-%d %H:%M} UTC"
    if lifetime.uses_left is not None:
        yield f"{_count(lifetime.uses_left, 'use')} left"


def _either(words: Iterable[str]) -> str:
    given = list(words)
    return " or ".join([", ".join(given[:-1]), given[-1]] if len(given) > 1 else given)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _json(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    if text.isascii() and text.isprintable():
        return text
    return "".join(f"\\u{ord(each):04x}" if unicodedata.category(each) in _UNSEEN else each for each in text)
