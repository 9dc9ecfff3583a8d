"""The decisions to come, as the engine foresees them."""

from datetime import date
from decimal import Decimal
from typing import Any

import strawberry

from api.execution.errors import BadInput
from api.execution.limits.bounds import STATEMENT_TIMEOUT
from api.reading.declared import FromEngine, Shown, StoredRow, field
from api.reading.from_engine import Asking
from api.types.answered import USUALLY_SHOWN, FirstShown, listed, shown, values_of
from api.types.clients import Client
from api.types.credits import Money
from api.types.editions import Tier
from api.types.enums import Assumption, Comparison, CreditStatus, DecisionReason, TierChangeKind
from api.types.metrics import Metric, MetricValue
from engine import forecasts
from engine.forecasts import MOST_DECISIONS
from tiers import gates
from tiers.assessment import Assessment
from tiers.editions.edition import Edition
from tiers.forecasts import Expiry as Ended
from tiers.gates import is_limiting, next_tier
from tiers.written import written_amount, written_missing, written_value


@strawberry.type(
    description="What is lacking for a tier by an answer of the engine's: one requirement beside the number."
)
class ForecastGate:
    metric: Metric = strawberry.field(description="What it looks at.")
    comparison: Comparison = strawberry.field(description="Whether the required number itself passes.")
    required: Decimal = strawberry.field(
        description="What the number has to reach, or to exceed, in the partner's country; money in the program's"
        " currency."
    )
    actual: Decimal | None = strawberry.field(description="The partner's number; null if there is none.")
    passed: bool = strawberry.field(description="Whether the number reaches, or exceeds, what is required.")
    missing: Decimal = strawberry.field(
        description="What is lacking: 0 when passed and never otherwise, all of it when there is no number."
    )
    limiting: bool = strawberry.field(
        description="Whether it keeps the partner from the tier: it fails, and so does every alternative of the tier."
    )


@strawberry.type(description="A client's credit, or a part of it, that counts now and will have ended by a decision.")
class Expiry:
    client: Client | None = strawberry.field(
        description="The client; null for a partner under which it does not appear on the newest computed day."
    )
    way: str = strawberry.field(description="The way in which it counts, by its key in the edition.")
    mrr: Money = strawberry.field(description="What it adds now.")
    last_day: date = strawberry.field(description="The last day on which it counts.")
    status: CreditStatus = strawberry.field(
        description="What the credit is by the decision; COUNTED where other product lines remain."
    )


@strawberry.type(description="A decision to come.")
class ForecastDecision:
    effective_on: date = strawberry.field(description="The day on which it takes effect.")
    as_of: date = strawberry.field(description="The day whose numbers decide: the one before.")
    tier: Tier | None = strawberry.field(description="The tier that it gives; null for none.")
    change: TierChangeKind = strawberry.field(description="How that compares with the decision before it.")
    reason: DecisionReason = strawberry.field(description="Why it gives that tier.")
    provisional: bool = strawberry.field(description="Whether no report at all is in force by then.")
    metrics: list[MetricValue] = strawberry.field(
        description="The values of all metrics of the edition that is in force then, in its order."
    )
    gates: list[ForecastGate] = strawberry.field(
        description="The gates of the tier after it, or of the highest when it gives that: those of the first"
        " alternative."
    )
    alternatives: list[list[ForecastGate]] = strawberry.field(
        description="The gates of each alternative of that tier, of which one has to pass."
    )
    expired_count: int = strawberry.field(description="How many credits of now will have ended by then.")

    @field("The credits of now that will have ended by then, the largest first.", list[Expiry])
    def expired(self, first: FirstShown = USUALLY_SHOWN) -> Shown:
        return shown(first)


@strawberry.type(description="What the next decisions will be, by what is known and assumed.")
class Forecast:
    last_closed_day: date = strawberry.field(description="The day after which all is foreseen.")
    assume: Assumption = strawberry.field(description="What is taken to happen.")
    decisions: list[ForecastDecision] = strawberry.field(
        description="The next decisions, the first of them first; without those before the partner has joined."
    )


def forecast_field(decisions: int, assume: Assumption) -> FromEngine:
    """How the forecast of a partner's row is read; raises BadInput."""
    if not 1 <= decisions <= MOST_DECISIONS:
        raise BadInput(f"decisions: {decisions} is not between 1 and {MOST_DECISIONS}")

    async def ask(asking: Asking, partner: int, _: date | None) -> dict[str, Any]:
        found = await forecasts.forecast(
            asking.connection, asking.rules, partner, asking.last_closed, decisions, assume, limit=STATEMENT_TIMEOUT
        )
        asking.looked("forecast", sum(len(one.assessment.credits) for one in found.decisions))
        return {
            "last_closed_day": found.last_closed,
            "assume": found.assumption,
            "decisions": [_show_decision(one) for one in found.decisions],
        }

    return FromEngine(ask)


def _show_decision(one: forecasts.ForecastDecision) -> dict[str, Any]:
    assessment = one.assessment
    edition, tier = assessment.edition, assessment.tier
    shown_gates = show_alternatives(assessment)
    return {
        "effective_on": one.effective_on,
        "as_of": assessment.as_of,
        "tier": None if tier is None else Tier.of(edition, tier),
        "change": one.change,
        "reason": one.reason,
        "provisional": assessment.provisional,
        "metrics": values_of(assessment),
        "gates": next(iter(shown_gates), []),
        "alternatives": shown_gates,
        "expired_count": len(one.expired),
        "expired": listed(one.expired, lambda expiry: _show_expiry(edition, expiry)),
    }


def show_alternatives(assessment: Assessment) -> list[list[ForecastGate]]:
    """The gates of each alternative of the tier after the one that is performed, or of the highest."""
    edition = assessment.edition
    alternatives = assessment.alternatives(next_tier(edition, assessment.tier) or edition.tiers[-1])
    return [
        [_show_gate(edition, gate, limiting=is_limiting(gate, alternatives)) for gate in each] for each in alternatives
    ]


def _show_gate(edition: Edition, gate: gates.Gate, *, limiting: bool) -> ForecastGate:
    metric = edition.metric_by_key[gate.metric]
    required = written_value(edition, metric, gate.required)
    assert required is not None
    return ForecastGate(
        metric=Metric.of(edition, metric),
        comparison=gate.comparison,
        required=required,
        actual=written_value(edition, metric, gate.actual),
        passed=gate.passed,
        missing=written_missing(edition, metric, gate.missing),
        limiting=limiting,
    )


def _show_expiry(edition: Edition, one: Ended) -> dict[str, Any]:
    return {
        "client": StoredRow(one.client),
        "way": one.way,
        "mrr": {"amount": written_amount(one.amount, edition.currency), "currency_code": edition.currency},
        "last_day": one.last_day,
        "status": one.status,
    }
