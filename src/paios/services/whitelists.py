"""The person's whitelists (P6): the capability port ``Whitelisting``.

Nothing that an agent can call leads here: no tool is handed this desk or its store.
"""

from collections.abc import Callable
from typing import Final

from paios.domain.audit import AuditEntry
from paios.domain.errors import InvalidInputError
from paios.domain.ids import new_id
from paios.domain.names import check_vault_path
from paios.domain.page import Page, Slice
from paios.domain.principal import Principal
from paios.domain.whitelist import ListEntry, ListKind
from paios.guard.provenance.normal.accounts import account
from paios.guard.provenance.normal.hosts import domain
from paios.guard.provenance.normal.recipients import mail, phone
from paios.ports.audit_log import AuditLog
from paios.ports.clock import Clock
from paios.ports.transaction import Transaction
from paios.ports.whitelists import Whitelists
from paios.services.signals import Signals

_IBAN_COUNTRIES: Final = (
    " AD AE AL AT AZ BA BE BG BH BI BR BY CH CR CY CZ DE DJ DK DO EE EG ES FI FK FO FR GB GE GI GL GR GT"
    " HN HR HU IE IL IQ IS IT JO KW KZ LB LC LI LT LU LV LY MC MD ME MK MN MR MT MU NI NL NO OM PK PL PS"
    " PT QA RO RS RU SA SC SD SE SI SK SM SO ST SV TL TN TR UA VA VG XK YE "
)


class WhitelistDesk:
    """What a person can do with their lists. Each change is recorded in the same commit."""

    def __init__(self, *, lists: Whitelists, audit: AuditLog, signals: Signals, clock: Clock) -> None:
        self._lists = lists
        self._audit = audit
        self._signals = signals
        self._clock = clock

    async def entries(self, principal: Principal, part: Slice, kind: ListKind | None) -> Page[ListEntry]:
        return await self._lists.page(principal.user_id, part, kind)

    async def add(self, principal: Principal, kind: ListKind, value: str) -> ListEntry:
        entry = ListEntry(new_id(), principal.user_id, kind, canonical(kind, value), self._clock.now())
        data = {"entry_id": entry.id, "kind": kind, "value": entry.value}
        recorded = AuditEntry("whitelist.added", principal.user_id, data)
        await self._audit.append(recorded, lambda tx: self._lists.add(entry, tx))
        self._signals.publish(principal.user_id, "settings")
        return entry

    async def remove(self, principal: Principal, entry_id: str) -> None:
        async def together(tx: Transaction) -> None:
            await self._lists.remove(principal.user_id, entry_id, tx)

        recorded = AuditEntry("whitelist.removed", principal.user_id, {"entry_id": entry_id})
        await self._audit.append(recorded, together)
        self._signals.publish(principal.user_id, "settings")


def canonical(kind: ListKind, value: str) -> str:
    """The one form of a value. Raises ``InvalidInputError`` for what is none of its kind."""
    read, what = _KINDS[kind]
    form = read(value.strip())
    if form is None:
        raise InvalidInputError(f"This is not {what}.")
    return form


def _recipient(value: str) -> str | None:
    return mail(value) if "@" in value else phone(value)


def _account(value: str) -> str | None:
    """An account; where its country has IBANs, one whose check digits fit (ISO 13616, ISO 7064)."""
    form = account(value)
    if form is None or f" {form[:2]} " not in _IBAN_COUNTRIES or not form[2:4].isdigit():
        return form
    turned = form[4:] + form[:4]
    return form if int("".join(str(int(sign, 36)) for sign in turned)) % 97 == 1 else None


def _folder(value: str) -> str | None:
    """A folder of the vault, or from the root of the machine. Raises ``InvalidInputError``."""
    root = "/" if value.startswith("/") else ""
    path = value.removeprefix("/").removesuffix("/")
    check_vault_path(path)
    return root + path


_KINDS: Final[dict[ListKind, tuple[Callable[[str], str | None], str]]] = {
    ListKind.RECIPIENT: (_recipient, "an e-mail address or a phone number"),
    ListKind.DOMAIN: (domain, "the name of a host, such as example.org"),
    ListKind.FOLDER: (_folder, "a folder"),
    ListKind.ACCOUNT: (_account, "an account number, or it is mistyped"),
    ListKind.BROWSER_DOMAIN: (domain, "the name of a host, such as example.org"),
}
