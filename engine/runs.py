"""One day of the whole portfolio, gathered once and then decided in chunks by whichever workers there are.

At most one run is open at a time in a database. What it gathered, and what its chunks leave until all of it becomes
visible, lies in unlogged tables of its own: a crash of the server empties those, with the mark of the run, and a run
without its mark is gathered again.
"""

from dataclasses import dataclass, replace
from datetime import date

import asyncpg

from engine.activity import take_in_activity
from engine.gather import gather
from engine.invalidation import EVERYTHING, Scope, claim_stale, find_base, find_touched
from engine.reports import find_report
from jobs.claims import Claim, check, extend
from jobs.kinds import RecomputeKind, kinds_that_lock
from models.locks import Lock, hold, lock
from models.retention import expect_activity
from models.rulebook import Rulebook
from models.statements import statement
from tiers.basis import Basis, basis_of
from tiers.deciding import expect_decidable
from tiers.editions.digest import digest_edition
from tiers.editions.edition import Edition
from tiers.needs import even_ways
from tiers.periods import effective_day
from tiers.reports import Report

ROWS_A_CHUNK = 20_000


class RunLost(Exception):
    """The run is over, or the server lost what it had gathered: nothing of it may be written any more."""


@dataclass(frozen=True)
class Run:
    """A day that is computed: of which job and which of its steps, by which edition and report.

    `renews_credits` says that it is, or becomes, the newest computed day, after `newest_day`.
    """

    id: int
    job: int
    kind: RecomputeKind
    step: int
    day: date
    edition: Edition
    report_id: int | None
    report: Report | None
    newest_day: date | None
    renews_credits: bool
    first_decision: int | None
    scope: Scope
    request_id: str | None = None

    @property
    def effective_on(self) -> date:
        """The day on which the decisions of a TIERS run take effect."""
        return effective_day(self.day)

    @property
    def basis(self) -> Basis:
        """What all that is computed of the day rests on."""
        return basis_of(self.edition, self.day, self.report)


async def find_open_run(connection: asyncpg.Connection, rules: Rulebook) -> Run | None:
    """The run that workers can help with, if its job is under way and its edition is the same here."""
    row = await connection.fetchrow(statement("engine/open_run"))
    if row is None or not row["live"] or not row["marked"]:
        return None
    await rules.renew(connection)
    if not _same_edition(row, rules):
        return None
    return _run(row, rules)


async def begin_run(
    connection: asyncpg.Connection, claim: Claim, rules: Rulebook, step: int, day: date, *, yield_turn: bool
) -> Run | None:
    """The run of the job's step: begun by an earlier claim, or gathered now; None while another job has its turn.

    In one transaction: takes in the activity up to the day, and gathers all facts that are loaded by then. One that is
    to `yield_turn` does not have two turns in a row while others wait, and no job has one while the schedule's
    are not done.
    Raises NoEditionInForce, NotDecidable, ActivityDropped, Fenced, CancelRequested.
    """
    await lock(connection, Lock.RECOMPUTE)
    await check(connection, claim)
    async with hold(connection, Lock.EDITIONS, shared=True):  # who publishes later sees which day the job is at
        await rules.renew(connection)
    edition = rules.in_force(day)
    if claim.kind is RecomputeKind.TIERS:
        expect_decidable(edition)  # another one may be in force than when it was asked for
    await lock(connection, Lock.MONTHS, shared=True)  # or statements of one transaction could see different months
    await expect_activity(connection, edition, day)
    found = await connection.fetchrow(statement("engine/open_run"))
    if found is not None:
        ours = (found["job_id"], found["step"]) == (claim.job, step)
        if ours and found["marked"] and _same_edition(found, rules):
            return _run(found, rules)
        if found["job_id"] != claim.job and found["live"]:
            return None
        await discard(connection, found)
    elif await connection.fetchval(
        statement("engine/is_turn_of_others"), claim.job, yield_turn, kinds_that_lock(Lock.RECOMPUTE)
    ):
        return None
    run = await _add_run(connection, claim, step, day, edition)
    run = await _gather(connection, claim, run)
    return await _plan(connection, claim, run)


