"""A portfolio as it is today, that the engine has computed, decided and foreseen: what it is asked needs its facts."""

from datetime import UTC, datetime

import asyncpg

from bench.portfolio import NEWEST, Portfolio, build
from bench.reads.portfolio import read_sql
from bench.recompute.crew import RULES, crew_of
from bench.report import say
from jobs.kinds import RecomputeKind
from jobs.requests import Request, add_job
from jobs.work import Work
from models.rulebook import keep_rules
from tiers.periods import minus_months
from tiers.schedule import coming_months

WORKERS = 2


async def make_current(url: str, redis_url: str, portfolio: Portfolio) -> None:
    """Fills an empty database up to the last closed day, with a year of decisions."""
    now = datetime.now(UTC)
    closed = RULES.last_closed_day(now)
    month = minus_months(coming_months(closed, 1)[0], 1)
    connection = await asyncpg.connect(url, server_settings={"jit": "off"})
    try:
        await build(connection, portfolio, 12 * (month.year - NEWEST.year) + month.month - NEWEST.month)
        await keep_rules(connection, RULES, decides=True)
        async with crew_of(WORKERS, url, redis_url, connection) as crew:
            day = await crew.compute(closed, from_scratch=True)
            decided = await crew.decide(month)
            await connection.execute(read_sql("earlier_decisions"))
            work = Work(RecomputeKind.FORECAST, closed, closed, program=RULES.program)
            foreseen = await crew.run(await add_job(connection, work, Request("bench", now)))
        took = {"computed": day, "decided": decided, "foreseen": foreseen}
        say(f"reads: {', '.join(f'{name} in {run.seconds:.1f} s' for name, run in took.items())}")
        await connection.execute("VACUUM ANALYZE")
    finally:
        await connection.close()
