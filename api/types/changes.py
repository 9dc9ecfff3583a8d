"""What has changed of a partner's numbers from one day to another, as the engine has it."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

import strawberry

from api.auth.context import Info
from api.execution.errors import BadInput
from api.execution.limits.bounds import STATEMENT_TIMEOUT
from api.reading.days import read_closed_day
from api.reading.declared import FromEngine, Shown, StoredRow, field
from api.reading.from_engine import Asking
from api.types.answered import USUALLY_SHOWN, FirstShown, listed, shown
from api.types.clients import Client
from api.types.editions import Tier
from api.types.enums import ChangeCause
from api.types.metrics import Metric
from engine.explanations import ComparedPartner, compare_two_days
from tiers.assessment import Assessment
from tiers.changes import ClientChange as Change
from tiers.changes import MetricChange as Changed
from tiers.written import written_value

Earlier = Annotated[date, strawberry.argument(name="from", description="The earlier day.")]
Later = Annotated[date, strawberry.argument(description="The later day, which has closed.")]


@strawberry.type(description="A client that adds another amount to a sum than on an earlier day.")
class ClientChange:
    client: Client | None = strawberry.field(
        description="The client; null for a partner under which it does not appear on the newest computed day."
    )
    way: str = strawberry.field(description="The way in which it counts, by its key in the edition.")
    before: Decimal = strawberry.field(description="What it added on the earlier day.")
    after: Decimal = strawberry.field(description="What it adds on the later day.")
    difference: Decimal = strawberry.field(description="By how much that is more.")
    cause: ChangeCause = strawberry.field(description="Why.")


@strawberry.type(description="A metric on both of two days.")
class MetricChange:
    metric: Metric = strawberry.field(description="The metric, as the later edition that has it says.")
    before: Decimal | None = strawberry.field(
        description="Its value on the earlier day; null if there is none, or the edition has no such metric."
    )
    after: Decimal | None = strawberry.field(description="The same on the later day.")
    client_count: int = strawberry.field(
        description="How many `clients` there are: 0 for all but sums that both editions have in one currency."
    )

    @field(
        "Of a sum, the clients that add another amount, the greatest difference first. All of them together add up to"
        " exactly what the sum has changed by.",
        list[ClientChange],
    )
    def clients(self, first: FirstShown = USUALLY_SHOWN) -> Shown:
        return shown(first)


@strawberry.type(description="What has changed of a partner's numbers from one day to another, by the facts of today.")
class PartnerChanges:
    first_day: date = strawberry.field(description="The earlier day.")
    last_day: date = strawberry.field(description="The later day.")
    tier_before: Tier | None = strawberry.field(
        description="The tier that the numbers of the earlier day give; null for none."
    )
    tier_after: Tier | None = strawberry.field(
        description="The tier that the numbers of the later day give; null for none."
    )
    metrics: list[MetricChange] = strawberry.field(
        description="All metrics of both days, in the later edition's order, then those that only the earlier one has."
    )


def changes_field(info: Info, first: date, last: date) -> FromEngine:
    """How the changes of a partner's row are read; raises BadInput."""
    if first > last:
        raise BadInput(f"from, to: {first} is after {last}")
    read_closed_day("to", last, info.context.rules.last_closed_day(info.context.clock()))

    async def ask(asking: Asking, partner: int, _: date | None) -> dict[str, Any] | None:
        found = await compare_two_days(asking.connection, asking.rules, partner, first, last, STATEMENT_TIMEOUT)
        if found is None:
            return None
        asking.looked("changes", len(found.before.credits) + len(found.after.credits))
        return _show(found)

    return FromEngine(ask)


def _show(found: ComparedPartner) -> dict[str, Any]:
    return {
        "first_day": found.before.as_of,
        "last_day": found.after.as_of,
        "tier_before": _tier_of(found.before),
        "tier_after": _tier_of(found.after),
        "metrics": [_show_metric(found, one) for one in found.changes],
    }


def _tier_of(assessment: Assessment) -> Tier | None:
    return None if assessment.tier is None else Tier.of(assessment.edition, assessment.tier)


def _show_metric(found: ComparedPartner, one: Changed) -> dict[str, Any]:
    before, after, metric = found.before.edition, found.after.edition, one.metric

    def show_client(each: Change) -> dict[str, Any]:
        return {
            "client": StoredRow(each.client),
            "way": each.way,
            "before": written_value(after, metric, each.before),
            "after": written_value(after, metric, each.after),
            "difference": written_value(after, metric, each.difference),
            "cause": each.cause,
        }

    return {
        "metric": Metric.of(after if metric in after.metrics else before, metric),
        "before": written_value(before, metric, one.before),
        "after": written_value(after, metric, one.after),
        "client_count": len(one.clients),
        "clients": listed(one.clients, show_client),
    }
