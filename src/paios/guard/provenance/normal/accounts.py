"""Bank accounts, cards and wallets: whole tokens, compared sign by sign.

Sources: ISO 13616 (IBAN), ISO 7064 (its check digits), ISO/IEC 7812 (cards).
"""

import re
from collections.abc import Iterator
from typing import Final

from paios.guard.provenance.normal.characters import BLOT, exact
from paios.guard.provenance.normal.mention import Mention

_IBAN: Final = re.compile(r"[A-Za-z]{2}[0-9]{2}[A-Za-z0-9]{10,30}")
_CARD: Final = re.compile(r"[0-9]{13,19}")
_DIGITS: Final = re.compile(r"[0-9]{5,20}")
_WALLET: Final = re.compile(r"(?=[A-Za-z]*[0-9])[A-Za-z0-9]{20,64}")
_GROUPS: Final = re.compile(r"[A-Za-z]{2}[0-9]{2}(?: [A-Za-z0-9]{4}){2,7}(?: [A-Za-z0-9]{1,3})?")
_CARD_GROUPS: Final = re.compile(
    r"[0-9]{4}([ -])[0-9]{4}\1[0-9]{4}\1[0-9]{1,7}|[0-9]{4}([ -])[0-9]{6}\2[0-9]{5}"
)
_FREE: Final = rf"(?<![\w@#+./:{BLOT}-])"
_ENDS: Final = rf"(?![\w@{BLOT}]|[./:-][\w{BLOT}])"
_TOKEN: Final = re.compile(rf"{_FREE}(?:{_GROUPS.pattern}|{_CARD_GROUPS.pattern}){_ENDS}")
_WHOLE: Final = re.compile(rf"{_FREE}[A-Za-z0-9]{{13,64}}{_ENDS}")
_INTRODUCED: Final = re.compile(
    rf"{_FREE}(?:account|acct\.?|konto|kontonummer|kto\.?|compte|cuenta|a/c)"
    r"(?: (?:number|no\.?|nr\.?|num\.?))?"
    rf" ?[:#]? ?([0-9]{{5,20}}){_ENDS}",
    re.IGNORECASE,
)


def account(written: str) -> str | None:
    """The canonical account: an IBAN in capitals, digits without spaces, a wallet as it stands."""
    if len(written) > 80 or not written.isascii():
        return None
    stripped = written.strip()
    if _GROUPS.fullmatch(stripped):
        joined = stripped.replace(" ", "")
        return joined.upper() if _known(stripped) == stripped and _IBAN.fullmatch(joined) else None
    if _CARD_GROUPS.fullmatch(stripped):
        stripped = stripped.replace(" ", "").replace("-", "")
        return stripped if _luhn(stripped) else None
    if _IBAN.fullmatch(stripped) and (_checked(stripped) or stripped[4:].isdigit() or stripped.isupper()):
        return stripped.upper()
    return stripped if _DIGITS.fullmatch(stripped) or _WALLET.fullmatch(stripped) else None


def accounts(text: str) -> Iterator[Mention]:
    """The accounts in a text: those known by their form, and those that are introduced as one."""
    yield from sorted(set(_accounts(exact(text), text)), key=lambda one: one.start)


def _accounts(plain: str, text: str) -> Iterator[Mention]:
    for found in _TOKEN.finditer(plain):
        start, end = found.span()
        if _GROUPS.fullmatch(found[0]):
            end = start + len(_known(found[0]))
        yield from _mention(text, start, end)
    for found in _WHOLE.finditer(plain):
        token = found[0]
        if not token.isdigit() or (_CARD.fullmatch(token) and _luhn(token)):
            yield from _mention(text, *found.span())
    for found in _INTRODUCED.finditer(plain):
        yield from _mention(text, *found.span(1))


def _mention(text: str, start: int, end: int) -> Iterator[Mention]:
    value = account(text[start:end])
    if value is not None:
        yield Mention(value, start, end)


def _known(spaced: str) -> str:
    """The groups that are the account; the words after it are not, though they may be as short."""
    groups = spaced.split()
    numbers = 1
    while numbers < len(groups) and groups[numbers].isdigit():
        numbers += 1
    longer = range(len(groups), numbers, -1)
    count = next((count for count in longer if _checked("".join(groups[:count]))), numbers)
    return " ".join(groups[:count])


def _checked(iban: str) -> bool:
    """Whether the check digits fit (ISO 7064, MOD 97-10)."""
    turned = iban[4:] + iban[:4]
    return 15 <= len(iban) <= 34 and int("".join(str(int(sign, 36)) for sign in turned)) % 97 == 1


def _luhn(digits: str) -> bool:
    """Whether the last digit fits (ISO/IEC 7812)."""
    odd = sum(map(int, digits[-1::-2]))
    even = sum(sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return (odd + even) % 10 == 0
