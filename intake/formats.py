"""Telling what a file is that is not NDJSON, so that it is refused once and not line by line."""

import re
from dataclasses import dataclass

from intake.registry import REGISTRY


@dataclass(frozen=True, slots=True)
class Format:
    """What a file is, and what to do about it; `{file}` stands for its name."""

    name: str
    remedy: str


class NotNdjson(ValueError):
    """What is read is no NDJSON at all."""

    def __init__(self, found: Format) -> None:
        super().__init__(f"looks like {found.name}, not like NDJSON")
        self.found = found


def _piped(name: str, command: str) -> Format:
    return Format(name, f"`{command} | tierline import -`")


_BINARY = (
    (rb"\x1f\x8b", _piped("gzip", "gzip -dc {file}")),
    (rb"\x28\xb5\x2f\xfd", _piped("Zstandard", "zstd -dc {file}")),
    (rb"\xfd7zXZ\0", _piped("xz", "xz -dc {file}")),
    (rb"BZh[1-9]1AY&SY", _piped("bzip2", "bzip2 -dc {file}")),
    (rb"PK\x03\x04", Format("a ZIP archive or a workbook", "unpack it, or export its rows as NDJSON")),
    (rb"\xff\xfe\0\0|\0\0\xfe\xff", _piped("UTF-32", "iconv -f UTF-32 -t UTF-8 {file}")),
    (rb"\xff\xfe|\xfe\xff", _piped("UTF-16", "iconv -f UTF-16 -t UTF-8 {file}")),
    (rb"(?:[\t\r -~]\0){2}", _piped("UTF-16", "iconv -f UTF-16LE -t UTF-8 {file}")),
    (rb"(?:\0[\t\r -~]){2}", _piped("UTF-16", "iconv -f UTF-16BE -t UTF-8 {file}")),
)
_SIGNS = tuple((re.compile(sign), found) for sign, found in _BINARY)
_ARRAY = re.compile(rb"\[\s*(?:\{|\Z)")
_A_JSON_ARRAY = _piped("a JSON array", "jq -c '.[]' {file}")
_AN_INDENTED_OBJECT = _piped("JSON spread over several lines", "jq -c . {file}")
_A_TABLE = Format("CSV", "write each row as a JSON object on a line of its own, with the keys of docs/import-format.md")

_KEYS = frozenset(field.name for kind in REGISTRY for field in kind.fields) | {"type"}
_HEADING = re.compile(r"[\w .()/#-]{1,100}")


def recognise(first: bytes, second: bytes = b"") -> Format | None:
    """What a file with these first lines is (those that are not blank); None for what may be NDJSON, bad or good."""
    for sign, found in _SIGNS:
        if sign.match(first):
            return found
    if first.startswith(b"{"):
        return _AN_INDENTED_OBJECT if first == b"{" else None
    if _ARRAY.match(first):
        return _A_JSON_ARRAY
    return _A_TABLE if _is_table(first, second) else None


def _is_table(first: bytes, second: bytes) -> bool:
    """Whether the first line heads columns, with keys of ours or over a row that is no object."""
    try:
        text = first.decode()
    except UnicodeDecodeError:
        return False
    separator = max(",;\t", key=text.count)
    headings = [cell.strip(" \"'") for cell in text.split(separator)]
    if len(headings) == 1 or not all(map(_HEADING.fullmatch, headings)):
        return False
    known = any(heading.lower() in _KEYS for heading in headings)
    return known or (separator.encode() in second and not second.startswith(b"{"))
