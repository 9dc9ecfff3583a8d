"""Values of metrics as decimals: exactly, or, for people, as long as a line has room for."""

from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

from tiers.editions.edition import Edition
from tiers.editions.metrics.common import Metric
from tiers.gates import Value
from tiers.written import written_amount as decimal_amount
from tiers.written import written_missing, written_value

_SHOWN = Decimal("0.0001")


def written(edition: Edition, metric: Metric, value: Value | None) -> str | None:
    """A metric's value as the API has it: money in units of the currency."""
    number = written_value(edition, metric, value)
    return None if number is None else f"{number:f}"


def written_up(edition: Edition, metric: Metric, missing: Fraction) -> str:
    """What a gate misses, in the same form: 0 exactly where nothing is missing."""
    return f"{written_missing(edition, metric, missing):f}"


def written_amount(amount: int, currency: str) -> str:
    """An amount of minor units of a currency, in units of it."""
    return f"{decimal_amount(amount, currency):f}"


def shown(number: str | None) -> str:
    """The same for people: with commas, and with four decimals at most."""
    if number is None:
        return "none"
    decimal = Decimal(number)
    places = -int(decimal.as_tuple().exponent)
    return f"{decimal.quantize(_SHOWN, ROUND_HALF_EVEN).normalize():,f}" if places > 4 else f"{decimal:,f}"  # noqa: PLR2004
