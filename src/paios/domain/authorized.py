"""The proof without which nothing acts (invariant 1)."""

from dataclasses import dataclass
from datetime import datetime
from typing import final

from paios.domain.label import OUTSIDE_WORDS, Label
from paios.domain.principal import Principal
from paios.domain.tool import ToolCall


@final
@dataclass(frozen=True, slots=True, eq=False)
class Authorized:
    """A sealed, single-use, expiring proof that exactly this call may happen.

    Only ``guard.gate`` makes one, after the record at ``record_seq`` of the
    audit chain was written. The proof itself opens nothing: the gate that
    minted it keeps a ledger by identity, and honours each proof once. It carries the
    call, so that what runs is what was decided, and ``basis``, the state that
    the person was shown. ``label`` says whose words the call writes: what is
    stored keeps it (I10).
    """

    principal: Principal
    call: ToolCall
    basis: str | None
    record_seq: int
    expires_at: datetime
    label: Label = OUTSIDE_WORDS
