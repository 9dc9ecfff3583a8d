"""What the database says of gates and changes, beside what `tiers` does."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest

from engine.rows import write_numbers
from models.database import acquire
from models.edition_rows import keep_edition_rows
from tests.tiers.editions.editions import EDITIONS
from tests.workers.facts import fetch
from tiers.decisions import change
from tiers.editions.decimals import rounded_down, rounded_up
from tiers.editions.edition import Edition
from tiers.editions.ladder import Tier
from tiers.editions.metrics.common import Metric, Unit
from tiers.gates import Gate, Value, gates_of, next_tier
from tiers.stored import factors_of, metrics_of

AHEAD = """
SELECT tier, alternative, metric_key, metric_name, metric_unit, metric_description, comparison,
       required, actual, passed, missing
FROM gates_ahead($1, $2, $3, $4::jsonb, $5::jsonb)
ORDER BY alternative, place
"""
CASES = 60  # of each tier that is held
FINEST = Fraction(1, 3 * 10**13)  # less than what thresholds and factors can say
BESIDE = (Fraction(0), Fraction(0), FINEST, -FINEST, Fraction(1), Fraction(-1), Fraction(1, 7), Fraction(-2, 3))

Factors = dict[str, Fraction]

pytestmark = pytest.mark.usefixtures("database")


def draw_factors(rng: Random, edition: Edition) -> Factors:
    """Those of some country, or of none."""
    if not edition.threshold_factors or rng.random() < 0.3:
        return {}
    one = rng.choice(edition.threshold_factors)
    return dict.fromkeys(one.metrics, rng.choice((one.factor, Fraction(1), Fraction("0.333333"))))


def draw_value(rng: Random, edition: Edition, metric: Metric, factors: Factors) -> Value | None:
    """Often just what some gate requires, or a little more or less."""
    if rng.random() < 0.15:
        return None
    thresholds = [
        threshold * edition.scale(metric.unit) * factors.get(metric.key, 1)
        for tier in edition.tiers
        for gates in tier.alternatives
        for requirements in (gates.at_least, gates.above)
        for key, threshold in requirements.items()
        if key == metric.key
    ]
    value = rng.choice([Fraction(0), Fraction(rng.randint(-5, 10**15)), *thresholds * 5]) + rng.choice(BESIDE)
    return int(value) if metric.unit is Unit.FLAG or rng.random() < 0.3 else value


def wanted_of(edition: Edition, tier: Tier, values: dict[str, Value | None], factors: Factors) -> Iterator[object]:
    stored = metrics_of(edition, values)
    for alternative, gates in enumerate(tier.alternatives):
        for gate in gates_of(edition, gates, values, factors):
            metric = edition.metric_by_key[gate.metric]
            said = (metric.key, metric.name, metric.unit, metric.description or None, gate.comparison)
            yield (tier.key, alternative, *said, *numbers_of(edition, gate, stored[metric.key]))


def numbers_of(edition: Edition, gate: Gate, stored: Decimal | None) -> tuple[object, ...]:
    """What the rules say of the exact value, as it is written, and the value as it is stored."""
    scale = edition.scale(edition.metric_by_key[gate.metric].unit)
    required, missing = rounded_down(gate.required / scale), rounded_up(gate.missing / scale)
    assert Fraction(required) == gate.required / scale
    return required, stored, gate.passed, missing


@pytest.mark.parametrize("stem", EDITIONS)
async def test_gates_show_what_the_rules_make_of_the_exact_values(stem: str) -> None:
    edition = EDITIONS[stem]
    rng = Random(stem)  # noqa: S311 - repeatable on purpose
    passed: set[bool] = set()
    async with acquire() as connection:
        await keep_edition_rows(connection, [edition])
        for held in (None, *edition.tiers):
            tier = next_tier(edition, held) or edition.tiers[-1]
            for _ in range(CASES):
                factors = draw_factors(rng, edition)
                values = {metric.key: draw_value(rng, edition, metric, factors) for metric in edition.metrics}
                wanted = list(wanted_of(edition, tier, values, factors))
                key = None if held is None else held.key
                numbers = write_numbers(metrics_of(edition, values)), write_numbers(factors_of(factors))
                given = (*numbers[:1], None if not factors and rng.random() < 0.5 else numbers[1])
                found = [tuple(row) for row in await connection.fetch(AHEAD, edition.program, edition.key, key, *given)]
                assert found == wanted
                for *_, has_passed, missing in found:
                    assert has_passed == (missing == 0)
                    passed.add(has_passed)
    assert passed == {True, False}


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
