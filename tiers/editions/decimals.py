"""Exact values as decimals, rounded so that what is written agrees with what was decided."""

from decimal import Decimal
from fractions import Fraction

DECIMALS = 12
"""Thresholds have 6 decimals and factors 6, so that every requirement is written exactly."""

_SCALE = 10**DECIMALS


def rounded_down(value: Fraction) -> Decimal:
    """A metric's value: below, at or above a requirement exactly where the value is.

    A value without more decimals than requirements is written exactly. Any other lies between two numbers that a
    requirement can be, and has decimals up to the first that is not 0 after those, so that it stays between them.
    """
    scaled, rest = divmod(value.numerator * _SCALE, value.denominator)
    decimals, digit = DECIMALS, 0
    while rest and not digit:
        digit, rest = divmod(rest * 10, value.denominator)
        scaled, decimals = scaled * 10 + digit, decimals + 1
    return shifted(scaled, decimals)


def rounded_up(value: Fraction) -> Decimal:
    """What a gate misses: 0 exactly where nothing is missing."""
    return shifted(-(-value.numerator * _SCALE // value.denominator), DECIMALS)


def shifted(scaled: int, decimals: int) -> Decimal:
    """A whole number with the point so many places to the left, exactly, and without zeros at its end.

    It is made of its text, as what is computed with decimals has 28 digits at most.
    """
    if not decimals:
        return Decimal(scaled)
    whole, part = divmod(abs(scaled), 10**decimals)
    return Decimal(f"{'-' if scaled < 0 else ''}{whole}.{part:0{decimals}}".rstrip("0").rstrip("."))
