"""An edition's policy, as everybody may read it."""

from typing import Any

import strawberry

from api.types.enums import Review, Rhythm
from tiers.editions.edition import Edition
from tiers.editions.policy import NO_TIER

AS_THEY_ARE = (
    *("deciding", "rise", "fall", "kept_by", "first_term_months"),
    *("provisional_may_demote", "must_hold", "falls_wait_for_approval"),
)


@strawberry.type(description="The days on which an edition decides.")
class DecidingDays:
    rhythm: Rhythm = strawberry.field(description="Each day, or one day of some months.")
    day: int | None = strawberry.field(
        description="The day of the month on which decisions take effect; null with DAILY."
    )
    months: list[int] = strawberry.field(description="The months of the year with such a day, from 1 to 12.")


@strawberry.type(description="On which of the deciding days partners can rise, or fall.")
class MovingDays:
    on: Review = strawberry.field(description="Which of them.")
    months: list[int] = strawberry.field(description="With MONTHS: those of them, from 1 to 12; else empty.")
    day: int | None = strawberry.field(
        description="With MONTHS, where each day decides: on this day of them only; else null."
    )


@strawberry.type(description="The window whose best performed tier a partner falls to. One of the two is there.")
class KeepingWindow:
    deciding_days: int | None = strawberry.field(description="So many deciding days, the review's being the last.")
    whole_months: int | None = strawberry.field(
        description="The deciding days of so many months, the review's being the last."
    )


@strawberry.type(description="For how long a tier cannot be lost.")
class TierTerm:
    tier: str = strawberry.field(description="The tier's key.")
    months: int = strawberry.field(description="So many months after a rise to it.")


@strawberry.type(description="What a tier that an edition lacks was in the edition before.")
class CarriedTier:
    before: str = strawberry.field(description="The tier's key in the edition before.")
    now: str | None = strawberry.field(description="The key of the tier that stands for it; null for none.")


@strawberry.type(
    description="How an edition says that tiers follow what partners perform. It is checked. Any but that of the"
    " agency program before 2022 is not applied yet, and nothing is decided by its edition."
)
class Policy:
    deciding: DecidingDays = strawberry.field(description="The deciding days.")
    rise: MovingDays = strawberry.field(description="When partners can rise.")
    fall: MovingDays = strawberry.field(description="When partners can fall.")
    kept_by: KeepingWindow | None = strawberry.field(
        description="The window that keeps a tier at a fall; null where the day's own numbers alone count."
    )
    terms: list[TierTerm] = strawberry.field(description="The tiers that cannot be lost for some time.")
    first_term_months: int | None = strawberry.field(
        description="For how many months a partner's first tier cannot be lost; null for none."
    )
    provisional_may_demote: bool = strawberry.field(description="Whether a decision on provisional data may be a fall.")
    must_hold: list[str] = strawberry.field(
        description="The keys of the metrics whose gates must pass on the review day, whatever the window says."
    )
    falls_wait_for_approval: bool = strawberry.field(description="Whether a fall waits for an operator's approval.")
    carry: list[CarriedTier] = strawberry.field(description="What became of tiers that the edition before had.")


def show_policy(edition: Edition) -> dict[str, Any]:
    """The policy by the fields of Policy; what stands in it has the names that its types have."""
    policy = edition.policy
    terms = [{"tier": tier, "months": months} for tier, months in policy.term_months.items()]
    carried = [{"before": key, "now": None if now == NO_TIER else now} for key, now in policy.carry.items()]
    return {**{name: getattr(policy, name) for name in AS_THEY_ARE}, "terms": terms, "carry": carried}
