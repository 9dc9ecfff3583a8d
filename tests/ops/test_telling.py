"""What is told of an edition that is published for days of the past: which, and the commands for just these."""

from datetime import date

import pytest

from engine.editions import DecidedAnew
from ops.editions.telling import tell_anew

FIRST, LAST = date(2023, 4, 10), date(2023, 4, 22)
APRIL, MAY = date(2023, 4, 15), date(2023, 5, 15)


@pytest.mark.parametrize(
    ("anew", "told"),
    [
        (DecidedAnew(None, None), []),
        (
            DecidedAnew((FIRST, LAST), (APRIL, MAY)),
            [
                "days from 2023-04-10 to 2023-04-22 were computed by another edition: `tierline recompute activity"
                " --from 2023-04-10 --to 2023-04-22` has them computed by this one",
                "decisions effective from 2023-04-15 to 2023-05-15 were made by another edition: `tierline recompute"
                " tiers --month 2023-04`, and so on to 2023-05, has them made by this one",
            ],
        ),
        (
            DecidedAnew((FIRST, FIRST), (APRIL, APRIL)),
            [
                "2023-04-10 was computed by another edition: `tierline recompute activity --from 2023-04-10 --to"
                " 2023-04-10` has it computed by this one",
                "decisions effective on 2023-04-15 were made by another edition: `tierline recompute tiers --month"
                " 2023-04` has them made by this one",
            ],
        ),
    ],
)
def test_one_day_and_one_month_are_told_as_one(
    capsys: pytest.CaptureFixture[str], anew: DecidedAnew, told: list[str]
) -> None:
    tell_anew(anew)
    assert capsys.readouterr().err.splitlines() == told
