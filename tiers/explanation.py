"""What a client's credits are made of: made when it is asked for, of the same lines that were counted."""

from datetime import date
from fractions import Fraction
from typing import NamedTuple

from tiers.basis import Basis, WayBasis
from tiers.crediting import NO_SHARES, Shares, lines_in_force, select, share_of
from tiers.credits import CreditStatus
from tiers.facts import ClientFacts, MrrLine


class Part(NamedTuple):
    """One reported line's part of a credit.

    `reported` is in minor units of `currency`, `rate` is what one unit of that is worth in units of the program's
    currency, `converted` and `amount`, which is what is left of it after the split, in the program's minor units.
    `sold_on` is the day of the line's own sale, None where it is not counted for a sale.
    """

    line: str | None
    sold_on: date | None
    reported: int
    currency: str
    rate: Fraction
    converted: int
    amount: int
    counts_until: date


def explain_in(basis: Basis, here: WayBasis, facts: ClientFacts, shares: Shares = NO_SHARES) -> tuple[Part, ...]:
    """The parts of the client's credit in one way; a sale of which the report says nothing has one of 0."""
    found = select(basis, here, facts, lines_in_force(basis, facts))
    if isinstance(found, CreditStatus):
        return ()
    share = share_of(basis, here.way, facts, shares)
    parts: list[Part] = []
    for lines, sold, sold_on, counts_until in found:
        unreported = () if sold_on is None else (MrrLine(sold, 0, basis.edition.currency),)
        for line, amount, currency in lines or unreported:
            converted = basis.rates.convert(amount, currency)
            left = converted if share is None else share(converted)
            rate = basis.rates.rate(currency)
            parts.append(Part(line, sold_on, amount, currency, rate, converted, left, counts_until))
    return tuple(parts)
