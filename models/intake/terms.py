"""What a load is told by whoever starts it."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Terms:
    """What lines are judged by besides the format: the currencies that programs count in, and the program's zone."""

    currencies: frozenset[str]
    zone: ZoneInfo
