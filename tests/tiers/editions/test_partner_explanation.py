"""An explanation says nothing but what was computed, and what computing again with something else would say."""

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.oracle.facts import FactBook
from tests.oracle.grammar.background import background_of
from tests.oracle.grammar.comparison import EDITIONS, drawn
from tests.oracle.grammar.gathered import partner_facts, report_of, shares_of
from tests.oracle.grammar.rules import Rules
from tests.oracle.grammar.world import PARTNERS
from tests.tiers.editions.editions import sole_manager
from tiers.assessment import Assessment, assess
from tiers.basis import basis_of
from tiers.contributions import Contributors
from tiers.credits import CreditStatus
from tiers.editions.edition import Edition
from tiers.editions.metrics.credited import Count, Median, Share, Sum
from tiers.editions.metrics.facts import Certified, Flag, Measured, People, Reduction
from tiers.editions.parsing import parse_edition
from tiers.medians import lifting_places, middle_places
from tiers.metrics import median
from tiers.partner_explanation import Explanation, explain_partner

QUICK = 2
SEEDS = [pytest.param(seed, marks=() if seed < QUICK else pytest.mark.chaos) for seed in range(12)]
ADDED_UP = (Sum, Count, Share, People)


def assessed(stem: str, facts: FactBook, partner: str, day: date) -> Assessment:
    """As if nobody else managed a client, which decides how much counts, and not whether."""
    edition = edition_of(stem)
    known = partner_facts(facts, edition, partner, day)
    alone = sole_manager(known.clients, *(way.key for way in edition.credits))
    return assess(basis_of(edition, day, report_of(facts, day)), known, alone)


def edition_of(stem: str) -> Edition:
    return parse_edition(EDITIONS[stem], "edition.toml")


def explained(stem: str, facts: FactBook, partner: str, day: date) -> Explanation:
    edition = edition_of(stem)
    basis = basis_of(edition, day, report_of(facts, day))
    shares = shares_of(Rules(EDITIONS[stem]), facts, partner, day)
    known = partner_facts(facts, edition, partner, day)
    of = Contributors(basis, known, assess(basis, known, shares), shares)
    return explain_partner(of, background_of(facts, edition, partner, day))


def worlds(stem: str, seed: int) -> Iterator[tuple[FactBook, str, date, Explanation]]:
    facts, day = drawn(stem, seed)
    for partner in PARTNERS:
        yield facts, partner, day, explained(stem, facts, partner, day)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("stem", sorted(EDITIONS))
def test_what_a_metric_is_made_of_adds_up_to_it(stem: str, seed: int) -> None:
    for _, _, _, found in worlds(stem, seed):
        assert [one.metric.key for one in found.metrics] == list(found.assessment.values)
        for one in found.metrics:
            amounts = [each.amount for each in one.contributions]
            numbers = [amount or 0 for amount in amounts]
            assert numbers == sorted(numbers, reverse=not isinstance(one.metric, Median))
            if isinstance(one.metric, ADDED_UP):
                assert sum(numbers, Fraction(0)) == (one.value or 0)
            elif isinstance(one.metric, Certified | Flag):
                assert max(numbers, default=0) == one.value
            elif isinstance(one.metric, Measured):
                total = sum(numbers, Fraction(0))
                mean = one.metric.reduce is Reduction.MEAN
                assert (total / len(numbers) if mean and numbers else total) == (one.value or 0)
            elif isinstance(one.metric, Median):
                middle = [each.amount or 0 for each in one.contributions if each.client in one.middle]
                assert one.value == (Fraction(sum(middle), len(middle)) if middle else None)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("stem", sorted(EDITIONS))
def test_each_credit_is_explained_and_no_other(stem: str, seed: int) -> None:
    for _, _, day, found in worlds(stem, seed):
        told = {client: {way: each.credit for way, each in own.items()} for client, own in found.credits.items()}
        assert told == {one.client: {credit.way: credit for credit in one.credits} for one in found.assessment.credits}
        ways = {way.key: way for way in found.assessment.edition.credits}
        for own in found.credits.values():
            for way, one in own.items():
                assert sum(part.amount for part in one.parts) == one.credit.amount
                if ways[way].kind == "sold":
                    assert one.match is None
                    continue
                counts = one.credit.status in {CreditStatus.COUNTED, CreditStatus.PENDING_REPORT}
                if one.match is None:
                    assert one.credit.status is CreditStatus.NO_ACCESS
                    continue
                assert one.match.status is (CreditStatus.COUNTED if counts else one.credit.status)
                if counts:
                    assert one.match.access.domain_matches
                    assert one.match.last_active_on is not None
                    assert day - one.match.last_active_on <= timedelta(ways[way].days)  # type: ignore[union-attr]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("stem", ["agency-2018-05", "agency-2022", "agency-2024", "further"])
def test_a_credit_counts_from_the_first_day_on_which_computing_says_so(stem: str, seed: int) -> None:
    for facts, partner, day, found in worlds(stem, seed):
        for client, own in found.credits.items():
            for way, one in own.items():
                if one.counts_from is None:
                    assert one.credit.status is not CreditStatus.COUNTED
                    continue
                counted = [counts(stem, facts, partner, client, way, one.counts_from + timedelta(n)) for n in (-1, 0)]
                assert counted == [False, True], (client, way, one)
                if one.credit.status is CreditStatus.COUNTED:
                    assert one.counts_from <= day
                    between = (day - one.counts_from).days
                    for n in range(0, between, max(between // 8, 1)):
                        assert counts(stem, facts, partner, client, way, one.counts_from + timedelta(n))


def counts(stem: str, facts: FactBook, partner: str, client: int, way: str, day: date) -> bool:
    return any(
        credit.way == way and credit.status is CreditStatus.COUNTED
        for one in assessed(stem, facts, partner, day).credits
        if one.client == client
        for credit in one.credits
    )


NUMBERS = st.lists(st.integers(0, 6), max_size=9).map(sorted)


@given(NUMBERS)
def test_one_more_of_what_lifts_a_median_lifts_it_and_of_nothing_else(values: list[int]) -> None:
    lifting = lifting_places(values, 6)
    for place, value in enumerate(values):
        more = median([*values[:place], value + 1, *values[place + 1 :]])
        assert (place in lifting) is (value < 6 and more != median(values))


@given(NUMBERS)
def test_a_median_is_the_mean_of_its_middle(values: list[int]) -> None:
    middle = [values[place] for place in middle_places(len(values))]
    assert median(values) == (Fraction(sum(middle), len(middle)) if middle else None)
