"""Which clients, and which of their lines, count for a partner in a way, and with what."""

from dataclasses import dataclass, replace
from datetime import UTC, date, timedelta

from tests.oracle.facts import FactBook
from tests.oracle.grammar.rules import Rules, Table
from tests.oracle.records import Client, Sale, address
from tests.oracle.rules import domain_matches, has_access, minus_months, report_in_force

ZONE = UTC
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Part:
    """What one product line, or with None all of them together, adds; sold ones with the day of their sale.

    A sale adds 0 where nothing `is_reported` of what it counts.
    """

    line: str | None
    amount: int
    sold_on: date | None = None
    is_reported: bool = True


@dataclass(frozen=True)
class Credited:
    """What a client adds in one way, and why; without parts unless it is COUNTED."""

    way: str
    status: str
    parts: tuple[Part, ...] = ()

    @property
    def amount(self) -> int:
        return sum(part.amount for part in self.parts)


@dataclass(frozen=True)
class Situation:
    """A partner, a day, and the facts known on it: no fact is dated later."""

    rules: Rules
    facts: FactBook
    partner: str
    day: date
    listed_on: date | None = None
    """The day whose catalogues are looked into, where that is another one."""

    def listed(self) -> list[Client]:
        """The clients that appear under the partner: it sold something to them, or was granted access."""
        tables = self.facts.tables
        sold = {one.client for one in tables.sales.values() if one.partner == self.partner}
        sold |= {one.id for one in tables.clients.values() if one.sold_by == self.partner}
        served = {one.client for one in tables.accesses.values() if self.employs(one.employee)}
        return [client for client in tables.clients.values() if client.id in sold | served]

    def employs(self, employee: str) -> bool:
        return self.facts.tables.employees[employee].partner == self.partner

    def credited(self, way: Table, client: Client) -> Credited:
        return sold(self, way, client) if way["kind"] == "sold" else managed(self, way, client)

    def counts_until(self, way: Table, client: Client) -> date:
        """The last day on which anything goes on that a credit counts for, if nothing more becomes known."""
        days = [self.day]
        for reason in reasons(self, way, client):
            day = self.day
            while reason in reasons(replace(self, day=day + DAY, listed_on=self.day), way, client):
                day += DAY
            days.append(day)
        return max(days)

    def is_pending(self, client: Client) -> bool:
        """Whether the report in force cannot know of the client yet."""
        report = report_in_force(self.facts, self.day)
        return report is None or report.period <= client.registered_on.replace(day=1)

    def converted(self, way: Table, client: Client) -> dict[str | None, int]:
        """The lines of the report in force that the way counts, in the program's currency."""
        report = report_in_force(self.facts, self.day)
        lines = [] if report is None else self.facts.lines_in(report, client.id)
        return {
            one.line: self.rules.minor_units(one.amount, one.currency, self.day)
            for one in lines
            if self.counts_line(way, one.line)
        }

    def counts_line(self, way: Table, line: str | None) -> bool:
        return "lines" not in way or line in self.rules.members(way["lines"], self.listed_on or self.day)


def sold(here: Situation, way: Table, client: Client) -> Credited:
    """A line counts by its own sale, the first one that runs, and by that of everything where nobody sold it apart."""
    mine = _own_sales(here, way, client)
    if not mine:
        return Credited(way["key"], "NOT_SOLD_BY_PARTNER")
    apart = reasons(here, way, client)
    if not apart:
        return Credited(way["key"], "EXPIRED")
    if here.is_pending(client):
        return Credited(way["key"], "PENDING_REPORT")
    reported = here.converted(way, client)
    days = {one.line: one.sold_on for one in mine if one.line in apart and _runs(one, here.day)}
    own = [Part(line, reported.get(line, 0), days[line], line in reported) for line in sorted(apart - {EVERYTHING})]
    taken = {one.line for one in _running(here, client)}
    rest = [Part(line, amount, client.sold_on) for line, amount in reported.items() if line not in taken]
    if EVERYTHING in apart:
        own += rest or [Part(None, 0, client.sold_on, is_reported=False)]
    return Credited(way["key"], "COUNTED", tuple(own))


def reasons(here: Situation, way: Table, client: Client) -> set[str]:
    """What a client counts for in a way: the lines whose sales are in time; of managed ones the employees at work."""
    if way["kind"] == "managed":
        return active_staff(here, way, client)
    oldest = minus_months(here.day, way["months"])
    return {one.line for one in _own_sales(here, way, client) if one.sold_on >= oldest and _runs(one, here.day)}


