"""Partners with facts of every sort, drawn at random around the days on which things begin and end."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from tests.tiers.editions.editions import EDITIONS
from tiers.apps import app_bits
from tiers.editions.ways import SaleKind
from tiers.facts import (
    Access,
    Certification,
    ClientFacts,
    Credential,
    Measure,
    MrrLine,
    PartnerFacts,
    Person,
    Sale,
)
from tiers.needs import needs_of
from tiers.periods import days_after
from tiers.reports import Report

AS_OF_DAYS = st.dates(date(2024, 1, 15), date(2025, 9, 30))
DAYS = st.dates(date(2022, 6, 1), date(2025, 10, 31))
LINES = st.sampled_from([None, "MARKETING", "SALES", "SERVICE"])
CURRENCIES = st.sampled_from(["USD", "USD", "EUR", "JPY", "COP", "GBP"])
COUNTRIES = st.sampled_from([None, "DE", "IN", "BR"])
MEASURES = [
    "net_users",
    "gross_sales",
    "cloud_sales",
    "spend",
    "spend_search",
    "optimisation_score",
    "account_strategists",
]
CREDENTIALS = ["odoo-14", "odoo-15", "odoo-17", "google-ads-search", "google-ads-video"]
REPORTS = st.none() | st.builds(
    Report, period=st.sampled_from([date(2023, 12, 1), date(2024, 6, 1)]), revision=st.just(1), ran_on=st.just(date.min)
)


def ended(start: date, days: int | None) -> date | None:
    return None if days is None else days_after(start, days)


LATER = st.none() | st.integers(1, 700)
SALES = st.builds(
    lambda line, kind, sold_on, days, own: Sale(line, kind, sold_on, ended(sold_on, days), own),
    LINES,
    st.sampled_from(SaleKind),
    DAYS,
    LATER,
    st.sampled_from([True, True, False]),
)
ACCESSES = st.builds(
    lambda employee, on, days, matches, login, use: Access(employee, on, ended(on, days), matches, login, use),
    st.integers(1, 3),
    DAYS,
    LATER,
    st.sampled_from([True, True, False]),
    st.none() | DAYS,
    st.none() | DAYS,
)
CLIENTS = st.builds(
    ClientFacts,
    client=st.integers(1, 1_000),
    country=COUNTRIES,
    registered_on=st.dates(date(2022, 6, 1), date(2024, 8, 1)),
    sales=st.lists(SALES, max_size=3).map(tuple),
    lines=st.lists(
        st.builds(MrrLine, LINES, st.integers(0, 3_000_00), CURRENCIES), max_size=3, unique_by=lambda one: one.line
    ).map(tuple),
    accesses=st.lists(ACCESSES, max_size=2).map(tuple),
    apps=st.tuples(st.sets(st.sampled_from(["CRM", "CTA", "EMAIL", "FORMS", "SOCIAL_INBOX"])).map(app_bits)),
    measures=st.just(()),
)
NUMBERS = st.integers(-50_000, 200_000).map(lambda hundredths: Decimal(hundredths) / 100)


def partners_of(measures: Sequence[str], credentials: Sequence[str]) -> st.SearchStrategy[PartnerFacts]:
    """Partners of which things of these names are measured, and whose people hold credentials of these."""
    held = st.builds(
        lambda name, on, days: Credential(name, on, ended(on, days)), st.sampled_from(credentials), DAYS, LATER
    )
    people = st.builds(
        Person,
        employee=st.integers(1, 100),
        credentials=st.lists(held, max_size=3).map(tuple),
        left_on=st.none() | DAYS,
    )
    return st.builds(
        PartnerFacts,
        country=COUNTRIES,
        certifications=st.lists(
            st.builds(lambda on, days: Certification(on, days_after(on, days)), DAYS, st.integers(0, 400)), max_size=2
        ),
        clients=st.lists(CLIENTS, max_size=3, unique_by=lambda one: one.client),
        people=st.lists(people, max_size=3, unique_by=lambda one: one.employee),
        measures=st.lists(
            st.builds(Measure, st.sampled_from(measures), DAYS, NUMBERS, st.none()),
            max_size=6,
            unique_by=lambda one: (one.name, one.on),
        ),
    )


PARTNERS = partners_of(MEASURES, CREDENTIALS)
NEEDS = {stem: needs_of(edition) for stem, edition in EDITIONS.items()}
PARTNERS_BY_FILE = {
    stem: partners_of(sorted(needs.partner_measures) or MEASURES, sorted(needs.credentials) or CREDENTIALS)
    for stem, needs in NEEDS.items()
}
"""Partners with facts of the names that each file's edition looks for."""


def known_by(facts: PartnerFacts, day: date) -> PartnerFacts:
    """Without what is dated after the day; ends belong to what they end, and may be known before their day."""
    return PartnerFacts(
        facts.country,
        [one for one in facts.certifications if one.valid_from <= day],
        [
            client._replace(
                sales=tuple(one for one in client.sales if one.sold_on <= day),
                accesses=tuple(
                    one._replace(last_login_on=_by(one.last_login_on, day), last_use_on=_by(one.last_use_on, day))
                    for one in client.accesses
                    if one.granted_on <= day
                ),
            )
            for client in facts.clients
            if client.registered_on <= day
        ],
        [
            person._replace(credentials=tuple(one for one in person.credentials if one.valid_from <= day))
            for person in facts.people
        ],
        [one for one in facts.measures if one.on <= day],
    )


def _by(day: date | None, as_of: date) -> date | None:
    return day if day is not None and day <= as_of else None
