"""What is behind a partner's numbers, as the engine has it."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import strawberry

from api.reading.declared import FromEngine, Shown, StoredRow, field
from api.types.answered import USUALLY_SHOWN, FirstShown, shown
from api.types.clients import Client
from api.types.employees import Employee
from api.types.enums import CreditStatus
from api.types.matched import MatchedAccess, look_at_day, show_access
from api.types.metrics import Metric
from engine.explanations import ExplainedPartner
from tiers.contributions import Contribution as Contributed
from tiers.editions.metrics.credited import Median
from tiers.editions.metrics.derived import Ratio
from tiers.partner_explanation import ExplainedMetric, most_telling
from tiers.written import written_value

OF_CLIENT = "The client; null for a partner under which it does not appear on the newest computed day."


@strawberry.type(description="A client's credit in one way, and why it is as it is.")
class ExplainedCredit:
    way: str = strawberry.field(description="The way in which it counts, by its key in the edition.")
    status: CreditStatus = strawberry.field(description="Why it counts or does not.")
    counts_from: date | None = strawberry.field(
        description="The first day of the run of days on which it counts: of one that waits for a report, the day on"
        " which that runs; null where it is not known."
    )
    counts_until: date | None = strawberry.field(
        description="The last day on which it still counts if no further fact arrives; null unless COUNTED."
    )
    access: MatchedAccess | None = strawberry.field(
        description="Of managing: the access that the status is due to; null where there was never one."
    )


@strawberry.type(
    description="What one thing adds to a metric: a client, an employee, a measure, another metric, or a certification."
)
class Contribution:
    amount: Decimal | None = strawberry.field(
        description="What it adds, as the metric's values are written: 0 if nothing; null where it has no value."
    )
    client: Client | None = strawberry.field(description=OF_CLIENT)
    credit: ExplainedCredit | None = strawberry.field(
        description="Of a client that adds something in one way: its credit there; else null."
    )
    line: str | None = strawberry.field(description="Where product lines are counted, the line; else null.")
    employee: Employee | None = strawberry.field(description="Where people are counted, the employee; else null.")
    measure: str | None = strawberry.field(description="Of a measure: what is measured; else null.")
    measured_on: date | None = strawberry.field(description="The day that the measure is of; else null.")
    of_metric: Metric | None = strawberry.field(description="The metric that it is; null for all else.")
    counts_from: date | None = strawberry.field(
        description="Of people and certifications, the first day of the run of days on which it counts; else null."
    )
    counts_until: date | None = strawberry.field(
        description="Of people and certifications, the last day of that; else null, and where no end is known."
    )
    in_middle: bool = strawberry.field(description="Of a median: whether it is its value, or one of the two.")
    lifts: bool = strawberry.field(description="Of a median of apps: whether one more app of this client's lifts it.")


@strawberry.type(description="A metric's value, and what it is made of.")
class MetricExplanation:
    metric: Metric = strawberry.field(description="The metric.")
    value: Decimal | None = strawberry.field(description="Its value; null if there is none.")
    contribution_count: int = strawberry.field(description="How many contributions there are.")

    @field(
        "What it is made of, the largest first; of a median, those around its middle, in ascending order.",
        list[Contribution],
    )
    def contributions(self, first: FirstShown = USUALLY_SHOWN) -> Shown:
        return shown(first)


@strawberry.type(description="What is behind a partner's numbers on a day, by the facts of today.")
class Explanation:
    as_of: date = strawberry.field(description="The day.")
    metrics: list[MetricExplanation] = strawberry.field(description="All metrics of the edition, in its order.")


def _show(found: ExplainedPartner | None, _: int | None) -> dict[str, Any] | None:
    if found is None:
        return None
    metrics = [_show_metric(found, one) for one in found.explanation.metrics]
    return {"as_of": found.basis.as_of, "metrics": metrics}


EXPLAINED = FromEngine(look_at_day, "this.partner_id", "this.as_of", show=_show)


def _show_metric(found: ExplainedPartner, one: ExplainedMetric) -> dict[str, Any]:
    def show(most: int) -> list[dict[str, Any]]:
        telling = most_telling(one.contributions, most, of_median=isinstance(one.metric, Median))
        return [_show_contribution(found, one, each) for each in telling]

    return {
        "metric": Metric.of(found.basis.edition, one.metric),
        "value": written_value(found.basis.edition, one.metric, one.value),
        "contribution_count": len(one.contributions),
        "contributions": show,
    }


def _show_contribution(found: ExplainedPartner, of: ExplainedMetric, one: Contributed) -> dict[str, Any]:
    edition, metric = found.basis.edition, of.metric
    made_of = None if one.metric is None else edition.metric_by_key[one.metric]
    if isinstance(metric, Ratio) and made_of is not None:  # it is made of values in their own units
        metric = made_of
    of_measure = one.measure
    return {
        "amount": written_value(edition, metric, one.amount),
        "client": _row(one.client),
        "credit": _show_credit(found, one),
        "line": one.line,
        "employee": _row(one.employee),
        "measure": None if of_measure is None else of_measure.name,
        "measured_on": None if of_measure is None else of_measure.on,
        "of_metric": None if made_of is None else Metric.of(edition, made_of),
        "counts_from": one.counts_from,
        "counts_until": one.counts_until,
        "in_middle": _is_among(one, of.middle),
        "lifts": _is_among(one, of.lifted_by),
    }


def _is_among(one: Contributed, clients: Sequence[int]) -> bool:
    return one.client is not None and one.client in clients


def _row(key: int | None) -> StoredRow | None:
    return None if key is None else StoredRow(key)


def _show_credit(found: ExplainedPartner, one: Contributed) -> dict[str, Any] | None:
    if one.client is None or one.way is None:
        return None
    explained = found.explanation.credits[one.client][one.way]
    return {
        "way": one.way,
        "status": explained.credit.status,
        "counts_from": explained.counts_from,
        "counts_until": explained.credit.counts_until,
        "access": None if explained.match is None else show_access(found, explained.match),
    }
