"""What published editions say of metrics and gates, as rows for the database's own statements.

Made of the editions' texts, which never change: rows that are there stay, and those that lack are written.
"""

from collections.abc import Iterator, Sequence

import asyncpg

from models.statements import statement
from tiers.editions.edition import Edition
from tiers.gates import next_tier
from tiers.written import decimals_of, written_gates

Row = tuple[object, ...]

_WRITTEN = "SELECT DISTINCT program, edition FROM edition_metric"


async def keep_edition_rows(connection: asyncpg.Connection, editions: Sequence[Edition]) -> None:
    """Writes the rows of those editions that have none, each with all of its rows or not at all."""
    written = {(row["program"], row["edition"]) for row in await connection.fetch(_WRITTEN)}
    for edition in editions:
        if (edition.program, edition.key) not in written:
            await add_edition_rows(connection, edition)


async def add_edition_rows(connection: asyncpg.Connection, edition: Edition) -> None:
    """Writes the rows of an edition; changes nothing of what somebody else has written meanwhile."""
    own = (edition.program, edition.key)
    async with connection.transaction():
        for table, rows in (("metric", _metrics(edition)), ("gate", _gates(edition))):
            await connection.executemany(statement(f"models/add_edition_{table}"), [(*own, *row) for row in rows])


def _metrics(edition: Edition) -> Iterator[Row]:
    """Key, place, name, unit, description and decimals."""
    for place, metric in enumerate(edition.metrics):
        said = metric.description or None
        yield metric.key, place, metric.name, metric.unit.value, said, decimals_of(metric)


def _gates(edition: Edition) -> Iterator[Row]:
    """Those that are shown to who holds no tier, and to who holds each of them.

    The tier that is held, alternative, place, tier, metric, decimals, comparison, threshold and step.
    """
    for held in (None, *edition.tiers):
        tier = next_tier(edition, held) or edition.tiers[-1]
        for alternative, gates in enumerate(tier.alternatives):
            for place, gate in enumerate(written_gates(edition, gates)):
                own = ("" if held is None else held.key, alternative, place, tier.key)
                numbers = (decimals_of(gate.metric), gate.comparison.value, gate.threshold, gate.step)
                yield (*own, gate.metric.key, *numbers)
