"""What is told of a partner's forecast: the first change of its tier that is foreseen, when that becomes another."""

from datetime import date
from typing import NamedTuple

from tiers.decisions import TierChangeKind


class ForeseenChange(NamedTuple):
    """The first decision to come that changes a partner's tier, to one of that key and rank, and why it falls then."""

    effective_on: date
    change: TierChangeKind
    tier: str | None
    rank: int
    metric: str | None
    client: int | None
    last_day: date | None


def is_told(before: ForeseenChange | None, now: ForeseenChange | None, held: int, first_day: date) -> bool:
    """Whether it is news that this is foreseen, None for no change, after that was.

    It is not where the change has come: the next decision takes effect on `first_day`, which is later, and the tier
    `held` until then has the rank that was foreseen.
    """
    if now is None and before is not None:
        return not (before.effective_on < first_day and before.rank == held)
    return now != before
