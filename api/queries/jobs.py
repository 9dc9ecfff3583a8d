"""Work: jobs, dry runs, who does them, and what is due next."""

from typing import Annotated

import strawberry

from api.auth.context import Info
from api.auth.scope import require_operator
from api.execution.framework import Answer
from api.reading import filters
from api.reading.cursors import INTEGER
from api.reading.ids import decode_job, decode_number
from api.reading.listings import Key, Listing, Order, page
from api.reading.reads import read_many, read_one, read_page
from api.reading.sql import Sql
from api.types.connections import After, Before, Connection, First, Last
from api.types.dry_runs import DRY_RUNS, NEWEST_DRY_RUN, DryRun
from api.types.inputs import RecomputeJobFilter
from api.types.jobs import RecomputeJob
from api.types.resolved import resolved
from api.types.workers import ALL_WORKERS, MOST_WORKERS, ScheduledWork, Worker
from jobs.schedule import find_schedule
from models.database import acquire

RECOMPUTE_JOBS = Listing("recomputeJobs", RecomputeJob, of_parent=False)
NEWEST_JOB = Order("REQUESTED", (Key(Sql("this.id"), INTEGER),), descending=True)


@strawberry.type
class JobQueries:
    @resolved("A recompute job; null if there is none. For operators.", RecomputeJob | None)
    async def recompute_job(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="Its id, or its number.")],  # noqa: A002
    ) -> Answer | None:
        require_operator(info)
        return await read_one(info, "RecomputeJob", Sql("this.id = {}::bigint", (decode_job(id),)))

    @resolved("Recompute jobs, the newest request first. For operators.", Connection[RecomputeJob] | None)
    async def recompute_jobs(
        self,
        info: Info,
        *,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        filter: Annotated[RecomputeJobFilter | None, strawberry.argument(description="Only these.")] = None,  # noqa: A002
    ) -> Answer | None:
        require_operator(info)
        conditions = [] if filter is None else filters.of_kind(filter.kind, filter.status)
        given = {"filter": filter}
        asked = page(
            RECOMPUTE_JOBS, NEWEST_JOB, conditions, given=given, first=first, after=after, last=last, before=before
        )
        return await read_page(info, asked)

    @resolved("A dry run; null if there is none, or none any more. For operators.", DryRun | None)
    async def dry_run(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="Its id, or its number.")],  # noqa: A002
    ) -> Answer | None:
        require_operator(info)
        return await read_one(info, "DryRun", Sql("this.id = {}::bigint", (decode_number(id, "DryRun"),)))

    @resolved("Dry runs, the newest first. For operators.", Connection[DryRun] | None)
    async def dry_runs(
        self, info: Info, *, first: First = None, after: After = None, last: Last = None, before: Before = None
    ) -> Answer | None:
        require_operator(info)
        return await read_page(info, page(DRY_RUNS, NEWEST_DRY_RUN, first=first, after=after, last=last, before=before))

    @resolved(
        "The workers that are there, and those that have died within the last day, who was there last first; at most"
        f" {MOST_WORKERS}. For operators.",
        list[Worker] | None,
    )
    async def workers(self, info: Info) -> Answer | None:
        require_operator(info)
        return await read_many(info, "Worker", ALL_WORKERS)

    @resolved(
        "What the calendar asks for next, by when it is due: what is due and no job does yet, then the next day and the"
        " next month to decide. What is foreseen follows each of them by itself. For operators."
    )
    async def schedule(self, info: Info) -> list[ScheduledWork] | None:
        require_operator(info)
        async with info.context.work.turn(), acquire() as connection:
            found = await find_schedule(connection, info.context.rules, info.context.clock())
        return ScheduledWork.all_of(found)
