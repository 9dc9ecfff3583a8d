"""Standings, and what is missing for the next tier."""

from datetime import date, datetime
from decimal import Decimal

import strawberry

from api.context import Info
from api.scalars import money, shortest
from api.sql import Row
from api.stored import as_day, as_moment
from api.types.enums import Metric
from api.types.programs import Tier, measure, program_named, tier_named
from api.types.resolved import resolved
from tiers import program as rules
from tiers.standings import Numbers, gates_of, next_tier


@strawberry.type(description="One requirement of a tier beside the partner's number.")
class Gate:
    metric: Metric = strawberry.field(description="What it looks at.")
    required: Decimal = strawberry.field(description="The least that passes; money in the program's currency.")
    actual: Decimal | None = strawberry.field(description="The partner's number; null if there is none.")
    passed: bool = strawberry.field(description="Whether the number is at least what is required.")
    missing: Decimal = strawberry.field(
        description="What is lacking: 0 when passed, all of it when there is no number."
    )


@strawberry.type(description="A partner's numbers as of a day.")
class Standing:
    program: strawberry.Private[str]
    held: strawberry.Private[str | None]
    as_of: date = strawberry.field(description="The day; only facts dated up to it are in the numbers.")
    sold_mrr: Decimal = strawberry.field(description="Counted MRR of clients sold, in the program's currency.")
    managed_mrr: Decimal = strawberry.field(description="Counted MRR of clients managed, in the program's currency.")
    median_app_usage: Decimal | None = strawberry.field(
        description="Median number of counted apps in use by clients that add a positive amount; null without any."
    )
    certified: bool = strawberry.field(description="Whether the partner is certified on the day.")
    provisional: bool = strawberry.field(description="Whether the newest MRR report due by the day has not run yet.")
    computed_at: datetime = strawberry.field(description="When a run first came to these numbers.")

    @resolved("The tier that these numbers give; null if not even the lowest one's gates pass.")
    def tier(self, info: Info) -> Tier | None:
        tier = self._tier(info)
        return None if tier is None else Tier.of(tier)

    @resolved("The tier after that; null when it is the highest.")
    def next_tier(self, info: Info) -> Tier | None:
        tier = next_tier(program_named(info, self.program), self._tier(info))
        return None if tier is None else Tier.of(tier)

    @resolved("The gates of the next tier, or of the highest when it is held; one for each metric.")
    def gates(self, info: Info) -> list[Gate]:
        program = program_named(info, self.program)
        target = next_tier(program, self._tier(info)) or program.tiers[-1]
        numbers = Numbers(_cents(self.sold_mrr), _cents(self.managed_mrr), self.median_app_usage, self.certified)
        return [
            Gate(
                metric=gate.metric,
                required=measure(gate.metric, gate.required),
                actual=None if gate.actual is None else measure(gate.metric, gate.actual),
                passed=gate.passed,
                missing=measure(gate.metric, gate.missing),
            )
            for gate in gates_of(target, numbers)
        ]

    def _tier(self, info: Info) -> rules.Tier | None:
        return None if self.held is None else tier_named(info, self.program, self.held)

    @classmethod
    def from_row(cls, row: Row) -> "Standing":
        """From a row of the table, or from the same row as an event's payload."""
        median = row["median_app_usage"]
        return cls(
            program=row["program"],
            held=row["tier"],
            as_of=as_day(row["as_of"]),
            sold_mrr=money(Decimal(row["sold_mrr"])),
            managed_mrr=money(Decimal(row["managed_mrr"])),
            median_app_usage=None if median is None else shortest(Decimal(median)),
            certified=row["certified"],
            provisional=row["provisional"],
            computed_at=as_moment(row["computed_at"]),
        )


def _cents(amount: Decimal) -> int:
    return int(amount.scaleb(2))
