"""Which of a client's reported lines count in a way: what its credit is the sum of, and what explains it."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from tiers.credits import CreditStatus
from tiers.facts import MrrLine


class CountedLines(NamedTuple):
    """Lines that count for one reason: a sale, of the product line `sold` on `sold_on`, or management (both None).

    `counts_until` is the last day on which they do if nothing more is known.
    """

    lines: Sequence[MrrLine]
    sold: str | None
    sold_on: date | None
    counts_until: date


Selection = CreditStatus | Sequence[CountedLines]
"""What counts, or why nothing does."""
