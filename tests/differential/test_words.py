"""What the database says of gates and changes, beside what `tiers` does."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest

from tests.tiers.edition import EDITION
from tests.workers.facts import fetch
from tiers.decisions import change
from tiers.editions.metrics.derived import Gates
from tiers.gates import Gate, gates_of
from tiers.stored import StoredMetric as Metric

GATES = """
SELECT actual, gate_passed(actual, required), gate_missing(actual, required)
FROM unnest($1::text[], $2::numeric[], $3::numeric[], $4::numeric[], $5::numeric[], $6::boolean[]) WITH ORDINALITY
    AS given (metric, required, sold_mrr, managed_mrr, median_app_usage, certified, place)
CROSS JOIN LATERAL (SELECT metric_value(metric, sold_mrr, managed_mrr, median_app_usage, certified) AS actual) AS one
ORDER BY place
"""
CASES = 5_000
MOST_CENTS = 10**20  # more than a column holds

pytestmark = pytest.mark.usefixtures("database")


@dataclass(frozen=True)
class Numbers:
    sold_mrr: int
    managed_mrr: int
    median_app_usage: Decimal | None
    certified: bool


def draw_cents(rng: Random) -> int:
    return rng.choice((0, 1, 1_125_00, rng.randrange(5_000_00), rng.randrange(MOST_CENTS)))


def draw_minimum(rng: Random, metric: Metric, near: Decimal | None) -> Decimal:
    """Often just what there is, or a little more or less."""
    if metric is Metric.CERTIFIED:
        return Decimal(rng.randint(0, 1))
    step = Decimal(1) if metric is Metric.MEDIAN_APP_USAGE else Decimal("0.01")
    close = abs((near or Decimal(0)) + rng.randint(-1, 1) * step)
    return close if rng.random() < 0.7 else Decimal(draw_cents(rng)) * step


def draw_numbers(rng: Random) -> Numbers:
    median = None if rng.random() < 0.2 else Decimal(rng.randrange(64)) / 2
    return Numbers(draw_cents(rng), draw_cents(rng), median, rng.random() < 0.5)


def gate_of(metric: Metric, minimum: Decimal, numbers: Numbers) -> Gate:
    """A gate as the rules have it, money in cents."""
    median = numbers.median_app_usage
    values: dict[str, int | Fraction | None] = {
        Metric.SOLD_MRR: numbers.sold_mrr,
        Metric.MANAGED_MRR: numbers.managed_mrr,
        Metric.MEDIAN_APP_USAGE: None if median is None else Fraction(median),
        Metric.CERTIFIED: int(numbers.certified),
    }
    (gate,) = gates_of(EDITION, Gates(at_least={metric: Fraction(minimum)}), values)
    return gate


def shown(metric: Metric, number: Fraction | int | None) -> Decimal | None:
    """A number of a gate as the database has it: money in units of the currency."""
    if number is None:
        return None
    exact = Fraction(number) / EDITION.scale(EDITION.metric_by_key[metric].unit)
    return Decimal(exact.numerator) / exact.denominator


async def test_gates_show_what_the_rules_make_of_the_same_numbers() -> None:
    rng = Random(1)  # noqa: S311 - repeatable on purpose
    given, wanted = [], []
    for _ in range(CASES):
        metric, numbers = rng.choice(list(Metric)), draw_numbers(rng)
        near = shown(metric, gate_of(metric, Decimal(1), numbers).actual)
        minimum = draw_minimum(rng, metric, near)
        gate = gate_of(metric, minimum, numbers)
        sold, managed = (Decimal(cents).scaleb(-2) for cents in (numbers.sold_mrr, numbers.managed_mrr))
        given.append((metric.value, minimum, sold, managed, numbers.median_app_usage, numbers.certified))
        wanted.append((shown(metric, gate.actual), gate.passed, shown(metric, gate.missing)))
    assert await fetch(GATES, *map(list, zip(*given, strict=True))) == wanted
    outcomes = {(actual is None, passed, missing == 0) for actual, passed, missing in wanted}
    assert {(False, True, True), (False, False, False), (True, False, False)} <= outcomes


async def test_changes_are_shown_as_the_rules_compare_ranks() -> None:
    ranks = [None, *range(6)]
    pairs = [(rank, previous) for rank in ranks for previous in ranks]
    found = await fetch(
        "SELECT tier_change(rank, previous) FROM unnest($1::int[], $2::int[]) WITH ORDINALITY"
        " AS given (rank, previous, place) ORDER BY place",
        *map(list, zip(*pairs, strict=True)),
    )
    assert [said for (said,) in found] == [change(*pair) for pair in pairs]
    assert len(set(found)) == 3
