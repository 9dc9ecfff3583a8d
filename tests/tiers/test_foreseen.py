"""When something is told of what is foreseen."""

from datetime import date

import pytest

from tiers.decisions import TierChangeKind
from tiers.foreseen import ForeseenChange, is_told

MAY, JUNE, JULY = date(2019, 5, 15), date(2019, 6, 15), date(2019, 7, 15)
FALL = ForeseenChange(JUNE, TierChangeKind.DEMOTED, None, 0, "SOLD_MRR", 1, date(2019, 6, 3))
RISE = ForeseenChange(JULY, TierChangeKind.PROMOTED, "GOLD", 2, None, None, None)


@pytest.mark.parametrize(
    ("before", "now", "told"),
    [
        (None, None, False),
        (FALL, FALL, False),
        (None, FALL, True),
        (None, RISE, True),
        (FALL, RISE, True),
        (FALL, FALL._replace(effective_on=JULY), True),
        (FALL, FALL._replace(client=2), True),
        (FALL, FALL._replace(last_day=date(2019, 6, 4)), True),
        (FALL, FALL._replace(metric="MANAGED_MRR"), True),
        (FALL, FALL._replace(tier="SILVER", rank=1), True),
    ],
)
def test_what_becomes_another_is_told(before: ForeseenChange | None, now: ForeseenChange | None, told: bool) -> None:  # noqa: FBT001
    for first_day in (MAY, JUNE, JULY):
        assert is_told(before, now, 1, first_day) is told


@pytest.mark.parametrize(
    ("first_day", "held", "told"),
    [
        (MAY, 1, True),
        (JUNE, 1, True),
        (JUNE, 0, True),
        (JULY, 0, False),
        (JULY, 1, True),
    ],
    ids=["long before", "before", "it holds that already", "it came", "it did not come"],
)
def test_that_a_change_has_come_is_not_told_again(first_day: date, held: int, told: bool) -> None:  # noqa: FBT001
    assert is_told(FALL, None, held, first_day) is told
