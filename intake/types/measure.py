from decimal import Decimal
from typing import Annotated

from intake.fields import Currency, Day, Doc, Id, Number
from intake.marks import mark_clients, mark_partners
from intake.record_type import Record, RecordType, Reference, Row
from intake.rejections import BadLine
from intake.terms import Terms
from intake.types.client import CLIENT
from intake.types.partner import PARTNER
from intake.values import check_currency

_MONEY_DECIMALS = 2


class Measure(Record, tag="measure", kw_only=True):
    partner: Annotated[Id | None, Doc("The external id of the partner that it is about.")] = None
    client: Annotated[Id | None, Doc("The external id of the client that it is about.")] = None
    name: Annotated[Id, Doc("What is measured, as the editions call it.")]
    on: Annotated[Day, Doc("The day that the number is of.")]
    value: Annotated[Number, Doc("The number; of money, with at most 2 decimals.")]
    currency: Annotated[
        Currency | None,
        Doc("Of money: ISO 4217; one that an edition in force counts; without, it is in the program's."),
    ] = None


def _row(record: Measure, terms: Terms) -> Row:
    if record.partner is None and record.client is None:
        raise BadLine("partner", "missing, as is client: give the one that it is about")
    if record.partner is not None and record.client is not None:
        raise BadLine("client", "must be null beside partner: a measure is about one of them")
    check_currency(record.currency, record.on, terms)
    value = Decimal(record.value)
    if record.currency is not None and value != round(value, _MONEY_DECIMALS):
        raise BadLine("value", f"money has at most {_MONEY_DECIMALS} decimals: {record.value} {record.currency}")
    return (record.partner, record.client, record.name, record.on, value, record.currency)


MEASURE = RecordType(
    record=Measure,
    title="A number about a partner or a client.",
    description="A number about a partner or a client on a day. Give {partner} or {client}, not both.",
    key=("partner", "client", "name", "on"),
    table="measure",
    row=_row,
    references=(Reference("partner", PARTNER), Reference("client", CLIENT)),
    marks=(
        mark_partners("SELECT partner_id FROM written WHERE partner_id IS NOT NULL"),
        mark_clients("SELECT client_id FROM written WHERE client_id IS NOT NULL"),
    ),
)
