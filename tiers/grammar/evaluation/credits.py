"""What one client adds to a partner's numbers in each way, and why: the explanation of a sum."""

from collections.abc import Container, Iterable, Sequence
from datetime import date
from fractions import Fraction
from functools import cache
from typing import NamedTuple

from tiers.credits import CreditStatus
from tiers.grammar.edition import Edition
from tiers.grammar.evaluation.basis import Basis
from tiers.grammar.evaluation.facts import MrrLine
from tiers.grammar.metrics.common import Factor


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


class Credit(NamedTuple):
    """What a client adds in one way, in the program's minor units; 0 and without a last counting day unless COUNTED."""

    way: str
    status: CreditStatus
    amount: int
    counts_until: date | None
    parts: tuple[Part, ...]


class ClientCredits(NamedTuple):
    """The credits of one client, one for each way that some metric uses, in the edition's order."""

    client: int
    country: str | None
    credits: tuple[Credit, ...]


def adds(credited: ClientCredits, ways: Iterable[str]) -> bool:
    """Whether a client adds more than 0 in one of the ways."""
    return any(credit.amount > 0 and credit.way in ways for credit in credited.credits)


@cache  # there are as many as ways and statuses, and millions of clients that have one
def empty_credit(way: str, status: CreditStatus) -> Credit:
    """A credit that adds nothing, and why."""
    return Credit(way, status, 0, None, ())


def part_of(basis: Basis, line: MrrLine, sold_on: date | None, counts_until: date) -> Part:
    """The part of a reported line before any split."""
    name, amount, currency = line
    rate = basis.rates.rate(currency)
    converted = amount if currency == basis.edition.currency else basis.rates.convert(amount, currency)
    return Part(name, sold_on, amount, currency, rate, converted, converted, counts_until)


def counted_credit(way: str, parts: tuple[Part, ...], counts_until: date) -> Credit:
    """A credit that counts: the sum of its parts."""
    amount = parts[0].amount if len(parts) == 1 else sum(part.amount for part in parts)
    return Credit(way, CreditStatus.COUNTED, amount, counts_until, parts)


def country_factor(edition: Edition, factors: Sequence[Factor], country: str | None, as_of: date) -> Fraction:
    """The first of the factors whose countries a client's is one of on the day, 1 without any."""
    for one in factors:
        if country in edition.catalogue_by_key[one.countries].names_on(as_of):
            return one.factor
    return Fraction(1)


def factored_amount(
    edition: Edition, ways: Container[str], factors: Sequence[Factor], clients: Iterable[ClientCredits], as_of: date
) -> Fraction:
    """What clients add in some ways, in minor units, each amount times the factor of its client's country."""
    amounts: dict[str | None, int] = {}  # whole numbers are added up some times faster than fractions
    for client in clients:
        country = client.country if factors else None
        for credit in client.credits:
            if credit.way in ways:
                amounts[country] = amounts.get(country, 0) + credit.amount
    return sum(
        (amount * country_factor(edition, factors, country, as_of) for country, amount in amounts.items()), Fraction(0)
    )
