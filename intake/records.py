"""The records of the import format, one struct per type (docs/import-format.md). A missing optional key means null."""

from datetime import date
from typing import Annotated, Literal, get_args

from msgspec import Meta, Struct

Id = Annotated[str, Meta(min_length=1, max_length=255)]
Name = Annotated[str, Meta(min_length=1, max_length=1000)]
Email = Annotated[str, Meta(min_length=1, max_length=320)]
Revision = Annotated[int, Meta(ge=1, le=2**31 - 1)]
# \Z and [0-9] rather than $ and \d, which also take a line end and other scripts' digits.
Period = Annotated[str, Meta(pattern=r"^[0-9]{4}-(?:0[1-9]|1[0-2])\Z")]
Amount = Annotated[str, Meta(pattern=r"^[0-9]{1,16}(?:\.[0-9]{1,2})?\Z")]
Count = Annotated[int, Meta(ge=0, le=2**31 - 1)]
Total = Annotated[str, Meta(pattern=r"^[0-9]{1,26}(?:\.[0-9]{1,2})?\Z")]  # of 2**31 amounts
Moment = Annotated[
    str,
    Meta(
        pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt](?:[01][0-9]|2[0-3]):[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,30})?(?:[Zz]|[+-][0-9]{2}:[0-9]{2})\Z"
    ),
]


class Record(Struct, forbid_unknown_fields=True, gc=False):
    """One line of the import format."""


class Partner(Record, tag="partner"):
    id: Id
    name: Name
    domains: Annotated[list[str], Meta(max_length=1000)]
    joined_on: date
    country: str | None = None


class Certification(Record, tag="certification"):
    partner: Id
    valid_from: date
    valid_until: date


class Employee(Record, tag="employee"):
    id: Id
    partner: Id
    email: Email


class Client(Record, tag="client"):
    id: Id
    name: Name
    registered_on: date
    country: str | None = None
    sold_by: Id | None = None
    sold_on: date | None = None


class Access(Record, tag="access"):
    client: Id
    employee: Id
    granted_on: date
    revoked_on: date | None = None


class Mrr(Record, tag="mrr"):
    period: Period
    client: Id
    amount: Amount
    revision: Revision | None = None
    currency: str | None = None


class MrrReport(Record, tag="mrr_report"):
    period: Period
    ran_on: date
    revision: Revision | None = None
    lines: Count | None = None
    total: Total | None = None


class Activity(Record, tag="activity"):
    id: Id
    client: Id
    actor: Email
    kind: Literal["LOGIN", "USE"]
    at: Moment
    app: Id | None = None


AnyRecord = Partner | Certification | Employee | Client | Access | Mrr | MrrReport | Activity
FIELDS = {str(record.__struct_config__.tag): record.__struct_fields__ for record in get_args(AnyRecord)}
