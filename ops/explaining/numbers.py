"""Values of metrics as decimals: exactly, or, for people, as long as a line has room for."""

from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

from tiers.editions.currencies import minor_unit
from tiers.editions.decimals import digits_of, rounded_up, shifted
from tiers.editions.edition import Edition
from tiers.editions.metrics.common import Unit
from tiers.gates import Value

_SHOWN = Decimal("0.0001")


def written(edition: Edition, unit: Unit, value: Value | None) -> str | None:
    """A metric's value as the API has it: money in units of the currency, with its decimals."""
    if value is None:
        return None
    decimals = minor_unit(edition.currency) if unit is Unit.MONEY else 0
    return _with_decimals(digits_of(Fraction(value), decimals), decimals)


def written_up(edition: Edition, unit: Unit, missing: Fraction) -> str:
    """What a gate misses, in the same form: 0 exactly where nothing is missing."""
    decimals = minor_unit(edition.currency) if unit is Unit.MONEY else 0
    return _with_decimals(f"{rounded_up(missing / edition.scale(unit)):f}", decimals)


def written_amount(amount: int, currency: str) -> str:
    """An amount of minor units of a currency."""
    decimals = minor_unit(currency)
    return _with_decimals(shifted(amount, decimals), decimals)


def _with_decimals(digits: str, decimals: int) -> str:
    whole, _, part = digits.partition(".")
    return f"{whole}.{part:0<{decimals}}" if part or decimals else whole


def shown(number: str | None) -> str:
    """The same for people: with commas, and with four decimals at most."""
    if number is None:
        return "none"
    decimal = Decimal(number)
    places = -int(decimal.as_tuple().exponent)
    return f"{decimal.quantize(_SHOWN, ROUND_HALF_EVEN).normalize():,f}" if places > 4 else f"{decimal:,f}"  # noqa: PLR2004
