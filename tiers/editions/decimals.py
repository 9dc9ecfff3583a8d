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
    return Decimal(digits_of(value))


def rounded_up(value: Fraction) -> Decimal:
    """What a gate misses: 0 exactly where nothing is missing."""
    return Decimal(shifted(-(-value.numerator * _SCALE // value.denominator), DECIMALS))


def digits_of(value: Fraction, shift: int = 0) -> str:
    """The digits of what `rounded_down` gives, of the value with the point so many places to the left."""
    denominator = value.denominator * 10**shift
    scaled, rest = divmod(value.numerator * _SCALE, denominator)
    decimals, digit = DECIMALS, 0
    while rest and not digit:
        digit, rest = divmod(rest * 10, denominator)
        scaled, decimals = scaled * 10 + digit, decimals + 1
    return shifted(scaled, decimals)


def shifted(scaled: int, decimals: int) -> str:
    """The digits of a whole number with the point so many places to the left, without zeros at their end.

    Decimals are made of these, and not the other way round: what is computed with decimals has 28 digits at most.
    """
    if not decimals:
        return str(scaled)
    whole, part = divmod(abs(scaled), 10**decimals)
    sign = "-" if scaled < 0 else ""
    return f"{sign}{whole}.{part:0{decimals}}".rstrip("0") if part else f"{sign}{whole}"
