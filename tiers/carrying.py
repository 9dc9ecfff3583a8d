"""Whether clients can count by credits that are known from another day, so that only the others are looked at."""

from datetime import date

from tiers.conversion import rates_on
from tiers.editions.edition import Edition


def can_carry(edition: Edition, base: date, day: date) -> bool:
    """Whether credits of the base day say all that the clients add on the day, if nothing about them has changed.

    They do where nothing that the edition lists has begun or ended.
    """
    return (
        all(one.names_on(base) == one.names_on(day) for one in edition.catalogues)
        and rates_on(edition, base).by_currency == rates_on(edition, day).by_currency
    )
