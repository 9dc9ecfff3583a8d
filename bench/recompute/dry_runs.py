"""Dry runs of a month by one worker, beside deciding it: of drafts with other thresholds, and with another window."""

from collections.abc import Mapping
from datetime import UTC, datetime

import asyncpg

from bench.portfolio import Portfolio
from bench.recompute.crew import Crew, Run, crew_of
from bench.recompute.peers import forget_derived
from bench.recompute.scratch import MONTH
from bench.report import Measurement, say, split_of
from bench.servers import settle
from jobs.kinds import RecomputeKind, Trial
from jobs.requests import Job, Request, add_job
from jobs.work import Work
from models.editions import load_texts
from models.statements import statement
from ops.data import DataDirectory
from tiers.editions.digest import digest_edition
from tiers.editions.parsing import parse_edition
from tiers.periods import effective_day

DECIDED = "a month's decisions"
DRAFTS: Mapping[str, tuple[str, str]] = {
    "a dry run of other thresholds": ('SOLD_MRR = "2100.00"', 'SOLD_MRR = "1900.00"'),
    "a dry run of another window": ("days = 90 # after the last", "days = 60 # after the last"),
}


async def measure_dry_runs(
    data: DataDirectory, url: str, connection: asyncpg.Connection, portfolio: Portfolio, rounds: int
) -> list[Measurement]:
    """The best of some rounds. In each, the month is decided with empty tables, and then tried."""
    times: dict[str, list[Run]] = {}
    peak = 0
    for number in range(1, rounds + 1):
        await forget_derived(connection)
        async with crew_of(1, url, data.redis_url, connection) as crew:
            for name in (DECIDED, *DRAFTS):
                say(f"{portfolio.clients:,} clients, round {number} of {rounds}: {name}")
                await settle(connection)
                run = await (crew.decide(MONTH) if name == DECIDED else _try(crew, connection, *DRAFTS[name]))
                times.setdefault(name, []).append(run)
        peak = max(peak, crew.peak_bytes)
    best = {name: min(runs, key=lambda run: run.seconds) for name, runs in times.items()}
    decided = best.pop(DECIDED)
    peer = Measurement(
        DECIDED, portfolio.partners, "partners", decided.seconds, None, peak, split_of(decided.parts)
    )  # fmt: skip
    return [
        peer,
        *(Measurement(name, portfolio.partners, "partners", run.seconds, peer, peak) for name, run in best.items()),
    ]


async def _try(crew: Crew, connection: asyncpg.Connection, before: str, after: str) -> Run:
    """A dry run of the edition in force with something else in it, asked for as once a draft was found fit."""
    edition, text = load_texts()[-1]
    assert text.count(before) == 1, before
    text = text.replace(before, after).replace(f'key = "{edition.key}"', 'key = "tried"')
    edition, day = parse_edition(text, "tried"), effective_day(MONTH)
    trial = Trial(edition.key, digest_edition(edition), day, day)
    work = Work(RecomputeKind.DRY_RUN, arguments=trial, program=edition.program)
    job = await add_job(connection, work, Request("bench", datetime.now(UTC)))
    assert isinstance(job, Job)
    await connection.execute(
        statement("engine/add_dry_run"),
        job.id, edition.program, edition.key, edition.name, trial.digest, text, day, day,
    )  # fmt: skip
    return await crew.run(job)
