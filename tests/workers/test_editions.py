"""Each day by the edition in force on it."""

from datetime import date
from decimal import Decimal

from models.rulebook import Rulebook
from tests.workers.facts import (
    Line,
    certification,
    client,
    compute,
    decide,
    fetch,
    load,
    mrr,
    partner,
    report,
    staff,
    use,
)
from workers.runner import Runner

APPS = ("CRM", "EMAIL", "FORMS", "CTA", "SOCIAL_INBOX")


def facts() -> list[Line]:
    """What is enough for a tier from January 2018 on, and was not before."""
    ada, access = staff(1)
    return [
        partner(joined_on="2017-01-01"),
        certification(valid_from="2017-01-01"),
        client(1, registered_on="2017-06-01", sold_on="2017-06-01"),
        ada,
        {**access, "granted_on": "2017-06-01"},
        mrr("2017-12", 1, "1200.00"),
        report("2017-12", "2018-01-05"),
        *use(1, "2018-01-10", *APPS),
    ]


async def test_both_sides_of_the_day_on_which_an_edition_begins_are_computed_by_their_own(
    runner: Runner, rules: Rulebook
) -> None:
    await load(facts(), rules)
    await compute(runner, date(2018, 1, 20), date(2018, 1, 23))
    await decide(runner, date(2018, 1, 1))
    await decide(runner, date(2018, 2, 1))
    standings = await fetch("SELECT as_of, edition, median_app_usage, tier FROM standing ORDER BY as_of")
    before, after = ("2016-11", Decimal(5), None), ("2018-01", Decimal(4), "SILVER")
    assert standings == [(date(2018, 1, day), *(before if day < 22 else after)) for day in (20, 21, 22, 23)]
    decided = await fetch("SELECT effective_on, edition, tier FROM tier_decision ORDER BY 1")
    assert decided == [(date(2018, 1, 15), "2016-11", None), (date(2018, 2, 15), "2018-01", "SILVER")]
