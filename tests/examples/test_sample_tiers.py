import json
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import Any

import pytest

from examples.sample.portfolio import SHOWCASE_PARTNER, generate
from tests.tiers.edition import EDITION
from tiers.apps import app_bit
from tiers.assessment import Assessment, assess
from tiers.basis import basis_of
from tiers.credits import MANAGED_STATUSES, SOLD_STATUSES, ClientCredits, CreditStatus
from tiers.decisions import TierChangeKind, change
from tiers.editions.ways import SaleKind
from tiers.facts import Access, Certification, ClientFacts, MrrLine, PartnerFacts, Sale
from tiers.periods import decision_day, minus_months, parse_month
from tiers.reports import Report, report_in_force
from tiers.stored import counted_apps

COUNTED_APPS = counted_apps(EDITION)
USAGE_DAYS = 90

# When the month's decision is yet to come, and after it.
DAYS = [date(2026, 3, 1), date(2026, 7, 10), date(2028, 2, 29)]

EVERY_STATUS = (set(SOLD_STATUSES), set(MANAGED_STATUSES))

Assessments = dict[str, Assessment]


@dataclass
class Portfolio:
    """The sample as the rules' facts want it."""

    partners: dict[str, dict[str, Any]] = field(default_factory=dict)
    certifications: list[dict[str, Any]] = field(default_factory=list)
    employees: dict[str, dict[str, Any]] = field(default_factory=dict)
    clients: dict[str, dict[str, Any]] = field(default_factory=dict)
    accesses: dict[tuple[str, str], list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    sales: dict[str, list[tuple[str, Sale]]] = field(default_factory=lambda: defaultdict(list))
    lines: dict[tuple[date, int], dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    reports: list[Report] = field(default_factory=list)
    active: dict[tuple[str, str], list[date]] = field(default_factory=lambda: defaultdict(list))
    used: dict[str, dict[str, list[date]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))

    def take(self, record: dict[str, Any]) -> None:
        match record["type"]:
            case "partner":
                self.partners[record["id"]] = record
            case "certification":
                self.certifications.append(record)
            case "employee":
                self.employees[record["id"]] = record
            case "client":
                self.clients[record["id"]] = record
            case "access":
                partner = self.employees[record["employee"]]["partner"]
                self.accesses[partner, record["client"]].append(record)
            case "sale":
                self.sales[record["client"]].append((record["partner"], sale_of(record)))
            case "mrr":
                cents = int(Decimal(record["amount"]).scaleb(2))
                self.lines[parse_month(record["period"]), record["revision"]][record["client"]] = cents
            case "mrr_report":
                ran_on = date.fromisoformat(record["ran_on"])
                self.reports.append(Report(parse_month(record["period"]), record["revision"], ran_on))
            case "activity":
                self._note_activity(record)

    def _note_activity(self, record: dict[str, Any]) -> None:
        day = date.fromisoformat(record["at"][:10])
        self.active[record["client"], record["actor"]].append(day)
        if record["app"] in COUNTED_APPS:
            self.used[record["client"]][record["app"]].append(day)

    def assess(self, as_of: date) -> Assessments:
        """Standing and credits of every partner that has joined by the day."""
        report = report_in_force(self.reports, as_of)
        basis = basis_of(EDITION, as_of, report)
        amounts = {} if report is None else self.lines[report.period, report.revision]
        clients = defaultdict(list)
        for partner, client in self._pairs():
            clients[partner].append(self._facts(partner, client, amounts.get(client), as_of))
        return {
            partner: assess(basis, PartnerFacts(None, self._certifications(partner), clients[partner]))
            for partner, record in self.partners.items()
            if date.fromisoformat(record["joined_on"]) <= as_of
        }

    def _pairs(self) -> Iterator[tuple[str, str]]:
        sold = {(client["sold_by"], key) for key, client in self.clients.items() if client["sold_by"] is not None}
        return iter(sorted(sold | self.accesses.keys()))

    def _certifications(self, partner: str) -> list[Certification]:
        return [
            Certification(date.fromisoformat(each["valid_from"]), date.fromisoformat(each["valid_until"]))
            for each in self.certifications
            if each["partner"] == partner
        ]

    def _facts(self, partner: str, client: str, reported: int | None, as_of: date) -> ClientFacts:
        record = self.clients[client]
        return ClientFacts(
            int(client[1:]),
            None,
            date.fromisoformat(record["registered_on"]),
            tuple(self._sales(partner, client)),
            () if reported is None else (MrrLine(None, reported, "USD"),),
            tuple(self._access(partner, access, as_of) for access in self.accesses.get((partner, client), ())),
            (
                sum(
                    1 << (app_bit(app) or 0)
                    for app, days in self.used[client].items()
                    if (newest := last_by(days, as_of)) is not None and (as_of - newest).days <= USAGE_DAYS
                ),
            ),
        )

    def _sales(self, partner: str, client: str) -> Iterator[Sale]:
        record = self.clients[client]
        if record["sold_by"] == partner:
            yield Sale(None, SaleKind.SOURCED, date.fromisoformat(record["sold_on"]), None, own=True)
        for seller, sale in self.sales[client]:
            yield sale._replace(own=seller == partner)

    def _access(self, partner: str, access: dict[str, Any], as_of: date) -> Access:
        email = self.employees[access["employee"]]["email"].lower()
        return Access(
            int(access["employee"].replace("-E", "").replace("-F", "9")[1:]),
            date.fromisoformat(access["granted_on"]),
            None if access["revoked_on"] is None else date.fromisoformat(access["revoked_on"]),
            ascii_domain(email) in {ascii_domain(domain) for domain in self.partners[partner]["domains"]},
            last_by(self.active.get((access["client"], email), []), as_of),
            None,
        )


def sale_of(record: dict[str, Any]) -> Sale:
    """A sale of a product line, as of whoever made it."""
    ended_on = None if record["ended_on"] is None else date.fromisoformat(record["ended_on"])
    return Sale(record["line"], SaleKind(record["kind"]), date.fromisoformat(record["sold_on"]), ended_on, own=True)


@lru_cache
def ascii_domain(address: str) -> str:
    return address.rpartition("@")[2].encode("idna").decode()


def last_by(days: list[date], as_of: date) -> date | None:
    """The last of ascending days that is not after the day."""
    place = bisect_right(days, as_of)
    return days[place - 1] if place else None


def statuses(evidence: Iterable[ClientCredits]) -> tuple[set[CreditStatus], set[CreditStatus]]:
    pairs = [(sold.status, managed.status) for sold, managed in (client.credits for client in evidence)]
    return {sold for sold, _ in pairs}, {managed for _, managed in pairs}


@pytest.fixture(scope="module", params=DAYS, ids=str)
def last_closed(request: pytest.FixtureRequest) -> date:
    day: date = request.param
    return day


@pytest.fixture(scope="module")
def portfolio(last_closed: date) -> Portfolio:
    result = Portfolio()
    for line in generate(last_closed, zone=UTC):
        result.take(json.loads(line))
    return result


@pytest.fixture(scope="module")
def assessments(portfolio: Portfolio, last_closed: date) -> Assessments:
    return portfolio.assess(last_closed)


@pytest.fixture(scope="module")
def decided(portfolio: Portfolio, last_closed: date) -> list[dict[str, int]]:
    """Rank, 0 for none, of every partner by the newest thirteen decisions."""
    newest = decision_day(last_closed if last_closed.day >= 14 else minus_months(last_closed, 1))
    return [
        {partner: EDITION.rank(one.tier) for partner, one in month.items()}
        for month in (portfolio.assess(minus_months(newest, back)) for back in range(12, -1, -1))
    ]


def test_every_tier_and_every_credit_status_is_there_on_the_newest_day(assessments: Assessments) -> None:
    tiers = Counter(one.tier.key if one.tier else None for one in assessments.values())

    assert 3 <= tiers["DIAMOND"] < tiers["PLATINUM"] < tiers["GOLD"] < tiers["SILVER"]
    assert 40 <= tiers[None] <= 80
    assert statuses(credit for one in assessments.values() for credit in one.credits) == EVERY_STATUS
    assert all(one.provisional for one in assessments.values()), "the newest report is late"


def test_sales_of_product_lines_change_nothing_by_an_edition_that_looks_at_none(
    portfolio: Portfolio, assessments: Assessments, last_closed: date
) -> None:
    without = replace(portfolio, sales=defaultdict(list)).assess(last_closed)
    assert sum(len(sales) for sales in portfolio.sales.values()) > 0
    assert without == assessments


def test_partners_rise_and_fall_all_through_the_last_twelve_months(decided: list[dict[str, int]]) -> None:
    changes = [
        Counter(change(rank, before.get(partner)) for partner, rank in after.items())
        for before, after in pairwise(decided)
    ]

    assert all(set(month.values()) == {0, 1, 2, 3, 4} for month in decided)
    assert sum(1 for month in changes if month[TierChangeKind.PROMOTED]) >= 10
    assert sum(1 for month in changes if month[TierChangeKind.DEMOTED]) >= 10
    assert all(month[TierChangeKind.UNCHANGED] > 160 for month in changes)


def test_the_showcase_partner_is_newly_gold_and_shows_every_status(
    assessments: Assessments, decided: list[dict[str, int]]
) -> None:
    showcase = assessments[SHOWCASE_PARTNER]

    assert showcase.tier is not None
    assert showcase.tier.key == "GOLD"
    assert statuses(showcase.credits) == EVERY_STATUS
    silver, gold = 1, 2
    history = [month[SHOWCASE_PARTNER] for month in decided]
    assert history in ([silver] * 11 + [gold] * 2, [silver] * 12 + [gold])


def test_some_clients_are_managed_by_two_partners(assessments: Assessments) -> None:
    managers = Counter(
        credit.client for one in assessments.values() for credit in one.credits if credit.credits[1].amount
    )

    assert 1 <= sum(1 for number in managers.values() if number == 2) < 100
