from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from random import Random
from typing import TypeVar

from hypothesis import example, given
from hypothesis import strategies as st

from tests.tiers.editions.editions import EDITIONS, edition, explain, sole_manager
from tests.tiers.editions.portfolios import AS_OF_DAYS, CLIENTS, PARTNERS, PARTNERS_BY_FILE, REPORTS, known_by
from tiers.assessment import Assessment, assess
from tiers.basis import basis_of
from tiers.conversion import rates_on
from tiers.crediting import appears
from tiers.credits import CreditStatus
from tiers.editions.decimals import rounded_down, rounded_up, shifted
from tiers.editions.edition import Edition
from tiers.editions.metrics.credited import Sum
from tiers.editions.metrics.derived import Points
from tiers.explanation import Part
from tiers.facts import ClientFacts, PartnerFacts
from tiers.gates import Value, performing_tier, threshold_factors
from tiers.points import points_of_credit
from tiers.reports import Report
from tiers.shares import EvenShares

T = TypeVar("T")

LOOKED_AT = st.sampled_from(sorted(EDITIONS)).flatmap(lambda stem: st.tuples(st.just(stem), PARTNERS_BY_FILE[stem]))
"""A file, and a partner with facts that its edition looks for."""


def convertible(one: Edition, as_of: date, facts: PartnerFacts) -> PartnerFacts:
    """The facts, with all amounts in currencies that the edition converts."""
    converted = {one.currency, *(rate.code for rate in one.currencies if rate.holds_on(as_of))}
    known = [
        client._replace(
            lines=tuple(
                line if line.currency in converted else line._replace(currency=one.currency) for line in client.lines
            )
        )
        for client in facts.clients
    ]
    return replace(facts, clients=known)


def shares_in(one: Edition, facts: PartnerFacts) -> dict[str, EvenShares]:
    return sole_manager(facts.clients, *(way.key for way in one.credits))


def assessment(stem: str, as_of: date, report: Report | None, facts: PartnerFacts) -> Assessment:
    """What an edition says of facts whose amounts are all in currencies that it converts."""
    one = edition(stem)
    return assess(basis_of(one, as_of, report), convertible(one, as_of, facts), shares_in(one, facts))


def parts(stem: str, as_of: date, report: Report | None, facts: PartnerFacts) -> list[tuple[tuple[Part, ...], ...]]:
    """The parts of the credits of each client that appears."""
    one = edition(stem)
    basis, known = basis_of(one, as_of, report), convertible(one, as_of, facts)
    shares = shares_in(one, facts)
    return [explain(basis, client, shares) for client in known.clients if appears(client, as_of)]


def gated(edition: Edition) -> list[str]:
    return sorted(
        {key for tier in edition.tiers for gates in tier.alternatives for key in (*gates.at_least, *gates.above)}
    )


def thresholds(edition: Edition, key: str) -> list[Fraction]:
    scale = edition.scale(edition.metric_by_key[key].unit)
    return [
        found * scale
        for tier in edition.tiers
        for gates in tier.alternatives
        for found in (gates.at_least.get(key), gates.above.get(key))
        if found is not None
    ]


NEAR = {
    stem: {key: [None, *(found + more for found in thresholds(one, key) for more in (-1, 0, 1))] for key in gated(one)}
    for stem, one in EDITIONS.items()
}


@given(st.sampled_from(sorted(EDITIONS)), st.integers(0, 10_000_000), st.sampled_from([None, "IN"]), st.data())
def test_more_of_a_metric_never_lowers_the_tier(stem: str, more: int, country: str | None, data: st.DataObject) -> None:
    one = edition(stem)
    drawn = {key: data.draw(st.sampled_from(near)) for key, near in NEAR[stem].items()}
    values: Mapping[str, Value | None] = {key: drawn.get(key) for key in one.metric_by_key}
    key = data.draw(st.sampled_from(gated(one)))
    factors = threshold_factors(one, country, one.effective_from)
    better = {**values, key: (values[key] or Fraction(0)) + more}
    assert one.rank(performing_tier(one, better, factors)) >= one.rank(performing_tier(one, values, factors))


@given(LOOKED_AT, AS_OF_DAYS, REPORTS, st.integers(0, 1_000_000))
def test_the_order_of_facts_never_matters(
    looked_at: tuple[str, PartnerFacts], as_of: date, report: Report | None, seed: int
) -> None:
    stem, facts = looked_at
    order = Random(seed)  # noqa: S311 - repeatable on purpose

    def shuffled(items: Sequence[T]) -> tuple[T, ...]:
        return tuple(order.sample(items, len(items)))

    other = PartnerFacts(
        facts.country,
        shuffled(facts.certifications),
        [
            client._replace(
                sales=shuffled(client.sales),
                lines=shuffled(client.lines),
                accesses=shuffled(client.accesses),
            )
            for client in shuffled(facts.clients)
        ],
        [person._replace(credentials=shuffled(person.credentials)) for person in shuffled(facts.people)],
        shuffled(facts.measures),
    )
    one, two = assessment(stem, as_of, report, facts), assessment(stem, as_of, report, other)
    assert (one.values, one.tier, one.provisional) == (two.values, two.tier, two.provisional)
    assert Counter(one.credits) == Counter(two.credits)
    explained = [in_any_order(parts(stem, as_of, report, each)) for each in (facts, other)]
    assert explained[0] == explained[1]


