"""Chunks of a run: any worker takes one, computes it, and writes it in one short transaction that its fence guards."""

import asyncio
import logging
from dataclasses import dataclass

import asyncpg

from engine.assessment import assess_part
from engine.gather import read_partners
from engine.rows import CREDIT_COLUMNS, STANDING_COLUMNS, Computed, rows_of
from engine.runs import Run, RunLost
from events.outbox import publish_job_change
from jobs.claims import CancelRequested, Clock
from jobs.faults import Point, pass_point
from jobs.kinds import RecomputeKind
from jobs.lease import Lease, Terms
from models.database import AWAY, acquire, transaction
from models.statements import statement

CHUNKS = Terms(
    "chunk", "recompute_chunk", ("run_id", "number"), claimed_while="finished_at IS NULL", seconds=20, renewal_seconds=5
)

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Chunk:
    """Some partners of a run, by the range of their ids, both included; `partners_before` come before it in the run."""

    run: Run
    number: int
    first: int
    last: int
    partners_before: int
    fence: int

    @property
    def lease(self) -> Lease:
        """What has to be renewed while the chunk is computed."""
        return Lease(CHUNKS, (self.run.id, self.number), self.fence)


async def claim_chunk(run: Run) -> Chunk | None:
    """A chunk that nobody works on, for this worker; None when all are finished or taken."""
    async with acquire() as connection:
        row = await connection.fetchrow(statement("engine/claim_chunk").format(taking=CHUNKS.taking), run.id)
    if row is None:
        return None
    return Chunk(
        run, row["number"], row["first_partner"], row["last_partner"], row["partners_before"], row["fence"]
    )  # fmt: skip


async def is_decided(run: Run) -> bool:
    """Whether all chunks are finished."""
    async with acquire() as connection:
        unfinished: bool = await connection.fetchval(
            "SELECT EXISTS (SELECT FROM recompute_chunk WHERE run_id = $1 AND finished_at IS NULL)", run.id
        )
    return not unfinished


class ChunkTaken(RunLost):
    """Another worker has claimed the chunk meanwhile."""


@dataclass(frozen=True)
class Done:
    """What became of a chunk: how many rows were made of how many partners, and whether to notify of it."""

    partners: int
    rows: int
    notify: bool


async def run_chunk(chunk: Chunk, clock: Clock) -> Done:
    """Computes and writes the chunk.

    Gives it back when anything goes wrong. Raises RunLost, CancelRequested.
    """
    run = chunk.run
    try:
        async with chunk.lease.heartbeat():
            async with acquire() as connection:
                part = await read_partners(connection, run.id, run.scope, run.basis, chunk.first, chunk.last)
            computed = rows_of(part.basis, assess_part(part))
            async with transaction() as connection:
                await _keep(connection, chunk)
                await write_chunk(connection, chunk, computed)
                pass_point(Point.MID_CHUNK)
                notify = await _finish(connection, chunk, clock)
                pass_point(Point.BEFORE_COMMIT)
            pass_point(Point.AFTER_COMMIT)
            return Done(len(part.partners), len(computed.standings) + len(computed.credits), notify)
    except asyncpg.UndefinedTableError:
        raise RunLost(f"run {run.id} is over") from None
    except BaseException:
        await asyncio.shield(_give_back(chunk))
        raise


async def _keep(connection: asyncpg.Connection, chunk: Chunk) -> None:
    """Makes sure that the chunk is this worker's until the transaction ends."""
    if not await chunk.lease.keep(connection):
        raise ChunkTaken(f"chunk {chunk.number} of run {chunk.run.id} is another worker's")


async def write_chunk(connection: asyncpg.Connection, chunk: Chunk, computed: Computed) -> None:
    """Sets aside what was computed of the chunk, for the moment at which the whole run becomes visible."""
    run = chunk.run
    await connection.copy_records_to_table(
        f"new_standing_{run.id}", records=computed.standings, columns=STANDING_COLUMNS
    )
    if run.kind is RecomputeKind.TIERS or run.renews_credits:
        await connection.execute(statement("engine/new_credits"))
        await connection.copy_records_to_table("new_credit", records=computed.credits, columns=CREDIT_COLUMNS)
        await connection.execute("ANALYZE new_credit (partner_id, client_id)")
    if run.renews_credits:
        text = statement("engine/compare_credits").format(run=run.id, of_touched=run.scope.of_touched(run.id))
        await connection.execute(text, chunk.first, chunk.last, run.day, run.edition.program)
    if run.kind is RecomputeKind.TIERS:
        assert run.first_decision is not None
        digest = statement("engine/digest_inputs").format(
            gathered=f"gathered_{run.id}", narrowed="WHERE g.partner BETWEEN $3 AND $4"
        )
        await connection.execute(
            statement("engine/compare_decisions").format(run=run.id, digest=digest),
            run.effective_on, run.edition.key, chunk.first, chunk.last, run.first_decision + chunk.partners_before,
            run.edition.program,
        )  # fmt: skip


async def _finish(connection: asyncpg.Connection, chunk: Chunk, clock: Clock) -> bool:
    row = await connection.fetchrow(statement("engine/finish_chunk"), chunk.run.id, chunk.number, chunk.fence)
    if row is None:
        raise RunLost(f"run {chunk.run.id} is over, or its job is not under way")
    if row["cancel_requested"]:
        raise CancelRequested(f"job {chunk.run.job} is to be cancelled")
    if row["notify"]:
        await publish_job_change(connection, chunk.run.job, clock())
    return bool(row["notify"])


async def _give_back(chunk: Chunk) -> None:
    """Lets the next worker have the chunk at once instead of when its lease lapses, if the database can be told."""
    try:
        async with acquire() as connection:
            await chunk.lease.give_back(connection)
    except (*AWAY, asyncpg.PostgresError) as error:
        logger.warning("could not give back chunk %s of run %s: %s", chunk.number, chunk.run.id, error)
