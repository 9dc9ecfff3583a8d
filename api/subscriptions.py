"""What can be watched. Every event has a cursor; subscribing again `after` it misses nothing and repeats nothing."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from enum import StrEnum
from typing import Annotated, Any

import strawberry
from strawberry import UNSET

from api.context import Info
from api.errors import BadInput
from api.feed import Topic, decision_now, decode_payload, encode_cursor, job_now, newest_event, resume, standing_now
from api.ids import decode_id
from api.live import follow
from api.scope import only_partner, require_operator, require_reader, sees_partner, today
from api.types.decisions import TierDecision
from api.types.enums import expose
from api.types.partners import Partner
from api.types.recomputes import RecomputeJob
from api.types.standings import Standing
from models.events import EventKind
from models.recomputes import FINAL, RecomputeStatus

PartnerId = Annotated[
    strawberry.ID | None,
    strawberry.argument(description="Only this partner's; by default all that the token may see."),
]
After = Annotated[
    str | None,
    strawberry.argument(description="A cursor: every event after it, in order, and no SNAPSHOT."),
]
JobId = Annotated[strawberry.ID, strawberry.argument(description="The job to watch.")]


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


@strawberry.type(description="A partner's tier changed, or was decided otherwise for a past month.")
class TierChange:
    """One event of `tierChanges`."""

    kind: UpdateKind = strawberry.field(description="SNAPSHOT for the first event of a subscription without `after`.")
    cursor: str = strawberry.field(description="Subscribe again `after` this to go on where this event left off.")
    decision: TierDecision | None = strawberry.field(
        description="The decision that changed the tier. In a SNAPSHOT the one in effect, null when no single partner"
        " is watched or nothing is decided yet."
    )


@strawberry.type(description="A partner's newest standing differs from the one before it in more than its day.")
class StandingChange:
    """One event of `standingChanges`."""

    kind: UpdateKind = strawberry.field(description="SNAPSHOT for the first event of a subscription without `after`.")
    cursor: str = strawberry.field(description="Subscribe again `after` this to go on where this event left off.")
    partner: Partner | None = strawberry.field(
        description="Whose standing it is; null in a SNAPSHOT when no single partner is watched."
    )
    standing: Standing | None = strawberry.field(
        description="The standing as it was computed. In a SNAPSHOT the newest one, null when no single partner is"
        " watched or it has none yet."
    )


async def tier_changes(
    info: Info, partner_id: PartnerId = UNSET, after: After = UNSET
) -> AsyncGenerator[TierChange, None]:
    """Checks what is asked for, so that a refusal comes before any event, and starts."""
    partner = await _watched_partner(info, partner_id)
    return _tier_changes(info, partner, await resume(after) if isinstance(after, str) else None)


async def standing_changes(
    info: Info, partner_id: PartnerId = UNSET, after: After = UNSET
) -> AsyncGenerator[StandingChange, None]:
    """As above."""
    partner = await _watched_partner(info, partner_id)
    return _standing_changes(info, partner, await resume(after) if isinstance(after, str) else None)


async def recompute_progress(info: Info, job_id: JobId) -> AsyncGenerator[RecomputeJob, None]:
    """As above."""
    require_operator(info)
    found = await job_now(decode_id(job_id, "RecomputeJob")[1])
    if found is None:
        raise BadInput("jobId: there is no such recompute job")
    return _recompute_progress(info, *found)


async def _watched_partner(info: Info, partner_id: strawberry.ID | None) -> int | None:
    """The partner to watch, None for all. A partner's token watches its own; others are as if they did not exist."""
    require_reader(info)
    partner = decode_id(partner_id, "Partner")[1] if isinstance(partner_id, str) else only_partner(info)
    if partner is None:
        return None
    if not sees_partner(info, partner) or await info.context.loaders.partner.load(partner) is None:
        raise BadInput("there is no such partner")
    return partner


async def _tier_changes(info: Info, partner: int | None, seq: int | None) -> AsyncGenerator[TierChange, None]:
    async def find(decision: int) -> TierDecision | None:
        row = await info.context.loaders.decision.load(decision)
        return None if row is None else TierDecision.from_row(row)

    if seq is None:
        seq, current = (await newest_event(), None) if partner is None else await decision_now(partner, today(info))
        decision = None if current is None else await find(current)
        yield TierChange(kind=UpdateKind.SNAPSHOT, cursor=encode_cursor(seq), decision=decision)
    async with aclosing(follow(info.context.hub, Topic(EventKind.TIER_CHANGED, partner), seq)) as events:
        async for event in events:
            decision = await find(event["decision_id"])
            yield TierChange(kind=UpdateKind.CHANGE, cursor=encode_cursor(event["seq"]), decision=decision)


async def _standing_changes(info: Info, partner: int | None, seq: int | None) -> AsyncGenerator[StandingChange, None]:
    async def change(
        kind: UpdateKind, at: int, whose: int | None, standing: Mapping[str, Any] | None
    ) -> StandingChange:
        row = None if whose is None else await info.context.loaders.partner.load(whose)
        return StandingChange(
            kind=kind,
            cursor=encode_cursor(at),
            partner=None if row is None else Partner.from_row(row),
            standing=None if standing is None else Standing.from_row(standing),
        )

    if seq is None:
        seq, newest = (await newest_event(), None) if partner is None else await standing_now(partner)
        yield await change(UpdateKind.SNAPSHOT, seq, partner, newest)
    async with aclosing(follow(info.context.hub, Topic(EventKind.STANDING_CHANGED, partner), seq)) as events:
        async for event in events:
            payload = decode_payload(event["payload"])
            yield await change(UpdateKind.CHANGE, event["seq"], event["partner_id"], payload)


async def _recompute_progress(info: Info, seq: int, row: Mapping[str, Any]) -> AsyncGenerator[RecomputeJob, None]:
    yield RecomputeJob.from_row(row)
    if RecomputeStatus(row["status"]) in FINAL:
        return
    async with aclosing(follow(info.context.hub, Topic(EventKind.JOB_CHANGED, row["id"]), seq)) as events:
        async for event in events:
            state = decode_payload(event["payload"])
            yield RecomputeJob.from_row(state)
            if RecomputeStatus(state["status"]) in FINAL:
                return


@strawberry.type(description="What can be watched, over graphql-transport-ws.")
class Subscription:
    """The subscription root."""

    tier_changes: AsyncGenerator[TierChange, None] = strawberry.subscription(
        resolver=tier_changes,
        description="Changed tiers, of one partner or of all; a partner's token sees its own. Without `after` a"
        " SNAPSHOT comes first; with it, every change since that cursor, in order.",
    )
    standing_changes: AsyncGenerator[StandingChange, None] = strawberry.subscription(
        resolver=standing_changes,
        description="Changed newest standings, of one partner or of all; a partner's token sees its own. Without"
        " `after` a SNAPSHOT comes first; with it, every change since that cursor, in order.",
    )
    recompute_progress: AsyncGenerator[RecomputeJob, None] = strawberry.subscription(
        resolver=recompute_progress,
        description="A recompute job as it is now, then every change of it; completes after a final status. For"
        " operator.",
    )
