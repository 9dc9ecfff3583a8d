from typing import Annotated

from msgspec.structs import astuple

from intake.domains import DomainError, domain_key
from intake.fields import Country, Day, Doc, Domains, Id, Name
from intake.marks import mark_partners
from intake.record_type import Record, RecordType, Row
from intake.refusals import quote
from intake.rejections import BadLine
from intake.terms import Terms
from intake.values import check_country


class Partner(Record, tag="partner"):
    id: Annotated[Id, Doc("The caller's id.")]
    name: Annotated[Name, Doc("The partner's name.")]
    domains: Annotated[Domains, Doc("The domains of its employees' e-mail addresses.")]
    joined_on: Annotated[Day, Doc("The first day on which it has a standing.")]
    country: Annotated[Country | None, Doc("ISO 3166-1 alpha-2.")] = None


def _row(record: Partner, _: Terms) -> Row:
    keys: dict[str, None] = {}
    for domain in record.domains:
        try:
            keys[domain_key(domain)] = None
        except DomainError as error:
            raise BadLine("domains", f"{quote(domain)} {error}") from error
    check_country(record.country)
    return (*astuple(record), list(keys))


PARTNER = RecordType(
    record=Partner,
    title="A partner.",
    description="A partner. A later record with the same id updates it.",
    key=("id",),
    table="partner",
    row=_row,
    derived={"domain_keys": "text[]"},
    marks=(mark_partners("SELECT id AS partner_id FROM written", with_clients=True),),
)
