"""Dry runs asked for, done and read."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import orjson

from engine.dry_run_requests import Days, request_dry_run
from engine.editions import Act, Published, publish
from jobs.requests import Job, Refusal, Request
from models.database import acquire, transaction
from tests.tiers.editions.editions import SHIPPED, TEXTS, following
from tests.workers.conftest import NOW
from tests.workers.facts import fetch
from tiers.editions.parsing import parse_edition
from workers.runner import Runner

IN_FORCE = TEXTS["agency-2018-05"]
ACT = Act("somebody", NOW)
ROWS = """
SELECT r.effective_on, p.external_id, r.tier_before, r.tier_after, r.change,
       (SELECT array_agg(g ->> 'metric_key' ORDER BY g -> 'place') FROM jsonb_array_elements(r.gates) g)
FROM dry_run_partner r JOIN partner p ON p.id = r.partner_id
WHERE r.dry_run_id = $1 ORDER BY 1, 2
"""
DECIDED = """
SELECT DISTINCT ON (d.effective_on, p.external_id) d.effective_on, p.external_id, d.tier
FROM tier_decision d JOIN partner p ON p.id = d.partner_id ORDER BY 1, 2, d.revision DESC
"""


def drafted(*changes: tuple[str, str]) -> str:
    """The edition of May 2018 with other passages, as one that would follow it from June on."""
    return following("2018-06-01", *changes)


LESS_FOR_GOLD = (
    'SOLD_MRR = "2100.00", MANAGED_MRR = "6000.00"',
    'SOLD_MRR = "1150.00", MANAGED_MRR = "1150.00"',
)
LOWER = drafted(LESS_FOR_GOLD)
HIGHER = drafted(('SOLD_MRR = "1125.00"', 'SOLD_MRR = "2099.00"'))


async def publish_shipped() -> None:
    for path in SHIPPED:
        await published(TEXTS[path.stem])


async def published(text: str) -> None:
    async with transaction() as connection:
        outcome = await publish(connection, parse_edition(text, "a.toml"), text, ACT, backdate="in a test")
    assert isinstance(outcome, Published), outcome


async def request(runner: Runner, text: str, days: Days, key: str | None = None) -> Job | list[Refusal]:
    async with transaction() as connection:
        await runner.rules.renew(connection)
        asked = Request("ada", NOW, key)
        return await request_dry_run(connection, runner.rules, parse_edition(text, "a.toml"), text, days, asked)


async def asked_for(runner: Runner, text: str, first: date, last: date | None = None) -> int:
    job = await request(runner, text, Days(first, last or first))
    assert isinstance(job, Job), job
    return job.id


async def try_out(runner: Runner, text: str, first: date, last: date | None = None) -> int:
    """The number of a dry run that is done."""
    job = await asked_for(runner, text, first, last)
    assert await runner.run(job) == "succeeded"
    return job


async def found(dry_run: int) -> list[tuple[Any, ...]]:
    """Day, partner, tiers before and after, change, and the metrics of the gates that make it."""
    return await fetch(ROWS, dry_run)


async def summaries(dry_run: int) -> list[tuple[Any, ...]]:
    """Day, edition in force, partners, tiers and moves."""
    text = "SELECT effective_on, edition, partners, tiers, moves FROM dry_run_day WHERE dry_run_id = $1 ORDER BY 1"
    return [(*rest, orjson.loads(tiers), orjson.loads(moves)) for *rest, tiers, moves in await fetch(text, dry_run)]


async def everything_else() -> dict[str, Sequence[object]]:
    """All rows of all tables but those of jobs, of their events, and of dry runs."""
    async with acquire() as connection:
        names = await connection.fetch(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
            " AND relname NOT IN ('recompute_job', 'event', 'dry_run', 'dry_run_day', 'dry_run_partner')"
        )
        return {
            row["relname"]: await connection.fetch(f'SELECT t::text FROM "{row["relname"]}" t ORDER BY 1')
            for row in names
        }
