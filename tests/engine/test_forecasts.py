"""A forecast is what is decided once its days have come and what it assumes has happened."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

import pytest

from engine.forecasts import Forecast, forecast
from engine.rows import read_numbers
from models.database import acquire
from models.rulebook import Rulebook
from tests.editions import followed_by, managing
from tests.engine.looking import look_and_assess
from tests.engine.passing import pass_time
from tests.oracle.generate import portfolio
from tests.workers.facts import (
    Line,
    certification,
    client,
    decide,
    fetch,
    load,
    mrr,
    partner,
    report,
    silver,
    staff,
    use,
)
from tiers.decisions import DecisionReason, TierChangeKind
from tiers.editions.ways import Split
from tiers.errors import NotDecidable
from tiers.forecasts import Assumption
from tiers.stored import metrics_of
from workers.runner import Runner

pytestmark = pytest.mark.usefixtures("database")

CONTINUES, NOTHING = Assumption.ACTIVITY_CONTINUES, Assumption.NO_FURTHER_FACTS
LAST_CLOSED = date(2019, 3, 20)
DAYS = [date(2019, month, 14) for month in (4, 5, 6)]
DECIDED = """
SELECT p.external_id, d.tier, d.metrics, d.provisional, tier_change(d.rank, b.rank)
FROM latest_decision d JOIN partner p ON p.id = d.partner_id
LEFT JOIN LATERAL decision_in_effect(d.partner_id, d.effective_on - 1) b ON true
WHERE d.as_of = $1
"""
CREDITED = """
SELECT k.client_id, (k.sold_amount * 100)::bigint, k.sold_status, (k.managed_amount * 100)::bigint, k.managed_status
FROM latest_decision d JOIN partner p ON p.id = d.partner_id JOIN decision_credit k ON k.decision_id = d.id
WHERE d.as_of = $1 AND p.external_id = $2
"""


async def foresee(
    rules: Rulebook,
    name: str = "agency",
    assumption: Assumption = CONTINUES,
    *,
    after: date = LAST_CLOSED,
    many: int = 3,
) -> Forecast:
    async with acquire() as connection:
        partner = await connection.fetchval("SELECT id FROM partner WHERE external_id = $1", name)
        return await forecast(connection, rules, partner, after, many, assumption)


def tiers_of(found: Forecast) -> list[str | None]:
    return [None if one.assessment.tier is None else one.assessment.tier.key for one in found.decisions]


def expired_of(found: Forecast) -> list[list[tuple[str, int, str, str]]]:
    return [
        [(one.way, one.amount, f"{one.last_day}", one.status) for one in decision.expired]
        for decision in found.decisions
    ]


async def expect_decided(found: Mapping[str, Forecast], day: date) -> None:
    """What was decided as of the day is what was forecast of it, to the last credit; of nobody else there is any."""
    decided = await fetch(DECIDED, day)
    foreseen = {
        name: decision for name, one in found.items() for decision in one.decisions if decision.assessment.as_of == day
    }
    assert {name for name, *_ in decided} == set(foreseen)
    for name, tier, metrics, provisional, change in decided:
        decision = foreseen[name]
        told = decision.assessment
        assert (None if told.tier is None else told.tier.key) == tier
        assert metrics_of(told.edition, told.values) == read_numbers(metrics)
        assert (told.provisional, decision.change) == (provisional, change)
        assert await fetch(f"{CREDITED} ORDER BY 1", day, name) == sorted(
            (one.client, *(value for credit in one.credits for value in (credit.amount, credit.status)))
            for one in told.credits
        )


async def credited_by_day(
    rules: Rulebook, days: Iterable[date]
) -> dict[date, dict[tuple[str, int, str], tuple[Any, ...]]]:
    """Each credit by day, partner, client and way."""
    return {
        day: {
            (name, credits_.client, credit.way): (credit.status, credit.amount)
            for name, one in (await look_and_assess(rules, day)).items()
            for credits_ in one.assessment.credits
            for credit in credits_.credits
        }
        for day in days
    }


@pytest.mark.parametrize("split", [Split.FULL, Split.EVEN])
@pytest.mark.parametrize(("assumption", "seed"), [(CONTINUES, 71), (NOTHING, 72)])
async def test_time_passes_as_assumed_and_what_was_forecast_is_decided(
    runner: Runner, rules: Rulebook, split: Split, assumption: Assumption, seed: int
) -> None:
    rules = managing(rules, split=split)
    deciding = Runner(rules, runner.queue, runner.clock)
    await load(portfolio(seed, partners=12, clients=72, start=date(2018, 5, 1), end=date(2019, 2, 20)), rules)
    [(last_closed,)] = await fetch("SELECT greatest(max(day), $1) FROM activity_event", LAST_CLOSED)
    assert last_closed < DAYS[0]
    now = await credited_by_day(rules, [last_closed])
    names = [name for (name,) in await fetch("SELECT external_id FROM partner")]
    found = {name: await foresee(rules, name, assumption, after=last_closed) for name in names}
    await pass_time(rules, last_closed, DAYS, assumption)
    for day in DAYS:
        await decide(deciding, day.replace(day=1))
        await expect_decided(found, day)
    ends = {expiry.last_day for one in found.values() for decision in one.decisions for expiry in decision.expired}
    days = sorted({*DAYS, *ends, *(day + timedelta(1) for day in ends)} - {last_closed})
    by_day = now | await credited_by_day(rules, days)
    expired = 0
    for name, one in found.items():
        for decision in one.decisions:
            then = decision.assessment.as_of
            ended = {(name, expiry.client, expiry.way): expiry for expiry in decision.expired}
            counting = {
                key: amount for key, (status, amount) in by_day[last_closed].items() if key[0] == name and amount
            }
            assert set(ended) == {key for key in counting if by_day[then][key][0] != "COUNTED"}
            for key, expiry in ended.items():
                assert (expiry.amount, expiry.status) == (counting[key], by_day[then][key][0])
                assert [day for day in (last_closed, *days) if day < then and by_day[day][key][0] == "COUNTED"][
                    -1
                ] == expiry.last_day
            expired += len(ended)
    assert expired > 10
    assert len({tier for one in found.values() for tier in tiers_of(one)}) > 2


async def test_a_sale_expires_whoever_goes_on(rules: Rulebook) -> None:
    sold = [client(2, sold_on="2018-05-10", registered_on="2018-05-10"), mrr("2019-02", 2, "1000.00")]
    used = use(2, "2019-03-11", "CRM", "EMAIL", "FORMS")
    await load([*sold, *used, *silver()], rules)
    found = await foresee(rules)
    assert tiers_of(found) == ["SILVER", "SILVER", "SILVER"]
    assert expired_of(found) == [[], *[[("SOLD", 1000_00, "2019-05-10", "EXPIRED")]] * 2]


async def test_without_further_activity_what_is_managed_ends_with_the_window_of_the_last(
    runner: Runner, rules: Rulebook
) -> None:
    await load(silver(), rules)
    await decide(runner, date(2019, 3, 1))
    found = await foresee(rules, assumption=NOTHING)
    assert (found.tier, tiers_of(found)) == ("SILVER", ["SILVER", "SILVER", None])
    assert expired_of(found) == [[], [], [("MANAGED", 1200_00, "2019-06-09", "NO_RECENT_ACTIVITY")]]
    assert [(one.change, one.reason) for one in found.decisions][1:] == [
        (TierChangeKind.UNCHANGED, DecisionReason.MET),
        (TierChangeKind.DEMOTED, DecisionReason.FELL),
    ]
    assert tiers_of(await foresee(rules)) == ["SILVER"] * 3


async def test_what_is_known_of_days_to_come_applies(rules: Rulebook) -> None:
    revoked = {
        "type": "access",
        "client": "c1",
        "employee": "ada-agency",
        "granted_on": "2019-01-10",
        "revoked_on": "2019-05-02",
    }
    await load([*silver(), revoked], rules)
    assert expired_of(await foresee(rules)) == [[], *[[("MANAGED", 1200_00, "2019-05-01", "NO_ACCESS")]] * 2]
    again = {**revoked, "granted_on": "2019-05-20", "revoked_on": "2019-06-02"}
    await load([again], rules)
    ended = [("MANAGED", 1200_00, "2019-05-01", "NO_ACCESS")], [("MANAGED", 1200_00, "2019-06-01", "NO_ACCESS")]
    for assumption in (CONTINUES, NOTHING):
        assert expired_of(await foresee(rules, assumption=assumption)) == [[], *ended]


async def test_a_certification_ends_when_it_is_known_to(rules: Rulebook) -> None:
    await load([*silver(), certification(valid_until="2019-05-14")], rules)
    found = await foresee(rules)
    assert tiers_of(found) == ["SILVER", "SILVER", None]
    assert expired_of(found) == [[], [], []]


async def test_an_edition_that_is_published_for_later_decides_from_its_day_on(rules: Rulebook) -> None:
    later = followed_by(rules, "2019-05-01", ('SOLD_MRR = "1125.00"', 'SOLD_MRR = "1200.01"'))
    await load(silver(), later)
    found = await foresee(later)
    assert [one.assessment.edition.key for one in found.decisions] == ["2018-05", "2019-05", "2019-05"]
    assert tiers_of(found) == ["SILVER", None, None]


async def test_a_way_counts_until_another_edition_shortens_it(rules: Rulebook) -> None:
    later = followed_by(rules, "2019-05-03", ("months = 12", "months = 2"))
    await load(silver(), later)
    assert expired_of(await foresee(later)) == [[], *[[("SOLD", 1200_00, "2019-05-02", "EXPIRED")]] * 2]


async def test_product_lines_end_one_by_one(rules: Rulebook) -> None:
    def sale(line: str, sold_on: str) -> Line:
        own = {"type": "sale", "id": line, "partner": "agency", "client": "c2", "line": line, "kind": "SOURCED"}
        return {**own, "sold_on": sold_on}

    lines = [{**mrr("2019-02", 2, amount), "line": line} for line, amount in (("CRM", "700.00"), ("CMS", "300.00"))]
    sales = [sale("CRM", "2018-05-10"), sale("CMS", "2018-06-10")]
    await load([client(2, sold_by=None, registered_on="2018-05-10"), *lines, *sales, *silver()], rules)
    first, second, third = expired_of(await foresee(rules))
    assert first == []
    assert second == [("SOLD", 700_00, "2019-05-10", "COUNTED")]
    assert third == [("SOLD", 1000_00, "2019-06-10", "EXPIRED")]


async def test_no_decision_is_forecast_that_no_policy_takes(rules: Rulebook) -> None:
    later = followed_by(rules, "2019-05-03", ('fall = { on = "ALWAYS" }', 'fall = { on = "NEVER" }'))
    await load(silver(), later)
    assert len((await foresee(later, many=1)).decisions) == 1
    with pytest.raises(NotDecidable):
        await foresee(later, many=2)


async def test_a_report_that_is_known_to_run_later_counts_from_then_on(rules: Rulebook) -> None:
    await load([*silver(), mrr("2019-03", 1, "9000.00"), report("2019-03", "2019-05-02")], rules)
    found = await foresee(rules)
    assert [one.assessment.values["SOLD_MRR"] for one in found.decisions] == [1200_00, 9000_00, 9000_00]
    assert not any(one.assessment.provisional for one in found.decisions)


async def test_who_is_not_reported_does_not_begin_to_count(rules: Rulebook) -> None:
    new = [client(2, registered_on="2019-03-10", sold_on="2019-03-10"), *use(2, "2019-03-12", "CRM"), *staff(2)]
    await load([*silver(), *new], rules)
    assert [one.assessment.values["SOLD_MRR"] for one in (await foresee(rules)).decisions] == [1200_00] * 3


async def test_nothing_is_decided_before_a_partner_joins(rules: Rulebook) -> None:
    await load([partner("late", joined_on="2019-05-14"), partner("later", joined_on="2019-06-15")], rules)
    assert [one.effective_on for one in (await foresee(rules, "late")).decisions] == [
        date(2019, 5, 15),
        date(2019, 6, 15),
    ]
    assert (await foresee(rules, "later")).decisions == ()


async def test_the_first_decision_is_the_one_whose_day_has_not_closed(rules: Rulebook) -> None:
    await load(silver(), rules)
    for after, first in ((date(2019, 4, 13), date(2019, 4, 15)), (date(2019, 4, 14), date(2019, 5, 15))):
        [decision] = (await foresee(rules, after=after, many=1)).decisions
        assert decision.effective_on == first
