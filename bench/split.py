"""Where the time of a recompute goes, taken from the run itself."""

import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from unittest.mock import patch

import asyncpg

from tiers.credits import ClientCredit
from tiers.facts import PartnerFacts, Report
from tiers.program import Program
from tiers.shares import EvenShares
from tiers.standings import Standing, stand
from workers.gathering import Gathered, gather, gathered_partners


@dataclass
class Split:
    """Seconds of each part of a run: gathering in SQL, reading the rows as facts, deciding by the rules."""

    gather: float = 0.0
    read: float = 0.0
    decide: float = 0.0

    def parts(self, seconds: float) -> Sequence[tuple[str, float]]:
        """The parts of a run of so many seconds; what none of them took went into writing the results."""
        write = seconds - self.gather - self.read - self.decide
        return [("gather", self.gather), ("read", self.read), ("decide", self.decide), ("write", write)]


@contextmanager
def measure_split() -> Iterator[Split]:
    """Times the parts of every run inside the block, at the seams of `workers.computing`."""
    split = Split()

    async def timed_gather(
        connection: asyncpg.Connection, program: Program, as_of: date, report: Report | None
    ) -> None:
        start = time.perf_counter()
        await gather(connection, program, as_of, report)
        split.gather += time.perf_counter() - start

    async def timed_partners(connection: asyncpg.Connection) -> AsyncIterator[Gathered]:
        start = time.perf_counter()
        async for partner in gathered_partners(connection):
            split.read += time.perf_counter() - start
            yield partner
            start = time.perf_counter()
        split.read += time.perf_counter() - start

    def timed_stand(
        program: Program, as_of: date, report: Report | None, facts: PartnerFacts, shares: EvenShares | None = None
    ) -> tuple[Standing, list[ClientCredit]]:
        start = time.perf_counter()
        result = stand(program, as_of, report, facts, shares)
        split.decide += time.perf_counter() - start
        return result

    with (
        patch("workers.computing.gather", timed_gather),
        patch("workers.computing.gathered_partners", timed_partners),
        patch("workers.computing.stand", timed_stand),
    ):
        yield split
