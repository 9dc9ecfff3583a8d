"""Amounts in a currency of which no edition in force says what it is worth: bad lines, and never 0."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from engine.editions import Act, Published, publish
from intake.rejections import Rejection
from jobs.requests import Refusal
from models.database import transaction
from tests.intake.database import CLIENT, CONFIRMATION, MEASURE, MRR, PARTNER, REPORT, TERMS, Fact, load, table
from tests.tiers.editions.editions import changed
from tests.workers.activity import before_call
from tiers.editions.counted import CountedCurrencies
from tiers.editions.parsing import parse_edition

pytestmark = pytest.mark.usefixtures("database")

SPRING, SUMMER = (date(2018, 3, 1), date(2018, 6, 10)), (date(2018, 9, 1), date(2018, 9, 30))
COUNTED = CountedCurrencies(date(2018, 1, 1), {"USD": [(date(2018, 1, 1), date.max)], "EUR": [SPRING, SUMMER]})
BOTH = replace(TERMS, currencies=COUNTED)
ALWAYS = replace(
    TERMS, currencies=CountedCurrencies(date.min, {"USD": [(date.min, date.max)], "EUR": [(date.min, date.max)]})
)
EUROS = MRR | {"currency": "EUR"}
REMEDY = "publish an edition that says what it is worth, or load the lines in another currency"
DOLLARS_ONLY = changed("agency-2018-05", ("effective_from = 2018-05-02", "effective_from = 2018-06-01"))
ACT = Act("somebody", datetime(2018, 7, 1, tzinfo=UTC))


def euros(period: str, ran_on: str) -> list[Fact]:
    return [EUROS | {"period": period}, REPORT | {"period": period, "ran_on": ran_on}]


async def published() -> Published | list[Refusal]:
    async with transaction() as connection:
        return await publish(connection, parse_edition(DOLLARS_ONLY, "a.toml"), DOLLARS_ONLY, ACT)


async def reports() -> list[date]:
    return [row[0] for row in await table("mrr_report")]


@pytest.mark.parametrize(("period", "allowed"), [("2018-02", True), ("2018-09", True), ("2018-10", False)])
async def test_a_line_needs_an_edition_of_its_month_or_later_whatever_editions_before_said(
    period: str, *, allowed: bool
) -> None:
    await load([CLIENT])
    _, rejected = await load([EUROS | {"period": period}], terms=BOTH)
    reason = '"EUR" is counted by no edition in force from 2018-10-01 on: only USD is'
    assert rejected == ([] if allowed else [Rejection(1, "currency", reason)])


@pytest.mark.parametrize(("on", "allowed"), [("2017-01-01", True), ("2018-09-30", True), ("2018-10-01", False)])
async def test_a_measure_of_money_needs_an_edition_of_its_day_or_later(on: str, *, allowed: bool) -> None:
    _, rejected = await load([PARTNER, MEASURE | {"on": on, "currency": "EUR"}], terms=BOTH)
    assert [one.field for one in rejected] == ([] if allowed else ["currency"])


@pytest.mark.parametrize(
    ("ran_on", "next_ran_on", "gap"),
    [
        ("2018-06-03", "2018-06-11", None),
        ("2018-06-03", "2018-06-12", "2018-06-11"),
        ("2018-06-03", None, "2018-06-11"),
        ("2018-06-11", "2018-07-03", "2018-06-11"),
        ("2018-07-03", "2018-07-03", None),  # it never is in force
        ("2018-02-28", "2018-04-01", "2018-02-28"),
        ("2017-06-03", "2017-12-31", None),  # nothing is decided before the first edition
        ("2017-06-03", "2018-03-01", "2018-01-01"),
    ],
)
async def test_a_report_counts_on_each_day_on_which_it_is_in_force(
    ran_on: str, next_ran_on: str | None, gap: str | None
) -> None:
    await load([CLIENT])
    following = [MRR | {"period": "2018-06"}, REPORT | {"period": "2018-06", "ran_on": next_ran_on}]
    lines = [*euros("2018-05", ran_on), *(following if next_ran_on else [])]
    for order in (lines, lines[::-1]):  # in one file, and then both with what is there
        _, rejected = await load(order, terms=replace(BOTH, confirmation=CONFIRMATION))
        reason = (
            f"revision 1 of 2018-05 has lines in EUR that no edition counts on {gap}, when it is in force: {REMEDY}"
        )
        assert [one.reason for one in rejected] == ([] if gap is None else [reason])
        assert (date(2018, 5, 1) in await reports()) is (gap is None)


async def test_a_report_without_worth_stays_open_and_can_be_mended() -> None:
    await load([CLIENT])
    lines = euros("2018-05", "2018-07-03")
    assert len((await load(lines, terms=BOTH))[1]) == 1
    assert await reports() == []
    assert (await load([MRR, REPORT | {"ran_on": "2018-07-03"}], terms=BOTH))[1] == []
    assert await reports() == [date(2018, 5, 1)]


async def test_who_loads_only_learns_neither_the_currency_nor_the_day() -> None:
    await load([CLIENT])
    _, [rejected] = await load(euros("2018-05", "2018-07-03"), terms=replace(BOTH, discreet=True))
    says = "has lines in a currency that no edition counts on a day on which it is in force"
    assert rejected == Rejection(2, None, f"revision 1 of 2018-05 {says}: {REMEDY}")


async def test_the_editions_of_the_database_have_the_last_word() -> None:
    await load([CLIENT])
    assert isinstance(await published(), Published)
    _, rejected = await load(euros("2018-05", "2018-06-03"), terms=ALWAYS)
    assert [one.number for one in rejected] == [2]
    assert await reports() == []


async def test_an_edition_that_is_published_while_a_report_is_sees_it(monkeypatch: pytest.MonkeyPatch) -> None:
    await load([CLIENT])
    outcome: list[Published | list[Refusal]] = []

    async def compete() -> None:
        outcome.append(await published())

    async with before_call(monkeypatch, "intake.types.mrr_report.read_currencies", 1, compete):
        assert (await load(euros("2018-05", "2018-06-03"), terms=ALWAYS))[1] == []
    [refusals] = outcome
    assert isinstance(refusals, list)
    assert [one.code for one in refusals] == ["CURRENCY_IN_USE"]
    assert await reports() == [date(2018, 5, 1)]


async def test_a_report_that_is_published_while_an_edition_is_sees_it(monkeypatch: pytest.MonkeyPatch) -> None:
    await load([CLIENT])
    rejected: list[Rejection] = []

    async def compete() -> None:
        rejected.extend((await load(euros("2018-05", "2018-06-03"), terms=ALWAYS))[1])

    async with before_call(monkeypatch, "engine.editions.find_unloaded", 1, compete):
        assert isinstance(await published(), Published)
    assert [one.number for one in rejected] == [2]
    assert await reports() == []


CONVERTED = replace(
    TERMS,
    currencies=CountedCurrencies(date.min, {one: [(date.min, date.max)] for one in ("USD", "JPY", "EUR")}),
)


@pytest.mark.parametrize(("currency", "amount"), [("JPY", "1200.00"), ("JPY", "1200"), ("EUR", "1200.55")])
async def test_amounts_may_be_in_what_an_edition_converts(currency: str, amount: str) -> None:
    _, rejected = await load([CLIENT, MRR | {"currency": currency, "amount": amount}], terms=CONVERTED)
    assert not rejected


@pytest.mark.parametrize(
    ("currency", "amount", "field", "reason"),
    [
        (
            "GBP",
            "12.00",
            "currency",
            '"GBP" is counted by no edition in force from 2018-05-01 on: only EUR or JPY or USD is',
        ),
        ("JPY", "1200.50", "amount", "amounts in JPY have at most 0 decimals: 1200.50"),
    ],
)
async def test_what_would_not_count_in_full_is_a_bad_line(currency: str, amount: str, field: str, reason: str) -> None:
    _, [rejected] = await load([CLIENT, MRR | {"currency": currency, "amount": amount}], terms=CONVERTED)
    assert rejected.field == field
    assert rejected.reason.startswith(reason)
