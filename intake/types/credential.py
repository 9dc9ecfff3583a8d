from typing import Annotated

from msgspec.structs import astuple

from intake.apart import judge_periods, merge_periods
from intake.fields import Day, Doc, Id
from intake.marks import mark_partners
from intake.record_type import Record, RecordType, Reference, Row
from intake.terms import Terms
from intake.types.employee import EMPLOYEE
from intake.values import check_period


class Credential(Record, tag="credential"):
    employee: Annotated[Id, Doc("The employee's external id.")]
    name: Annotated[Id, Doc("What was passed or earned, as the editions call it.")]
    valid_from: Annotated[Day, Doc("The first day; with the employee and the name it identifies the record.")]
    valid_until: Annotated[Day | None, Doc("The last day; null for ever.")] = None


def _row(record: Credential, _: Terms) -> Row:
    check_period(record.valid_from, record.valid_until)
    return astuple(record)


CREDENTIAL = RecordType(
    record=Credential,
    title="A credential of an employee.",
    description="A period in which an employee holds a credential, such as a certificate. Periods of one name of an"
    " employee's must not overlap.",
    key=("employee", "name", "valid_from"),
    table="credential",
    row=_row,
    references=(Reference("employee", EMPLOYEE),),
    marks=(mark_partners("SELECT partner_id FROM employee WHERE id IN (SELECT employee_id FROM written)"),),
    judge=judge_periods,
    merge=merge_periods,
)
