"""Lines as rows to stage: one line in, one row or the reason against it out."""

from typing import get_args

import msgspec

from models.intake.lines import LINE_LENGTH
from models.intake.records import AnyRecord, Partner, Record
from models.intake.refusals import check_keys, check_text, explain
from models.intake.rejections import BadLine
from models.intake.rows import ROWS, Row
from models.intake.terms import Terms

_decode = msgspec.json.Decoder(AnyRecord).decode

# How many quotation marks a line of a type has at least, with one optional key that is null: two for each key, and two
# for its text. A partner's domains are no text, and may be none.
_FEWEST: dict[type[Record], int] = {
    kind: 2 + 4 * (1 + sum(field.required for field in msgspec.structs.fields(kind))) - 4 * (kind is Partner)
    for kind in get_args(AnyRecord)
}
_OPTIONAL: dict[type[Record], list[tuple[str, int]]] = {
    kind: [
        (field.name, 2 if field.name == "revision" else 4)
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
    if (quotes := line.count(b'"')) > _FEWEST[kind] and _may_repeat_keys(record, kind, quotes):
        check_keys(line)
    return kind, ROWS[kind](record, terms)


def _may_repeat_keys(record: Record, kind: type[Record], quotes: int) -> bool:
    """Whether a line with so many quotation marks has more of them than the record that was made of it needs.

    The decoder takes the last of several values of a key, and to look for repeated ones takes as long as to decode. But
    each repeated key brings quotation marks, as do the texts in front of which it stands."""
    needed = _FEWEST[kind] - 2
    for name, marks in _OPTIONAL[kind]:
        if getattr(record, name) is not None:
            needed += marks
    return quotes > needed
