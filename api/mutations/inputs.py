"""The inputs of what loads facts."""

from typing import Any

import strawberry

from api.mutations.facts import input_of, one_of
from intake.registry import REGISTRY, SUPPOSED
from intake.types.activity import ACTIVITY

ACTIVITY_INPUT = input_of(ACTIVITY, "ActivityInput")
_FACTS = {kind: input_of(kind) for kind in REGISTRY if kind is not ACTIVITY}
FACT_INPUT = one_of(_FACTS, "FactInput", "One fact: exactly one of these.")
SUPPOSED_INPUT = one_of(
    {kind: ACTIVITY_INPUT if kind is ACTIVITY else _FACTS.get(kind) or input_of(kind) for kind in SUPPOSED},
    "SupposedFactInput",
    "A fact that is not loaded, to see what would be: exactly one of these.",
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
