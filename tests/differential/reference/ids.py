"""Global ids: of rows, and read back."""

import base64
import binascii
import json
import re
from collections.abc import Mapping
from datetime import date

from tests.differential.reference.asker import bad_input
from tests.differential.reference.tables import Row, Tables

TYPES = {
    "Access": "access",
    "Partner": "partner",
    "Client": "client",
    "Employee": "employee",
    "Credential": "credential",
    "Measure": "measure",
    "Sale": "sale",
    "TierDecision": "tier_decision",
    "CreditedClient": "decision_credit",
    "RecomputeJob": "recompute_job",
    "DryRun": "dry_run",
    "MrrReport": "mrr_report",
    "MrrLine": "mrr_line",
    "Edition": "edition",
    "Program": "program",
    "Finding": "finding",
}
"""The types that have ids, and the tables of their rows."""

NEVER_PLAIN = ("DryRun", "Edition", "Finding", "Program")
"""Those of which no id has the number of a row."""

SHAPES: Mapping[str, tuple[type, ...]] = {
    "Access": (str, str, date),
    "Partner": (str,),
    "Client": (str,),
    "Employee": (str,),
    "Credential": (str, str, date),
    "Measure": (str, str, str, date),
    "Sale": (str,),
    "TierDecision": (str, date, int),
    "CreditedClient": (str, date, int, str),
    "RecomputeJob": (int,),
    "DryRun": (int,),
    "MrrReport": (date, int),
    "MrrLine": (date, int, str, str),
    "Edition": (str, str),
    "Program": (str,),
    "Finding": (str, str),
}
"""What their ids consist of."""

OWN_COLUMNS = {
    "DryRun": ("id",),
    "Edition": ("program", "key"),
    "Finding": ("kind", "about"),
    "MrrReport": ("period", "revision"),
    "Program": ("key",),
    "RecomputeJob": ("id",),
}
"""Of the types whose ids consist of columns only, those columns."""

_GREATEST = 2**63 - 1
_SHOWN = 60


def write_id(tables: Tables, type_name: str, row: Row) -> str:
    """The id of a row of the type."""
    return key(type_name, *_parts(tables, type_name, row))


def read_id(tables: Tables, text: str, expected: str | None = None) -> tuple[str, Row | None]:
    """The type and the row, None for one that is not there; an error for what is no id, or of another type."""
    type_name = _read_type(text, expected)
    if type_name not in tables.by_id:
        rows = tables[TYPES[type_name]]
        if type_name == "Edition":
            rows = [row for row in rows if row["status"] != "WITHDRAWN"]
        tables.by_id[type_name] = {write_id(tables, type_name, row): row for row in rows}
    return type_name, tables.by_id[type_name].get(text)


def read_job(text: str) -> int:
    """The number of a job, from itself or from its id."""
    return read_number(text, "RecomputeJob")


def read_number(text: str, type_name: str) -> int:
    """The number of what people call by it, from itself or from its id."""
    if text.isascii() and text.isdigit() and not text.startswith("0") and int(text) <= _GREATEST:
        return int(text)
    _read_type(text, type_name)
    return int(re.sub(r"\D", "", _decoded(text)))


def key(*parts: object) -> str:
    """An id: a type, and what tells a thing from others of it."""
    return base64.urlsafe_b64encode(json.dumps(parts, ensure_ascii=False, default=str).encode()).decode().rstrip("=")


def _parts(tables: Tables, type_name: str, row: Row) -> tuple[object, ...]:
    if type_name in OWN_COLUMNS:
        return tuple(row[name] for name in OWN_COLUMNS[type_name])
    match type_name:
        case "TierDecision":
            partner = tables.get("partner", row["partner_id"])
            return partner["external_id"], row["effective_on"], row["revision"]
        case "CreditedClient":
            decision = tables.get("tier_decision", row["decision_id"])
            client = tables.get("client", row["client_id"])
            return *_parts(tables, "TierDecision", decision), client["external_id"]
        case "Access" | "Credential" | "Measure" | "MrrLine":
            return _parts_of_fact(tables, type_name, row)
    return (row["external_id"],)


def _parts_of_fact(tables: Tables, type_name: str, row: Row) -> tuple[object, ...]:
    """Of those that have no id of their own in the facts."""
    match type_name:
        case "Access":
            client, employee = (tables.get(about, row[f"{about}_id"]) for about in ("client", "employee"))
            return client["external_id"], employee["external_id"], row["granted_on"]
        case "Credential":
            employee = tables.get("employee", row["employee_id"])
            return employee["external_id"], row["name"], row["valid_from"]
        case "Measure":
            about = "client" if row["partner_id"] is None else "partner"
            return about, tables.get(about, row[f"{about}_id"])["external_id"], row["name"], row["on"]
    client = tables.get("client", row["client_id"])
    return row["period"], row["revision"], client["external_id"], row["line"] or ""


def _read_type(text: str, expected: str | None) -> str:
    shown = ascii(text if len(text) <= _SHOWN else text[:_SHOWN] + "...")
    found = _type_of(text)
    if found is None:
        raise bad_input(f"{shown} is not an id: use the `id` of an object as this API gave it")
    if expected not in (None, found):
        raise bad_input(f"{shown} is the id of a {found}, not of a {expected}")
    return found


def _decoded(text: str) -> str:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode()


def _type_of(text: str) -> str | None:
    """The type of a well-formed id; None for any other text."""
    try:
        said = _decoded(text)
        if "[" not in said:
            name, _, digits = said.partition(":")
            well = digits.isascii() and digits.isdigit() and 1 <= int(digits) <= _GREATEST
            again = base64.urlsafe_b64encode(f"{name}:{int(digits)}".encode()).decode().rstrip("=")
            return name if well and name in TYPES and name not in NEVER_PLAIN and again == text else None
        name, *parts = json.loads(said)
        good = name in TYPES and list(map(type, parts)) == [int if one is int else str for one in SHAPES[name]]
        return name if good and all(map(_fits, SHAPES[name], parts)) and key(name, *parts) == text else None
    except (binascii.Error, ValueError, TypeError, RecursionError):
        return None


def _fits(kind: type, part: object) -> bool:
    if kind is int:
        return isinstance(part, int) and -(2**63) <= part < 2**63
    text = str(part)
    if kind is date:
        return date.fromisoformat(text).isoformat() == text
    return "\0" not in text and bool(text.encode() or True)
