"""What can be watched. Every event has a cursor; subscribing again `after` it misses nothing and repeats nothing."""

from collections.abc import AsyncGenerator
from enum import StrEnum
from typing import Annotated

import strawberry
from strawberry import UNSET

from api.auth.context import Info
from api.auth.scope import NOBODY, only_partner, require, require_operator, require_reader, today
from api.execution.errors import BadInput
from api.live.events import find_partner, newest_event, snapshot
from api.live.starting import Watch
from api.reading.declared import READING, EventRow, declared
from api.reading.ids import decode_id, decode_job
from api.types.decisions import TierDecision
from api.types.enums import expose
from api.types.foreseen import ForeseenDecision
from api.types.jobs import RecomputeJob
from api.types.partners import Partner
from api.types.standings import Standing
from events.kinds import EventKind
from events.log import Topic

PartnerId = Annotated[
    strawberry.ID | None,
    strawberry.argument(description="Only this partner's; by default all that the token may see."),
]
After = Annotated[
    str | None,
    strawberry.argument(description="A cursor: every event after it, in order, and no SNAPSHOT."),
]
JobId = Annotated[strawberry.ID, strawberry.argument(description="The id of the job to watch, or its number.")]


class UpdateKind(StrEnum):
    """What an event of a subscription tells."""

    SNAPSHOT = "SNAPSHOT"
    CHANGE = "CHANGE"


expose(
    UpdateKind,
    "What an event of a subscription tells.",
    {
        UpdateKind.SNAPSHOT: "What holds now: the first event of a subscription without `after`.",
        UpdateKind.CHANGE: "Something changed.",
    },
)


@strawberry.type
class Update:
    """What the events of all subscriptions have that can be gone on with."""

    kind: UpdateKind = strawberry.field(description="SNAPSHOT for the first event of a subscription without `after`.")
    cursor: str = strawberry.field(description="Subscribe again `after` this to go on where this event left off.")


@strawberry.type(description="A partner's tier changed, or was decided otherwise for a past month.")
class TierChange(Update):
    """One event of `tierChanges`."""

    decision: TierDecision | None = declared(
        "The decision that changed the tier. In a SNAPSHOT the one in effect, null when no single partner"
        " is watched or nothing is decided yet.",
        EventRow("decision"),
    )


@strawberry.type(description="A partner's newest standing differs from the one before it in more than its day.")
class StandingChange(Update):
    """One event of `standingChanges`."""

    partner: Partner | None = declared(
        "Whose standing it is; null in a SNAPSHOT when no single partner is watched.", EventRow("partner")
    )
    standing: Standing | None = declared(
        "The standing as it was computed. In a SNAPSHOT the newest one, null when no single partner is"
        " watched or it has none yet.",
        EventRow("row", "standing"),
    )


@strawberry.type(description="Something else is foreseen of a partner's next decisions.")
class ForecastChange(Update):
    """One event of `forecastChanges`."""

    partner: Partner | None = declared(
        "Whose forecast it is; null in a SNAPSHOT when no single partner is watched.", EventRow("partner")
    )
    decision: ForeseenDecision | None = declared(
        "The first decision to come that changes its tier, or the next one when none does any more. In a SNAPSHOT what"
        " is foreseen now, null when no single partner is watched or nothing is foreseen yet.",
        EventRow("row", "forecast"),
    )


async def tier_changes(info: Info, partner_id: PartnerId = UNSET, after: After = UNSET) -> Watch:
    """What `tierChanges` watches: changed tiers of the partner, or of all. Raises BadInput for one that is not seen."""
    return await _watch(info, Topic(EventKind.TIER_CHANGED, await _watched_partner(info, partner_id)), after)


async def standing_changes(info: Info, partner_id: PartnerId = UNSET, after: After = UNSET) -> Watch:
    """What `standingChanges` watches: changed newest standings of the partner, or of all; raises BadInput likewise."""
    return await _watch(info, Topic(EventKind.STANDING_CHANGED, await _watched_partner(info, partner_id)), after)


