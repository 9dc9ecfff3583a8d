"""Lines as rows to stage: one line in, one row or the reason against it out."""

import msgspec

from models.intake.lines import LINE_LENGTH
from models.intake.records import AnyRecord, Record
from models.intake.refusals import check_text, explain
from models.intake.rejections import BadLine
from models.intake.rows import ROWS, Row
from models.intake.terms import Terms

_decode = msgspec.json.Decoder(AnyRecord).decode


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
    return kind, ROWS[kind](record, terms)
