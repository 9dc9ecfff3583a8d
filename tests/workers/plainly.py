"""What is stored beside plain workings of the same facts, by any edition's rules."""

from dataclasses import astuple, dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from engine.rows import read_numbers, read_ways
from tests.oracle.facts import FactBook
from tests.oracle.grammar.answer import Answer, answer
from tests.oracle.grammar.rules import Rules, decimals
from tests.oracle.grammar.ways import ZONE, Credited
from tests.oracle.rules import report_in_force
from tests.workers.facts import fetch
from tiers.by_way import ByWay
from tiers.editions.decimals import rounded_down

NEAREST_FIRST = (
    "COUNTED",
    "PENDING_REPORT",
    "EXPIRED",
    "NOT_SOLD_BY_PARTNER",
    "NO_RECENT_ACTIVITY",
    "DOMAIN_MISMATCH",
    "NO_ACCESS",
)
NOTHING = {"sold": "NOT_SOLD_BY_PARTNER", "managed": "NO_ACCESS"}
STANDINGS = """
SELECT p.external_id, metrics::text, factors::text, tier, provisional
FROM standing s
JOIN partner p ON p.id = s.partner_id
WHERE as_of = $1
"""
DECISIONS = """
SELECT p.external_id, metrics::text, factors::text, tier, provisional
FROM tier_decision d
JOIN partner p ON p.id = d.partner_id
WHERE effective_on = $1
"""
EVIDENCE = """
SELECT p.external_id, c.external_id, sold_amount, sold_status, sold_until, managed_amount, managed_status,
       managed_until, r.ways::text
FROM client_credit r
JOIN client c ON c.id = r.client_id
JOIN partner p ON p.id = r.partner_id
"""


def is_as(plain: Rules, key: str, stored: Decimal | None, exact: Fraction | None) -> bool:
    """Whether a stored value is the exact one, or, where no decimals can say that, just below it."""
    if stored is None or exact is None:
        return stored is None and exact is None
    beyond = exact / plain.scale(key) - Fraction(stored)
    return beyond == 0 if (exact / plain.scale(key) * 10**12).denominator == 1 else 0 < beyond < Fraction(1, 10**12)


def together(plain: Rules, kind: str, own: list[tuple[Credited, date | None]]) -> tuple[Decimal, str, date | None]:
    """What a client adds in all ways of a kind, why, and until when."""
    kinds = {way["key"]: way["kind"] for way in plain.rows("credits")}
    of_kind = [(one, until) for one, until in own if kinds[one.way] == kind]
    amount = Decimal(sum(one.amount for one, _ in of_kind)) / plain.minor_units_in_one
    status = min((one.status for one, _ in of_kind), key=NEAREST_FIRST.index, default=NOTHING[kind])
    return round(amount, 2), status, max((until for _, until in of_kind if until is not None), default=None)


def answers(plain: Rules, book: FactBook, day: date) -> dict[str, Answer]:
    """Those of all partners that have joined."""
    joined = [partner.id for partner in book.tables.partners.values() if partner.joined_on <= day]
    return {partner: answer(plain, book, partner, day) for partner in joined}


async def expect_standings(plain: Rules, book: FactBook, day: date) -> None:
    """Has the standings of the day be what plain workings say of the facts."""
    _compare(plain, await fetch(STANDINGS, day), answers(plain, book, day))


async def expect_decisions(plain: Rules, book: FactBook, effective_on: date) -> None:
    """Has the decisions that take effect on the day, one of each partner, be what they say as of the day before."""
    _compare(plain, await fetch(DECISIONS, effective_on), answers(plain, book, effective_on - timedelta(1)))


def _compare(plain: Rules, rows: list[tuple[Any, ...]], expected: dict[str, Answer]) -> None:
    assert sorted(row[0] for row in rows) == sorted(expected)
    for partner, metrics, factors, tier, provisional in rows:
        values, found = read_numbers(metrics), expected[partner]
        assert set(values) == set(found.values)
        assert [key for key in values if not is_as(plain, key, values[key], found.values[key])] == []
        assert (read_numbers(factors) if factors else {}) == {
            key: one for key, one in found.factors.items() if one != 1
        }
        assert (tier, provisional) == (found.tier, found.provisional)


async def expect_evidence(plain: Rules, book: FactBook, day: date) -> None:
    """Has the credits of the newest computed day be what they say."""
    stored = {tuple(row[:2]): (*row[2:-1], read_ways(row[-1])) for row in await fetch(EVIDENCE)}
    lines = Lines(plain, book.up_to(day, ZONE), day)
    expected = {
        (partner, client): (*together(plain, "sold", own), *together(plain, "managed", own), lines.by_way(client, own))
        for partner, found in answers(plain, book, day).items()
        for client, own in found.credits.items()
        if own
    }
    assert {key: (*sums, told(ways)) for key, (*sums, ways) in stored.items()} == expected
    assert [ways for *_, ways in stored.values() if not until_the_last_part(ways)] == []


Told = tuple[tuple[object, ...], ...] | None
"""Of each way its key, status, amount and last day, and of each of its lines all but its own last day."""


def told(ways: ByWay) -> Told:
    """What is stored of ways, in comparable form."""
    if ways is None:
        return None
    return tuple(
        (one.way, one.status.value, one.amount, one.counts_until, tuple(astuple(part)[:-1] for part in one.parts))
        for one in ways
    )


def until_the_last_part(ways: ByWay) -> bool:
    """Whether each way that has lines counts until the last one of them does."""
    return all(one.counts_until == max(part.counts_until for part in one.parts) for one in ways or () if one.parts)


@dataclass(frozen=True)
class Lines:
    """What the report in force on a day says, beside what a client is credited with."""

    plain: Rules
    facts: FactBook
    day: date

    def by_way(self, client: str, own: list[tuple[Credited, date | None]]) -> Told:
        """What is to be said by way; None where the sums as sold and as managed say all of it."""
        kinds = [way["kind"] for way in self.plain.used_ways()]
        parts = {one.way: self._parts(client, one) for one, _ in own}
        if len(set(kinds)) == len(kinds) and all(self._says_nothing(found) for found in parts.values()):
            return None
        return tuple(
            (one.way, one.status, self._units(one.amount, self.plain.currency), until, parts[one.way])
            for one, until in own
        )

    def _parts(self, client: str, one: Credited) -> tuple[tuple[object, ...], ...]:
        report = report_in_force(self.facts, self.day)
        lines = [] if report is None else self.facts.lines_in(report, client)
        reported = {line.line: (line.amount, line.currency or self.plain.currency) for line in lines}
        found = []
        for part in sorted(one.parts, key=lambda part: part.line or ""):
            amount, currency = reported[part.line] if part.is_reported else (Decimal(0), self.plain.currency)
            converted = self.plain.minor_units(amount, currency, self.day)
            rate = self.plain.worth(currency, self.day)
            found.append((
                part.line, part.sold_on, amount, currency, rounded_down(rate),
                self._units(converted, self.plain.currency), self._units(part.amount, self.plain.currency),
            ))  # fmt: skip
        return tuple(found)

    def _says_nothing(self, parts: tuple[tuple[object, ...], ...]) -> bool:
        if len(parts) != 1:
            return not parts
        line, _, _, currency, _, converted, amount = parts[0]
        return line is None and currency == self.plain.currency and converted == amount

    def _units(self, amount: int, currency: str) -> Decimal:
        return Decimal(amount).scaleb(-decimals(currency))
