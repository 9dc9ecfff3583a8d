"""From which tier to which, and by which gates, where two editions say something else of the same numbers."""

from datetime import date

import pytest

from tests.tiers.editions.editions import TEXTS, changed
from tiers.assessment import Assessment
from tiers.editions.edition import Edition
from tiers.editions.parsing import parse_edition
from tiers.gates import NO_FACTORS, performing_tier
from tiers.moves import move

DAY = date(2018, 6, 14)
NOW = parse_edition(TEXTS["agency-2018-05"], "now.toml")
USAGE = "MEDIAN_APP_USAGE = 3, CERTIFIED = 1"
SILVER = 'SOLD_MRR = "1125.00", MANAGED_MRR = "1125.00", MEDIAN_APP_USAGE'


def edition(*changes: tuple[str, str]) -> Edition:
    return parse_edition(changed("agency-2018-05", ('key = "2018-05"', 'key = "next"'), *changes), "next.toml")


def assessment(of: Edition, sold: str, managed: str, *, median: int | None = 3, certified: int = 1) -> Assessment:
    """By dollars, of somebody of whom nothing else is known."""
    values = {"SOLD_MRR": int(sold) * 100, "MANAGED_MRR": int(managed) * 100}
    known = {**values, "MEDIAN_APP_USAGE": median, "CERTIFIED": certified}
    return Assessment(of, DAY, known, NO_FACTORS, (), provisional=False, tier=performing_tier(of, known))


MORE = edition((SILVER, SILVER.replace('SOLD_MRR = "1125.00"', 'SOLD_MRR = "1500.00"')))
LESS = edition(('SOLD_MRR = "2100.00", MANAGED_MRR = "6000.00"', 'SOLD_MRR = "1150.00", MANAGED_MRR = "1150.00"'))
EITHER = edition(
    (
        f'at_least = {{ SOLD_MRR = "2100.00", MANAGED_MRR = "6000.00", {USAGE} }}',
        f'at_least = {{ SOLD_MRR = "9000.00", {USAGE} }}\n\n[[tiers.alternatives]]\n'
        f'at_least = {{ MANAGED_MRR = "8000.00", {USAGE} }}',
    )
)
RENAMED = edition(('key = "GOLD"', 'key = "GILDED"'), ('SOLD_MRR = "2100.00"', 'SOLD_MRR = "2500.00"'))


@pytest.mark.parametrize(
    ("before", "after", "numbers", "kind", "lower", "gates"),
    [
        (NOW, NOW, ("1200", "1200"), "UNCHANGED", "2018-05", []),
        (NOW, MORE, ("1200", "1200"), "DEMOTED", "next", ["SOLD_MRR"]),
        (MORE, NOW, ("1200", "1200"), "PROMOTED", "next", ["SOLD_MRR"]),
        (NOW, LESS, ("1200", "1200"), "PROMOTED", "2018-05", ["SOLD_MRR", "MANAGED_MRR"]),
        (NOW, LESS, ("2200", "1200"), "PROMOTED", "2018-05", ["MANAGED_MRR"]),
        (NOW, EITHER, ("2200", "6500"), "DEMOTED", "next", ["SOLD_MRR", "MANAGED_MRR"]),
        (NOW, EITHER, ("2200", "8500"), "UNCHANGED", "next", []),
        (NOW, RENAMED, ("2200", "6500"), "DEMOTED", "next", ["SOLD_MRR"]),
        (NOW, RENAMED, ("2600", "6500"), "UNCHANGED", "next", []),
        (RENAMED, NOW, ("2200", "6500"), "PROMOTED", "next", ["SOLD_MRR"]),
    ],
)
def test_the_gates_of_the_higher_tier_that_fail_by_the_edition_of_the_lower_one(
    before: Edition, after: Edition, numbers: tuple[str, str], kind: str, lower: str, gates: list[str]
) -> None:
    found = move(assessment(before, *numbers), assessment(after, *numbers))
    assert (found.change, [gate.metric for gate in found.gates]) == (kind, gates)
    assert not any(gate.passed for gate in found.gates)
    assert not gates or found.lower.edition.key == lower


def test_a_number_that_is_missing_fails_its_gate() -> None:
    found = move(assessment(NOW, "1200", "1200"), assessment(MORE, "1600", "1200", median=None))
    assert [(gate.metric, gate.actual) for gate in found.gates] == [("MEDIAN_APP_USAGE", None)]
