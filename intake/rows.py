"""Records as rows of their staging tables, checked as far as one line can be judged alone."""

from collections.abc import Callable
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime, timedelta, tzinfo
from decimal import Decimal
from functools import lru_cache
from typing import Any

import pycountry

from intake.domains import AddressError, DomainError, address_key, domain_key
from intake.records import (
    Access,
    Activity,
    AnyRecord,
    Certification,
    Client,
    Employee,
    Mrr,
    MrrReport,
    Partner,
)
from intake.refusals import shown, unexpected
from intake.rejections import BadLine
from intake.terms import Terms
from tiers.errors import MonthError
from tiers.periods import parse_month

Row = tuple[Any, ...]

COUNTRIES = frozenset(country.alpha_2 for country in pycountry.countries)
_DEFAULT_CURRENCY = "USD"


def _partner(record: Partner, _: Terms) -> Row:
    keys: dict[str, None] = {}
    for domain in record.domains:
        try:
            keys[domain_key(domain)] = None
        except DomainError as error:
            raise BadLine("domains", f"{shown(domain)} {error}") from error
    _check_country(record.country)
    return (record.id, record.name, record.domains, list(keys), record.country, record.joined_on)


def _certification(record: Certification, _: Terms) -> Row:
    if record.valid_until < record.valid_from:
        raise BadLine("valid_until", f"{record.valid_until} is before valid_from, {record.valid_from}")
    return (record.partner, record.valid_from, record.valid_until)


def _employee(record: Employee, _: Terms) -> Row:
    address = _address("email", record.email)
    return (record.id, record.partner, record.email, address.rpartition("@")[2], address)


def _client(record: Client, _: Terms) -> Row:
    if (record.sold_by is None) != (record.sold_on is None):
        lacking, given = ("sold_by", "sold_on") if record.sold_by is None else ("sold_on", "sold_by")
        raise BadLine(lacking, f"missing, but {given} is there: give both or neither")
    _check_country(record.country)
    return (record.id, record.name, record.registered_on, record.country, record.sold_by, record.sold_on)


def _access(record: Access, _: Terms) -> Row:
    if record.revoked_on is not None and record.revoked_on <= record.granted_on:
        raise BadLine("revoked_on", f"{record.revoked_on} is not after granted_on, {record.granted_on}")
    return (record.client, record.employee, record.granted_on, record.revoked_on)


def _mrr(record: Mrr, terms: Terms) -> Row:
    currency = _DEFAULT_CURRENCY if record.currency is None else record.currency
    if currency not in terms.currencies:
        allowed = " or ".join(sorted(terms.currencies))
        raise BadLine("currency", f"{shown(currency)} is counted by no program: only {allowed} is")
    return (_period(record.period), _revision(record.revision), record.client, Decimal(record.amount), currency)


def _mrr_report(record: MrrReport, _: Terms) -> Row:
    total = None if record.total is None else Decimal(record.total)
    return (_period(record.period), _revision(record.revision), record.ran_on, record.lines, total)


def _activity(record: Activity, terms: Terms) -> Row:
    address = _address("actor", record.actor)
    if (record.kind == "USE") != (record.app is not None):
        raise BadLine("app", "missing: USE needs one" if record.app is None else "must be null for LOGIN")
    return (record.id, record.client, address, record.kind, record.app, *_moment(record.at, terms.zone))


ROWS: dict[type[AnyRecord], Callable[[Any, Terms], Row]] = {
    Partner: _partner,
    Certification: _certification,
    Employee: _employee,
    Client: _client,
    Access: _access,
    Mrr: _mrr,
    MrrReport: _mrr_report,
    Activity: _activity,
}


def _check_country(code: str | None) -> None:
    if code is not None and code not in COUNTRIES:
        raise unexpected("country", code)


def _address(field: str, email: str) -> str:
    try:
        return address_key(email)
    except AddressError as error:
        raise BadLine(field, f"{error}: {shown(email)}") from error


@lru_cache(maxsize=1024)
def _period(text: str) -> date:
    try:
        return parse_month(text)
    except MonthError:
        raise unexpected("period", text) from None


def _revision(revision: int | None) -> int:
    return 1 if revision is None else revision


def _moment(text: str, zone: tzinfo) -> tuple[datetime, date]:
    """The moment, and its day in the zone.

    Digits after the microseconds are cut, never rounded: they must not move an event into the next day.
    """
    try:
        at = datetime.fromisoformat(text.upper())
        if at.year in (MINYEAR, MAXYEAR):
            at.astimezone(UTC)
        return at, at.astimezone(zone).date()
    except (ValueError, OverflowError):
        if _is_leap_second(text):
            told = f"a leap second, which no clock here has: write second 59: {shown(text)}"
            raise BadLine("at", told) from None
        raise unexpected("at", text) from None


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
