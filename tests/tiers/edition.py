"""The edition of May 2018 as the tests use it, and facts that are complete unless a test says otherwise."""

from collections.abc import Iterable, Sequence
from datetime import date

from tests.tiers.editions.editions import changed, credit_client, edition
from tiers.assessment import Assessment, assess
from tiers.basis import basis_of
from tiers.credits import Credit, CreditStatus
from tiers.editions.edition import Edition
from tiers.editions.parsing import parse_edition
from tiers.editions.ways import SaleKind
from tiers.facts import Access, Certification, ClientFacts, MrrLine, PartnerFacts, Sale
from tiers.reports import Report

EDITION = edition("agency-2018-05")
EVEN_EDITION = parse_edition(changed("agency-2018-05", ('split = "full"', 'split = "even"')), "even.toml")
SOLD, MANAGED = 0, 1

AS_OF = date(2018, 5, 14)
APRIL = Report(period=date(2018, 4, 1), revision=1, ran_on=date(2018, 5, 3))
ALWAYS = (Certification(date.min, date.max),)


def access(
    employee: int = 1,
    granted_on: date = date(2017, 1, 1),
    revoked_on: date | None = None,
    *,
    domain_matches: bool = True,
    last_active_on: date | None = AS_OF,
) -> Access:
    return Access(employee, granted_on, revoked_on, domain_matches, last_active_on, None)


def client(
    number: int = 1,
    *,
    registered_on: date = date(2017, 1, 1),
    sold_on: date | None = None,
    reported: int | None = 100_00,
    accesses: Iterable[Access] = (),
    apps_used: int = 3,
) -> ClientFacts:
    """A client that was sold at once if at all, and in which the first so many apps are in use."""
    sales = () if sold_on is None else (Sale(None, SaleKind.SOURCED, sold_on, None, own=True),)
    lines = () if reported is None else (MrrLine(None, reported, "USD"),)
    return ClientFacts(number, None, registered_on, sales, lines, tuple(accesses), ((1 << apps_used) - 1,))


def counted(way: str, amount: int, until: date) -> Credit:
    return Credit(way, CreditStatus.COUNTED, amount, until)


def nothing(way: str, status: CreditStatus) -> Credit:
    return Credit(way, status, 0, None)


def sold(facts: ClientFacts, as_of: date = AS_OF, report: Report | None = APRIL) -> Credit:
    return credit_client(basis_of(EDITION, as_of, report), facts).credits[SOLD]


def managed(facts: ClientFacts, as_of: date = AS_OF, report: Report | None = APRIL) -> Credit:
    return credit_client(basis_of(EDITION, as_of, report), facts).credits[MANAGED]


def assessed(
    clients: Sequence[ClientFacts],
    *,
    certified: bool = True,
    as_of: date = AS_OF,
    report: Report | None = APRIL,
    edition: Edition = EDITION,
) -> Assessment:
    facts = PartnerFacts(certifications=ALWAYS if certified else (), clients=clients)
    return assess(basis_of(edition, as_of, report), facts)