async def forecast_changes(info: Info, partner_id: PartnerId = UNSET, after: After = UNSET) -> Watch:
    """What `forecastChanges` watches: what is foreseen of the partner, or of all; raises BadInput likewise."""
    return await _watch(info, Topic(EventKind.FORECAST_CHANGED, await _watched_partner(info, partner_id)), after)


async def recompute_progress(info: Info, job_id: JobId) -> Watch:
    """What `recomputeProgress` watches: every change of a job; raises BadInput for one that is not there."""
    require_operator(info)
    watch = await _watch(info, Topic(EventKind.JOB_CHANGED, decode_job(job_id)), None)
    if watch.snapshot is None or watch.snapshot.row is None:
        raise BadInput("jobId: there is no such recompute job")
    return watch


async def job_changes(info: Info) -> Watch:
    """What `jobChanges` watches: how all jobs stand, from now on."""
    topic = Topic(EventKind.JOB_CHANGED, None)
    require(info, topic.kind.declared.audience)
    return Watch(topic, await newest_event())


async def _watch(info: Info, topic: Topic, after: str | None) -> Watch:
    """What follows the cursor; without one, what holds now and what follows that. Refuses whom it is not meant for."""
    require(info, topic.kind.declared.audience)
    if isinstance(after, str):
        return Watch(topic, after)
    held = await snapshot(topic, today(info))
    return Watch(topic, held.seq, held)


async def _watched_partner(info: Info, partner_id: strawberry.ID | None) -> int | None:
    """The partner to watch, None for all. A partner's token watches its own; others are as if they did not exist."""
    require_reader(info)
    own = only_partner(info)
    if not isinstance(partner_id, str):
        wanted = own
    elif (wanted := await find_partner(decode_id(partner_id, "Partner"))) is None or own not in (None, wanted):
        wanted = NOBODY
    if wanted == NOBODY:
        raise BadInput("there is no such partner")
    return wanted


@strawberry.type(description="What can be watched, over graphql-transport-ws.")
class Subscription:
    """The subscription root."""

    tier_changes = strawberry.subscription(
        resolver=tier_changes,
        graphql_type=AsyncGenerator[TierChange, None],
        description="Changed tiers, of one partner or of all; a partner's token sees its own. Without `after` a"
        " SNAPSHOT comes first; with it, every change since that cursor, in order.",
    )
    standing_changes = strawberry.subscription(
        resolver=standing_changes,
        graphql_type=AsyncGenerator[StandingChange, None],
        description="Changed newest standings, of one partner or of all; a partner's token sees its own. Without"
        " `after` a SNAPSHOT comes first; with it, every change since that cursor, in order.",
    )
    forecast_changes = strawberry.subscription(
        resolver=forecast_changes,
        graphql_type=AsyncGenerator[ForecastChange, None],
        description="What is foreseen of the next decisions, of one partner or of all, whenever it becomes another; a"
        " partner's token sees its own. Without `after` a SNAPSHOT comes first; with it, every change since that"
        " cursor, in order.",
    )
    recompute_progress = strawberry.subscription(
        resolver=recompute_progress,
        graphql_type=AsyncGenerator[RecomputeJob, None],
        metadata={READING: EventRow("row", "recompute_job")},
        description="A recompute job as it is now, then every change of it; completes after a final status. For"
        " operator.",
    )
    job_changes = strawberry.subscription(
        resolver=job_changes,
        graphql_type=AsyncGenerator[RecomputeJob, None],
        metadata={READING: EventRow("row", "recompute_job")},
        description="Recompute jobs as they change: a new one, how far one has come, how one ends; each about once a"
        " second at most, and always as it is last. It tells nothing of what was before, and goes on after no cursor:"
        " ask `recomputeJobs` once it is open, and again after each lost connection. For operators.",
    )
