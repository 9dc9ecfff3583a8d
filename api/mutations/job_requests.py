"""Asking for recomputes, cancelling them and trying them again. The row that is added is the job."""

from dataclasses import replace
from datetime import date
from typing import Annotated

import strawberry
from strawberry import UNSET

from api.auth.context import Info
from api.auth.scope import require, require_operator
from api.mutations.payloads import RecomputePayload
from api.mutations.refusing import mutation, read_day, refused_as
from api.reading.ids import decode_job
from jobs.kinds import RecomputeKind
from jobs.refusals import RefusalCode
from jobs.requests import Job, Refusal, Request, cancel, request_activity, request_tiers, retry
from models.database import acquire
from telemetry.trace import request_id
from tiers.periods import parse_month


@strawberry.input(description="The input of `recomputeActivity`.")
class RecomputeActivityInput:
    """A range of days."""

    first_day: date = strawberry.field(name="from", description="The first day to compute.")
    last_day: date | None = strawberry.field(
        name="to", default=UNSET, description="The last day to compute; the last closed day by default."
    )
    from_scratch: bool = strawberry.field(
        default=False, description="Look at every client, also at those that nothing can have changed for."
    )
    rebuild_activity: bool = strawberry.field(
        default=False,
        description="Make daily activity once more from all loaded events, of all months, before the first day; then "
        "look at every client.",
    )
    idempotency_key: str | None = strawberry.field(
        default=UNSET, description="Asking again with the same key gives the same job; 1 to 255 characters."
    )


@strawberry.input(description="The input of `recomputeTiers`.")
class RecomputeTiersInput:
    """A month."""

    month: str = strawberry.field(description="The month whose 15th the decisions take effect on, YYYY-MM.")
    idempotency_key: str | None = strawberry.field(
        default=UNSET, description="Asking again with the same key gives the same job; 1 to 255 characters."
    )


@strawberry.input(description="The input of `cancelRecompute`.")
class CancelRecomputeInput:
    """A job."""

    job_id: strawberry.ID = strawberry.field(description="The id, or the number, of a job that is QUEUED or RUNNING.")


@strawberry.input(description="The input of `retryRecompute`.")
class RetryRecomputeInput:
    """A job."""

    job_id: strawberry.ID = strawberry.field(description="The id, or the number, of a job that is FAILED or CANCELLED.")


async def recompute_activity(
    info: Info,
    wanted: Annotated[RecomputeActivityInput, strawberry.argument(name="input", description="The range of days.")],
) -> RecomputePayload:
    """Asks for the standings of a range of days."""
    require(info, RecomputeKind.ACTIVITY.declared.asked_by)
    request = replace(
        _request(info, wanted.idempotency_key),
        from_scratch=wanted.from_scratch,
        rebuild_activity=wanted.rebuild_activity,
    )
    first_day = read_day("from", wanted.first_day)
    if wanted.last_day in (None, UNSET):
        last_day = max(first_day, info.context.rules.last_closed_day(request.requested_at))
    else:
        last_day = read_day("to", wanted.last_day)
    async with info.context.work.turn(), acquire() as connection:
        outcome = await request_activity(connection, info.context.rules, first_day, last_day, request)
    return await _answer(info, outcome, to_run=True)


async def recompute_tiers(
    info: Info, wanted: Annotated[RecomputeTiersInput, strawberry.argument(name="input", description="The month.")]
) -> RecomputePayload:
    """Asks for the decisions of a month."""
    require(info, RecomputeKind.TIERS.declared.asked_by)
    request = _request(info, wanted.idempotency_key)
    with refused_as(RefusalCode.INVALID_MONTH, "month"):
        month = parse_month(wanted.month)
    async with info.context.work.turn(), acquire() as connection:
        outcome = await request_tiers(connection, info.context.rules, month, request)
    return await _answer(info, outcome, to_run=True)


async def cancel_recompute(
    info: Info, wanted: Annotated[CancelRecomputeInput, strawberry.argument(name="input", description="The job.")]
) -> RecomputePayload:
    """Cancels a job that has not finished."""
    require_operator(info)
    with refused_as(RefusalCode.INVALID_ID, "jobId"):
        job = decode_job(wanted.job_id)
    async with info.context.work.turn(), acquire() as connection:
        outcome = await cancel(connection, job, info.context.clock())
    return await _answer(info, outcome, to_run=False)


async def retry_recompute(
    info: Info, wanted: Annotated[RetryRecomputeInput, strawberry.argument(name="input", description="The job.")]
) -> RecomputePayload:
    """Queues a failed or cancelled job again."""
    require_operator(info)
    with refused_as(RefusalCode.INVALID_ID, "jobId"):
        job = decode_job(wanted.job_id)
    async with info.context.work.turn(), acquire() as connection:
        outcome = await retry(connection, job, info.context.principal.subject, info.context.clock(), request_id())
    return await _answer(info, outcome, to_run=True)


def _request(info: Info, key: str | None) -> Request:
    key = key if isinstance(key, str) else None
    return Request(info.context.principal.subject, info.context.clock(), key, request_id=request_id())


async def _answer(info: Info, outcome: Job | Refusal, *, to_run: bool) -> RecomputePayload:
    """What to say, after the transaction has been committed and whoever waits for it has been told."""
    if isinstance(outcome, Refusal):
        return RecomputePayload.refused([outcome])
    if to_run:
        await info.context.queue.run_soon(outcome.id, outcome.fence)
    await info.context.queue.hint()
    return RecomputePayload(job_id=outcome.id, user_errors=[])


@strawberry.type
class JobMutations:
    """The mutations that ask for jobs, cancel them and try them again."""

    recompute_activity: RecomputePayload | None = mutation(
        recompute_activity,
        "Asks for the standings of a range of closed days, from all activity loaded so far. For operator.",
    )
    recompute_tiers: RecomputePayload | None = mutation(
        recompute_tiers,
        "Asks for the decisions that take effect on the 15th of a month whose 14th has closed; decisions"
        " that come out otherwise than before get a new revision. For operator.",
    )
    cancel_recompute: RecomputePayload | None = mutation(
        cancel_recompute,
        "Cancels a job: at once while it waits, at its next step while it runs. What it has written stays."
        " For operator.",
    )
    retry_recompute: RecomputePayload | None = mutation(
        retry_recompute,
        "Queues a FAILED or CANCELLED job again, from its beginning. For operator.",
    )
