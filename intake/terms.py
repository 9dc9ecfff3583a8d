"""What whoever starts a load says of it."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from tiers.editions.counted import CountedCurrencies


@dataclass(frozen=True, slots=True)
class Confirmation:
    """Who says, and when, that the reports of a load are right, even where they lack most of what those before had."""

    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Terms:
    """What lines are judged by besides the format: when which currencies count, and the program's zone.

    With a `confirmation` no report is refused for what it lacks of the one before it. A `discreet` load compares
    nothing with what it cannot change, and says nothing of it: whoever guesses would learn from the difference."""

    currencies: CountedCurrencies
    zone: ZoneInfo
    confirmation: Confirmation | None = None
    discreet: bool = False