async def discard(connection: asyncpg.Connection, run: asyncpg.Record) -> None:
    """Removes what a run has left that nobody will finish: its tables, and evidence of decisions that never were.

    Waits for chunks that are being written, as they lock their rows before the run's tables; later ones find no row."""
    await connection.execute("SELECT FROM recompute_chunk WHERE run_id = $1 ORDER BY number FOR UPDATE", run["id"])
    await connection.execute(statement("models/drop_run_tables").format(run=run["id"]))
    if run["first_decision"] is not None:
        await connection.execute(
            "DELETE FROM decision_credit WHERE decision_id >= $1 AND decision_id < $1 + $2::int",
            run["first_decision"], run["partners"],
        )  # fmt: skip
    await connection.execute("DELETE FROM run_mark WHERE run_id = $1", run["id"])
    await connection.execute(
        "UPDATE recompute_job SET done = least(done, $2) WHERE id = $1", run["job_id"], run["done_before"]
    )
    await connection.execute("DELETE FROM recompute_run WHERE id = $1", run["id"])


async def discard_abandoned(connection: asyncpg.Connection) -> None:
    """Discards the open run if its job has come to an end without it."""
    if await connection.fetchrow(statement("engine/abandoned_run")) is None:
        return
    await lock(connection, Lock.RECOMPUTE)
    run = await connection.fetchrow(statement("engine/abandoned_run"))
    if run is not None:
        await discard(connection, run)


async def _add_run(connection: asyncpg.Connection, claim: Claim, step: int, day: date, edition: Edition) -> Run:
    newest = await connection.fetchval("SELECT day FROM newest_day_of($1)", edition.program)
    becomes_newest = day == claim.work.last_day and (newest is None or day > newest)
    renews = claim.kind is RecomputeKind.ACTIVITY and (day == newest or becomes_newest)
    run = await connection.fetchval(
        statement("engine/add_run"),
        claim.job, step, day, newest, renews, edition.key, digest_edition(edition), edition.program,
    )  # fmt: skip
    return Run(
        id=run, job=claim.job, kind=claim.kind, step=step, day=day, edition=edition, report_id=None, report=None,
        newest_day=newest, renews_credits=renews, first_decision=None, scope=EVERYTHING, request_id=claim.request_id,
    )  # fmt: skip


async def _gather(connection: asyncpg.Connection, claim: Claim, run: Run) -> Run:
    await take_in_activity(connection, run.day)  # the bulk of it, while loads go on
    async with hold(connection, Lock.FACTS, shared=True):  # what one file brings counts together or not at all
        await take_in_activity(connection, run.day)
        report_id, report = await find_report(connection, run.day) or (None, None)
        run = replace(run, report_id=report_id, report=report)
        await claim_stale(connection, run.id)
        if claim.kind is RecomputeKind.ACTIVITY and not claim.from_scratch:
            base = await find_base(connection, run.edition, run.report_id, run.day)
            if base is not None:
                run = replace(run, scope=await find_touched(connection, run.id, base, run.basis))
        await gather(connection, run.id, run.scope, run.basis)
    await connection.execute(statement("engine/run_tables").format(run=run.id))
    if even_ways(run.edition):
        await connection.execute(f"CREATE INDEX ON gathered_{run.id} (client)")
    return run


async def _plan(connection: asyncpg.Connection, claim: Claim, run: Run) -> Run:
    planned = await connection.fetchrow(statement("engine/plan_chunks").format(run=run.id), run.id, ROWS_A_CHUNK)
    assert planned is not None
    if run.kind is RecomputeKind.TIERS:
        run = replace(run, first_decision=await reserve_ids(connection, planned["partners"]))
    await connection.execute("INSERT INTO run_mark (run_id) VALUES ($1)", run.id)
    await connection.execute(
        statement("engine/note_gathered"),
        run.id, planned["chunks"], planned["partners"], run.first_decision, run.scope.base_day, run.report_id,
    )  # fmt: skip
    await extend(connection, claim, planned["chunks"])
    return run


async def reserve_ids(connection: asyncpg.Connection, decisions: int) -> int:
    """The first of so many ids that no other decision will have, so that they do not depend on who decides when."""
    first: int = await connection.fetchval(statement("engine/reserve_decision_ids"), decisions)
    return first


def _same_edition(row: asyncpg.Record, rules: Rulebook) -> bool:
    """Whether this process has the edition that the run was begun by: it may be of another version."""
    return row["edition_digest"] in rules.digests.values()


def _run(row: asyncpg.Record, rules: Rulebook) -> Run:
    report = None if row["report_id"] is None else Report(row["period"], row["revision"], row["ran_on"])
    return Run(
        id=row["id"],
        job=row["job_id"],
        kind=RecomputeKind(row["kind"]),
        step=row["step"],
        day=row["day"],
        edition=next(edition for edition in rules.editions if rules.digests[edition.key] == row["edition_digest"]),
        report_id=row["report_id"],
        report=report,
        newest_day=row["newest_day"],
        renews_credits=row["renews_credits"],
        first_decision=row["first_decision"],
        scope=Scope(row["base_day"]),
        request_id=row["request_id"],
    )
