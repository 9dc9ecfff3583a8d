"""What is wrong with a line that did not decode into a record."""

import json
import re
from collections.abc import Mapping

from intake.fields import Takes
from intake.record_type import Kind
from intake.refusals import check_text, printable, quote, unexpected
from intake.rejections import BadLine

Types = Mapping[str, Kind]
"""Those that a line may have, by name."""

_LONGEST_NUMBER = 80
_AT_FIELD = re.compile(r" - at `\$\.(\w+)[^`]*`\Z")
_MISSING = re.compile(r"Object missing required field `(\w+)`")
_UNKNOWN = re.compile(r"Object contains unknown field `(.*)`\Z", re.DOTALL)


def check_keys(line: bytes) -> None:
    """Raises BadLine for a line of JSON in which an object has a key twice: no two readers agree on what it says."""
    json.loads(line, object_pairs_hook=_once_each)


def _once_each(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in found if keys.count(key) > 1)
        values = [value for key, value in pairs if key == twice]
        raise BadLine(printable(twice), f"given more than once: {', '.join(map(quote, values))}")
    return found


def explain(line: bytes, error: Exception, types: Types) -> BadLine:
    """The refusal of a line for which the decoder raised `error`."""
    try:
        value = json.loads(
            line.decode(), parse_constant=_refuse_constant, parse_int=_whole, object_pairs_hook=_once_each
        )
    except BadLine as bad:
        return bad
    except (ValueError, RecursionError) as problem:
        return BadLine(None, _explain_json(problem))
    if not isinstance(value, dict):
        return BadLine(None, f"not a JSON object: {quote(value)}")
    return _explain_object(value, str(error), types)


def _explain_object(value: dict[str, object], message: str, types: Types) -> BadLine:
    if missing := _MISSING.match(message):
        return BadLine(missing[1], "missing")
    kind = types.get(str(value.get("type")))
    if (unknown := _UNKNOWN.match(message)) and kind is not None:
        names = ", ".join(field.name for field in kind.fields)
        return BadLine(printable(unknown[1]), f"no such field: a line of type {kind.name} has {names}")
    takes = {"type": Takes("one of " + ", ".join(types))}
    takes |= {field.name: field.takes for field in kind.fields} if kind is not None else {}
    if (found := _AT_FIELD.search(message)) and found[1] in takes:
        return unexpected(found[1], takes[found[1]], value.get(found[1]))
    for field, text in value.items():
        try:
            check_text(printable(field), text)
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
    # Python refuses to read thousands of digits.
    return int(digits) if len(digits) <= _LONGEST_NUMBER else float(digits)
