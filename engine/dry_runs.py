"""The whole portfolio decided by an edition beside the one in force, in one snapshot, of which nothing takes effect.

What comes of it is written as it comes, and is nobody's to read until all of it is there.
"""

import json
from collections import Counter
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from datetime import date, datetime

import asyncpg

from engine.answers import assess_partners, gather_partners
from engine.assessment import AssessedPartner, assess_part
from engine.dry_run_requests import Look, expect_possible, looks
from engine.gather_sql import gather_alike
from engine.reports import find_basis
from engine.snapshots import snapshot
from models.rulebook import Rulebook
from tiers.basis import Basis
from tiers.decisions import TierChangeKind
from tiers.editions.edition import Edition
from tiers.moves import Move, move
from tiers.needs import even_ways
from tiers.written import written_missing, written_value

PARTNERS_AT_ONCE = 1_000
COLUMNS = ("dry_run_id", "effective_on", "partner_id", "tier_before", "tier_after", "change", "gates")

_JOINED = "SELECT count(*) FROM partner WHERE joined_on <= $1"

Pair = tuple[AssessedPartner, AssessedPartner]
"""A partner by the edition in force, and by the other one."""


@dataclass
class Day:
    """What becomes of one of the days, as far as it is decided: partners by their tiers before and after."""

    look: Look
    edition: Edition
    moves: Counter[tuple[str | None, str | None]] = field(default_factory=Counter)

    @property
    def moved(self) -> int:
        """How many partners have another tier."""
        return sum(count for (before, after), count in self.moves.items() if before != after)

    def row(self, dry_run: int) -> tuple[object, ...]:
        """What is written of it: as dry_run_day has it."""
        tiers, moves = json.dumps(list(self._tiers())), json.dumps(list(self._moves()))
        look = self.look
        return (dry_run, look.effective_on, look.as_of, look.in_force.key, self.moves.total(), tiers, moves)

    def _tiers(self) -> Iterator[dict[str, object]]:
        """All tiers of both editions, by the rank that they have in the edition that is tried, or had before."""
        names = {tier.key: tier.name for one in (self.look.in_force, self.edition) for tier in one.tiers}
        places = {key: (self._rank(key), key) for key in names}
        for place, key in enumerate([*sorted(names, key=places.__getitem__), None]):
            before = sum(count for (old, _), count in self.moves.items() if old == key)
            after = sum(count for (_, new), count in self.moves.items() if new == key)
            name = None if key is None else names[key]
            yield {"place": place, "key": key, "name": name, "before": before, "after": after}

    def _moves(self) -> Iterator[dict[str, object]]:
        """The tiers that partners move from and to, those of most partners first."""
        found = [(one, count) for one, count in self.moves.items() if one[0] != one[1]]
        for place, ((before, after), count) in enumerate(
            sorted(found, key=lambda one: (-one[1], one[0][0] or "", one[0][1] or ""))
        ):
            yield {"place": place, "tier_before": before, "tier_after": after, "partners": count}

    def _rank(self, key: str) -> int:
        ladders = (self.edition, self.look.in_force)
        return next(one.rank(tier) for one in ladders for tier in one.tiers if tier.key == key)


@dataclass(frozen=True)
class Batch:
    """Some partners decided on a day: `rows` as COLUMNS has them, `done` of `total` so far, on all days together."""

    day: Day
    rows: Sequence[tuple[object, ...]]
    done: int
    total: int


@dataclass(frozen=True)
class Trying:
    """A dry run as it is done: its number, the edition, and the first and the last day on which that decides."""

    id: int
    edition: Edition
    first_on: date
    last_on: date


@dataclass
class Tried:
    """What a dry run has found: as of which moment, and its days in their order."""

    known_at: datetime
    days: list[Day] = field(default_factory=list)


