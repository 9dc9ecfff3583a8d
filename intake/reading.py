"""Lines as rows to stage: one line in, one row or the reason against it out."""

from collections.abc import Sequence
from functools import reduce
from operator import or_

import msgspec

from intake.diagnosis import check_keys, explain
from intake.lines import LINE_LENGTH
from intake.record_type import Field, Kind, Row
from intake.refusals import check_text
from intake.registry import REGISTRY
from intake.rejections import BadLine
from intake.terms import Terms

# The decoder takes the last of several values of a key, and to look for repeated keys takes as long as to decode. But
# a repeated key brings quotation marks with it, so only lines are looked at that have more than their record needs.
_OF_KEY = 2
# Numbers are in no quotation marks. A list may be empty, so that its key brings as few when it is repeated as one that
# is null: that key is left out, and stands out then.
_OF_FIELD = {int: _OF_KEY, list[str]: 0}


class LineReader:
    """Reads the lines of some types of records; `read` gives a line's type and its row."""

    def __init__(self, types: Sequence[Kind]) -> None:
        self.types = types
        self._names = {kind.name: kind for kind in types}
        self._decode = msgspec.json.Decoder(reduce(or_, (kind.record for kind in types))).decode
        # What a line of a type has at least: the marks of `type` and of each field that it must have. And what an
        # optional one brings that is not null.
        self._marks = {
            kind.record: (
                kind,
                _OF_KEY + 2 + sum(map(_marks_of, (field for field in kind.fields if field.required))),
                [(field.name, _marks_of(field)) for field in kind.fields if not field.required],
            )
            for kind in types
        }

    def read(self, line: bytes, terms: Terms) -> tuple[Kind, Row]:
        """The record's type and its row; raises BadLine with what is wrong with the line, seen alone."""
        if len(line) > LINE_LENGTH:
            raise BadLine(None, f"longer than {LINE_LENGTH} bytes")
        try:
            record = self._decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise explain(line, error, self._names) from error
        if b"\\u0000" in line:  # the only way for a NUL into decoded text
            for field in record.__struct_fields__:
                check_text(field, getattr(record, field))
        kind, fewest, optional = self._marks[type(record)]
        unexplained = line.count(b'"') - fewest
        if unexplained > _OF_KEY:  # of one that is null
            for name, marks in optional:
                if getattr(record, name) is not None:
                    unexplained -= marks
            if unexplained > 0:
                check_keys(line)
        return kind, kind.row(record, terms)


def _marks_of(field: Field) -> int:
    return _OF_FIELD.get(field.takes.value, _OF_KEY + 2)


READER = LineReader(REGISTRY)
