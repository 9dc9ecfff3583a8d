"""The import format's records as input types (docs/import-format.md), in camelCase."""

from datetime import date, datetime
from decimal import Decimal

import strawberry
from strawberry import UNSET

from api.types.enums import expose
from models.activity import ActivityKind

expose(
    ActivityKind,
    "What somebody did.",
    {ActivityKind.LOGIN: "Logged in.", ActivityKind.USE: "Worked with an app."},
)


@strawberry.input(description="Something that somebody did in a client's account.")
class ActivityInput:
    """A record of type `activity`."""

    id: str = strawberry.field(
        description="The caller's id. An event whose id was seen before is skipped; with other content it is warned of."
    )
    client: str = strawberry.field(description="The client's external id.")
    actor: str = strawberry.field(description="The e-mail address of who did it: an employee of a partner, or anyone.")
    kind: ActivityKind = strawberry.field(description="LOGIN or USE.")
    at: datetime = strawberry.field(description="When: RFC 3339, with offset.")
    app: str | None = strawberry.field(
        default=UNSET, description="The app's key, for USE only. An app that no program knows is kept and not counted."
    )


@strawberry.input(description="A partner. A later record with the same id updates it.")
class PartnerFact:
    """A record of type `partner`."""

    id: str = strawberry.field(description="The caller's id.")
    name: str = strawberry.field(description="The partner's name.")
    domains: list[str] = strawberry.field(description="The domains of its employees' e-mail addresses.")
    joined_on: date = strawberry.field(description="The first day on which it has a standing.")
    country: str | None = strawberry.field(default=UNSET, description="ISO 3166-1 alpha-2.")


@strawberry.input(description="A period in which a partner is certified. Periods of one partner must not overlap.")
class CertificationFact:
    """A record of type `certification`."""

    partner: str = strawberry.field(description="The partner's external id.")
    valid_from: date = strawberry.field(description="The first day; with the partner it identifies the record.")
    valid_until: date = strawberry.field(description="The last day.")


@strawberry.input(description="An employee of a partner.")
class EmployeeFact:
    """A record of type `employee`."""

    id: str = strawberry.field(description="The caller's id.")
    partner: str = strawberry.field(description="The partner's external id.")
    email: str = strawberry.field(description="The e-mail address, compared as a whole with the actors of activity.")


@strawberry.input(description="A customer of the vendor. Give soldBy and soldOn both or neither.")
class ClientFact:
    """A record of type `client`."""

    id: str = strawberry.field(description="The caller's id.")
    name: str = strawberry.field(description="The client's name.")
    registered_on: date = strawberry.field(description="The day on which its account was registered.")
    country: str | None = strawberry.field(default=UNSET, description="ISO 3166-1 alpha-2.")
    sold_by: str | None = strawberry.field(default=UNSET, description="The external id of the partner that sold it.")
    sold_on: date | None = strawberry.field(default=UNSET, description="The day of the sale.")


@strawberry.input(description="An employee's access to a client's account.")
class AccessFact:
    """A record of type `access`."""

    client: str = strawberry.field(description="The client's external id.")
    employee: str = strawberry.field(description="The employee's external id.")
    granted_on: date = strawberry.field(description="The first day with access.")
    revoked_on: date | None = strawberry.field(default=UNSET, description="The first day without, after grantedOn.")


@strawberry.input(
    description="A client's MRR in one revision of a month's report. It counts once the report is closed."
)
class MrrFact:
    """A record of type `mrr`."""

    period: str = strawberry.field(description="The month, YYYY-MM.")
    client: str = strawberry.field(description="The client's external id.")
    amount: Decimal = strawberry.field(description="At least 0, with at most 2 decimals.")
    revision: int = strawberry.field(default=1, description="From 1; corrections come as a new revision.")
    currency: str = strawberry.field(default="USD", description="ISO 4217; one that a program counts in.")


@strawberry.input(description="Closes a revision's `mrr` records and publishes them as one report.")
class MrrReportFact:
    """A record of type `mrr_report`."""

    period: str = strawberry.field(description="The month, YYYY-MM.")
    ran_on: date = strawberry.field(description="The day on which the report ran.")
    revision: int = strawberry.field(default=1, description="From 1.")
    lines: int | None = strawberry.field(
        default=UNSET, description="How many lines it has. With another number of them it is rejected."
    )
    total: Decimal | None = strawberry.field(
        default=UNSET, description="What its lines add up to. With another sum it is rejected."
    )


@strawberry.input(one_of=True, description="One fact: exactly one of these.")
class FactInput:
    """One record of `importFacts`; the member's name is the record's type in camelCase."""

    partner: PartnerFact | None = strawberry.field(default=UNSET, description="A partner.")
    certification: CertificationFact | None = strawberry.field(default=UNSET, description="A certified period.")
    employee: EmployeeFact | None = strawberry.field(default=UNSET, description="An employee of a partner.")
    client: ClientFact | None = strawberry.field(default=UNSET, description="A customer of the vendor.")
    access: AccessFact | None = strawberry.field(default=UNSET, description="Access to a client's account.")
    mrr: MrrFact | None = strawberry.field(default=UNSET, description="A line of an MRR report.")
    mrr_report: MrrReportFact | None = strawberry.field(default=UNSET, description="The close of an MRR report.")


@strawberry.input(description="The input of `recordActivity`.")
class RecordActivityInput:
    """Activity to load."""

    events: list[ActivityInput] = strawberry.field(description="At most 1,000, in any order.")


@strawberry.input(description="The input of `importFacts`.")
class ImportFactsInput:
    """Facts to load."""

    records: list[FactInput] = strawberry.field(
        description="At most 1,000, in any order; of records with the same key the last one holds."
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
