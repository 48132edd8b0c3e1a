"""Money goes to the account that was said, sign by sign (P10)."""

import pytest

from paios.domain.tool import Sink
from paios.guard.provenance.normal import canonical, mentions

pytestmark = pytest.mark.requirement("P10")

IBAN = "DE89370400440532013000"


def said(text: str) -> set[str]:
    return {one.value for one in mentions(text, Sink.ACCOUNT)}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (IBAN, "Pay to DE89 3704 0044 0532 0130 00 to Bob"),
        (IBAN, "Pay to DE89370400440532013000."),
        (IBAN.lower(), "Pay to DE89 3704 0044 0532 0130 00"),
        ("DE89 3704 0044 0532 0130 00", "iban: de89370400440532013000"),
        ("UK12345678901234567890", "Send it to UK12345678901234567890"),
        ("UK12345678901234567890", "Send it to UK12 3456 7890 1234 5678 90 please"),
        ("UK12345678901234", "Send it to UK12 3456 7890 1234 for rent"),
        ("CZ6508000000192000145399", "Pay to CZ65 0800 0000 1920 0014 5399 for rent"),
        ("RO49AAAA1B31007593840000", "Pay to RO49 AAAA 1B31 0075 9384 0000 for rent"),
        ("4111111111111111", "Charge 4111 1111 1111 1111"),
        ("4111-1111-1111-1111", "Charge 4111111111111111"),
        ("378282246310005", "Charge 3782 822463 10005"),
        ("4222222222222", "Charge 4222222222222"),
        ("6304000000000000018", "Charge 6304000000000000018"),
        ("12345678", "Pay into account number 12345678"),
        ("12345678", "Konto: 12345678"),
        ("bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq", "to bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq"),
    ],
)
def test_an_account_is_found_however_it_is_grouped(value: str, text: str) -> None:
    assert canonical(value, Sink.ACCOUNT) in said(text)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (IBAN, "Pay to DE89370400440532013001"),
        (IBAN, "Pay to DE893704004405320130000"),
        (IBAN, "Pay to XDE89370400440532013000"),
        (IBAN, "Pay to DE893704004405320130 and 00 more"),
        (IBAN, "Pay to DE89 3704 0044. 0532 0130 00"),
        (IBAN, "Pay to DE89\u200b370400440532013000"),
        (IBAN, "Pay to ＤE89370400440532013000"),
        (IBAN, "Pay to DЕ89370400440532013000"),  # Cyrillic E
        (IBAN, "Pay to DE89370400440532O13000"),
        (IBAN, "See example.com/DE89370400440532013000"),
        ("12345678", "Pay 12345678"),
        ("12345678", "account 123456789"),
        ("12345678", "account 1234.5678"),
        ("4111111111111112", "Charge 4111 1111 1111 1112"),
        ("1234567890123", "order 1234567890123"),
        ("4111111111111111", "id 94111111111111111"),
        ("bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq", "to BC1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq"),
    ],
)
def test_another_account_is_not_found(value: str, text: str) -> None:
    assert canonical(value, Sink.ACCOUNT) not in said(text) - {None}


@pytest.mark.parametrize(
    "value",
    ["", "DE89", "1234", "hello", "4111 1111 1111 1112", "DE89 3704 0044 0532 0130 0a zz",
     "DE\u0668\u0669370400440532013000",
     "x" * 100, "DE89 abcd abcd abcd abcd", "GB29 NWBK 6016 1331 9268 18",
     "GB92 NWBK 6016 1331 9268 1912 3456 7890 123", "UK12 3456 7890 1234 5678 9012 3456 7890 123",
     f"\u3000{IBAN}", True, 1.5, None],
)  # fmt: skip
def test_what_is_no_account_is_none(value: object) -> None:
    assert canonical(value, Sink.ACCOUNT) is None


def test_an_account_given_as_a_number_is_its_digits() -> None:
    assert canonical(12345678, Sink.ACCOUNT) == "12345678"


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("gb29nwbk60161331926819", "GB29NWBK60161331926819"),
        ("gb29nwbk60161331926818", "gb29nwbk60161331926818"),
        ("uk12345678901234567890", "UK12345678901234567890"),
        ("uk12a45678901234567890", "uk12a45678901234567890"),
        ("no9386011117947", "NO9386011117947"),
        ("no52abc12345678", "NO52ABC12345678"),
        ("lc23abcd12345678901234567890123456", "LC23ABCD12345678901234567890123456"),
        ("no9386011117948x", None),
    ],
)
def test_small_letters_are_an_iban_where_its_digits_say_so(written: str, form: str | None) -> None:
    assert canonical(written, Sink.ACCOUNT) == form
