"""What is wrong with a line that did not decode, in words for whoever wrote it."""

import json
import re

from intake.records import FIELDS
from intake.rejections import BadLine

_TEXT = "a text of 1 to 255 characters"
_DATE = "a date (YYYY-MM-DD)"
_EMAIL = "an e-mail address of at most 320 characters"
_EXPECTED = {
    "type": "one of " + ", ".join(FIELDS),
    "id": _TEXT,
    "partner": _TEXT,
    "client": _TEXT,
    "employee": _TEXT,
    "sold_by": _TEXT,
    "app": _TEXT,
    "name": "a text of 1 to 1000 characters",
    "email": _EMAIL,
    "actor": _EMAIL,
    "domains": "a list of at most 1000 domains",
    "country": "an ISO 3166-1 alpha-2 country code",
    "joined_on": _DATE,
    "valid_from": _DATE,
    "valid_until": _DATE,
    "registered_on": _DATE,
    "sold_on": _DATE,
    "granted_on": _DATE,
    "revoked_on": _DATE,
    "ran_on": _DATE,
    "period": "a month (YYYY-MM)",
    "revision": "a whole number from 1 to 2147483647",
    "amount": 'a decimal text of at least 0 with at most 16 digits before and 2 after the point, like "1200.50"',
    "currency": "a currency code",
    "lines": "a whole number from 0 to 2147483647",
    "total": 'a decimal text of at least 0 with at most 26 digits before and 2 after the point, like "1200.50"',
    "kind": "LOGIN or USE",
    "at": "a moment with its UTC offset (RFC 3339), like 2018-05-02T09:30:00+02:00",
}

_SHOWN = 80

_AT_FIELD = re.compile(r" - at `\$\.(\w+)[^`]*`\Z")
_MISSING = re.compile(r"Object missing required field `(\w+)`")
_UNKNOWN = re.compile(r"Object contains unknown field `(.*)`\Z", re.DOTALL)
_UNPAIRED = re.compile("[\ud800-\udfff]")


def unexpected(field: str, value: object) -> BadLine:
    """The refusal of a field's value, which says what the field takes."""
    return BadLine(field, f"not {_EXPECTED[field]}: {shown(value)}")


def check_text(field: str, value: object) -> None:
    """Raises BadLine for what is JSON but no text that PostgreSQL, or anybody, can keep."""
    for text in value if isinstance(value, list) else (value,):
        if isinstance(text, str) and "\0" in text:
            raise BadLine(field, f"has a NUL character: {shown(text)}")
        if isinstance(text, str) and _UNPAIRED.search(text):
            raise BadLine(field, f"has half of a surrogate pair, which is no character: {shown(text)}")


def check_keys(line: bytes) -> None:
    """Raises BadLine for a line of JSON in which an object has a key twice: no two readers agree on what it says."""
    json.loads(line, object_pairs_hook=_once_each)


def _once_each(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in found if keys.count(key) > 1)
        values = [value for key, value in pairs if key == twice]
        raise BadLine(_printable(twice), f"given more than once: {', '.join(map(shown, values))}")
    return found


def explain(line: bytes, error: Exception) -> BadLine:
    """The refusal of a line that did not decode into a record, for which the decoder raised `error`."""
    try:
        value = json.loads(
            line.decode(), parse_constant=_refuse_constant, parse_int=_whole, object_pairs_hook=_once_each
        )
    except BadLine as bad:
        return bad
    except (ValueError, RecursionError) as problem:
        return BadLine(None, _explain_json(problem))
    if not isinstance(value, dict):
        return BadLine(None, f"not a JSON object: {shown(value)}")
    return _explain_object(value, str(error))


def _explain_object(value: dict[str, object], message: str) -> BadLine:
    if missing := _MISSING.match(message):
        return BadLine(missing[1], "missing")
    if unknown := _UNKNOWN.match(message):
        kind = str(value["type"])
        return BadLine(_printable(unknown[1]), f"no such field: a line of type {kind} has {', '.join(FIELDS[kind])}")
    if (found := _AT_FIELD.search(message)) and found[1] in _EXPECTED:
        return unexpected(found[1], value.get(found[1]))
    for field, text in value.items():
        try:
            check_text(_printable(field), text)
        except BadLine as bad:
            return bad
    return BadLine(None, f"not JSON: {message}")


def _explain_json(problem: ValueError | RecursionError) -> str:
    match problem:
        case RecursionError():
            return "nested too deeply"
        case UnicodeDecodeError():
            return f"not UTF-8: byte {problem.start + 1} of the line"
        case json.JSONDecodeError():
            return f"not JSON: {problem.msg.removesuffix(' at')} at character {problem.pos + 1}"
    return f"not JSON: {problem}"


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON number")


def _whole(digits: str) -> int | float:
    return int(digits) if len(digits) <= _SHOWN else float(digits)  # Python refuses to read thousands of digits


def shown(value: object) -> str:
    """A value as JSON, cut where it gets long, for a reason."""
    try:
        text = json.dumps(value, ensure_ascii=False)
    except RecursionError:
        return "something nested deeply"
    return _printable(text)


def _printable(text: str) -> str:
    text = text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
    return _UNPAIRED.sub("\ufffd", text).replace("\0", "\ufffd")
