"""Changes between two days add up to the difference, and say what has happened in between."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.editions import with_management
from tests.oracle.facts import FactBook
from tests.oracle.grammar.comparison import EDITIONS, drawn
from tests.oracle.grammar.gathered import partner_facts, report_of, shares_of
from tests.oracle.grammar.rules import Rules
from tests.oracle.grammar.world import PARTNERS
from tests.tiers.editions.editions import access, edition, report_before, sale, sole_manager
from tests.tiers.editions.portfolios import AS_OF_DAYS
from tests.tiers.editions.portfolios import PARTNERS as DRAWN
from tests.tiers.editions.test_properties import convertible
from tiers.assessment import assess
from tiers.basis import basis_of
from tiers.change_causes import Cause
from tiers.changes import MetricChange, compare_days
from tiers.contributions import Contributors
from tiers.editions.catalogues import Currency
from tiers.editions.edition import Edition
from tiers.editions.metrics.credited import Sum
from tiers.editions.parsing import parse_edition
from tiers.editions.ways import Split
from tiers.facts import Access, ClientFacts, MrrLine, PartnerFacts
from tiers.shares import EvenShares

QUICK = 3
SEEDS = [pytest.param(seed, marks=() if seed < QUICK else pytest.mark.chaos) for seed in range(16)]
SPANS = (1, 31, 200, 400)
EDITION = edition("agency-2018-05")
FIRST, LAST = date(2019, 3, 20), date(2019, 9, 20)


def on(stem: str, facts: FactBook, partner: str, day: date) -> Contributors:
    edition_ = parse_edition(EDITIONS[stem], "edition.toml")
    basis = basis_of(edition_, day, report_of(facts, day))
    known = partner_facts(facts, edition_, partner, day)
    shares = shares_of(Rules(EDITIONS[stem]), facts, partner, day)
    return Contributors(basis, known, assess(basis, known, shares), shares)


def expect_sums(found: list[MetricChange], before: Contributors, after: Contributors) -> int:
    explained = 0
    for one in found:
        was, now = before.assessment.values.get(one.metric.key), after.assessment.values.get(one.metric.key)
        assert (one.before, one.after) == (was, now)
        both = {one.metric.key} <= before.assessment.values.keys() & after.assessment.values.keys()
        if isinstance(one.metric, Sum) and both:
            assert sum((client.difference for client in one.clients), Fraction(0)) == (now or 0) - (was or 0)
            assert all(client.difference for client in one.clients)
            explained += len(one.clients)
        else:
            assert not one.clients
    return explained


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("stem", sorted(EDITIONS))
def test_what_clients_change_adds_up_to_what_a_sum_changes(stem: str, seed: int) -> None:
    facts, day = drawn(stem, seed)
    for partner in PARTNERS:
        after = on(stem, facts, partner, day)
        joined_on = facts.tables.partners[partner].joined_on
        for first in (day - timedelta(days) for days in SPANS if day - timedelta(days) >= joined_on):
            before = on(stem, facts, partner, first)
            expect_sums(compare_days(before, after), before, after)


def test_it_adds_up_also_where_the_rules_have_become_others() -> None:
    explained = 0
    for seed in range(QUICK):
        facts, day = drawn("agency-2018-05", seed)
        for partner in PARTNERS:
            before = on("agency-2018-01", facts, partner, day - timedelta(60))
            after = on("agency-2018-05", facts, partner, day)
            explained += expect_sums(compare_days(before, after), before, after)
    assert explained


@given(AS_OF_DAYS, st.integers(0, 500), DRAWN, DRAWN, st.sampled_from(["agency-2018-05", "agency-2024", "odoo-v11"]))
def test_it_adds_up_whatever_is_known_on_either_day(
    last: date, days: int, facts: PartnerFacts, others: PartnerFacts, stem: str
) -> None:
    sides = []
    for day, known in ((last - timedelta(days), others), (last, facts)):
        basis = basis_of(edition(stem), day, report_before(day))
        own = convertible(edition(stem), day, known)
        shares = sole_manager(own.clients, *(way.key for way in edition(stem).credits))
        sides.append(Contributors(basis, own, assess(basis, own, shares), shares))
    expect_sums(compare_days(*sides), *sides)


def client(*amounts: int, **known: Any) -> ClientFacts:  # noqa: ANN401 - what clients have
    """A client that has been registered for long, and counts in no way unless that is said."""
    lines = tuple(MrrLine(None, amount, "USD") for amount in amounts)
    facts = ClientFacts(1, None, date(2018, 1, 1), lines=lines, apps=(0,))
    return facts._replace(**known)


def side(day: date, facts: ClientFacts, *, of: Edition, managers: int) -> Contributors:
    partner = PartnerFacts(clients=[facts])
    basis = basis_of(of, day, report_before(day))
    names = [f"p{number}" for number in range(managers)]
    shares = {way.key: EvenShares("p0", {1: names}) for way in of.credits}
    return Contributors(basis, partner, assess(basis, partner, shares), shares)


def causes(
    before: ClientFacts,
    after: ClientFacts,
    *,
    of: Edition = EDITION,
    managers: tuple[int, int] = (1, 1),
) -> set[tuple[str, Cause]]:
    """Why the sums of an edition differ between the days, each with what is known on it."""
    sides = (
        side(day, facts, of=of, managers=number)
        for day, facts, number in zip((FIRST, LAST), (before, after), managers, strict=True)
    )
    return {(one.way, one.cause) for change in compare_days(*sides) for one in change.clients}


BETWEEN, EARLY = date(2019, 5, 5), date(2019, 3, 1)
ACTIVE_THEN, ACTIVE_NOW, INACTIVE = date(2019, 3, 10), date(2019, 9, 10), date(2018, 10, 1)
SOLD = client(100, sales=(sale(sold_on=EARLY),))


def managed(active_on: date, *more: Access, **known: Any) -> ClientFacts:  # noqa: ANN401 - what an access has
    return client(100, accesses=(access(active_on, **known), *more))


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (SOLD, None),
        (client(100, sales=(sale(sold_on=BETWEEN),)), Cause.SOLD),
        (client(100, sales=(sale(sold_on=date(2018, 5, 1)),)), Cause.EXPIRED),
        (client(100, sales=(sale(sold_on=EARLY, ended_on=BETWEEN),)), Cause.SALE_ENDED),
        (SOLD._replace(registered_on=BETWEEN), Cause.REGISTERED),
        (SOLD._replace(registered_on=date(2019, 2, 10)), Cause.REPORT),
        # Of several causes it is the first.
        (client(100, sales=(sale(sold_on=BETWEEN),), registered_on=BETWEEN), Cause.SOLD),
    ],
)
def test_a_client_counts_as_sold_or_no_longer_for_what_has_happened(facts: ClientFacts, expected: Cause | None) -> None:
    assert causes(facts, facts) == (set() if expected is None else {("SOLD", expected)})


@pytest.mark.parametrize("lines", [(), (MrrLine(None, 250, "USD"),)])
def test_another_amount_is_due_to_the_report(lines: tuple[MrrLine, ...]) -> None:
    assert causes(SOLD, SOLD._replace(lines=lines)) == {("SOLD", Cause.REPORT)}


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (managed(ACTIVE_THEN), managed(ACTIVE_NOW), None),
        (managed(ACTIVE_THEN), managed(ACTIVE_THEN), Cause.ACTIVITY_LAPSED),
        (managed(ACTIVE_THEN, ends_on=BETWEEN), managed(ACTIVE_NOW, ends_on=BETWEEN), Cause.ACCESS_ENDED),
        (managed(INACTIVE), managed(ACTIVE_NOW), Cause.ACTIVE_AGAIN),
        (managed(ACTIVE_NOW, granted_on=BETWEEN), managed(ACTIVE_NOW, granted_on=BETWEEN), Cause.ACCESS_GRANTED),
        (
            managed(ACTIVE_THEN, domain_matches=False),
            managed(ACTIVE_THEN, access(ACTIVE_NOW, granted_on=BETWEEN), domain_matches=False),
            Cause.ACCESS_GRANTED,
        ),
        # Of several causes it is the first.
        (managed(ACTIVE_THEN, ends_on=BETWEEN), managed(ACTIVE_THEN, ends_on=BETWEEN), Cause.ACCESS_ENDED),
        (
            managed(ACTIVE_THEN, access(ACTIVE_THEN, ends_on=BETWEEN)),
            managed(ACTIVE_THEN, access(ACTIVE_THEN, ends_on=BETWEEN)),
            Cause.ACTIVITY_LAPSED,
        ),
    ],
)
def test_a_client_counts_as_managed_or_no_longer_for_what_has_happened(
    before: ClientFacts, after: ClientFacts, expected: Cause | None
) -> None:
    assert causes(before, after) == (set() if expected is None else {("MANAGED", expected)})


def test_a_client_that_others_manage_too_is_shared() -> None:
    of = with_management(EDITION, split=Split.EVEN)
    assert causes(managed(ACTIVE_THEN), managed(ACTIVE_NOW), of=of, managers=(1, 2)) == {("MANAGED", Cause.SHARED)}


def test_what_nothing_else_explains_is_due_to_the_edition() -> None:
    worth = (
        Currency(code="EUR", amount=Fraction(1), worth=Fraction(1), valid_until=BETWEEN),
        Currency(code="EUR", amount=Fraction(1), worth=Fraction(2), valid_from=BETWEEN + timedelta(1)),
    )
    in_euros = SOLD._replace(lines=(MrrLine(None, 100, "EUR"),))
    assert causes(in_euros, in_euros, of=replace(EDITION, currencies=worth)) == {("SOLD", Cause.EDITION)}