async def decide_dry_run(
    connection: asyncpg.Connection, rules: Rulebook, trying: Trying, tried: Tried
) -> AsyncGenerator[Batch]:
    """Decides by both editions, a batch of partners after the other, and notes in `tried` what comes of the days.

    All is read in one snapshot, the editions in force too. Only making and dropping months of activity wait. Raises
    NoEditionInForce, NotDecidable, UnknownCurrencyError, and ActivityDropped, also at the end: then nothing that came
    is to be used.
    """
    own = replace(rules)  # what others in this process go by does not go back to the moment of the snapshot
    edition = trying.edition
    async with snapshot(connection):
        await own.renew(connection)
        tried.known_at = await connection.fetchval("SELECT now()")
        days = looks(own, edition, trying.first_on, trying.last_on)
        await expect_possible(connection, edition, days)
        joined = [await connection.fetchval(_JOINED, one.as_of) for one in days]
        done, total = 0, sum(joined)
        for look in days:
            day = Day(look, edition)
            tried.days.append(day)
            async with aclosing(_batches(connection, look, edition)) as batches:
                async for pairs in batches:
                    done += len(pairs)
                    yield Batch(day, [_row(trying.id, day, *pair) for pair in pairs], done, total)
    await expect_possible(connection, edition, days)


async def _batches(connection: asyncpg.Connection, look: Look, edition: Edition) -> AsyncGenerator[list[Pair]]:
    """All partners that have joined by the day, by both editions."""
    before = await find_basis(connection, look.in_force, look.as_of)
    after = await find_basis(connection, edition, look.as_of)
    pairs: list[Pair] = []
    async with aclosing(_assess_both(connection, before, after)) as assessed:
        async for pair in assessed:
            pairs.append(pair)
            if len(pairs) == PARTNERS_AT_ONCE:
                yield pairs
                pairs = []
    if pairs:
        yield pairs


async def _assess_both(connection: asyncpg.Connection, before: Basis, after: Basis) -> AsyncGenerator[Pair]:
    """Each partner by the one and by the other, in the order of their ids; gathered once where both need the same."""
    # Neither looks at clients of others.
    if not (even_ways(before.edition) or even_ways(after.edition)) and gather_alike(before, after):
        async with aclosing(gather_partners(connection, after)) as parts:
            async for part in parts:
                others = assess_part(part)
                for one in assess_part(replace(part, basis=before)):
                    yield one, next(others)
        return
    async with (
        aclosing(assess_partners(connection, before)) as olds,
        aclosing(assess_partners(connection, after)) as news,
    ):
        async for one in olds:
            other = await anext(news)
            assert one.gathered.id == other.gathered.id, "both are of one snapshot and of one day"
            yield one, other


def _row(dry_run: int, day: Day, one: AssessedPartner, other: AssessedPartner) -> tuple[object, ...]:
    before, after = one.assessment, other.assessment
    keys = tuple(None if each.tier is None else each.tier.key for each in (before, after))
    day.moves[keys] += 1  # type: ignore[index]
    moved = move(before, after)
    gates = None if moved.change is TierChangeKind.UNCHANGED else json.dumps(list(_gates(moved)))
    return (dry_run, day.look.effective_on, one.gathered.id, *keys, moved.change, gates)


def _gates(moved: Move) -> Iterator[dict[str, object]]:
    """The gates with their numbers as people read them, in the words of the API."""
    edition = moved.lower.edition
    for place, gate in enumerate(moved.gates):
        metric = edition.metric_by_key[gate.metric]
        actual = written_value(edition, metric, gate.actual)
        yield {
            "place": place,
            "edition": edition.key,
            "metric_key": metric.key,
            "metric_name": metric.name,
            "metric_unit": metric.unit,
            "metric_description": metric.description or None,
            "comparison": gate.comparison,
            "required": f"{written_value(edition, metric, gate.required):f}",
            "actual": None if actual is None else f"{actual:f}",
            "missing": f"{written_missing(edition, metric, gate.missing):f}",
        }
