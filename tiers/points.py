"""Points: amounts times rate times factor, exactly; caps last."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from tiers.credits import ClientCredits, Credit, Credited, country_factor, factored_amount
from tiers.editions.edition import Edition
from tiers.editions.metrics.common import Unit
from tiers.editions.metrics.derived import Combination, Points, Term
from tiers.gates import Value, Values, passes


def points_of(edition: Edition, metric: Points, values: Values, credited: Iterable[Credited], as_of: date) -> Fraction:
    """The value of a metric of points; `values` has those of the metrics that it is made out of."""
    clients = tuple(credited)
    each = [_term(edition, term, values, clients, as_of) for term in metric.terms]
    return _capped(max(each) if metric.take is Combination.BEST else sum(each, Fraction(0)), metric.cap)


def points_of_credit(edition: Edition, metric: Points, client: ClientCredits, credit: Credit, as_of: date) -> Fraction:
    """What one client's credit earns before requirements and caps, which look at all clients together."""
    return sum(
        (
            credit.amount
            * _per_minor_unit(edition, term)
            * country_factor(edition, term.factors, client.country, as_of)
            for term in metric.terms
            if term.credits == credit.way
        ),
        Fraction(0),
    )


def _term(edition: Edition, term: Term, values: Values, clients: tuple[Credited, ...], as_of: date) -> Fraction:
    if term.requires is not None and not passes(edition, term.requires, values):
        return Fraction(0)
    if term.metric is not None:
        return _capped(points_of_number(edition, term, values[term.metric]), term.cap)
    earned = factored_amount(edition, {term.credits or ""}, term.factors, clients, as_of)
    return _capped(earned * _per_minor_unit(edition, term), term.cap)


def points_of_number(edition: Edition, term: Term, value: Value | None) -> Fraction:
    """What another metric's value earns in a term before requirements and caps."""
    if value is None or value <= 0:
        return Fraction(0)
    unit = edition.metric_by_key[term.metric or ""].unit
    steps = value / (term.per * edition.scale(unit))
    return (steps.numerator // steps.denominator if term.whole_steps else steps) * term.points


def _per_minor_unit(edition: Edition, term: Term) -> Fraction:
    return term.points / (term.per * edition.scale(Unit.MONEY))


def _capped(points: Fraction, cap: Fraction | None) -> Fraction:
    return points if cap is None else min(points, cap)
