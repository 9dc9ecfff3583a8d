"""The values of fields in the form in which they are staged, checked as far as each can be judged alone."""

from datetime import MAXYEAR, MINYEAR, UTC, date, datetime, timedelta, tzinfo
from decimal import Decimal
from functools import lru_cache

import pycountry

from intake.domains import AddressError, address_key
from intake.fields import COUNTRY, MOMENT, MONTH
from intake.refusals import quote, unexpected
from intake.rejections import BadLine
from intake.terms import Terms
from tiers.editions.currencies import minor_unit
from tiers.errors import MonthError
from tiers.periods import parse_month

COUNTRIES = frozenset(country.alpha_2 for country in pycountry.countries)
FIRST_REVISION = 1
_AMOUNT_DECIMALS = 2


def check_country(code: str | None) -> None:
    """Raises BadLine for what is no code of a country; null is good."""
    if code is not None and code not in COUNTRIES:
        raise unexpected("country", COUNTRY, code)


def check_currency(code: str | None, day: date, terms: Terms) -> None:
    """Raises BadLine for a currency that no edition counts on the day or later; null is good.

    Its amounts would count with nothing, as nobody says what they are worth."""
    if code is not None and not terms.currencies.counts_from(code, day):
        allowed = " or ".join(terms.currencies.counted_from(day))
        raise BadLine("currency", f"{quote(code)} is counted by no edition in force from {day} on: only {allowed} is")


def check_amount(field: str, amount: Decimal, currency: str) -> None:
    """Raises BadLine for an amount of at most two decimals, if its currency has fewer: it would not count in full."""
    decimals = minor_unit(currency)
    if decimals < _AMOUNT_DECIMALS and amount != round(amount, decimals):
        raise BadLine(field, f"amounts in {currency} have at most {decimals} decimals: {amount:f}")


def check_period(valid_from: date, valid_until: date | None) -> None:
    """Raises BadLine for a last day before the first; null is for ever."""
    if valid_until is not None and valid_until < valid_from:
        raise BadLine("valid_until", f"{valid_until} is before valid_from, {valid_from}")


def read_address(field: str, email: str) -> str:
    """The one form of an address; raises BadLine for what is none."""
    try:
        return address_key(email)
    except AddressError as error:
        raise BadLine(field, f"{error}: {quote(email)}") from error


@lru_cache(maxsize=1024)
def read_period(text: str) -> date:
    """The first day of a month; raises BadLine for what is none."""
    try:
        return parse_month(text)
    except MonthError:
        raise unexpected("period", MONTH, text) from None


def read_revision(revision: int | None) -> int:
    """A report's revision; null is the first."""
    return FIRST_REVISION if revision is None else revision


def read_moment(text: str, zone: tzinfo) -> tuple[datetime, date]:
    """The moment `at`, and its day in the zone; raises BadLine for what is none.

    Digits after the microseconds are cut, never rounded: they must not move an event into the next day.
    """
    try:
        at = datetime.fromisoformat(text.upper())
        if at.year in (MINYEAR, MAXYEAR):
            at.astimezone(UTC)
        return at, at.astimezone(zone).date()
    except (ValueError, OverflowError):
        if _is_leap_second(text):
            reason = f"a leap second, which no clock here has: write second 59: {quote(text)}"
            raise BadLine("at", reason) from None
        raise unexpected("at", MOMENT, text) from None


def _is_leap_second(text: str) -> bool:
    """Whether it is second 60 of the last minute of a month in UTC, as RFC 3339 allows it."""
    if text[17:19] != "60":
        return False
    try:
        before = datetime.fromisoformat(f"{text[:17].upper()}59{text[19:].upper()}").astimezone(UTC)
        after = before + timedelta(seconds=1)
    except (ValueError, OverflowError):
        return False
    return (after.day, after.hour, after.minute) == (1, 0, 0)
