"""Owns: what a bank tells of earlier payments, for tests of what they license."""

from typing import Any

from tests.support.readings import BY_SYSTEM

from paios.domain.label import OUTSIDE_WORDS
from paios.domain.tool import ResultField, Sink
from paios.guard.provenance.evidence import Reading

FIELDS = (
    ResultField("[].id", BY_SYSTEM, Sink.ID, "payment"),
    ResultField("[].sender", OUTSIDE_WORDS, Sink.ACCOUNT),
    ResultField("[].recipient", BY_SYSTEM, Sink.ACCOUNT),
    ResultField("[].amount", OUTSIDE_WORDS, Sink.AMOUNT),
    ResultField("[].subject", OUTSIDE_WORDS, names=True),
)


def came(number: int, sender: str, amount: float, subject: str = "Dinner") -> dict[str, Any]:
    return {"id": number, "sender": sender, "recipient": "me", "amount": amount, "subject": subject}


def went(number: int, recipient: str, amount: float, subject: str) -> dict[str, Any]:
    return {"id": number, "sender": "me", "recipient": recipient, "amount": amount, "subject": subject}


def history(*payments: dict[str, Any], fields: tuple[ResultField, ...] = FIELDS) -> Reading:
    return Reading("c1", "your payments", "", OUTSIDE_WORDS, list(payments), fields)