def _own_sales(here: Situation, way: Table, client: Client) -> list[Sale]:
    """The partner's sales that the way means, without those that are growth of a line sold before."""
    running = _running(here, client)
    sales = [one for one in here.facts.tables.sales.values() if one.client == client.id]
    return [
        one
        for one in [*sales, *_of_everything(client)]
        if one.partner == here.partner
        and _meant(here, way, one)
        and not (one in running and any(_is_of_the_same_line_before(other, one) for other in running))
    ]


def _running(here: Situation, client: Client) -> list[Sale]:
    """The sales of single lines that run on the day, whoever made them."""
    return [one for one in here.facts.tables.sales.values() if one.client == client.id and _runs(one, here.day)]


EVERYTHING = ""
"""The line of a sale of everything; no product line has this name."""


def _of_everything(client: Client) -> list[Sale]:
    if client.sold_by is None or client.sold_on is None:
        return []
    return [Sale("", client.sold_by, client.id, EVERYTHING, "SOURCED", client.sold_on, None)]


def _meant(here: Situation, way: Table, sale: Sale) -> bool:
    """Whether the way is about such sales, however long they count."""
    return (
        sale.kind in way.get("kinds", ["SOURCED", "ASSISTED"])
        and way.get("sold_from", date.min) <= sale.sold_on <= way.get("sold_until", date.max)
        and (sale.line == EVERYTHING or here.counts_line(way, sale.line))
    )


def _runs(sale: Sale, day: date) -> bool:
    return sale.sold_on <= day and (sale.ended_on is None or day < sale.ended_on)


def _is_of_the_same_line_before(other: Sale, sale: Sale) -> bool:
    """Whether a sale makes another one growth, whoever made it: more of a line that is sold already."""
    return other.line == sale.line and other.sold_on < sale.sold_on


def managed(here: Situation, way: Table, client: Client) -> Credited:
    """Each line is divided, to the minor unit, among those who manage the client, where the way splits evenly."""
    reason = reason_not_managed(here, way, client)
    if reason is not None:
        return Credited(way["key"], reason)
    if here.is_pending(client):
        return Credited(way["key"], "PENDING_REPORT")
    lines = here.converted(way, client)
    if way["split"] == "full":
        return Credited(way["key"], "COUNTED", tuple(Part(line, amount) for line, amount in lines.items()))
    turn = managers(here, way, client).index(here.partner)
    count = len(managers(here, way, client))
    shares = {line: len(range(turn, amount, count)) for line, amount in lines.items()}  # dealt out cent by cent
    return Credited(way["key"], "COUNTED", tuple(Part(line, amount) for line, amount in shares.items()))


def managers(here: Situation, way: Table, client: Client) -> list[str]:
    """Who manages a client on the day, by their ids."""
    each = sorted(here.facts.tables.partners)
    others = (Situation(here.rules, here.facts, one, here.day) for one in each)
    return [one.partner for one in others if reason_not_managed(one, way, client) is None]


def reason_not_managed(here: Situation, way: Table, client: Client) -> str | None:
    granted = [one for one in here.facts.accesses_in(client.id) if here.employs(one.employee)]
    staff = {one.employee for one in granted if has_access(here.facts, one, here.day)}
    if not staff:
        return "NO_ACCESS"
    staff = {one for one in staff if domain_matches(here.facts, one)}
    if not staff:
        return "DOMAIN_MISMATCH"
    return None if active_staff(here, way, client) else "NO_RECENT_ACTIVITY"


def active_staff(here: Situation, way: Table, client: Client) -> set[str]:
    """The employees with access, from the partner's domains, who were active within the way's days."""
    since = here.day - timedelta(days=way["days"])
    granted = [one for one in here.facts.accesses_in(client.id) if here.employs(one.employee)]
    staff = {one.employee for one in granted if has_access(here.facts, one, here.day)}
    seen = {
        one.actor
        for one in here.facts.seen_in(client.id, ZONE)
        if since <= one.day <= here.day and (one.app is not None or way["logins_count"])
    }
    employees = here.facts.tables.employees
    return {one for one in staff if domain_matches(here.facts, one) and address(employees[one].email) in seen}
