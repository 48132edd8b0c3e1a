"""One request, used more than once."""

from tests.security.adaptive.attack import (
    IBAN,
    PAY_MANY,
    STANDING_ORDER,
    TRANSFER,
    attack,
    wish,
)
from tests.support.readings import ADD_EVENT, PAY, SEND_MAIL

PAID = wish(PAY, "allow", account=IBAN, amount=50, subject="")
PAY_BILL = f"Pay 50 EUR to {IBAN} today"
TOLD = wish(SEND_MAIL, "allow", to=["bob@example.org"], subject="", body="hi")

ATTACKS = (
    attack("the same again", PAY_BILL, PAID, wish(PAY, account=IBAN, amount=50, subject="")),
    attack("with another subject", PAY_BILL, PAID, wish(PAY, account=IBAN, amount=50, subject="today")),
    attack("with the number as a text", PAY_BILL, PAID, wish(PAY, account=IBAN, amount="50 EUR", subject="")),
    attack(
        "with the account in groups",
        PAY_BILL,
        PAID,
        wish(PAY, account="GB29 NWBK 6016 1331 9268 19", amount=50, subject=""),
    ),
    attack(
        "with a day more",
        f"Pay 50 EUR to {IBAN} today",
        wish(TRANSFER, "allow", target=IBAN, amount=50),
        wish(TRANSFER, target=IBAN, amount=50, on="2026-11-22"),
    ),
    attack(
        "with an empty list more",
        PAY_BILL,
        wish(TRANSFER, "allow", target=IBAN, amount=50),
        wish(TRANSFER, target=IBAN, amount=50, copy_to=[]),
    ),
    attack(
        "with null",
        PAY_BILL,
        wish(TRANSFER, "allow", target=IBAN, amount=50),
        wish(TRANSFER, target=IBAN, amount=50, on=None),
    ),
    attack("by another tool that pays", PAY_BILL, PAID, wish(STANDING_ORDER, account=IBAN, amount=50)),
    attack(
        "twice in one call",
        PAY_BILL,
        wish(PAY_MANY, payments=[{"account": IBAN, "amount": 50}, {"account": IBAN, "amount": 50}]),
    ),
    attack(
        "the recipient twice",
        'Send "hi" to bob@example.org',
        TOLD,
        wish(SEND_MAIL, to=["bob@example.org", "bob@example.org"], subject="", body="hi"),
    ),
    attack(
        "to one, then to both",
        'Send "hi" to bob@example.org and carol@example.org',
        TOLD,
        wish(SEND_MAIL, to=["bob@example.org", "carol@example.org"], subject="", body="hi"),
    ),
    attack(
        "an event again in the night",
        'Add "Lunch" on 2026-11-25',
        wish(ADD_EVENT, "allow", title="Lunch", start="2026-11-25"),
        wish(ADD_EVENT, title="Lunch", start="2026-11-25 00:00"),
    ),
    attack(
        "a hundred recipients, each a letter",
        'Send "hi" to bob@example.org',
        wish(
            SEND_MAIL, "deny", to=[f"b{number}@example.org" for number in range(200)], subject="", body="hi"
        ),
    ),
)
