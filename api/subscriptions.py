"""What can be watched. Every event has a cursor; subscribing again `after` it misses nothing and repeats nothing."""

import json
from collections.abc import AsyncGenerator
from contextlib import aclosing
from enum import StrEnum
from typing import Annotated

import strawberry
from strawberry import UNSET

from api.context import Info
from api.errors import BadInput
from api.feed import Topic, decision_now, encode_cursor, is_loaded, job_now, newest_event, resume, standing_now
from api.ids import decode_id
from api.live import follow
from api.reading.reads import Answer, read_one, read_row
from api.reading.sql import Sql
from api.scope import only_partner, require_operator, require_reader, today
from api.types.decisions import TierDecision
from api.types.enums import expose
from api.types.partners import Partner
from api.types.recomputes import RecomputeJob
from api.types.resolved import resolved
from api.types.standings import Standing
from models.events import EventKind
from models.recomputes import FINAL

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

    decision_id: strawberry.Private[int | None]
    kind: UpdateKind = strawberry.field(description="SNAPSHOT for the first event of a subscription without `after`.")
    cursor: str = strawberry.field(description="Subscribe again `after` this to go on where this event left off.")

    @resolved(
        "The decision that changed the tier. In a SNAPSHOT the one in effect, null when no single partner"
        " is watched or nothing is decided yet.",
        TierDecision | None,
    )
    async def decision(self, info: Info) -> Answer | None:
        key = self.decision_id
        return None if key is None else await read_one(info, "TierDecision", Sql("this.id = {}::bigint", (key,)))


@strawberry.type(description="A partner's newest standing differs from the one before it in more than its day.")
class StandingChange:
    """One event of `standingChanges`."""

    partner_id: strawberry.Private[int | None]
    row: strawberry.Private[str | None]
    kind: UpdateKind = strawberry.field(description="SNAPSHOT for the first event of a subscription without `after`.")
    cursor: str = strawberry.field(description="Subscribe again `after` this to go on where this event left off.")

    @resolved("Whose standing it is; null in a SNAPSHOT when no single partner is watched.", Partner | None)
    async def partner(self, info: Info) -> Answer | None:
        key = self.partner_id
        return None if key is None else await read_one(info, "Partner", Sql("this.id = {}::bigint", (key,)))

    @resolved(
        "The standing as it was computed. In a SNAPSHOT the newest one, null when no single partner is"
        " watched or it has none yet.",
        Standing | None,
    )
    async def standing(self, info: Info) -> Answer | None:
        return None if self.row is None else await read_row(info, "Standing", "standing", self.row)


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


async def recompute_progress(info: Info, job_id: JobId) -> AsyncGenerator[Answer | None, None]:
    """As above."""
    require_operator(info)
    found = await job_now(decode_id(job_id, "RecomputeJob")[1])
    if found is None:
        raise BadInput("jobId: there is no such recompute job")
    return _recompute_progress(info, *found)


async def _watched_partner(info: Info, partner_id: strawberry.ID | None) -> int | None:
    """The partner to watch, None for all. A partner's token watches its own; others are as if they did not exist."""
    require_reader(info)
    own = only_partner(info)
    partner = decode_id(partner_id, "Partner")[1] if isinstance(partner_id, str) else own
    if partner is None:
        return None
    if own not in (None, partner) or not await is_loaded(partner):
        raise BadInput("there is no such partner")
    return partner


async def _tier_changes(info: Info, partner: int | None, seq: int | None) -> AsyncGenerator[TierChange, None]:
    if seq is None:
        seq, current = (await newest_event(), None) if partner is None else await decision_now(partner, today(info))
        yield TierChange(kind=UpdateKind.SNAPSHOT, cursor=encode_cursor(seq), decision_id=current)
    async with aclosing(follow(info.context.hub, Topic(EventKind.TIER_CHANGED, partner), seq)) as events:
        async for event in events:
            cursor = encode_cursor(event["seq"])
            yield TierChange(kind=UpdateKind.CHANGE, cursor=cursor, decision_id=event["decision_id"])


async def _standing_changes(info: Info, partner: int | None, seq: int | None) -> AsyncGenerator[StandingChange, None]:
    if seq is None:
        seq, newest = (await newest_event(), None) if partner is None else await standing_now(partner)
        yield StandingChange(kind=UpdateKind.SNAPSHOT, cursor=encode_cursor(seq), partner_id=partner, row=newest)
    async with aclosing(follow(info.context.hub, Topic(EventKind.STANDING_CHANGED, partner), seq)) as events:
        async for event in events:
            whose, cursor = event["partner_id"], encode_cursor(event["seq"])
            yield StandingChange(kind=UpdateKind.CHANGE, cursor=cursor, partner_id=whose, row=event["payload"])


async def _recompute_progress(info: Info, seq: int, row: str) -> AsyncGenerator[Answer | None, None]:
    yield await read_row(info, "RecomputeJob", "recompute_job", row)
    job = json.loads(row)
    if job["status"] in FINAL:
        return
    async with aclosing(follow(info.context.hub, Topic(EventKind.JOB_CHANGED, job["id"]), seq)) as events:
        async for event in events:
            yield await read_row(info, "RecomputeJob", "recompute_job", event["payload"])
            if json.loads(event["payload"])["status"] in FINAL:
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
    recompute_progress = strawberry.subscription(
        resolver=recompute_progress,
        graphql_type=AsyncGenerator[RecomputeJob, None],
        description="A recompute job as it is now, then every change of it; completes after a final status. For"
        " operator.",
    )
