"""What is known of other days than the assessed one, out of plain facts."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from tests.oracle.facts import FactBook
from tests.oracle.grammar.gathered import numbers_of_clients
from tests.oracle.grammar.ways import ZONE
from tests.oracle.records import address
from tiers.basis import used_ways
from tiers.counting_days import ActiveSpan, Background
from tiers.editions.edition import Edition
from tiers.editions.ways import Managed
from tiers.reports import Report


def background_of(facts: FactBook, edition: Edition, partner: str, day: date) -> Background:
    reports = [Report(one.period, one.revision, one.ran_on) for one in facts.tables.reports.values()]
    numbers, used = numbers_of_clients(facts), used_ways(edition)
    spans = {
        way.key: {number: tuple(_spans(facts, way, client, partner, day)) for client, number in numbers.items()}
        for way in edition.credits
        if isinstance(way, Managed) and way.key in used
    }
    return Background(reports, spans)


def _spans(facts: FactBook, way: Managed, client: str, partner: str, day: date) -> Iterator[ActiveSpan]:
    for number, (name, employee) in enumerate(facts.tables.employees.items()):
        if employee.partner == partner:
            granted = [one for one in facts.accesses_in(client) if one.employee == name and one.granted_on <= day]
            left_on = employee.left_on or date.max
            ends_on = max((min(one.revoked_on or date.max, left_on) for one in granted), default=date.min)
            days = {
                one.day
                for one in facts.seen_in(client, ZONE)
                if one.actor == address(employee.email) and (way.logins_count or one.app is not None)
                if one.day <= day and one.day < ends_on
            }
            for run in _runs(sorted(days), timedelta(way.days + 1)):
                yield ActiveSpan(number, run[0], run[-1])


def _runs(days: Sequence[date], longest: timedelta) -> Iterator[Sequence[date]]:
    first = 0
    for place in range(1, len(days) + 1):
        if place == len(days) or days[place] - days[place - 1] > longest:
            yield days[first:place]
            first = place
