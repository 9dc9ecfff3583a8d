"""Global ids, read back."""

import base64
import binascii
import json

from api.ids import encode_id
from tests.differential.reference.asker import bad_input

TYPES = {
    "Partner": "partner",
    "Client": "client",
    "Employee": "employee",
    "TierDecision": "tier_decision",
    "CreditedClient": "decision_credit",
    "RecomputeJob": "recompute_job",
    "MrrReport": "mrr_report",
    "MrrLine": "mrr_line",
}
"""The types that have ids, and the tables of their rows."""

_GREATEST = 2**63 - 1
_SHOWN = 60


def read_id(text: str, expected: str | None = None) -> tuple[str, int]:
    """The type and the row's key; an error for what is no id of ours, or of another type than the expected one."""
    shown = ascii(text if len(text) <= _SHOWN else text[:_SHOWN] + "...")
    found = _split(text)
    if found is None:
        raise bad_input(f"{shown} is not an id: use the `id` of an object as this API gave it")
    if expected not in (None, found[0]):
        raise bad_input(f"{shown} is the id of a {found[0]}, not of a {expected}")
    return found


def read_job(text: str) -> int:
    """The key of a job, from its number or its id."""
    if text.isascii() and text.isdigit() and not text.startswith("0") and int(text) <= _GREATEST:
        return int(text)
    return read_id(text, "RecomputeJob")[1]


def key(*parts: str) -> str:
    """The id of what no row is found by: a type, and what tells it from others of it."""
    return base64.urlsafe_b64encode(json.dumps(parts, ensure_ascii=False).encode()).decode().rstrip("=")


def _split(text: str) -> tuple[str, int] | None:
    try:
        name, _, digits = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode("ascii").partition(":")
    except (binascii.Error, ValueError):
        return None
    if name not in TYPES or not (digits.isascii() and digits.isdigit()) or not 1 <= int(digits) <= _GREATEST:
        return None
    return (name, int(digits)) if encode_id(name, int(digits)) == text else None
