"""In every file: parts add up to credits, credits to sums and points, and points only grow with what earns them."""

from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from tests.tiers.editions.editions import EDITIONS, edition
from tests.tiers.editions.portfolios import AS_OF_DAYS, PARTNERS, REPORTS
from tests.tiers.editions.test_properties import assessment, parts
from tiers.conversion import rates_on
from tiers.editions.metrics.credited import Sum
from tiers.editions.metrics.derived import Points, Term
from tiers.facts import PartnerFacts
from tiers.gates import Value
from tiers.points import points_of, points_of_credit
from tiers.reports import Report

CREDITING = st.sampled_from(sorted(stem for stem, one in EDITIONS.items() if one.credits))
EARNING = {
    f"{stem} {metric.key}": (one, metric)
    for stem, one in EDITIONS.items()
    for metric in one.metrics
    if isinstance(metric, Points) and metric.made_of()
}


@given(CREDITING, AS_OF_DAYS, REPORTS, PARTNERS)
def test_converted_lines_add_up_to_credits(stem: str, as_of: date, report: Report | None, facts: PartnerFacts) -> None:
    found, rates = assessment(stem, as_of, report, facts), rates_on(edition(stem), as_of)
    for one, explained in zip(found.credits, parts(stem, as_of, report, facts), strict=True):
        for credit, own in zip(one.credits, explained, strict=True):
            assert credit.amount == sum(part.amount for part in own)
            assert [part.converted for part in own] == [rates.convert(part.reported, part.currency) for part in own]


@given(CREDITING, AS_OF_DAYS, REPORTS, PARTNERS)
def test_credits_add_up_to_sums_and_points(stem: str, as_of: date, report: Report | None, facts: PartnerFacts) -> None:
    found = assessment(stem, as_of, report, facts)
    every = [(one, credit) for one in found.credits for credit in one.credits]
    for metric in found.edition.metrics:
        if isinstance(metric, Sum) and not metric.factors:
            assert found.values[metric.key] == sum(credit.amount for _, credit in every if credit.way in metric.over)
        if isinstance(metric, Points) and not metric.made_of():
            earned = sum(points_of_credit(found.edition, metric, one, credit, as_of) for one, credit in every)
            assert found.values[metric.key] == (earned if metric.cap is None else min(earned, metric.cap))


def near(term: Term, key: str, scale: int) -> list[Value | None]:
    """Values about which something of a term changes: its steps and what it requires, just missed, met and exceeded."""
    required = [] if term.requires is None else [*term.requires.at_least.items(), *term.requires.above.items()]
    edges = [threshold for name, threshold in required if name == key]
    edges += [term.per * steps for steps in (0, 1, 2, 5)] if term.metric == key else []
    return [None, *(edge * scale + step for edge in edges for step in (-1, Fraction(-1, 2), 0, Fraction(1, 2), 1))]


@given(st.sampled_from(sorted(EARNING)), st.fractions(0, 1_000_000), st.data())
def test_more_of_what_earns_points_never_gives_fewer(name: str, more: Fraction, data: st.DataObject) -> None:
    one, metric = EARNING[name]
    keys = sorted(set(metric.made_of()))
    scales = {key: one.scale(one.metric_by_key[key].unit) for key in keys}
    drawn: dict[str, Value | None] = {
        key: data.draw(st.sampled_from([value for term in metric.terms for value in near(term, key, scales[key])]))
        for key in keys
    }
    grown = data.draw(st.sampled_from(keys))
    better = {**drawn, grown: Fraction(drawn[grown] or 0) + more}
    before, after = (points_of(one, metric, values, (), one.effective_from) for values in (drawn, better))
    assert 0 <= before <= after
    assert metric.cap is None or after <= metric.cap


def test_some_files_have_points_that_require_something() -> None:
    assert any(term.requires is not None for _, metric in EARNING.values() for term in metric.terms)
