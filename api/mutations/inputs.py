"""The inputs of the mutations."""

from datetime import date
from typing import Any

import strawberry
from strawberry import UNSET

from api.mutations.facts import input_of, one_of
from intake.registry import REGISTRY
from intake.types.activity import ACTIVITY

ACTIVITY_INPUT = input_of(ACTIVITY, "ActivityInput")
FACT_INPUT = one_of(
    {kind: input_of(kind) for kind in REGISTRY if kind is not ACTIVITY}, "FactInput", "One fact: exactly one of these."
)


@strawberry.input(description="The input of `recordActivity`.")
class RecordActivityInput:
    """Activity to load."""

    events: list[Any] = strawberry.field(
        graphql_type=list[ACTIVITY_INPUT],  # type: ignore[valid-type]  # a type that is made at run time
        description="At most 1,000, in any order.",
    )


@strawberry.input(description="The input of `importFacts`.")
class ImportFactsInput:
    """Facts to load."""

    records: list[Any] = strawberry.field(
        graphql_type=list[FACT_INPUT],  # type: ignore[valid-type]  # a type that is made at run time
        description="At most 1,000, in any order; of records with the same key the last one holds.",
    )


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
