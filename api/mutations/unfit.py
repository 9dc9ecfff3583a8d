"""Records that did not fit their input types, on their way to where all records are judged."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass

from api.execution.framework import to_camel_case
from api.execution.malformed import Malformed
from intake.record_type import Kind
from intake.refusals import printable
from intake.registry import REGISTRY
from intake.rejections import BadLine
from intake.types.activity import ACTIVITY

EVENT, FACT = "ActivityInput", "FactInput"
RECORDS = frozenset({EVENT, FACT})  # the names of the input types of records

LONGEST = 200  # of a reason

_KINDS: Mapping[str, Kind] = {to_camel_case(kind.name): kind for kind in REGISTRY if kind is not ACTIVITY}


def find_malformed(given: object) -> Malformed | None:
    """What stands in for a record that did not fit; None for one that did."""
    if isinstance(given, Malformed):
        return given
    if not is_dataclass(given):
        return None
    members = (find_malformed(getattr(given, member.name)) for member in fields(given))
    return next((found for found in members if found is not None), None)


def refusal_of(malformed: Malformed) -> BadLine:
    """Why such a record is not loaded."""
    path = malformed.path[malformed.kind == FACT :]
    return BadLine(str(path[0]) if path else None, printable(malformed, LONGEST))


def record_of(malformed: Malformed) -> dict[str, object]:
    """Such a record in the import format, as far as that can be told; nothing of what is of no type, or of several.

    A report is not published while it may lack a line, so it matters what the record may have been."""
    given: object = malformed.record
    kind: Kind | None = ACTIVITY
    if malformed.kind == FACT:
        name, given = next(iter(given.items())) if isinstance(given, dict) and len(given) == 1 else ("", None)
        kind = _KINDS.get(name)
    if kind is None:
        return {}
    names = {to_camel_case(field.name): field.name for field in kind.fields}
    members = given if isinstance(given, dict) else {}
    record: dict[str, object] = {names.get(str(name), str(name)): value for name, value in members.items()}
    return record | {"type": kind.name}
