from typing import Annotated

from msgspec.structs import astuple

from intake.fields import Day, Doc, Id
from intake.marks import mark_clients
from intake.record_type import Record, RecordType, Reference, Row
from intake.rejections import BadLine
from intake.terms import Terms
from intake.types.client import CLIENT
from intake.types.employee import EMPLOYEE


class Access(Record, tag="access"):
    client: Annotated[Id, Doc("The client's external id.")]
    employee: Annotated[Id, Doc("The employee's external id.")]
    granted_on: Annotated[Day, Doc("The first day with access.")]
    revoked_on: Annotated[Day | None, Doc("The first day without, after {granted_on}.")] = None


def _row(record: Access, _: Terms) -> Row:
    if record.revoked_on is not None and record.revoked_on <= record.granted_on:
        raise BadLine("revoked_on", f"{record.revoked_on} is not after granted_on, {record.granted_on}")
    return astuple(record)


ACCESS = RecordType(
    record=Access,
    title="Access to a client's account.",
    description="An employee's access to a client's account.",
    key=("client", "employee", "granted_on"),
    table="access",
    row=_row,
    references=(Reference("client", CLIENT), Reference("employee", EMPLOYEE)),
    marks=(mark_clients("SELECT client_id FROM written"),),
)
