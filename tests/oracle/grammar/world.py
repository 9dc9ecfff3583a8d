"""Random facts for an edition, crowded around the days on which something begins or ends."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import TypeVar

from tests.oracle.facts import FactBook
from tests.oracle.grammar.rules import Rules, decimals
from tests.oracle.intake import Tables
from tests.oracle.records import (
    Access,
    Activity,
    Certification,
    Client,
    Credential,
    Employee,
    Measure,
    Mrr,
    MrrReport,
    Partner,
    Sale,
)
from tests.oracle.rules import minus_months

T = TypeVar("T")
DAY = timedelta(days=1)
PARTNERS = ("anna", "Berta", "clara", "älva")  # ids in an order that is the code points' alone
THRIVING = PARTNERS[0]
FAR = 800


def some_day(rules: Rules, rng: Random) -> date:
    """A day on which the edition is in force; often one at the end of a month, or on which something of it changes."""
    first: date = rules.file["effective_from"]
    edges = [
        one[key] + step * DAY
        for rows in (*(table["members"] for table in rules.rows("catalogues")), rules.rows("currencies"))
        for one in rows
        if isinstance(one, dict)
        for key, step in (("valid_from", -1), ("valid_from", 0), ("valid_until", 0), ("valid_until", 1))
        if key in one
    ]
    ends = [date(2024, 2, 28), date(2024, 2, 29), date(2025, 2, 28), date(2025, 3, 31), date(2026, 6, 30)]
    later = [first + rng.randrange(1_200) * DAY for _ in range(3)]
    days: list[date] = [one for one in (first, *later, *ends, *edges) if one >= first]
    return rng.choice(days)


class World:
    """Draws the facts of a few partners that share clients; in many worlds one of them thrives, in some it excels."""

    def __init__(self, rules: Rules, day: date, rng: Random) -> None:
        self.rules, self.day, self.rng = rules, day, rng
        self.tables = Tables()
        self.thrives = self.chance(0.5)
        self.excels = self.thrives and self.chance(0.3)
        self.most = self.some((3_000_00, 20_000_00, 90_000_00, 1_000_000_00))
        self.edges = list(self._edges())
        self.currencies: list[str] = [rules.currency, *(one["code"] for one in rules.rows("currencies"))]

    def _edges(self) -> Iterator[date]:
        for way in self.rules.rows("credits"):
            yield self.day - way["days"] * DAY if way["kind"] == "managed" else minus_months(self.day, way["months"])
            yield from (way[key] for key in ("sold_from", "sold_until") if key in way)
        for metric in self.rules.rows("metrics"):
            if "days" in metric:
                yield self.day - metric["days"] * DAY
            until = minus_months(self.day, metric.get("months_ago", 0))
            window = metric.get("window", {})
            yield until - window.get("days", 0) * DAY
            yield minus_months(until, window.get("months", 0))
            yield minus_months(until.replace(day=1), window.get("whole_months", 1) - 1)

    def some(self, items: Sequence[T]) -> T:
        return self.rng.choice(items)

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def when(self) -> date:
        """A day on an edge, beside one, near the day, or anywhere."""
        kind = self.rng.random()
        if kind < 0.4:
            return self.some(self.edges) + self.some((-1, 0, 0, 1)) * DAY
        if kind < 0.6:
            return self.day + self.some((-2, -1, 0, 1)) * DAY
        return self.day + self.rng.randint(-FAR, 40) * DAY

    def end(self, start: date) -> date | None:
        """None, or a day after `start`."""
        return None if self.chance(0.6) else max(self.when(), start + DAY)

    def country(self) -> str | None:
        named = self._named("countries")
        return self.some(["DE", "US", None, *self.rng.sample(named, min(3, len(named)))])

    def lines(self) -> list[str]:
        return [*self._named("lines"), "MARKETING", "SALES"]

    def _named(self, sort: str) -> list[str]:
        """All that the edition's catalogues of a sort name on any day."""
        catalogues = (table["members"] for table in self.rules.rows("catalogues") if table["of"] == sort)
        return sorted({one if isinstance(one, str) else one["name"] for members in catalogues for one in members})

    def draw(self) -> FactBook:
        for partner in PARTNERS:
            self._partner(partner)
        self._reports()
        for number in range(self.rng.randint(1, 6)):
            self._client(f"c{number}")
        if self.thrives:
            self._thrive()
        return FactBook(self.tables)

    def _thrive(self) -> None:
        """Has a partner do well enough for the higher tiers, on top of whatever else there is."""
        tables, lately, before = self.tables, self.day - 3 * DAY, minus_months(self.day, 14)
        tables.certifications[THRIVING, lately] = Certification(THRIVING, lately, self.day)
        tables.employees[f"{THRIVING}-0"] = Employee(f"{THRIVING}-0", THRIVING, "0@0.example", None)
        for employee in [one for one in tables.employees.values() if one.partner == THRIVING]:
            for name in self._named("credentials"):
                tables.credentials[employee.id, name, before] = Credential(employee.id, name, before, None)
        for metric in self.rules.rows("metrics"):
            if metric["kind"] in ("measure", "flag") and metric.get("of", "partner") == "partner":
                for on, least in ((before, 100), (lately, 2)):
                    divisor = 1 if self.excels and on == lately else self.rng.randint(least - 1, least * 2)
                    most = self._range(metric["unit"])[1]
                    if metric["unit"] == "COUNT" and self.chance(0.3):
                        most = Decimal(12)  # of some things it is better to have few
                    value = most / Decimal(divisor)
                    measure = Measure(THRIVING, None, metric["measure"], on, round(value, 2), None)
                    tables.measures[THRIVING, None, measure.name, on] = measure
        for client in [one for one in tables.clients.values() if self.chance(0.8)]:
            tables.clients[client.id] = replace(client, sold_by=THRIVING, sold_on=lately)
            tables.accesses[client.id, f"{THRIVING}-0", before] = Access(client.id, f"{THRIVING}-0", before, None)
            for app in self._named("apps"):
                self._seen(client.id, "0@0.example", app, lately)

    def _partner(self, partner: str) -> None:
        tables, rng = self.tables, self.rng
        joined_on = self.day if self.chance(0.2) else self.day - 3_000 * DAY
        domains = (f"{PARTNERS.index(partner)}.example",)
        tables.partners[partner] = Partner(partner, partner, domains, self.country(), joined_on)
        for _ in range(self.some((0, 1, 1, 2))):
            start = self.when()
            until = max(self.when(), start) if self.chance(0.5) else start + 600 * DAY
            tables.certifications[partner, start] = Certification(partner, start, until)
        names = self._named("credentials")
        crowd = self.some((2, 3, 8)) if names else 2
        for number in range(crowd):
            employee = f"{partner}-{number}"
            domain = domains[0] if self.chance(0.8) else "elsewhere.example"
            left_on = None if self.chance(0.8) else self.when()
            tables.employees[employee] = Employee(employee, partner, f"{number}@{domain}", left_on)
            for name in rng.sample(names, min(len(names), self.some((0, 1, 1, 2, 3)))):
                start = self.when()
                tables.credentials[employee, name, start] = Credential(employee, name, start, self._through(start))
        self._measures(partner=partner)

    def _through(self, start: date) -> date | None:
        end = self.end(start)
        return None if end is None else end - DAY

    def _measures(self, *, partner: str | None = None, client: str | None = None) -> None:
        whose = "clients" if partner is None else "partner"
        for metric in self.rules.rows("metrics"):
            if metric["kind"] not in ("measure", "flag") or metric.get("of", "partner") != whose:
                continue
            for _ in range(self.rng.choice((0, 1, 2, 4))):
                on = self.when()
                value, currency = self._number(metric["unit"])
                measure = Measure(partner, client, metric["measure"], on, value, currency)
                self.tables.measures[partner, client, measure.name, on] = measure

    def _number(self, unit: str) -> tuple[Decimal, str | None]:
        step = Decimal("0.01") if unit in ("MONEY", "RATIO") else Decimal(1)
        low, high = (int(one / step) for one in self._range(unit))
        value = step * self.some((0, low, high, self.rng.randint(low, high), self.rng.randint(0, high) // 20))
        if unit != "MONEY" or self.chance(0.4):
            return value, None
        currency = self._currency()
        return value.quantize(Decimal(1).scaleb(-decimals(currency))), currency

    def _range(self, unit: str) -> tuple[Decimal, Decimal]:
        low, high = {"MONEY": (-90_000, 3_000_000), "RATIO": (-1, 2), "FLAG": (-1, 2)}.get(unit, (-40, 1_200))
        return Decimal(low), Decimal(high)

    def _currency(self) -> str:
        """The program's, or another that is worth something on the day."""
        currency: str = self.some(self.currencies)
        try:
            self.rules.minor_units(Decimal(1), currency, self.day)
        except KeyError:
            return self.rules.currency
        return currency

    def _reports(self) -> None:
        for back in range(1, 5):
            period = minus_months(self.day.replace(day=1), back)
            for revision in range(1, self.some((1, 2, 2, 3))):
                ran_on = self.day + self.rng.randint(-40 * back, 3) * DAY
                self.tables.reports[period, revision] = MrrReport(period, revision, ran_on)

    def _client(self, client: str) -> None:
        tables = self.tables
        sold_by, sold_on = (self.some(PARTNERS), self.when()) if self.chance(0.5) else (None, None)
        registered_on = self.day - 900 * DAY if self.chance(0.8) else self.day + self.rng.randint(-70, 2) * DAY
        tables.clients[client] = Client(client, client, registered_on, self.country(), sold_by, sold_on)
        self._sales(client)
        self._mrr(client)
        self._service(client)
        self._measures(client=client)

    def _sales(self, client: str) -> None:
        taken: set[tuple[str, str, date]] = set()
        for number in range(self.some((0, 1, 2, 4))):
            partner, line, start = self.some(PARTNERS[:2]), self.some(self.lines()), self.when()
            if (partner, line, start) in taken:
                continue  # which of a partner's two sales of one day is the first, no rule says
            taken.add((partner, line, start))
            kind = self.some(("SOURCED", "ASSISTED"))
            sale = Sale(f"{client}-{number}", partner, client, line, kind, start, self.end(start))
            self.tables.sales[sale.id] = sale

    def _mrr(self, client: str) -> None:
        for period, revision in self.tables.reports:
            lines: list[str | None] = [None]
            if self.chance(0.6):
                lines = [*self.rng.sample(self.lines(), self.rng.randint(0, 2))]
            for line in lines:
                currency = self._currency()
                minor = self.rng.randint(self.most // 2 if self.excels else 0, self.most)
                if not self.excels:
                    minor = self.some((0, 1, 2, 50, 1_125_00, 2_100_00, minor))
                amount = Decimal(minor).scaleb(-decimals(currency))
                self.tables.mrr[period, revision, client, line] = Mrr(period, revision, client, amount, currency, line)

    def _service(self, client: str) -> None:
        apps = self._named("apps")
        for employee in self.rng.sample(sorted(self.tables.employees), self.some((0, 1, 3, 5))):
            for _ in range(self.some((1, 1, 2))):
                start = self.when() if self.chance(0.4) else self.day - FAR * DAY
                self.tables.accesses[client, employee, start] = Access(client, employee, start, self.end(start))
            for _ in range(self.some((0, 1, 2))):
                self._activity(client, self.tables.employees[employee].email, apps)
        for _ in range(self.some((0, 3, 8))):
            self._activity(client, "zoe@client.example", apps)

    def _activity(self, client: str, actor: str, apps: list[str]) -> None:
        app = None if self.chance(0.3) else self.some([*apps, "CRM", "CTA", "SOCIAL_INBOX", "OTHER"])
        self._seen(client, actor, app, self.when())

    def _seen(self, client: str, actor: str, app: str | None, day: date) -> None:
        at = datetime.combine(day, self.some((time.min, time.max)), UTC)
        kind = "LOGIN" if app is None else "USE"
        number = f"{len(self.tables.activities)}"
        self.tables.activities[number] = Activity(number, client, actor, kind, app, at)
