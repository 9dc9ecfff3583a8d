from typing import Annotated

from msgspec.structs import astuple

from intake.apart import judge_periods, merge_periods
from intake.fields import Day, Doc, Id
from intake.marks import mark_partners
from intake.record_type import Record, RecordType, Reference, Row
from intake.terms import Terms
from intake.types.partner import PARTNER
from intake.values import check_period


class Certification(Record, tag="certification"):
    partner: Annotated[Id, Doc("The partner's external id.")]
    valid_from: Annotated[Day, Doc("The first day; with the partner it identifies the record.")]
    valid_until: Annotated[Day, Doc("The last day.")]


def _row(record: Certification, _: Terms) -> Row:
    check_period(record.valid_from, record.valid_until)
    return astuple(record)


CERTIFICATION = RecordType(
    record=Certification,
    title="A certified period.",
    description="A period in which a partner is certified. Periods of one partner must not overlap.",
    key=("partner", "valid_from"),
    table="certification",
    row=_row,
    references=(Reference("partner", PARTNER),),
    marks=(mark_partners("SELECT partner_id FROM written"),),
    judge=judge_periods,
    merge=merge_periods,
)
