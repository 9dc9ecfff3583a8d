"""What lists can be filtered and ordered by."""

from datetime import date
from decimal import Decimal
from enum import StrEnum

import strawberry

from api.reading.measured import MOST_RANGES
from api.types.enums import (
    CreditStatus,
    FindingKind,
    FindingSeverity,
    RecomputeKind,
    RecomputeStatus,
    TierChangeKind,
    expose,
)
from engine.kept_forecasts import AHEAD
from tiers.credits import MANAGED_STATUSES, SOLD_STATUSES


class OrderDirection(StrEnum):
    ASC = "ASC"
    DESC = "DESC"


class PartnerOrderField(StrEnum):
    NAME = "NAME"
    JOINED_ON = "JOINED_ON"
    TIER = "TIER"
    SOLD_MRR = "SOLD_MRR"
    MANAGED_MRR = "MANAGED_MRR"
    EXTERNAL_ID = "EXTERNAL_ID"
    COUNTRY = "COUNTRY"
    CERTIFIED_UNTIL = "CERTIFIED_UNTIL"


class TierDecisionOrderField(StrEnum):
    EFFECTIVE_ON = "EFFECTIVE_ON"


class ClientOrderField(StrEnum):
    NAME = "NAME"
    REGISTERED_ON = "REGISTERED_ON"


class PartnerClientOrderField(StrEnum):
    NAME = "NAME"
    AMOUNT = "AMOUNT"
    LAST_DAY = "LAST_DAY"
    STATUS = "STATUS"
    APPS_USED = "APPS_USED"


_COUNTRY = "ISO 3166-1 alpha-2, in any case."
_BY_NAME = "The name as people sort: by its letters, whatever their case and accents."

expose(
    OrderDirection,
    "Which way a list runs.",
    {OrderDirection.ASC: "The least first.", OrderDirection.DESC: "The greatest first."},
)
expose(
    PartnerOrderField,
    "What partners are ordered by; equal ones by their external ids.",
    {
        PartnerOrderField.NAME: _BY_NAME,
        PartnerOrderField.JOINED_ON: "The day of joining.",
        PartnerOrderField.TIER: "The rank of the tier held now; none is below the lowest.",
        PartnerOrderField.SOLD_MRR: "The sold MRR of the newest computed day; no standing is below 0.",
        PartnerOrderField.MANAGED_MRR: "The managed MRR of the newest computed day; no standing is below 0.",
        PartnerOrderField.EXTERNAL_ID: "The id in the facts, by code points.",
        PartnerOrderField.COUNTRY: "The country's code; one that is not known is below all others.",
        PartnerOrderField.CERTIFIED_UNTIL: "The last day of the certification that covers today; none is before all"
        " others.",
    },
)
expose(
    TierDecisionOrderField,
    "What decisions are ordered by.",
    {TierDecisionOrderField.EFFECTIVE_ON: "The day from which the tier is held."},
)
expose(
    ClientOrderField,
    "What clients are ordered by; equal ones by their external ids.",
    {ClientOrderField.NAME: _BY_NAME, ClientOrderField.REGISTERED_ON: "The day of registration."},
)

expose(
    PartnerClientOrderField,
    "What the clients under a partner are ordered by; equal ones by their external ids.",
    {
        PartnerClientOrderField.NAME: _BY_NAME,
        PartnerClientOrderField.AMOUNT: "What it adds to the sold and to the managed MRR, together.",
        PartnerClientOrderField.LAST_DAY: "The last day on which one of its credits counts, the earlier one where both"
        " count; no last day is later than all others.",
        PartnerClientOrderField.STATUS: "The status of the sold credit, then that of the managed one: "
        + ", ".join(CreditStatus)
        + ".",
        PartnerClientOrderField.APPS_USED: "How many counted apps anyone used there.",
    },
)


@strawberry.input(description="An order of partners, by exactly one of `field` and `metric`.")
class PartnerOrder:
    field: PartnerOrderField | None = strawberry.field(default=None, description="What to order by.")
    metric: str | None = strawberry.field(
        default=None,
        description="Or the key of a metric, by whose value of the newest computed day; no value is below all others.",
    )
    direction: OrderDirection = strawberry.field(default=OrderDirection.ASC, description="Which way.")


@strawberry.input(description="An order of decisions, by exactly one of `field` and `metric`.")
class TierDecisionOrder:
    field: TierDecisionOrderField | None = strawberry.field(default=None, description="What to order by.")
    metric: str | None = strawberry.field(
        default=None,
        description="Or the key of a metric, by whose value on the as-of day; no value is below all others.",
    )
    direction: OrderDirection = strawberry.field(default=OrderDirection.ASC, description="Which way.")


@strawberry.input(description="An order of clients.")
class ClientOrder:
    field: ClientOrderField = strawberry.field(description="What to order by.")
    direction: OrderDirection = strawberry.field(default=OrderDirection.ASC, description="Which way.")


@strawberry.input(description="An order of the clients under a partner.")
class PartnerClientOrder:
    field: PartnerClientOrderField = strawberry.field(description="What to order by.")
    direction: OrderDirection = strawberry.field(default=OrderDirection.ASC, description="Which way.")


