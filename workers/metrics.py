"""What a worker tells of itself, and of the work of all of them."""

from datetime import date

import asyncpg
from prometheus_client import Counter, Gauge, Histogram
from prometheus_client.core import GaugeMetricFamily
from redis.exceptions import RedisError

from events.consumers import Progress, list_consumers
from jobs.claims import Clock
from jobs.kinds import RecomputeKind
from jobs.presence import WORKERS
from jobs.queue import Queue
from models.clock import read_clock
from models.database import AWAY, acquire
from models.rulebook import Rulebook
from models.statements import statement
from telemetry.metrics import Metrics
from tiers.deciding import is_decided
from tiers.periods import decision_day
from tiers.schedule import due_months

JOB_SECONDS = (0.1, 0.5, 1, 5, 15, 30, 60, 120, 300, 600, 1_800, 3_600, 10_800, 21_600)
RUN_SECONDS = (0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1_800)
CHUNK_SECONDS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 60)


class WorkerMetrics(Metrics):
    """Counters of this process. What is looked up, in PostgreSQL and Valkey, is the same in every worker."""

    def __init__(self) -> None:
        super().__init__()
        own = self.registry
        self.jobs = Histogram(
            "tierline_job_seconds", "Attempts at jobs that ended here, by kind and outcome.", ["kind", "outcome"],
            buckets=JOB_SECONDS, registry=own,
        )  # fmt: skip
        self.gathering = Histogram(
            "tierline_gathering_seconds", "Gathering a run, by kind.", ["kind"], buckets=RUN_SECONDS, registry=own
        )
        self.runs = Histogram(
            "tierline_run_seconds", "Runs from gathering to their end, by kind and outcome.", ["kind", "outcome"],
            buckets=RUN_SECONDS, registry=own,
        )  # fmt: skip
        self.chunks = Histogram(
            "tierline_chunk_seconds", "Chunks that were finished here, by kind.", ["kind"], buckets=CHUNK_SECONDS,
            registry=own,
        )  # fmt: skip
        self.rows = Counter("tierline_chunk_rows", "Rows that chunks wrote here, by kind.", ["kind"], registry=own)
        self.retries = Counter(
            "tierline_job_retries", "Jobs put back after a fault, to be tried again.", ["kind"], registry=own
        )
        self.leases_lost = Counter(
            "tierline_leases_lost", "Jobs or chunks in hand that another worker took.", ["what"], registry=own
        )
        self.consumers_dropped = Counter(
            "tierline_event_consumers_dropped", "Consumers of events dropped for being too far behind.", registry=own
        )
        self.findings = Gauge(
            "tierline_check_findings",
            "What the cheap checks of `tierline check` find, by check.",
            ["check"],
            registry=own,
        )
        # Who watches how much a counter grows has to see it at 0 first.
        for what in ("job", "chunk"):
            self.leases_lost.labels(what)
        for kind in RecomputeKind:
            self.retries.labels(kind)

    def set_findings(self, check: str, total: int | None) -> None:
        """Says how many findings a check has; None while that is not known, and then the metric leaves it out."""
        if total is None:
            self.findings.remove(check)
        else:
            self.findings.labels(check).set(total)

    def look_at(self, rules: Rulebook, clock: Clock, queue: Queue) -> None:
        """Has every scrape look up how much work there is, and how far all of it has come."""

        async def look_at_database() -> list[GaugeMetricFamily] | None:
            try:
                async with acquire() as connection:
                    text = statement("workers/work").format(failed_jobs=statement("jobs/failed_jobs"))
                    at_the_database = await read_clock(connection)
                    closed = rules.last_closed_day(at_the_database)
                    row = await connection.fetchrow(text, closed)
                    consumers = await list_consumers(connection)
            except (*AWAY, asyncpg.PostgresError):
                return None
            assert row is not None
            skew = (clock() - at_the_database).total_seconds()
            description = "How far this machine's clock is ahead of the database's."
            closed = min(closed, rules.last_closed_day(clock()))
            return [
                *_work(row, closed, rules),
                _unread(consumers),
                _gauge("tierline_clock_ahead_seconds", description, skew),
            ]

        async def look_at_queue() -> list[GaugeMetricFamily] | None:
            try:
                await queue.check()
                length = await queue.length()
            except (RedisError, OSError):
                return None
            return [GaugeMetricFamily("tierline_queue_messages", "Messages that wait for a worker.", value=length)]

        self.look_up("tierline_database_up", "Whether PostgreSQL answered this scrape.", look_at_database)
        self.look_up("tierline_redis_up", "Whether Redis or Valkey passed messages on at this scrape.", look_at_queue)


def _work(row: asyncpg.Record, closed: date, rules: Rulebook) -> list[GaugeMetricFamily]:
    jobs = GaugeMetricFamily("tierline_jobs", "Jobs that wait or run, by status.", labels=["status"])
    jobs.add_metric(["QUEUED"], row["queued"])
    jobs.add_metric(["RUNNING"], row["running"])
    gauges = [
        jobs,
        _gauge("tierline_oldest_waiting_job_seconds", "Since when the oldest QUEUED job waits.", row["oldest_waiting"]),
        _gauge("tierline_failed_jobs", "Jobs FAILED in the last seven days, not made good since.", row["failed"]),
        _gauge("tierline_workers", f"Workers that were seen in the last {WORKERS.seconds} s.", row["alive"]),
        _gauge("tierline_newest_event", "The newest event's number.", row["newest_event"] or 0),
    ]
    if row["newest_day"] is not None:
        behind = (closed - row["newest_day"]).days
        description = "Closed days after the newest computed one; none before the first is computed."
        gauges.append(_gauge("tierline_computed_days_behind", description, behind))
    if row["newest_decision"] is not None:
        months = due_months(closed, decision_day(row["newest_decision"]))
        due = [month for month in months if is_decided(rules.editions, month)]
        description = "15ths that have come since the newest decision; none before the first is taken."
        gauges.append(_gauge("tierline_decided_months_behind", description, len(due)))
    return gauges


def _unread(consumers: list[Progress]) -> GaugeMetricFamily:
    description = "Events that a consumer of them has not read, by its name."
    gauge = GaugeMetricFamily("tierline_event_consumer_unread", description, labels=["consumer"])
    for one in consumers:
        gauge.add_metric([one.consumer], one.unread)
    return gauge


def _gauge(name: str, description: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, description, value=value)
