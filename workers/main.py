"""The worker process: arq's side of running jobs. With `jobs/queue.py` this is all that knows of arq."""

import asyncio
import gc
import logging
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import asyncpg
from arq import cron, func
from arq.utils import poll
from arq.worker import Worker
from redis.exceptions import RedisError

from engine.runs import discard_abandoned
from events.retention import drop_consumers, forget_events
from jobs.calendar import find_waiting_jobs, request_due_forecasts, request_due_runs
from jobs.claims import OPERATORS_AT_ONCE, Clock
from jobs.presence import presence
from jobs.queue import RUN_JOB, Queue, connect_redis, from_json, to_json
from jobs.redis_faults import QueueRefused, tell_fault
from jobs.states import JOBS
from models.clock import read_clock
from models.database import acquire, close_database, open_database, transaction
from models.months import LOCK_TIMEOUT, find_months_ahead, make_months
from models.poolers import expect_own_sessions
from models.retention import USUAL, Retention, drop_old_months
from models.rulebook import Rulebook, keep_rules
from telemetry.trace import begin_trace
from tiers.periods import days_before, format_month
from workers.metrics import WorkerMetrics
from workers.runner import TRANSIENT, Runner, leave_in_time
from workers.watching import keep_checking, keep_finding

RUN_SECONDS = 6 * 60 * 60  # the longest that one attempt may take
TICK_SECONDS = 60
TICK_EVERY = 5
# They take turns by the day, and help each other; more would only hold connections. One is left for the schedule.
RUNS_AT_ONCE = OPERATORS_AT_ONCE + 1
RECONNECT_SECONDS = 1.0
POLL_SECONDS = 0.1
CLOSE_SECONDS = 2.0
COLLECTED = 100_000  # new objects, some MiB: a chunk makes as many, in no cycles, and to walk them takes long

logger = logging.getLogger(__name__)


async def run_job(ctx: dict[Any, Any], job: int) -> str:
    """Runs one recompute job."""
    runner: Runner = ctx["runner"]
    return await runner.run(job)


async def tick(ctx: dict[Any, Any]) -> None:
    """Adds the schedule's due jobs, queues every job that waits for a worker, and clears up behind those that ended.

    The next tick comes in seconds."""
    runner: Runner = ctx["runner"]
    try:
        now = await _read_clock(runner)
        request_id = f"{runner.name}-{ctx.get('job_id', 'tick')}"
        await request_due_runs(runner.rules, runner.clock(), request_id)
        await request_due_forecasts(runner.rules, runner.clock(), request_id)
        waiting = await find_waiting_jobs()
        async with transaction() as connection:
            await discard_abandoned(connection)
        await _make_months_ahead()
        await _keep_retention(runner, now)
    except TRANSIENT as error:
        logger.warning("the database is away, trying again: %s: %s", type(error).__name__, error)
        return
    for job in waiting:
        await runner.queue.run_soon(job.id, job.fence)


