"""Numbers out of dated measures, and people out of their credentials."""

from datetime import date, timedelta
from fractions import Fraction

from tests.oracle.grammar.rules import Table
from tests.oracle.grammar.ways import Situation
from tests.oracle.records import Measure
from tests.oracle.rules import minus_months

Dated = list[tuple[date, Fraction]]


def of_partner(here: Situation, metric: Table) -> Fraction | None:
    return reduced(metric, dated(here, metric, partner=here.partner), here.day)


def of_clients(here: Situation, metric: Table, clients: list[str]) -> Fraction | None:
    """Each client's own, added up; a mean is one over all values."""
    each = [dated(here, metric, client=client) for client in clients]
    if metric["reduce"] == "mean":
        return reduced(metric, [value for own in each for value in own], here.day)
    found = [reduced(metric, own, here.day) for own in each]
    numbers = [one for one in found if one is not None]
    return sum(numbers, Fraction(0)) if numbers or metric["reduce"] == "sum" else None


def dated(here: Situation, metric: Table, *, partner: str | None = None, client: str | None = None) -> Dated:
    """The values of a metric's measure, oldest first; money in minor units, converted value by value."""
    measures = [
        one
        for one in here.facts.tables.measures.values()
        if one.name == metric["measure"] and one.partner == partner and one.client == client
    ]
    return sorted((one.on, _number(here, metric, one)) for one in measures)


def _number(here: Situation, metric: Table, measure: Measure) -> Fraction:
    if metric["unit"] == "MONEY":
        return Fraction(here.rules.minor_units(measure.value, measure.currency, here.day))
    return Fraction(measure.value)


def reduced(metric: Table, values: Dated, day: date) -> Fraction | None:
    until = minus_months(day, metric.get("months_ago", 0))
    before = _day_before(metric, day, until)
    inside = [value for on, value in values if on <= until and (before is None or on > before)]
    match metric["reduce"]:
        case "sum":
            return sum(inside, Fraction(0))
        case "mean":
            return sum(inside, Fraction(0)) / len(inside) if inside else None
        case "latest":
            return inside[-1] if inside else None
    now = [value for on, value in values if on <= until]
    then = [value for on, value in values if before is not None and on <= before]
    if metric.get("from_zero"):
        then = then or [Fraction(0)]
    return now[-1] - then[-1] if now and then else None


def _day_before(metric: Table, day: date, until: date) -> date | None:
    """The last day before a window, None where it has no beginning.

    Of windows one after another it is the last day of the one before, so months are counted from the day itself.
    """
    window = metric.get("window", {})
    if "days" in window:
        return until - timedelta(days=window["days"])
    if "months" in window:
        return minus_months(day, metric.get("months_ago", 0) + window["months"])
    if "whole_months" in window:
        return minus_months(until.replace(day=1), window["whole_months"] - 1) - timedelta(days=1)
    return None


def people(here: Situation, metric: Table) -> int:
    """The employees who hold enough of each catalogue."""
    tables = here.facts.tables
    staff = [
        one.id
        for one in tables.employees.values()
        if one.partner == here.partner and (one.left_on is None or here.day < one.left_on)
    ]
    found = 0
    for employee in staff:
        held = {
            one.name
            for one in tables.credentials.values()
            if one.employee == employee
            and one.valid_from <= here.day
            and (one.valid_until is None or here.day <= one.valid_until)
        }
        wanted = [here.rules.members(catalogue, here.day) for catalogue in metric["holding"]]
        found += all(len(held & names) >= metric.get("each_at_least", 1) for names in wanted)
    return found
