from typing import Annotated

from msgspec.structs import astuple

from intake.fields import Country, Day, Doc, Id, Name
from intake.marks import mark_clients
from intake.record_type import Record, RecordType, Reference, Row
from intake.rejections import BadLine
from intake.terms import Terms
from intake.types.partner import PARTNER
from intake.values import check_country


class Client(Record, tag="client"):
    id: Annotated[Id, Doc("The caller's id.")]
    name: Annotated[Name, Doc("The client's name.")]
    registered_on: Annotated[Day, Doc("The day on which its account was registered.")]
    country: Annotated[Country | None, Doc("ISO 3166-1 alpha-2.")] = None
    sold_by: Annotated[Id | None, Doc("The external id of the partner that sold it.")] = None
    sold_on: Annotated[Day | None, Doc("The day of the sale.")] = None


def _row(record: Client, _: Terms) -> Row:
    if (record.sold_by is None) != (record.sold_on is None):
        lacking, given = ("sold_by", "sold_on") if record.sold_by is None else ("sold_on", "sold_by")
        raise BadLine(lacking, f"missing, but {given} is there: give both or neither")
    check_country(record.country)
    return astuple(record)


CLIENT = RecordType(
    record=Client,
    title="A customer of the vendor.",
    description="A customer of the vendor. Give {sold_by} and {sold_on} both or neither.",
    key=("id",),
    table="client",
    row=_row,
    references=(Reference("sold_by", PARTNER),),
    marks=(mark_clients("SELECT id FROM written"),),
)
