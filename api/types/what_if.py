"""What a partner would be if some facts were, as the engine works it out."""

from datetime import date

import strawberry

from api.mutations.ingest import members_of_notice, rejected_of
from api.mutations.payloads import IngestWarning, RejectedRecord
from api.types.answered import USUALLY_SHOWN, FirstShown, shown, values_of
from api.types.credits import Money
from api.types.editions import Tier
from api.types.enums import CreditStatus, DecisionReason, TierChangeKind
from api.types.forecasts import ForecastGate, show_alternatives
from api.types.metrics import MetricValue
from api.types.resolved import resolved
from engine import what_if
from tiers.credits import Credit
from tiers.editions.edition import Edition
from tiers.written import written_amount


@strawberry.type(description="What the next decision would be.")
class WhatIfDecision:
    effective_on: date = strawberry.field(description="The day on which it takes effect.")
    as_of: date = strawberry.field(description="The day whose numbers decide: the one before.")
    tier: Tier | None = strawberry.field(description="The tier that it gives; null for none.")
    change: TierChangeKind = strawberry.field(
        description="How that compares with what is in effect until then, by what is decided so far."
    )
    reason: DecisionReason = strawberry.field(description="Why it gives that tier.")


@strawberry.type(description="A partner on a day.")
class WhatIfStanding:
    tier: Tier | None = strawberry.field(description="The highest tier whose gates pass; null for none.")
    provisional: bool = strawberry.field(
        description="Whether the newest report that is due by the day is not in force on it."
    )
    metrics: list[MetricValue] = strawberry.field(
        description="The values of all metrics of the edition that is in force on the day, in its order."
    )
    gates: list[ForecastGate] = strawberry.field(
        description="The gates of the tier after it, or of the highest when it has that: those of the first"
        " alternative."
    )
    alternatives: list[list[ForecastGate]] = strawberry.field(
        description="The gates of each alternative of that tier, of which one has to pass."
    )
    next_decision: WhatIfDecision | None = strawberry.field(
        description="The decision as of the day, or as of the first later one that decides; null where the edition's"
        " policy is not applied."
    )


@strawberry.type(description="What a client adds in a way.")
class WhatIfAmount:
    mrr: Money = strawberry.field(description="How much MRR that is; 0.00 unless COUNTED.")
    status: CreditStatus = strawberry.field(description="Why it counts or does not.")
    counts_until: date | None = strawberry.field(
        description="The last day on which it still counts if no further fact arrives; null unless COUNTED."
    )


@strawberry.type(description="A client's credit that differs.")
class WhatIfCredit:
    client_external_id: str | None = strawberry.field(
        description="The client's id in the facts; null for a partner that does not see the client."
    )
    client_name: str | None = strawberry.field(description="What it is called; null likewise.")
    way: str = strawberry.field(description="The way in which it counts, by its key in the edition.")
    difference: Money = strawberry.field(description="How much more it adds.")
    before: WhatIfAmount | None = strawberry.field(description="Null where the client does not appear.")
    after: WhatIfAmount | None = strawberry.field(description="Null where the client would not appear.")


@strawberry.type(description="What would be if some facts were loaded. None of them is, and nothing is written.")
class WhatIf:
    found: strawberry.Private[what_if.WhatIf]
    edition: strawberry.Private[Edition]
    as_of: date = strawberry.field(description="The day that it is about.")
    before: WhatIfStanding | None = strawberry.field(
        description="The partner without the facts; null if it has not joined by the day."
    )
    after: WhatIfStanding | None = strawberry.field(
        description="The partner with the facts that are not rejected; null if it would not have joined by the day."
    )
    credit_count: int = strawberry.field(description="How many credits differ.")
    accepted: int = strawberry.field(description="Facts that change something, whether or not the partner's standing.")
    unchanged: int = strawberry.field(description="Valid facts that say nothing new.")
    rejected: list[RejectedRecord] = strawberry.field(
        description="Facts that would not be loaded and are left out, and why; they are in the words of loads."
    )
    warnings: list[IngestWarning] = strawberry.field(
        description="Facts that say nothing new, and may have been meant to."
    )

    @resolved("The credits that differ, the largest differences first.")
    def credits(self, first: FirstShown = USUALLY_SHOWN) -> list[WhatIfCredit]:
        return [_show_credit(self.edition, one) for one in self.found.credits[: shown(first).most]]

    @classmethod
    def of(cls, edition: Edition, found: what_if.WhatIf) -> "WhatIf":
        """`edition` is the one in force on the day."""
        return cls(
            found=found,
            edition=edition,
            as_of=found.as_of,
            before=_show_standing(found.before),
            after=_show_standing(found.after),
            credit_count=len(found.credits),
            accepted=found.taken,
            unchanged=found.given - found.taken - len(found.rejected),
            rejected=rejected_of(found.rejected),
            warnings=[IngestWarning(**members_of_notice(one)) for one in found.warned],
        )


def _show_standing(outcome: what_if.Outcome | None) -> WhatIfStanding | None:
    if outcome is None:
        return None
    assessment = outcome.assessment
    alternatives = show_alternatives(assessment)
    return WhatIfStanding(
        tier=None if assessment.tier is None else Tier.of(assessment.edition, assessment.tier),
        provisional=assessment.provisional,
        metrics=values_of(assessment),
        gates=next(iter(alternatives), []),
        alternatives=alternatives,
        next_decision=None if outcome.decision is None else _show_decision(outcome.decision),
    )


def _show_decision(decision: what_if.NextDecision) -> WhatIfDecision:
    assessment = decision.assessment
    return WhatIfDecision(
        effective_on=decision.effective_on,
        as_of=assessment.as_of,
        tier=None if assessment.tier is None else Tier.of(assessment.edition, assessment.tier),
        change=decision.change,
        reason=decision.reason,
    )


def _show_credit(edition: Edition, one: what_if.CreditChange) -> WhatIfCredit:
    def money(amount: int) -> Money:
        return Money(amount=written_amount(amount, edition.currency), currency_code=edition.currency)

    def show(credit: Credit | None) -> WhatIfAmount | None:
        if credit is None:
            return None
        return WhatIfAmount(mrr=money(credit.amount), status=credit.status, counts_until=credit.counts_until)

    return WhatIfCredit(
        client_external_id=None if one.named is None else one.named.external_id,
        client_name=None if one.named is None else one.named.name,
        way=one.way,
        difference=money(one.difference),
        before=show(one.before),
        after=show(one.after),
    )
