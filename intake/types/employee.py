from typing import Annotated

from msgspec.structs import astuple

from intake.fields import Day, Doc, Email, Id, Name
from intake.marks import mark_clients, mark_partners
from intake.record_type import Record, RecordType, Reference, Row
from intake.terms import Terms
from intake.types.partner import PARTNER
from intake.values import read_address


class Employee(Record, tag="employee"):
    id: Annotated[Id, Doc("The caller's id.")]
    partner: Annotated[Id, Doc("The partner's external id.")]
    email: Annotated[Email, Doc("The e-mail address, compared as a whole with the actors of activity.")]
    left_on: Annotated[Day | None, Doc("From this day on none of its accesses and credentials counts.")] = None
    name: Annotated[Name | None, Doc("What the employee is called.")] = None


def _row(record: Employee, _: Terms) -> Row:
    address = read_address("email", record.email)
    return (*astuple(record), address.rpartition("@")[2], address)


EMPLOYEE = RecordType(
    record=Employee,
    title="An employee of a partner.",
    description="An employee of a partner.",
    key=("id",),
    table="employee",
    row=_row,
    derived={"email_domain": "text", "address": "text"},
    references=(Reference("partner", PARTNER),),
    address="address",
    marks=(
        mark_clients("SELECT DISTINCT client_id FROM access WHERE employee_id IN (SELECT id FROM written)"),
        # Of those with credentials: the partner that one works for, and the one until now, as its table still says.
        mark_partners(
            "SELECT unnest(ARRAY[written.partner_id, employee.partner_id]) AS partner_id FROM written"
            " JOIN employee USING (id) WHERE EXISTS (SELECT FROM credential WHERE employee_id = written.id)"
        ),
    ),
)
