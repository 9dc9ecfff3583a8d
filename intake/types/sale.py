from typing import Annotated, Literal

from msgspec.structs import astuple

from intake.fields import Day, Doc, Id, Takes
from intake.marks import mark_clients, mark_partners
from intake.record_type import Record, RecordType, Reference, Row
from intake.rejections import BadLine
from intake.terms import Terms
from intake.types.client import CLIENT
from intake.types.partner import PARTNER
from tiers.editions.ways import SaleKind

_UNTIL_NOW = "FROM sale WHERE id IN (SELECT id FROM written)"  # in its table, as it was before the statement
_Kind = Annotated[Literal["SOURCED", "ASSISTED"], Takes("SOURCED or ASSISTED", value=SaleKind)]


class Sale(Record, tag="sale"):
    id: Annotated[Id, Doc("The caller's id.")]
    partner: Annotated[Id, Doc("The external id of the partner that sold it.")]
    client: Annotated[Id, Doc("The external id of the client that bought it.")]
    line: Annotated[Id, Doc("The product line, as `mrr` lines and the editions call it.")]
    kind: Annotated[_Kind, Doc("SOURCED: the partner found the client; ASSISTED: it helped the vendor.")]
    sold_on: Annotated[Day, Doc("The day of the sale.")]
    ended_on: Annotated[Day | None, Doc("The first day on which it is no sale any more, after {sold_on}.")] = None


def _row(record: Sale, _: Terms) -> Row:
    if record.ended_on is not None and record.ended_on <= record.sold_on:
        raise BadLine("ended_on", f"{record.ended_on} is not after sold_on, {record.sold_on}")
    return astuple(record)


SALE = RecordType(
    record=Sale,
    title="A sale of a product line.",
    description="A partner's sale of one product line to a client. The client's `sold_by` and `sold_on` are its sale of"
    " everything.",
    key=("id",),
    table="sale",
    row=_row,
    references=(Reference("partner", PARTNER), Reference("client", CLIENT)),
    marks=(
        mark_partners(f"SELECT partner_id FROM written UNION SELECT partner_id {_UNTIL_NOW}"),
        mark_clients(f"SELECT client_id FROM written UNION SELECT client_id {_UNTIL_NOW}"),
    ),
)
