"""The edition of May 2018 as the tests use it, and facts that are complete unless a test says otherwise."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import tiers
from tiers.assessment import assess
from tiers.credits import ClientCredit, basis_of, credit_client
from tiers.edition import Edition, parse_edition
from tiers.facts import Access, ClientFacts, PartnerFacts, Report
from tiers.standings import Standing

SOURCE = "2018-05.toml"
TEXT = (Path(tiers.__path__[0]) / "editions" / SOURCE).read_text(encoding="utf-8")
EDITION = parse_edition(TEXT, SOURCE)
EVEN_EDITION = parse_edition(TEXT.replace('managed_split = "full"', 'managed_split = "even"'), SOURCE)

AS_OF = date(2018, 5, 14)
APRIL = Report(period=date(2018, 4, 1), revision=1, ran_on=date(2018, 5, 3))


def access(
    employee: int = 1,
    granted_on: date = date(2017, 1, 1),
    revoked_on: date | None = None,
    *,
    domain_matches: bool = True,
    last_active_on: date | None = AS_OF,
) -> Access:
    return Access(employee, granted_on, revoked_on, domain_matches, last_active_on)


def client(
    number: int = 1,
    *,
    registered_on: date = date(2017, 1, 1),
    sold_on: date | None = None,
    reported: int | None = 100_00,
    accesses: tuple[Access, ...] = (),
    apps_used: int = 3,
) -> ClientFacts:
    return ClientFacts(number, registered_on, sold_on, reported, accesses, apps_used)


def credit(facts: ClientFacts, as_of: date = AS_OF, report: Report | None = APRIL) -> ClientCredit:
    return credit_client(basis_of(EDITION, as_of, report), facts)


def standing(
    clients: Sequence[ClientFacts],
    *,
    certified: bool = True,
    as_of: date = AS_OF,
    report: Report | None = APRIL,
    edition: Edition = EDITION,
) -> Standing:
    return assess(basis_of(edition, as_of, report), PartnerFacts(certified, clients)).standing
