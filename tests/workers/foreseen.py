"""What is kept of the decisions to come, and the jobs that make it."""

from typing import Any

from jobs.calendar import find_waiting_jobs, request_due_forecasts
from tests.workers.conftest import NOW
from tests.workers.facts import fetch
from workers.runner import Runner

ROWS = """
SELECT p.external_id, f.place, f.effective_on::text, f.tier, f.rank, f.edition, f.change, f.falls_first, f.metric,
       c.external_id, f.last_day::text, f.mrr::text, f.foreseen_on::text
FROM forecast f JOIN partner p ON p.id = f.partner_id LEFT JOIN client c ON c.id = f.client_id
ORDER BY f.partner_id, f.place
"""
FALLS = """
SELECT p.external_id, f.effective_on::text, f.tier, f.metric, c.external_id, f.last_day::text
FROM forecast f JOIN partner p ON p.id = f.partner_id LEFT JOIN client c ON c.id = f.client_id
WHERE f.falls_first ORDER BY p.external_id
"""
TOLD = """
SELECT p.external_id, e.payload ->> 'effective_on', e.payload ->> 'change', e.payload ->> 'tier',
       e.payload ->> 'metric', c.external_id, e.payload ->> 'last_day'
FROM event e JOIN partner p ON p.id = e.partner_id LEFT JOIN client c ON c.id = (e.payload ->> 'client_id')::bigint
WHERE e.kind = 'FORECAST_CHANGED' ORDER BY e.seq
"""
LOOKED_AT = "SELECT total FROM recompute_job WHERE id = $1"


async def ask_to_foresee(runner: Runner) -> int | None:
    """The job that is asked for by a tick, None where nothing is due."""
    await request_due_forecasts(runner.rules, NOW)
    return next((job.id for job in await find_waiting_jobs()), None)


async def foresee(runner: Runner) -> int | None:
    """Has the job done that is due; for how many partners that was, None where nothing is due."""
    job = await ask_to_foresee(runner)
    if job is None:
        return None
    assert await runner.run(job) == "succeeded"
    [(looked_at,)] = await fetch(LOOKED_AT, job)
    assert isinstance(looked_at, int)
    return looked_at


async def foresee_everybody(runner: Runner) -> int | None:
    """The same for all partners, whatever has changed."""
    [(program,)] = await fetch("SELECT program FROM forecast_day")
    await fetch("INSERT INTO stale_forecast (program) VALUES ($1)", program)
    return await foresee(runner)


async def kept() -> list[tuple[Any, ...]]:
    return await fetch(ROWS)


async def falls() -> list[tuple[Any, ...]]:
    """Who is foreseen to fall: from which day on, to which tier, and why."""
    return await fetch(FALLS)


async def told() -> list[tuple[Any, ...]]:
    """The events about what is foreseen: whose, from which day on, what changes to which tier, and why."""
    return await fetch(TOLD)
