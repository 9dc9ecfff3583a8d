"""The mutation root."""

import strawberry

from api.mutations.ingest import import_facts, record_activity
from api.mutations.job_requests import cancel_recompute, recompute_activity, recompute_tiers, retry_recompute
from api.mutations.payloads import IngestPayload, RecomputePayload


@strawberry.type(description="What can be changed: facts are loaded, recomputes are asked for.")
class Mutation:
    """All mutations. Each takes an `input` and answers expected refusals as `userErrors`.

    One that is not allowed is null, so that what those beside it have done is told all the same."""

    record_activity: IngestPayload | None = strawberry.mutation(
        resolver=record_activity,
        description="Loads up to 1,000 activity events. Bad ones are rejected, the others kept; an event whose id was"
        " seen before is skipped. For operator and ingest.",
    )
    import_facts: IngestPayload | None = strawberry.mutation(
        resolver=import_facts,
        description="Loads up to 1,000 records of the other types. Bad ones are rejected, the others kept; loading the"
        " same again changes nothing. A report is rejected with a record that may be a line of it, and unless confirmed"
        " if it has less than half of what the one before had. For operator and ingest.",
    )
    recompute_activity: RecomputePayload | None = strawberry.mutation(
        resolver=recompute_activity,
        description="Asks for the standings of a range of closed days, from all activity loaded so far. For operator.",
    )
    recompute_tiers: RecomputePayload | None = strawberry.mutation(
        resolver=recompute_tiers,
        description="Asks for the decisions that take effect on the 15th of a month whose 14th has closed; decisions"
        " that come out otherwise than before get a new revision. For operator.",
    )
    cancel_recompute: RecomputePayload | None = strawberry.mutation(
        resolver=cancel_recompute,
        description="Cancels a job: at once while it waits, at its next step while it runs. What it has written stays."
        " For operator.",
    )
    retry_recompute: RecomputePayload | None = strawberry.mutation(
        resolver=retry_recompute,
        description="Queues a FAILED or CANCELLED job again, from its beginning. For operator.",
    )