async def _make_months_ahead() -> None:
    """Makes the tables of the activity to come, so that no load of it has to."""
    async with acquire() as connection:
        missing = await find_months_ahead(connection)
    if not missing:
        return
    try:
        async with transaction() as connection:
            await connection.execute(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")
            await make_months(connection, missing)
    except asyncpg.LockNotAvailableError:
        logger.info("activity is in use: the tables of %s and what follows are made later", format_month(missing[0]))


async def _read_clock(runner: Runner) -> datetime:
    """The time, and no later than at the database, whose clock is what days and what is kept go by."""
    async with acquire() as connection:
        at_the_database = await read_clock(connection)
    now = runner.clock()
    runner.clock_watch.compare(now, at_the_database)
    return min(now, at_the_database)


async def _keep_retention(runner: Runner, now: datetime) -> None:
    """Removes events, and drops months of activity, that are older than what is kept, and who holds too many events."""
    keep = runner.retention
    async with transaction() as connection:
        left_behind = await drop_consumers(connection, now - timedelta(days=keep.consumer_days))
    for consumer in left_behind:
        runner.metrics.consumers_dropped.inc()
        text = "dropped %s, a consumer of events, as it had not read one for %s days: register it anew"
        logger.error(text, consumer, keep.consumer_days)
    async with transaction() as connection:
        gone = await forget_events(connection, now - timedelta(days=keep.event_days))
    if gone:
        logger.info("removed %s events, which are older than the %s days that are kept", gone, keep.event_days)
    if keep.activity_days is None:
        return
    oldest = days_before(runner.rules.last_closed_day(now), keep.activity_days)
    try:
        async with transaction() as connection:
            dropped = await drop_old_months(connection, oldest)
    except asyncpg.LockNotAvailableError:
        logger.info("old activity is in use and will be dropped later")
        return
    for table in dropped:
        logger.info("dropped %s, which is older than the %s days of activity that are kept", table, keep.activity_days)


async def run_worker(  # noqa: PLR0913 - all that a process is given
    *,
    database_url: str,
    redis_url: str,
    rules: Rulebook,
    clock: Clock,
    name: str,
    stop: asyncio.Event,
    metrics: WorkerMetrics,
    retention: Retention = USUAL,
) -> None:
    """Runs jobs until `stop` is set; what it then has in hand goes back to the other workers.

    `name` is one that no other worker has, of 128 characters at most. Raises Misfit, SharedSessions, and
    QueueRefused when Redis answers at the start and will not pass messages on. Survives the loss of Redis
    and of PostgreSQL.
    """
    begin_trace(worker=name)
    # A worker that freezes in the middle of a step must not keep the others out for longer than its lease.
    timeouts = {"idle_in_transaction_session_timeout": timedelta(seconds=JOBS.seconds)}
    await open_database(database_url, pool_size=RUNS_AT_ONCE * 2 + 2, timeouts=timeouts)
    queue = Queue(redis_url)
    try:
        async with acquire() as connection:
            await expect_own_sessions(connection)
            await keep_rules(connection, rules, decides=True)
        await _expect_queue(queue)
        collect_seldom()
        runner = Runner(rules, queue, clock, retention, name=name, metrics=metrics)
        metrics.look_at(rules, clock, queue)
        async with presence(name):
            logger.info("worker %s is there", name)
            beside = [
                asyncio.create_task(leave_in_time(runner.helper.keep_helping(stop))),
                asyncio.create_task(leave_in_time(keep_checking(rules, metrics))),
                asyncio.create_task(leave_in_time(keep_finding(rules, clock))),
            ]
            try:
                await serve(redis_url, runner, stop)
            finally:
                for task in beside:
                    task.cancel()
                await asyncio.gather(*beside, return_exceptions=True)
    finally:
        await queue.close()
        with suppress(TimeoutError):  # what still waits for a server that is stuck is cut off
            async with asyncio.timeout(CLOSE_SECONDS):
                await close_database()
    logger.info("worker %s ends", name)


def collect_seldom() -> None:
    """Has collections of garbage leave alone what is there by now, and come seldom."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECTED)


async def serve(redis_url: str, runner: Runner, stop: asyncio.Event) -> None:
    """Takes messages until `stop` is set. arq gives up when Redis goes away, so it is started again then."""
    stopping = asyncio.create_task(stop.wait())
    while not stop.is_set():
        worker = _make_worker(redis_url, runner)
        serving = asyncio.create_task(worker.async_run())
        await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
        for error in await asyncio.gather(worker.close(), serving, return_exceptions=True):
            if isinstance(error, RedisError | OSError):
                logger.warning("%s; trying again", tell_fault(error))
                await asyncio.wait({stopping}, timeout=RECONNECT_SECONDS)
            elif isinstance(error, Exception):  # a cancellation is how arq ends when it is closed
                raise error
    await stopping


async def _expect_queue(queue: Queue) -> None:
    """Raises QueueRefused. A server that is away may come back; one that refuses waits for a person."""
    try:
        await queue.check()
    except QueueRefused:
        raise
    except (RedisError, OSError) as error:
        logger.warning("%s; jobs begin once that is over", tell_fault(error))


class Taker(Worker):
    """arq's worker, which also asks the server for INFO before it begins: a right that few users have."""

    async def main(self) -> None:
        """Takes messages for ever."""
        async for _ in poll(self.poll_delay_s):
            await self._poll_iteration()


def _make_worker(redis_url: str, runner: Runner) -> Worker:
    return Taker(
        functions=[func(run_job, name=RUN_JOB, timeout=RUN_SECONDS, max_tries=1, keep_result=0)],
        cron_jobs=[
            cron(
                tick,
                second=set(range(0, 60, TICK_EVERY)),
                run_at_startup=True,
                timeout=TICK_SECONDS,
                max_tries=1,
                keep_result=0,
            )
        ],
        redis_pool=connect_redis(redis_url),
        ctx={"runner": runner},
        job_serializer=to_json,
        job_deserializer=from_json,
        timezone=runner.rules.zone,  # type: ignore[arg-type]  # arq means any tzinfo
        handle_signals=False,
        max_jobs=RUNS_AT_ONCE + 1,
        keep_result=0,
        health_check_interval=10,
        poll_delay=POLL_SECONDS,
    )
