"""Amounts in any currency that an edition converts, in full: what they are worth is the edition's to say."""

from dataclasses import replace

import pytest

from tests.intake.database import CLIENT, MRR, TERMS, load

pytestmark = pytest.mark.usefixtures("database")

CONVERTED = replace(TERMS, currencies=frozenset({"USD", "JPY", "EUR"}))


@pytest.mark.parametrize(("currency", "amount"), [("JPY", "1200.00"), ("JPY", "1200"), ("EUR", "1200.55")])
async def test_amounts_may_be_in_what_an_edition_converts(currency: str, amount: str) -> None:
    _, rejected = await load([CLIENT, MRR | {"currency": currency, "amount": amount}], terms=CONVERTED)
    assert not rejected


@pytest.mark.parametrize(
    ("currency", "amount", "field", "reason"),
    [
        ("GBP", "12.00", "currency", '"GBP" is counted by no edition: only EUR or JPY or USD is'),
        ("JPY", "1200.50", "amount", "amounts in JPY have at most 0 decimals: 1200.50"),
    ],
)
async def test_what_would_not_count_in_full_is_a_bad_line(currency: str, amount: str, field: str, reason: str) -> None:
    _, [rejected] = await load([CLIENT, MRR | {"currency": currency, "amount": amount}], terms=CONVERTED)
    assert (rejected.field, rejected.reason) == (field, reason)
