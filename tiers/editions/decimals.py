"""Exact values as decimals of bounded length, rounded so that what is written agrees with what was decided."""

from decimal import Decimal
from fractions import Fraction

DECIMALS = 12
"""Thresholds have 6 decimals and factors 6, so that every requirement is written exactly."""

_SCALE = 10**DECIMALS


def rounded_down(value: Fraction) -> Decimal:
    """A metric's value: below a requirement exactly where the value is, as requirements have no more decimals."""
    return _decimal(value.numerator * _SCALE // value.denominator)


def rounded_up(value: Fraction) -> Decimal:
    """What a gate misses: 0 exactly where nothing is missing."""
    return _decimal(-(-value.numerator * _SCALE // value.denominator))


def _decimal(scaled: int) -> Decimal:
    found = Decimal(scaled).scaleb(-DECIMALS)
    return found.quantize(Decimal(1)) if found == found.to_integral_value() else found.normalize()
