"""Global ids: opaque to callers, a type and a row to us; and ids that are there for caches only."""

import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode

import strawberry

from api.errors import BadInput
from api.reading.sql import URL_SAFE

TYPES = ("Partner", "Client", "Employee", "TierDecision", "CreditedClient", "RecomputeJob", "MrrReport", "MrrLine")

_PLAIN = re.compile(rf"({'|'.join(TYPES)}):([1-9][0-9]{{0,18}})")
_NUMBER = re.compile(r"[1-9][0-9]{0,18}")
_GREATEST = 2**63 - 1
_SHOWN = 60


def encode_id(type_name: str, row: int) -> strawberry.ID:
    """The global id of a row, `row` being its primary key."""
    return strawberry.ID(urlsafe_b64encode(f"{type_name}:{row}".encode()).decode().rstrip("="))


def id_in_sql(type_name: str, alias: str) -> tuple[str, ...]:
    """The same in SQL, for the row of that alias. Base 64 and its URL-safe form are one for all ids."""
    return (f"rtrim(encode(('{type_name}:' || {alias}.id)::bytea, 'base64'), '=')",)


def encode_key(type_name: str, *parts: str) -> strawberry.ID:
    """The id of what is no row that `node` finds, by what tells it from others of its type. Caches need one."""
    text = json.dumps([type_name, *parts], ensure_ascii=False)
    return strawberry.ID(urlsafe_b64encode(text.encode()).decode().rstrip("="))


def key_in_sql(type_name: str, *parts: str) -> str:
    """The same in SQL, with expressions for the parts."""
    before, after = URL_SAFE
    return f"{before}json_build_array('{type_name}', {', '.join(parts)})::text{after}"


def decode_id(text: str, expected: str | None = None) -> tuple[str, int]:
    """The type and the primary key of a global id; raises BadInput for a malformed one, or one of another type."""
    type_name, row = _decode(text)
    if expected is not None and type_name != expected:
        raise BadInput(f"{_shown(text)} is the id of a {type_name}, not of a {expected}")
    return type_name, row


def decode_job(text: str) -> int:
    """The number of a recompute job, by which everybody calls it, from that number or from its global id.

    Raises BadInput for anything else: no global id has only digits."""
    if _NUMBER.fullmatch(text) and int(text) <= _GREATEST:
        return int(text)
    return decode_id(text, "RecomputeJob")[1]


def _decode(text: str) -> tuple[str, int]:
    try:
        found = _PLAIN.fullmatch(urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode("ascii"))
    except ValueError:
        found = None
    # One thing has one id: another spelling of the same bytes is as wrong as any other text.
    if found is None or int(found[2]) > _GREATEST or encode_id(found[1], int(found[2])) != text:
        raise BadInput(f"{_shown(text)} is not an id: use the `id` of an object as this API gave it")
    return found[1], int(found[2])


def _shown(text: str) -> str:
    return ascii(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}...")