def in_any_order(clients: Iterable[tuple[tuple[Part, ...], ...]]) -> object:
    return Counter(tuple(frozenset(Counter(own).items()) for own in client) for client in clients)


@given(LOOKED_AT, AS_OF_DAYS, REPORTS)
def test_what_is_dated_after_the_day_changes_nothing(
    looked_at: tuple[str, PartnerFacts], as_of: date, report: Report | None
) -> None:
    stem, facts = looked_at
    later = [
        client._replace(accesses=tuple(one for one in client.accesses if not _seen_later(one, as_of)))
        for client in facts.clients
    ]
    facts = replace(facts, clients=later)
    one = assessment(stem, as_of, report, facts)
    two = assessment(stem, as_of, report, known_by(facts, as_of))
    assert (one.values, one.tier, one.credits) == (two.values, two.tier, two.credits)


def _seen_later(access: object, as_of: date) -> bool:
    return any((getattr(access, key) or date.min) > as_of for key in ("last_login_on", "last_use_on"))


@given(AS_OF_DAYS, REPORTS, PARTNERS)
def test_parts_credits_sums_and_points_add_up(as_of: date, report: Report | None, facts: PartnerFacts) -> None:
    found = assessment("agency-2024", as_of, report, facts)
    rates = rates_on(found.edition, as_of)
    for one, explained in zip(found.credits, parts("agency-2024", as_of, report, facts), strict=True):
        for credit, own in zip(one.credits, explained, strict=True):
            assert credit.amount == sum(part.amount for part in own)
            assert credit.counts_until == max((part.counts_until for part in own), default=credit.counts_until)
            assert (credit.status is CreditStatus.COUNTED) is (credit.counts_until is not None)
            for part in own:
                assert part.converted == rates.convert(part.reported, part.currency)
                assert part.counts_until >= as_of
        sold = [part.line for own in explained[:3] for part in own if part.reported]
        assert len(sold) == len(set(sold))  # a reported line counts for one sale
    for metric in found.edition.metrics:
        earned = [
            points_of_credit(found.edition, metric, one, credit, as_of)
            for one in found.credits
            for credit in one.credits
            if isinstance(metric, Points)
        ]
        if isinstance(metric, Points) and metric.key != "TOTAL_POINTS":
            assert found.values[metric.key] == sum(earned)
    values = found.values
    assert values["TOTAL_POINTS"] == (values["SOLD_POINTS"] or 0) + (values["MANAGED_POINTS"] or 0)


@given(AS_OF_DAYS, REPORTS, PARTNERS)
def test_a_sum_is_that_of_its_credits(as_of: date, report: Report | None, facts: PartnerFacts) -> None:
    found = assessment("agency-2018-05", as_of, report, facts)
    for metric in found.edition.metrics:
        if isinstance(metric, Sum):
            amounts = [c.amount for one in found.credits for c in one.credits if c.way in metric.over]
            assert found.values[metric.key] == sum(amounts)


@given(AS_OF_DAYS, CLIENTS, st.integers(1, 7))
def test_the_shares_of_all_managers_add_up_to_each_converted_line(
    as_of: date, client: ClientFacts, number: int
) -> None:
    names = sorted(f"p{one}" for one in range(number))
    report = Report(date(2025, 9, 1), 1, date.min)
    basis = basis_of(edition("agency-2022"), as_of, report)
    place = basis.places["MANAGED"]
    parts = [explain(basis, client, {"MANAGED": EvenShares(name, {client.client: names})})[place] for name in names]
    for shares in zip(*parts, strict=True):
        assert sum(part.amount for part in shares) == shares[0].converted
        assert max(part.amount for part in shares) - min(part.amount for part in shares) <= 1


REQUIREMENTS = st.integers(-(10**22), 10**22).map(lambda found: Fraction(found, 10**12))
TINY = st.builds(
    lambda sign, most, over: Fraction(sign, 10**most * over),
    st.integers(-1, 1),
    st.integers(0, 40),
    st.integers(1, 1000),
)


@given(st.one_of(st.fractions(), st.builds(Fraction.__add__, REQUIREMENTS, TINY)), REQUIREMENTS)
@example(Fraction(1, 3), Fraction(333_333_333_333, 10**12))
def test_a_value_written_as_a_decimal_passes_what_it_passes_exactly(value: Fraction, required: Fraction) -> None:
    for near in (required, Fraction(value.numerator * 10**12 // value.denominator, 10**12)):
        assert (Fraction(rounded_down(value)) >= near) is (value >= near)
        assert (Fraction(rounded_down(value)) > near) is (value > near)
    assert 0 <= value - Fraction(rounded_down(value)) < Fraction(1, 10**12)
    scaled = required.numerator * 10**12 // required.denominator
    assert shifted(scaled, 12) == f"{rounded_down(required):f}"
    missing = required - value
    assert (rounded_up(missing) > 0) is (missing > 0)
    assert abs(Fraction(rounded_up(missing)) - missing) < Fraction(1, 10**12)