@strawberry.input(description="Values of a metric; without bounds, any value.")
class MetricRange:
    key: str = strawberry.field(description="The metric's key.")
    min: Decimal | None = strawberry.field(default=None, description="The value is this or more.")
    max: Decimal | None = strawberry.field(default=None, description="The value is this or less.")


@strawberry.input(description="Only partners that fulfil all that is given.")
class PartnerFilter:
    tier: str | None = strawberry.field(default=None, description="They hold the tier of this key now.")
    untiered: bool | None = strawberry.field(default=None, description="They hold no tier now; false: they hold one.")
    change: TierChangeKind | None = strawberry.field(
        default=None, description="Their newest decision already effective compares so with the one before."
    )
    certified: bool | None = strawberry.field(
        default=None, description="A certification covers today; false: none does."
    )
    provisional: bool | None = strawberry.field(
        default=None, description="Their standing of the newest computed day is provisional; false: it is not."
    )
    at_risk_within: int | None = strawberry.field(
        default=None,
        description=f"They are foreseen to fall by one of the next so many decisions, from 1 to {AHEAD}, as"
        " `Portfolio.atRisk` has it.",
    )
    country: str | None = strawberry.field(default=None, description=_COUNTRY)
    metrics: list[MetricRange] | None = strawberry.field(
        default=None,
        description="Their values of the newest computed day are in all of these ranges; who has no value of a metric"
        f" is in none. At most {MOST_RANGES}.",
    )


@strawberry.input(description="Only decisions that fulfil all that is given.")
class TierDecisionFilter:
    metrics: list[MetricRange] | None = strawberry.field(
        default=None,
        description="The values on their as-of days are in all of these ranges; one without a value of a metric is in"
        f" none. At most {MOST_RANGES}.",
    )


@strawberry.input(description="Only clients that fulfil all that is given.")
class ClientFilter:
    sold_by_external_id: str | None = strawberry.field(
        default=None, description="The partner of this external id sold them. A partner finds only its own sales."
    )
    country: str | None = strawberry.field(default=None, description=_COUNTRY)
    registered_from: date | None = strawberry.field(default=None, description="Registered on this day or later.")
    registered_to: date | None = strawberry.field(default=None, description="Registered on this day or earlier.")


@strawberry.input(description="Only clients under the partner that fulfil all that is given.")
class PartnerClientFilter:
    sold: CreditStatus | None = strawberry.field(
        default=None, description=f"The status of the sold credit: {', '.join(SOLD_STATUSES)}."
    )
    managed: CreditStatus | None = strawberry.field(
        default=None, description=f"The status of the managed credit: {', '.join(MANAGED_STATUSES)}."
    )
    name: str | None = strawberry.field(
        default=None,
        description="Their name has this text in it, whatever case and accents it has; at most 255 characters.",
    )
    expires_before: date | None = strawberry.field(
        default=None, description="One of their credits counts, and for the last time before this day."
    )


@strawberry.input(description="Only MRR reports that fulfil all that is given.")
class MrrReportFilter:
    period: str | None = strawberry.field(default=None, description="They are of this month, YYYY-MM.")
    confirmed: bool | None = strawberry.field(
        default=None, description="They were only taken because somebody confirmed them; false: they were not."
    )


@strawberry.input(description="Only lines of MRR reports that fulfil all that is given.")
class MrrLineFilter:
    period: str | None = strawberry.field(default=None, description="They are of this month's reports, YYYY-MM.")
    revision: int | None = strawberry.field(default=None, description="They are of this revision.")
    client_external_id: str | None = strawberry.field(
        default=None, description="They are of the client of this external id."
    )


@strawberry.input(description="Only jobs that fulfil all that is given.")
class RecomputeJobFilter:
    kind: RecomputeKind | None = strawberry.field(default=None, description="What they compute.")
    status: RecomputeStatus | None = strawberry.field(default=None, description="Where they stand.")


@strawberry.input(description="Only decisions of a dry run that fulfil all that is given.")
class DryRunDecisionFilter:
    on: date | None = strawberry.field(default=None, description="They would take effect on this day.")
    changes: list[TierChangeKind] | None = strawberry.field(
        default=None, description="The tier after compares in one of these ways with the one before."
    )
    moved: bool | None = strawberry.field(
        default=None, description="The tier after is another one than the one before; false: it is the same."
    )
    tier_before: str | None = strawberry.field(default=None, description="The tier before is the one of this key.")
    untiered_before: bool | None = strawberry.field(
        default=None, description="There is no tier before; false: there is one."
    )
    tier_after: str | None = strawberry.field(default=None, description="The tier after is the one of this key.")
    untiered_after: bool | None = strawberry.field(
        default=None, description="There is no tier after; false: there is one."
    )
    differs_from: strawberry.ID | None = strawberry.field(
        default=None,
        description="The id, or the number, of another dry run that gives another tier after, or has none of the"
        " partner on the day.",
    )


@strawberry.input(description="Only findings that fulfil all that is given.")
class FindingFilter:
    kinds: list[FindingKind] | None = strawberry.field(default=None, description="They are of one of these kinds.")
    severity: FindingSeverity | None = strawberry.field(default=None, description="They are of this severity.")
