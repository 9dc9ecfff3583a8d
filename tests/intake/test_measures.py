"""Dated numbers about partners and clients."""

from datetime import date
from decimal import Decimal

import pytest

from intake.load import IntakeSummary
from intake.rejections import Rejection
from tests.intake.database import CLIENT, MEASURE, PARTNER, Fact, counts, load, looked_at_again, refusals, table

pytestmark = pytest.mark.usefixtures("database")

DAY = date(2018, 3, 31)
OF_CLIENT: Fact = {name: value for name, value in MEASURE.items() if name != "partner"} | {"client": "c1"}


async def test_partners_and_clients_have_numbers_of_the_same_names_and_days() -> None:
    assert await counts([OF_CLIENT, MEASURE, CLIENT, PARTNER]) == (4, 0, 0)
    assert await table("measure") == [
        (None, "c1", "SEATS", DAY, Decimal("12.5"), None),
        ("p1", None, "SEATS", DAY, Decimal("12.5"), None),
    ]


@pytest.mark.parametrize("measure", [MEASURE, OF_CLIENT])
async def test_a_correction_is_the_same_line_with_another_value(measure: Fact) -> None:
    await load([PARTNER, CLIENT, measure])
    assert await counts([measure | {"value": "12.500"}, measure]) == (0, 2, 0)
    assert await counts([measure | {"value": "7"}, measure | {"value": "-0.000001", "currency": None}]) == (1, 1, 0)
    [(*_, value, currency)] = await table("measure")
    assert (value, currency) == (Decimal("-0.000001"), None)


async def test_another_name_or_day_is_another_number() -> None:
    await load([PARTNER, CLIENT, MEASURE])
    others = [MEASURE | {"name": "Seats"}, MEASURE | {"on": "2018-04-01"}]
    assert await counts(others) == (2, 0, 0)
    assert len(await table("measure")) == 3


@pytest.mark.parametrize(
    ("change", "field", "reason"),
    [
        ({"partner": None}, "partner", "missing, as is client: give the one that it is about"),
        ({"client": "c1"}, "client", "must be null beside partner: a measure is about one of them"),
        ({"partner": "p2"}, "partner", 'no partner has the id "p2"'),
        ({"partner": None, "client": "c2"}, "client", 'no client has the id "c2"'),
        ({"value": "1.0000001"}, "value", "not a decimal text with at most 16 digits before and 6 after the point"),
        ({"value": "12345678901234567"}, "value", "not a decimal text"),
        ({"value": "+1"}, "value", "not a decimal text"),
        ({"value": "1e3"}, "value", "not a decimal text"),
        ({"value": 12.5}, "value", "not a decimal text"),
        ({"value": "NaN"}, "value", "not a decimal text"),
        ({"value": "1.005", "currency": "USD"}, "value", "money has at most 2 decimals: 1.005 USD"),
        ({"currency": "EUR"}, "currency", '"EUR" is counted by no edition in force from 2018-03-31 on: only USD is'),
        ({"name": ""}, "name", "not a text of 1 to 255 characters"),
        ({"on": "2018-02-30"}, "on", "not a date (YYYY-MM-DD)"),
    ],
)
async def test_bad_lines_are_rejected_and_others_kept(change: Fact, field: str, reason: str) -> None:
    summary, [rejected] = await load([PARTNER, CLIENT, MEASURE | change, MEASURE])
    assert summary == IntakeSummary(3, 0, 1)
    assert (rejected.number, rejected.field) == (3, field)
    assert rejected.reason.startswith(reason)
    assert len(await table("measure")) == 1


async def test_money_may_have_cents_and_be_owed() -> None:
    assert await counts([PARTNER, MEASURE | {"value": "-1200.50", "currency": "USD"}]) == (2, 0, 0)
    [(*_, value, currency)] = await table("measure")
    assert (value, currency) == (Decimal("-1200.50"), "USD")


async def test_bad_measures_are_of_no_report() -> None:
    _, rejected = await load([CLIENT, OF_CLIENT | {"client": "c2"}])
    assert rejected == [Rejection(2, "client", 'no client has the id "c2"')]
    assert await refusals([OF_CLIENT | {"value": ""}]) == [(1, "value")]


async def test_who_is_measured_anew_is_looked_at_again() -> None:
    await load([PARTNER, CLIENT])
    await looked_at_again()
    await load([MEASURE])
    assert await looked_at_again() == ({"p1"}, set())
    await load([MEASURE, OF_CLIENT])
    assert await looked_at_again() == (set(), {"c1"})
    await load([MEASURE, OF_CLIENT])
    assert await looked_at_again() == (set(), set())
