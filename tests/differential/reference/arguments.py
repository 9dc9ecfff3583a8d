"""Arguments that can be refused."""

import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any

import pycountry

from tests.differential.reference.asker import bad_input

Arguments = Mapping[str, Any]

LONGEST_RANGE = 400
LONGEST_TEXT = 255


def read_range(arguments: Arguments) -> tuple[date, date]:
    """The days from `from` to `to`."""
    first, last = arguments["from"], arguments["to"]
    if first > last:
        raise bad_input(f"from, to: the range ends on {last}, before it begins on {first}")
    days = (last - first).days + 1
    if days > LONGEST_RANGE:
        raise bad_input(f"from, to: {days} days are too many; ask for at most {LONGEST_RANGE} at a time")
    return first, last


def read_text(name: str, text: str | None) -> str | None:
    """A text that a stored one can equal."""
    if text is None:
        return None
    if len(text) > LONGEST_TEXT:
        raise bad_input(f"{name}: at most {LONGEST_TEXT} characters")
    if "\0" in text or any("\ud800" <= character <= "\udfff" for character in text):
        raise bad_input(f"{name}: {text!a} has a character that no text can have")
    return text


def read_country(country: str | None) -> str | None:
    """A country's code, in capitals."""
    if country is None:
        return None
    if not country.isascii() or pycountry.countries.get(alpha_2=country) is None:
        raise bad_input(f'country: {country[:20]!r} is not a country code (ISO 3166-1 alpha-2), like "DE"')
    return country.upper()


STATUSES = {
    "sold": ("COUNTED", "PENDING_REPORT", "EXPIRED", "NOT_SOLD_BY_PARTNER"),
    "managed": ("COUNTED", "PENDING_REPORT", "NO_ACCESS", "DOMAIN_MISMATCH", "NO_RECENT_ACTIVITY"),
}


def check_statuses(wanted: Arguments) -> None:
    """That credits of each kind can have the status that is asked for."""
    for kind, known in STATUSES.items():
        status = wanted.get(kind)
        if status is not None and status not in known:
            raise bad_input(f"{kind}: {status} is not a status of {kind} credits; theirs are {', '.join(known)}")


PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "\u0131": "i", "ς": "\u03c3"}
    | {"ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"}
)


def fold(text: str) -> str:
    """Small letters without accents, as people search and sort."""
    bare = "".join(one for one in unicodedata.normalize("NFKD", text) if not "\u0300" <= one <= "\u036f")
    return unicodedata.normalize("NFKC", "".join(one.lower() for one in bare).translate(PLAIN))


def one_id(arguments: Arguments) -> tuple[str | None, str | None]:
    """The id or the external id, of which exactly one must be given."""
    key, name = arguments.get("id"), arguments.get("externalId")
    if (key is None) == (name is None):
        raise bad_input("id, externalId: give exactly one of the two")
    return key, read_text("externalId", name)
