"""All editions that are in files, and facts that are complete unless a test says otherwise."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import tiers
from tiers.apps import app_bits
from tiers.assessment import Assessment, assess
from tiers.basis import Basis, basis_of
from tiers.crediting import NO_SHARES, Shares, crediting
from tiers.credits import ClientCredits
from tiers.editions.catalogues import Catalogue
from tiers.editions.edition import Edition
from tiers.editions.parsing import parse_edition
from tiers.editions.ways import SaleKind
from tiers.explanation import Part, explain_in
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
from tiers.periods import days_before, minus_months
from tiers.reports import Report
from tiers.shares import EvenShares

ROOT = Path(__file__).parents[3]
SHIPPED = sorted((Path(tiers.__path__[0]) / "editions").glob("*.toml"))
EXAMPLES = sorted((ROOT / "examples" / "editions").glob("*.toml"))
FILES = {path.stem: path for path in (*SHIPPED, *EXAMPLES)}
TEXTS = {stem: path.read_text(encoding="utf-8") for stem, path in FILES.items()}
EDITIONS = {stem: parse_edition(text, f"{stem}.toml") for stem, text in TEXTS.items()}
LONG_AGO = date(2010, 1, 1)
CERTIFIED = (Certification(LONG_AGO, date(2099, 12, 31)),)


def edition(stem: str) -> Edition:
    return EDITIONS[stem]


def changed(stem: str, *changes: tuple[str, str]) -> str:
    """A file's text with each of some passages, which are there once, replaced."""
    text = TEXTS[stem]
    for before, after in changes:
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    return text


def following(day: str, *changes: tuple[str, str]) -> str:
    """The file of May 2018 as that of an edition of a later day, YYYY-MM-DD, with further passages replaced."""
    key, begins = ('key = "2018-05"', f'key = "{day[:7]}"'), ("effective_from = 2018-05-02", f"effective_from = {day}")
    return changed("agency-2018-05", key, begins, *changes)


def credit_client(basis: Basis, facts: ClientFacts, shares: Shares = NO_SHARES) -> ClientCredits:
    """The credits of one client that appears under the partner on the day."""
    return crediting(basis)([facts], shares)[0]


def explain(basis: Basis, facts: ClientFacts, shares: Shares = NO_SHARES) -> tuple[tuple[Part, ...], ...]:
    """The parts of each of the client's credits, in the order of the edition's ways."""
    return tuple(explain_in(basis, here, facts, shares) for here in basis.ways)


def members(catalogue: Catalogue, as_of: date) -> list[str]:
    return sorted(catalogue.names_on(as_of))


def report_before(as_of: date) -> Report:
    """The report of the month before the day's, which has run."""
    return Report(minus_months(as_of.replace(day=1), 1), 1, days_before(as_of, 1))


def sale(
    line: str | None = None,
    kind: SaleKind = SaleKind.SOURCED,
    sold_on: date = LONG_AGO,
    ended_on: date | None = None,
    *,
    own: bool = True,
) -> Sale:
    return Sale(line, kind, sold_on, ended_on, own)


def access(
    last_use_on: date | None,
    *,
    granted_on: date = LONG_AGO,
    ends_on: date | None = None,
    domain_matches: bool = True,
    last_login_on: date | None = None,
) -> Access:
    return Access(1, granted_on, ends_on, domain_matches, last_login_on, last_use_on)


def client(
    number: int,
    *lines: MrrLine,
    sales: Iterable[Sale] = (),
    accesses: Iterable[Access] = (),
    country: str | None = None,
    used: Iterable[str] = (),
) -> ClientFacts:
    return ClientFacts(number, country, LONG_AGO, tuple(sales), lines, tuple(accesses), (app_bits(used),))


def usd(cents: int, line: str | None = None) -> MrrLine:
    return MrrLine(line, cents, "USD")


def measured(name: str, value: str | int, on: date, currency: str | None = None) -> Measure:
    return Measure(name, on, Decimal(value), currency)


def holder(number: int, *names: str, left_on: date | None = None) -> Person:
    return Person(number, tuple(Credential(name, LONG_AGO) for name in names), left_on)


def sole_manager(clients: Iterable[ClientFacts], *ways: str) -> dict[str, EvenShares]:
    """The shares of a partner that manages every client alone."""
    managers = {one.client: ["p"] for one in clients}
    return {way: EvenShares("p", managers) for way in ways}


def assessed(stem: str, as_of: date, facts: PartnerFacts, report: Report | None = None) -> Assessment:
    """What a file's edition says of a partner that manages every client alone."""
    basis = basis_of(edition(stem), as_of, report or report_before(as_of))
    return assess(basis, facts, sole_manager(facts.clients, *(way.key for way in edition(stem).credits)))


def tier_key(found: Assessment) -> str | None:
    return None if found.tier is None else found.tier.key


def value(found: Assessment, key: str) -> Fraction:
    """A metric's value as files say it: money in units of the currency."""
    number = found.values[key]
    assert number is not None
    return Fraction(number) / found.edition.scale(found.edition.metric_by_key[key].unit)
