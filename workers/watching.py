"""What is looked at again and again: the cheap checks, for who watches the metrics, and what is doubtful in facts."""

import asyncio
import logging
from datetime import timedelta

import asyncpg

from engine.checks.cheap import CHEAP
from engine.checks.check import NOBODY
from engine.checks.looking import look_for
from engine.findings.keeping import keep_findings
from jobs.claims import Clock
from models.clock import bounded
from models.database import AWAY, acquire
from models.rulebook import Rulebook
from workers.metrics import WorkerMetrics

EVERY_SECONDS = 900.0
LIMIT = timedelta(seconds=10)  # a step

logger = logging.getLogger(__name__)


async def keep_checking(rules: Rulebook, metrics: WorkerMetrics) -> None:
    """Runs the cheap checks every EVERY_SECONDS, until it is cancelled, and has the metrics tell what they find."""
    while True:
        try:
            await check_cheaply(rules, metrics)
        except (*AWAY, asyncpg.PostgresError) as error:
            logger.warning("could not check what is derived, trying again later: %s: %s", type(error).__name__, error)
        await asyncio.sleep(EVERY_SECONDS)


async def check_cheaply(rules: Rulebook, metrics: WorkerMetrics) -> None:
    """Runs the cheap checks once. The findings of one that could not look, or not in time, are not known."""
    for check in CHEAP:
        found = await look_for(check, rules, NOBODY, limit=LIMIT)
        metrics.set_findings(check.name, None if found.note else found.total)
        if found.total:
            text = "check %s has %s findings, `tierline check` tells them; the first: %s"
            logger.error(text, check.name, found.total, found.examples[0], extra={"check": check.name})
        elif found.note:
            logger.warning("check %s %s", check.name, found.note, extra={"check": check.name})


async def keep_finding(rules: Rulebook, clock: Clock) -> None:
    """Looks every EVERY_SECONDS for kinds of findings for which nobody has for long, until it is cancelled."""
    while True:
        try:
            async with acquire() as connection:
                now = await bounded(connection, clock())
            looked = await keep_findings(rules, now)
            if looked:
                logger.info("looked for findings: %s", ", ".join(looked))
        except (*AWAY, asyncpg.PostgresError) as error:
            logger.warning("could not look for findings, trying again later: %s: %s", type(error).__name__, error)
        await asyncio.sleep(EVERY_SECONDS)
