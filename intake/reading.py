"""Lines as rows to stage: one line in, one row or the reason against it out."""

from typing import get_args

import msgspec

from intake.lines import LINE_LENGTH
from intake.records import AnyRecord, Count, Partner, Record, Revision
from intake.refusals import check_keys, check_text, explain
from intake.rejections import BadLine
from intake.rows import ROWS, Row
from intake.terms import Terms

_decode = msgspec.json.Decoder(AnyRecord).decode

# The decoder takes the last of several values of a key, and to look for repeated keys takes as long as to decode. But
# a repeated key brings quotation marks with it, so only lines are looked at that have more than their record needs.
_OF_KEY = 2
# What a line of a type has at least: those of each key and two for its text. A partner's domains may be none, so that
# their key brings as few when it is repeated as one that is null: it is left out, and stands out then.
_FEWEST: dict[type[Record], int] = {
    kind: (_OF_KEY + 2) * (1 + sum(field.required for field in msgspec.structs.fields(kind))) - 4 * (kind is Partner)
    for kind in get_args(AnyRecord)
}
# What an optional key brings that is not null; numbers are in no quotation marks.
_OPTIONAL: dict[type[Record], list[tuple[str, int]]] = {
    kind: [
        (field.name, _OF_KEY if field.type in (Revision | None, Count | None) else _OF_KEY + 2)
        for field in msgspec.structs.fields(kind)
        if not field.required
    ]
    for kind in get_args(AnyRecord)
}


def read_row(line: bytes, terms: Terms) -> tuple[type[Record], Row]:
    """The record's type and its row; raises BadLine with what is wrong with the line, seen alone."""
    if len(line) > LINE_LENGTH:
        raise BadLine(None, f"longer than {LINE_LENGTH} bytes")
    try:
        record = _decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise explain(line, error) from error
    if b"\\u0000" in line:  # the only way for a NUL into decoded text
        for field in record.__struct_fields__:
            check_text(field, getattr(record, field))
    kind = type(record)
    unexplained = line.count(b'"') - _FEWEST[kind]
    if unexplained > _OF_KEY:  # of one that is null
        for name, marks in _OPTIONAL[kind]:
            if getattr(record, name) is not None:
                unexplained -= marks
        if unexplained > 0:
            check_keys(line)
    return kind, ROWS[kind](record, terms)
