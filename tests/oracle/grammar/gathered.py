"""Plain facts in the shape that `tiers` takes: what of them the engine's gathering statement has to find."""

from collections.abc import Iterator
from datetime import date, timedelta

from tests.oracle.facts import FactBook
from tests.oracle.grammar.rules import Rules, decimals
from tests.oracle.grammar.ways import ZONE, Situation, managers
from tests.oracle.records import Client, address
from tests.oracle.rules import domain_matches, report_in_force
from tiers.apps import app_bits
from tiers.basis import usage_windows
from tiers.editions.edition import Edition
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
from tiers.reports import Report
from tiers.shares import EvenShares


def numbers_of_clients(facts: FactBook) -> dict[str, int]:
    return {client: number for number, client in enumerate(facts.tables.clients, 1)}


def report_of(facts: FactBook, day: date) -> Report | None:
    found = report_in_force(facts, day)
    return None if found is None else Report(found.period, found.revision, found.ran_on)


def partner_facts(facts: FactBook, edition: Edition, partner: str, day: date) -> PartnerFacts:
    """All that is known of a partner, what is dated after the day too."""
    tables = facts.tables
    return PartnerFacts(
        tables.partners[partner].country,
        [
            Certification(one.valid_from, one.valid_until)
            for one in tables.certifications.values()
            if one.partner == partner
        ],
        [_client(facts, edition, client, partner, day) for client in tables.clients.values()],
        [
            Person(number, tuple(_credentials(facts, one.id)), one.left_on)
            for number, one in enumerate(tables.employees.values())
            if one.partner == partner
        ],
        tuple(_measures(facts, partner, None)),
    )


def _credentials(facts: FactBook, employee: str) -> Iterator[Credential]:
    for one in facts.tables.credentials.values():
        if one.employee == employee:
            yield Credential(one.name, one.valid_from, one.valid_until)


def _measures(facts: FactBook, partner: str | None, client: str | None) -> Iterator[Measure]:
    for one in facts.tables.measures.values():
        if (one.partner, one.client) == (partner, client):
            yield Measure(one.name, one.on, one.value, one.currency)


def _client(facts: FactBook, edition: Edition, client: Client, partner: str, day: date) -> ClientFacts:
    report = report_in_force(facts, day)
    lines = [] if report is None else facts.lines_in(report, client.id)
    windows = [day - timedelta(days=days) for days in usage_windows(edition)]
    seen = [one for one in facts.seen_in(client.id, ZONE) if one.day <= day and one.app is not None]
    return ClientFacts(
        client=numbers_of_clients(facts)[client.id],
        country=client.country,
        registered_on=client.registered_on,
        sales=tuple(_sales(facts, client, partner)),
        lines=tuple(MrrLine(one.line, int(one.amount.scaleb(decimals(one.currency))), one.currency) for one in lines),
        accesses=tuple(_accesses(facts, client, partner, day)),
        apps=tuple(app_bits(one.app for one in seen if one.app and one.day >= start) for start in windows),
        measures=tuple(_measures(facts, None, client.id)),
    )


def _sales(facts: FactBook, client: Client, partner: str) -> Iterator[Sale]:
    for one in facts.tables.sales.values():
        if one.client == client.id:
            yield Sale(one.line, SaleKind(one.kind), one.sold_on, one.ended_on, own=one.partner == partner)
    if client.sold_on is not None:
        yield Sale(None, SaleKind.SOURCED, client.sold_on, None, own=client.sold_by == partner)


def _accesses(facts: FactBook, client: Client, partner: str, day: date) -> Iterator[Access]:
    employees = facts.tables.employees
    for one in facts.accesses_in(client.id):
        employee = employees[one.employee]
        if employee.partner != partner:
            continue
        mine = [
            seen for seen in facts.seen_in(client.id, ZONE) if seen.actor == address(employee.email) and seen.day <= day
        ]
        yield Access(
            list(employees).index(one.employee),
            one.granted_on,
            min((end for end in (one.revoked_on, employee.left_on) if end is not None), default=None),
            domain_matches(facts, one.employee),
            max((seen.day for seen in mine if seen.app is None), default=None),
            max((seen.day for seen in mine if seen.app is not None), default=None),
        )


def shares_of(rules: Rules, facts: FactBook, partner: str, day: date) -> dict[str, EvenShares]:
    """Who manages each client that anybody does, by way."""
    here = Situation(rules, facts.up_to(day, ZONE), partner, day)
    numbers = numbers_of_clients(facts)
    return {
        way["key"]: EvenShares(
            partner,
            {
                numbers[client.id]: found
                for client in here.facts.tables.clients.values()
                if (found := managers(here, way, client))
            },
        )
        for way in rules.used_ways()
        if way["kind"] == "managed"
    }
