"""Whether an edition fits the facts that are loaded: currencies that it would drop, and names that nothing has."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

import pytest

from engine.edition_facts import find_dropped_currencies
from engine.editions import Published, examine
from intake.load import load_records
from intake.terms import Confirmation, Terms
from jobs.refusals import RefusalCode
from jobs.requests import Refusal
from models.database import acquire
from models.enums import EditionStatus
from models.programs import Edition as EditionRow
from models.rulebook import Rulebook, keep_calendar
from tests.docs.pages import blocks_of
from tests.engine.looking import look_and_assess
from tests.engine.test_editions import ACT, LATE, codes, drafted, published, read, stored
from tests.tiers.editions.editions import EDITIONS, ROOT, TEXTS, changed
from tiers.editions.counted import CountedCurrencies
from tiers.needs import Needs, needs_of

pytestmark = pytest.mark.usefixtures("database")

EUROS = '\n[[currencies]]\ncode = "EUR"\namount = 88\nworth = 100\n'


async def load(*records: Mapping[str, object]) -> None:
    """Loads facts in dollars and euros."""
    always = CountedCurrencies(date.min, {currency: [(date.min, date.max)] for currency in ("USD", "EUR")})
    summary, rejections, _ = await load_records(records, Terms(always, ZoneInfo("UTC"), Confirmation(ACT.by, ACT.at)))
    assert summary.rejected == 0, rejections


def report(period: str, ran_on: str, currency: str, revision: int = 1) -> list[Mapping[str, object]]:
    of = {"period": period, "revision": revision}
    line = {"type": "mrr", "client": "c1", "amount": "100.00", "currency": currency}
    return [line | of, {"type": "mrr_report", "ran_on": ran_on} | of]


CLIENT = {"type": "client", "id": "c1", "name": "Customer", "registered_on": "2018-01-01"}


@pytest.mark.parametrize(
    ("reports", "told"),
    [
        ([("2029-11", "2029-12-03", "EUR")], "2030-01-01, when revision 1 of 2029-11"),
        ([("2029-11", "2029-12-03", "USD")], None),
        ([("2029-11", "2029-12-03", "EUR"), ("2029-12", "2030-01-01", "USD")], None),
        (
            [("2029-11", "2029-12-03", "EUR"), ("2029-12", "2030-01-02", "USD")],
            "2030-01-01, when revision 1 of 2029-11",
        ),
        (
            [("2029-11", "2029-12-03", "USD"), ("2029-12", "2030-01-05", "EUR")],
            "2030-01-05, when revision 1 of 2029-12",
        ),
        ([("2029-11", "2029-12-03", "USD"), ("2030-12", "2031-01-01", "EUR")], None),  # the next edition's
        (
            [("2029-11", "2029-12-03", "USD"), ("2030-12", "2030-12-31", "EUR")],
            "2030-12-31, when revision 1 of 2030-12",
        ),
    ],
)
async def test_a_currency_of_a_report_in_force_on_its_days_cannot_be_dropped(
    reports: Sequence[tuple[str, str, str]], told: str | None
) -> None:
    following = LATE.replace("2030-01-01", "2031-01-01").replace('"2030-01"', '"2031-01"') + EUROS
    assert isinstance(await published(following), Published)
    await load(CLIENT, *(line for one in reports for line in report(*one)))
    outcome = await published(LATE)
    message = (
        f"agency 2030-01: currencies: EUR is missing on {told} is in force, which has lines in it: say what it is worth"
    )
    if told is None:
        assert isinstance(outcome, Published)
    else:
        assert outcome == [Refusal(RefusalCode.CURRENCY_IN_USE, message, ("text",))]
        assert [key for key, _, _ in await stored()] == ["2031-01"]


async def test_an_edition_that_says_what_the_currency_is_worth_drops_nothing() -> None:
    await load(CLIENT, *report("2029-11", "2029-12-03", "EUR"))
    assert codes(await published(f"{LATE}{EUROS}valid_from = 2030-01-02\n")) == ["CURRENCY_IN_USE"]
    assert isinstance(await published(LATE + EUROS), Published)


@pytest.mark.parametrize(
    ("reports", "until", "told"),
    [
        ([("2029-11", "2029-12-03", "EUR")], "valid_until = 2030-06-30", "2030-07-01"),
        ([("2029-11", "2029-12-03", "EUR")], "", None),
        ([("2029-11", "2029-12-03", "EUR"), ("2029-12", "2030-06-30", "USD")], "valid_until = 2030-06-30", None),
    ],
)
async def test_a_currency_that_ends_while_facts_may_still_be_in_it_is_warned_of(
    reports: Sequence[tuple[str, str, str]], until: str, told: str | None
) -> None:
    await load(CLIENT, *(line for one in reports for line in report(*one)))
    outcome = await published(f"{LATE}{EUROS}{until}\n")
    assert isinstance(outcome, Published)
    message = (
        f"agency 2030-01: currencies: EUR is missing on {told}, which cannot be computed if revision 1 of 2029-11 is in"
        " force, which has lines in it still: say what it is worth from then on"
    )
    assert list(outcome.warnings) == ([] if told is None else [message])


@pytest.mark.parametrize(("until", "warnings"), [("2030-12-29", 1), ("2030-12-30", 0)])
async def test_a_measure_is_warned_of_whose_currency_ends_while_it_is_looked_at(until: str, warnings: int) -> None:
    await load(PARTNER, spent("2029-12-31"))
    spending = SPENT.format(of="partner", reduce="sum", more=YEAR)
    outcome = await published(f"{LATE}{EUROS}valid_until = {until}\n{spending}")
    assert isinstance(outcome, Published)
    message = "agency 2030-01: currencies: EUR is missing on 2030-12-30, which cannot be computed if measures"
    assert len([one for one in outcome.warnings if one.startswith(message)]) == warnings


async def test_a_draft_may_drop_a_currency_until_it_is_published() -> None:
    await load(CLIENT, *report("2029-11", "2029-12-03", "EUR"))
    assert isinstance(await drafted(LATE), EditionRow)
    assert codes(await published(LATE)) == ["CURRENCY_IN_USE"]
    assert [status for _, status, _ in await stored()] == [EditionStatus.DRAFT]


@pytest.mark.parametrize(("zone", "told"), [("UTC", ["CURRENCY_IN_USE"]), ("America/New_York", [])])
async def test_a_report_that_no_other_follows_is_looked_at_up_to_the_day_that_it_is_in_the_program(
    zone: str, told: Sequence[str]
) -> None:
    worth_until = changed("agency-2018-05", ('"2018-05"', '"2018-06"'), ("2018-05-02", "2018-06-01"))
    edition = read(f"{worth_until}{EUROS}valid_until = 2025-12-31\n")
    await load(CLIENT, *report("2018-05", "2018-06-04", "EUR"))
    async with acquire() as connection:
        await keep_calendar(connection, ZoneInfo(zone))
        found = await find_dropped_currencies(connection, edition, [], ACT.at)
    assert codes(found) == told


SPENT = """
[[metrics]]
key = "SPENT"
name = "Spent"
kind = "measure"
unit = "MONEY"
of = "{of}"
measure = "SPENT"
reduce = "{reduce}"
{more}
"""
YEAR = "window = { months = 12 }"
PARTNER: Mapping[str, object] = {
    "type": "partner", "id": "p1", "name": "Agency", "domains": [], "joined_on": "2017-01-01"
}  # fmt: skip


def spent(on: str, currency: str | None = "EUR", about: str = "partner", name: str = "SPENT") -> Mapping[str, object]:
    who = {"partner": "p1"} if about == "partner" else {"client": "c1"}
    return {"type": "measure", **who, "name": name, "on": on, "value": "5.00", "currency": currency}


def looking_at(of: str = "partner", reduce: str = "sum", more: str = YEAR) -> str:
    return LATE + SPENT.format(of=of, reduce=reduce, more=more)


@pytest.mark.parametrize(
    ("edition", "measures", "day"),
    [
        (looking_at(), [spent("2029-11-01")], "2030-01-01"),
        (looking_at(), [spent("2030-03-01")], "2030-03-01"),
        (looking_at(), [spent("2030-12-31")], "2030-12-31"),
        (looking_at(), [spent("2031-01-01")], None),  # the next edition's
        (looking_at(), [spent("2029-11-01", "USD"), spent("2029-12-01", None)], None),
        (looking_at(), [spent("2029-11-01", name="OTHER")], None),
        (looking_at(), [spent("2029-11-01", about="client")], None),
        (looking_at("clients"), [spent("2029-11-01", about="client")], "2030-01-01"),
        (looking_at("clients"), [spent("2029-11-01")], None),
        # Of values from before the window the newest is looked at, too.
        (looking_at(), [spent("2020-11-01")], "2030-01-01"),
        (looking_at(), [spent("2020-11-01"), spent("2028-12-31", "USD")], None),
        (looking_at(), [spent("2020-11-01"), spent("2029-01-02", "USD")], "2030-01-01"),
        (looking_at("partner", "latest", ""), [spent("2020-11-01")], "2030-01-01"),
        (looking_at("partner", "latest", ""), [spent("2020-11-01"), spent("2029-12-31", "USD")], None),
        (looking_at("partner", "latest", ""), [spent("2020-11-01"), spent("2030-02-01", "USD")], "2030-01-01"),
        (looking_at("partner", "sum", ""), [spent("2020-11-01"), spent("2029-12-31", "USD")], "2030-01-01"),
        (looking_at().replace('"MONEY"\nof', '"COUNT"\nof'), [spent("2029-11-01")], None),
        (LATE, [spent("2029-11-01")], None),
    ],
)
async def test_a_currency_of_measures_that_it_looks_at_on_its_days_cannot_be_dropped(
    edition: str, measures: Sequence[Mapping[str, object]], day: str | None
) -> None:
    following = LATE.replace("2030-01-01", "2031-01-01").replace('"2030-01"', '"2031-01"') + EUROS
    assert isinstance(await published(following), Published)
    await load(CLIENT, PARTNER, *measures)
    outcome = await published(edition)
    of = "clients" if 'of = "clients"' in edition else "partners"
    message = (
        f'agency 2030-01: currencies: EUR is missing on {day}, when measures "SPENT" of {of} are looked at that are in'
        " it: say what it is worth"
    )
    if day is None:
        assert isinstance(outcome, Published)
    else:
        assert outcome == [Refusal(RefusalCode.CURRENCY_IN_USE, message, ("text",))]
        assert isinstance(await published(edition + EUROS), Published)


PEOPLE: Sequence[Mapping[str, object]] = [
    {"type": "partner", "id": "p1", "name": "Agency", "domains": [], "joined_on": "2017-01-01"},
    {"type": "employee", "id": "e1", "partner": "p1", "email": "ann@agency.example"},
    CLIENT,
]
TEXTS_OF_ALL = {
    **TEXTS,
    "further": (ROOT / "tests" / "oracle" / "grammar" / "further.toml").read_text(encoding="utf-8"),
}
NAMED = {stem: needs_of(read(text)) for stem, text in TEXTS_OF_ALL.items()}


def facts_of(needs: Needs) -> Iterator[Mapping[str, object]]:
    """One fact of each name."""
    measure = {"type": "measure", "on": "2023-01-01", "value": "1"}
    for name in needs.partner_measures:
        yield measure | {"partner": "p1", "name": name}
    for name in needs.client_measures:
        yield measure | {"client": "c1", "name": name}
    for name in needs.credentials:
        yield {"type": "credential", "employee": "e1", "name": name, "valid_from": "2023-01-01"}
    sale = {"type": "sale", "partner": "p1", "client": "c1", "kind": "SOURCED", "sold_on": "2023-01-01"}
    for line in needs.lines:
        yield sale | {"id": line, "line": line}


async def warned_of(stem: str) -> Sequence[str]:
    async with acquire() as connection:
        return (await examine(connection, read(TEXTS_OF_ALL[stem]), ACT.at)).warnings


@pytest.mark.parametrize("stem", TEXTS_OF_ALL)
async def test_each_name_without_facts_is_warned_of_until_it_has_some(stem: str) -> None:
    edition, needs = read(TEXTS_OF_ALL[stem]), NAMED[stem]
    wanted = [
        ("measure of a partner", needs.partner_measures),
        ("measure of a client", needs.client_measures),
        ("credential", needs.credentials),
        ("product line", needs.lines),
    ]
    assert await warned_of(stem) == [
        f'{edition.program} {edition.key}: no {what} "{name}" has been loaded: load some, or look whether facts have'
        " another name for it"
        for what, names in wanted
        for name in sorted(names)
    ]
    await load(*PEOPLE, *facts_of(needs))
    assert await warned_of(stem) == []


@pytest.mark.parametrize(("first", "warnings"), [("2030-01-14", 0), ("2030-01-15", 1), ("2030-01-16", 0)])
async def test_an_edition_that_begins_on_a_deciding_day_is_warned_of(first: str, warnings: int) -> None:
    async with acquire() as connection:
        told = (await examine(connection, read(LATE.replace("2030-01-01", first)), ACT.at)).warnings
    said = "agency 2030-01: effective_from: the decisions of 2030-01-15 are as of the day before, and so not by"
    assert list(told) == [f"{said} this edition: take 2030-01-14 if it is to decide them"] * warnings


def test_some_file_names_each_sort() -> None:
    for sort in ("partner_measures", "client_measures", "credentials", "lines"):
        assert any(getattr(needs, sort) for needs in NAMED.values()), sort


async def test_mrr_is_a_fact_of_its_product_line() -> None:
    line, before = min(NAMED["further"].lines), await warned_of("further")
    await load(CLIENT, {"type": "mrr", "period": "2024-05", "client": "c1", "amount": "1.00", "line": line})
    after = await warned_of("further")
    assert [one for one in before if one not in after] == [one for one in before if f'product line "{line}"' in one]
    assert len(before) == len(after) + 1


async def test_a_measure_of_a_client_is_none_of_a_partner() -> None:
    needs = NAMED["odoo-v11"]
    await load(*PEOPLE, *facts_of(replace(needs, partner_measures=frozenset(), client_measures=needs.partner_measures)))
    assert len(await warned_of("odoo-v11")) == len(needs.partner_measures) > 0


async def test_a_partner_of_the_program_that_the_page_walks_through_has_the_tier_that_it_says(database: str) -> None:
    page = ROOT / "docs" / "editions.md"
    (facts,) = (block.text for block in blocks_of(page) if '"net_users", "on"' in block.text)
    await load(*map(json.loads, facts.splitlines()))
    found = await look_and_assess(Rulebook((EDITIONS["odoo-v11"],), ZoneInfo("UTC")), date(2023, 8, 14))
    tier = found["fernbrook"].assessment.tier
    assert tier is not None
    assert f'`standing(asOf: "2023-08-14")` of Fernbrook says {tier.key},' in page.read_text(encoding="utf-8")


async def test_the_page_shows_what_is_told() -> None:
    shown = [block.text.rstrip("\n") for block in blocks_of(ROOT / "docs" / "editions.md") if block.language == "text"]
    await load(CLIENT, *report("2018-11", "2018-12-04", "EUR"))
    (refusal,) = await published(LATE.replace("2030-01", "2019-01"))  # type: ignore[misc]
    assert refusal.message in shown
    assert f"warning: {(await warned_of('odoo-v11'))[0]}" in shown
