"""What is wrong with the value of a field, in words for whoever wrote it."""

import json
import re

from intake.fields import Takes
from intake.rejections import BadLine

_LONGEST = 80
_UNPAIRED = re.compile("[\ud800-\udfff]")


def unexpected(field: str, takes: Takes, value: object) -> BadLine:
    """The refusal of a field's value, which says what the field takes."""
    return BadLine(field, f"not {takes.words}: {quote(value)}")


def check_text(field: str, value: object) -> None:
    """Raises BadLine for what is JSON but no text that PostgreSQL, or anybody, can keep."""
    for text in value if isinstance(value, list) else (value,):
        if isinstance(text, str) and "\0" in text:
            raise BadLine(field, f"has a NUL character: {quote(text)}")
        if isinstance(text, str) and _UNPAIRED.search(text):
            raise BadLine(field, f"has half of a surrogate pair, which is no character: {quote(text)}")


def quote(value: object) -> str:
    """A value as JSON, cut where it gets long, for a reason."""
    try:
        text = json.dumps(value, ensure_ascii=False)
    except RecursionError:
        return "something nested deeply"
    return printable(text)


def printable(text: str, longest: int = _LONGEST) -> str:
    """A text that can be kept, cut where it gets long."""
    text = text if len(text) <= longest else text[:longest] + "…"
    return _UNPAIRED.sub("\ufffd", text).replace("\0", "\ufffd")
