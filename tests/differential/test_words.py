"""What the database says of gates and changes, beside what `tiers` does."""

from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from random import Random

import pytest

from engine.rows import write_numbers
from models.database import acquire
from models.edition_rows import keep_edition_rows
from tests.api.reading import NOW
from tests.api.rows import add, add_partner
from tests.tiers.editions.editions import EDITIONS
from tests.workers.facts import fetch
from tiers.decisions import change
from tiers.editions.decimals import rounded_down, rounded_up
from tiers.editions.edition import Edition
from tiers.editions.ladder import Tier
from tiers.editions.metrics.common import Metric, Unit
from tiers.gates import Comparison, Gate, Value, gates_of, is_limiting, next_tier, performing_tier
from tiers.stored import factors_of, metrics_of

AHEAD = """
SELECT tier, alternative, metric_key, metric_name, metric_unit, metric_description, comparison,
       required, actual, passed, missing
FROM gates_ahead($1, $2, $3, $4::jsonb, $5::jsonb)
ORDER BY alternative, place
"""
GREATEST = 10**9  # of values for which a table has a column, too
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


NEAREST = "SELECT tier, alternative, lacking, lack FROM nearest_alternative($1, $2, $3, $4::jsonb, $5::jsonb)"


@pytest.mark.parametrize("stem", EDITIONS)
async def test_the_nearest_alternative_lacks_the_fewest_gates_and_then_the_smallest_parts(stem: str) -> None:
    edition = EDITIONS[stem]
    rng = Random(stem)  # noqa: S311 - repeatable on purpose
    async with acquire() as connection:
        await keep_edition_rows(connection, [edition])
        for held in (None, *edition.tiers):
            tier = next_tier(edition, held)
            for _ in range(CASES // 3):
                factors = draw_factors(rng, edition)
                values = {metric.key: draw_value(rng, edition, metric, factors) for metric in edition.metrics}
                lacking = [
                    lack_of(edition, [gate for gate in gates_of(edition, gates, values, factors) if not gate.passed])
                    for gates in (() if tier is None else tier.alternatives)
                ]
                wanted = [(tier.key, lacking.index(min(lacking)), *min(lacking))] if tier and lacking else []
                numbers = write_numbers(metrics_of(edition, values)), write_numbers(factors_of(factors))
                key = None if held is None else held.key
                rows = await connection.fetch(NEAREST, edition.program, edition.key, key, *numbers)
                assert [tuple(row) for row in rows] == wanted


def lack_of(edition: Edition, failing: list[Gate]) -> tuple[int, Decimal]:
    """How many gates, and what they lack as parts of what they require; who lacks what is 0 lacks all of it."""
    parts = Fraction(0)
    for gate in failing:
        required, _, _, missing = numbers_of(edition, gate, None)
        assert isinstance(required, Decimal)
        assert isinstance(missing, Decimal)
        parts += Fraction(missing) / Fraction(required) if required > 0 else 1
    with localcontext(prec=100):
        rounded = (Decimal(parts.numerator) / parts.denominator).quantize(Decimal("0.000001"), ROUND_HALF_UP)
    return len(failing), rounded


def draw_values(rng: Random, edition: Edition, factors: Factors) -> dict[str, Value | None]:
    """Of all metrics; mostly such as reach some tier."""
    drawn = {metric.key: draw_value(rng, edition, metric, factors) for metric in edition.metrics}
    values = {key: None if value is None else min(value, GREATEST) for key, value in drawn.items()}
    tier = rng.choice([None, *edition.tiers])
    if tier is not None and tier.alternatives:
        for gate in gates_of(edition, rng.choice(tier.alternatives), values, factors):
            if not gate.passed:
                values[gate.metric] = gate.required + (gate.comparison is Comparison.ABOVE)
    return values


MOVED = "SELECT metric_key, comparison, required, actual, before FROM gates_of_move($1)"


@pytest.mark.parametrize("stem", EDITIONS)
async def test_who_moved_did_so_by_the_gates_that_the_rules_say(stem: str) -> None:
    edition = EDITIONS[stem]
    rng = Random(stem)  # noqa: S311 - repeatable on purpose
    moves: set[bool] = set()
    async with acquire() as connection:
        await keep_edition_rows(connection, [edition])
        for number in range(CASES // 2):
            partner = await add_partner(f"P-{number}")
            factors = draw_factors(rng, edition)
            before, now = (draw_values(rng, edition, factors) for _ in range(2))
            tiers = [performing_tier(edition, values, factors) for values in (before, now)]
            ids = [
                await add(
                    "tier_decision",
                    partner_id=partner,
                    effective_on=date(2019, month, 15),
                    as_of=date(2019, month, 14),
                    revision=1,
                    tier=None if tier is None else tier.key,
                    rank=edition.rank(tier),
                    program=edition.program,
                    edition=edition.key,
                    metrics=write_numbers(metrics_of(edition, values)),
                    factors=write_numbers(factors_of(factors)),
                    provisional=False,
                    known_at=NOW,
                )
                for month, tier, values in zip((5, 6), tiers, (before, now), strict=True)
            ]
            found = [tuple(row) for row in await connection.fetch(MOVED, ids[1])]
            old, new = tiers
            fell = edition.rank(new) < edition.rank(old)
            assert found == (list(moved_by(edition, old if fell else new, before, now, factors)) if old != new else [])
            if old != new:
                moves.add(fell)
    assert moves == {True, False}


def moved_by(
    edition: Edition,
    tier: Tier | None,
    before: dict[str, Value | None],
    now: dict[str, Value | None],
    factors: Factors,
) -> Iterator[object]:
    """The gates that keep from the tier, or of the alternative by which it is reached those that failed before."""
    assert tier is not None
    stored = [metrics_of(edition, values) for values in (now, before)]
    alternatives = [gates_of(edition, gates, now, factors) for gates in tier.alternatives]
    earlier = [gates_of(edition, gates, before, factors) for gates in tier.alternatives]
    met = [place for place, gates in enumerate(alternatives) if all(gate.passed for gate in gates)]
    chosen = met[:1] or range(len(alternatives))
    for place in chosen:
        for gate, old in zip(alternatives[place], earlier[place], strict=True):
            if is_limiting(gate, alternatives) or (met and not old.passed):
                required, _, _, _ = numbers_of(edition, gate, None)
                yield (gate.metric, gate.comparison, required, *(values[gate.metric] for values in stored))


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
