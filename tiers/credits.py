"""What one client adds to a partner's numbers in each way, and why."""

from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import cache
from typing import NamedTuple

from tiers.editions.edition import Edition
from tiers.editions.metrics.common import Factor


class CreditStatus(StrEnum):
    """Why a client counts or does not. Of several reasons a credit has the first that applies."""

    COUNTED = "COUNTED"
    PENDING_REPORT = "PENDING_REPORT"
    EXPIRED = "EXPIRED"
    NOT_SOLD_BY_PARTNER = "NOT_SOLD_BY_PARTNER"
    NO_ACCESS = "NO_ACCESS"
    DOMAIN_MISMATCH = "DOMAIN_MISMATCH"
    NO_RECENT_ACTIVITY = "NO_RECENT_ACTIVITY"

    __hash__ = str.__hash__  # the same, some times faster: millions are looked up


SOLD_STATUSES = (
    CreditStatus.COUNTED,
    CreditStatus.PENDING_REPORT,
    CreditStatus.EXPIRED,
    CreditStatus.NOT_SOLD_BY_PARTNER,
)
"""All that the credit of a way `sold` can have."""
MANAGED_STATUSES = (
    CreditStatus.COUNTED,
    CreditStatus.PENDING_REPORT,
    CreditStatus.NO_ACCESS,
    CreditStatus.DOMAIN_MISMATCH,
    CreditStatus.NO_RECENT_ACTIVITY,
)
"""All that the credit of a way `managed` can have."""


class Credit(NamedTuple):
    """What a client adds in one way, in the program's minor units; 0 and without a last counting day unless COUNTED."""

    way: str
    status: CreditStatus
    amount: int
    counts_until: date | None


class ClientCredits(NamedTuple):
    """The credits of one client, one for each way that some metric uses, in the edition's order."""

    client: int
    country: str | None
    credits: tuple[Credit, ...]


class CarriedCredits(NamedTuple):
    """Clients of one country, as far as that matters, that are not among the facts and are known from another day.

    There are so many `clients`, and each has these statuses. The amounts are what all of them add together, and where
    something counts clients, either each of them adds to one or none does. By the metric's key, `medians` has what each
    median is taken of, apps in use or minor units, one of each client that is in it; and `lines` the product lines that
    each count of these counts.
    """

    country: str | None
    credits: tuple[Credit, ...]
    clients: int
    medians: Mapping[str, Sequence[int]]
    lines: Mapping[str, Collection[str]]


Credited = ClientCredits | CarriedCredits
"""What clients add, each for itself or several together."""


@cache  # there are as many as ways and statuses, and millions of clients that have one
def empty_credit(way: str, status: CreditStatus) -> Credit:
    """A credit that adds nothing, and why."""
    return Credit(way, status, 0, None)


def country_factor(edition: Edition, factors: Sequence[Factor], country: str | None, as_of: date) -> Fraction:
    """The first of the factors whose countries a client's is one of on the day, 1 without any."""
    for one in factors:
        if country in edition.catalogue_by_key[one.countries].names_on(as_of):
            return one.factor
    return Fraction(1)


def factored_amount(
    edition: Edition, ways: Container[str], factors: Sequence[Factor], clients: Iterable[Credited], as_of: date
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
