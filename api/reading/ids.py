"""Global ids: opaque to callers; to us a type, and what the facts tell the object from others of its type by.

That is its natural key, never the number of its row. Rows are numbered for all partners together, so that a number
would tell a partner how much there is of others, and two of them what has come between."""

import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import strawberry

from api.execution.errors import BadInput
from api.reading.cursors import DAY, INTEGER, TEXT, Kind
from api.reading.sql import URL_SAFE, Sql

_PLAIN = re.compile(r"([A-Za-z]+):([1-9][0-9]{0,18})")
_NUMBER = re.compile(r"[1-9][0-9]{0,18}")
_GREATEST = 2**63 - 1
_SHOWN = 60

PARTNER_OF = "(SELECT p.external_id FROM partner p WHERE p.id = this.partner_id)"
CLIENT_OF = "(SELECT c.external_id FROM client c WHERE c.id = this.client_id)"
EMPLOYEE_OF = "(SELECT e.external_id FROM employee e WHERE e.id = this.employee_id)"

_PARTNER = "SELECT p.id FROM partner p WHERE p.external_id = {}::text"
_CLIENT = "SELECT c.id FROM client c WHERE c.external_id = {}::text"
_EMPLOYEE = "SELECT e.id FROM employee e WHERE e.external_id = {}::text"
_DECISION = (
    f"SELECT d.id FROM tier_decision d WHERE d.partner_id = ({_PARTNER})"
    " AND d.effective_on = {}::date AND d.revision = {}::bigint"
)
# Partners and clients have external ids of their own, so that a measure's key says which of them it is about.
_MEASURE = (
    "SELECT m.id FROM (SELECT {}::text AS about, {}::text AS external_id, {}::text AS name, {}::date AS day) k,"
    " LATERAL ("
    "SELECT m.id FROM partner p JOIN measure m ON m.partner_id = p.id"
    " WHERE k.about = 'partner' AND p.external_id = k.external_id AND m.name = k.name AND m.\"on\" = k.day"
    " UNION ALL "
    "SELECT m.id FROM client c JOIN measure m ON m.client_id = c.id"
    " WHERE k.about = 'client' AND c.external_id = k.external_id AND m.name = k.name AND m.\"on\" = k.day) m"
)


@dataclass(frozen=True, slots=True)
class NaturalKey:
    """What no two rows of a table have in common, and what never changes of a row.

    `parts` are expressions over the row, `this`; `kinds` are their types. `find` is the SELECT of the primary key of
    the row that has them, with a `{}` for each. `plain`: whether there are ids with numbers of rows (`plain_id`)."""

    table: str
    parts: tuple[str, ...]
    kinds: tuple[Kind, ...]
    find: str
    plain: bool = True


KEYS: Mapping[str, NaturalKey] = {
    "Access": NaturalKey(
        "access",
        (CLIENT_OF, EMPLOYEE_OF, "this.granted_on"),
        (TEXT, TEXT, DAY),
        f"SELECT x.id FROM access x WHERE x.client_id = ({_CLIENT}) AND x.employee_id = ({_EMPLOYEE})"
        " AND x.granted_on = {}::date",
    ),
    "Client": NaturalKey("client", ("this.external_id",), (TEXT,), _CLIENT),
    "Credential": NaturalKey(
        "credential",
        (EMPLOYEE_OF, "this.name", "this.valid_from"),
        (TEXT, TEXT, DAY),
        f"SELECT h.id FROM credential h WHERE h.employee_id = ({_EMPLOYEE})"
        " AND h.name = {}::text AND h.valid_from = {}::date",
    ),
    "CreditedClient": NaturalKey(
        "decision_credit",
        (PARTNER_OF, "this.effective_on", "this.revision", CLIENT_OF),
        (TEXT, DAY, INTEGER, TEXT),
        f"SELECT k.id FROM decision_credit k WHERE k.decision_id = ({_DECISION}) AND k.client_id = ({_CLIENT})",
    ),
    # Dry runs have the numbers of their jobs.
    "DryRun": NaturalKey("dry_run", ("this.id",), (INTEGER,), "SELECT {}::bigint", plain=False),
    # Of a draft that was taken back the key is free.
    "Edition": NaturalKey(
        "edition",
        ("this.program", "this.key"),
        (TEXT, TEXT),
        "SELECT e.id FROM edition e WHERE e.program = {}::text AND e.key = {}::text AND e.status <> 'WITHDRAWN'",
        plain=False,
    ),
    "Employee": NaturalKey("employee", ("this.external_id",), (TEXT,), _EMPLOYEE),
    # It goes with what was doubtful.
    "Finding": NaturalKey(
        "finding",
        ("this.kind", "this.about"),
        (TEXT, TEXT),
        "SELECT f.id FROM finding f WHERE f.kind = {}::text AND f.about = {}::text",
        plain=False,
    ),
    "Measure": NaturalKey(
        "measure",
        (
            "CASE WHEN this.partner_id IS NULL THEN 'client' ELSE 'partner' END",
            f"coalesce({PARTNER_OF}, {CLIENT_OF})",
            "this.name",
            'this."on"',
        ),
        (TEXT, TEXT, TEXT, DAY),
        _MEASURE,
    ),
    "MrrLine": NaturalKey(
        "mrr_line",
        ("this.period", "this.revision", CLIENT_OF, "coalesce(this.line, '')"),  # no product line's name is empty
        (DAY, INTEGER, TEXT, TEXT),
        "SELECT l.id FROM mrr_line l WHERE l.period = {}::date AND l.revision = {}::bigint"
        f" AND l.client_id = ({_CLIENT}) AND coalesce(l.line, '') = {{}}::text",
    ),
    "MrrReport": NaturalKey(
        "mrr_report",
        ("this.period", "this.revision"),
        (DAY, INTEGER),
        "SELECT r.id FROM mrr_report r WHERE r.period = {}::date AND r.revision = {}::bigint",
    ),
    "Partner": NaturalKey("partner", ("this.external_id",), (TEXT,), _PARTNER),
    # A program is its editions; the row of its first one stands for it.
    "Program": NaturalKey(
        "edition",
        ("this.key",),
        (TEXT,),
        "SELECT min(e.id) FROM edition e WHERE e.program = {}::text AND e.status <> 'WITHDRAWN'",
        plain=False,
    ),
    # Jobs are for operators, who call them by their numbers.
    "RecomputeJob": NaturalKey("recompute_job", ("this.id",), (INTEGER,), "SELECT {}::bigint"),
    "Sale": NaturalKey(
        "sale", ("this.external_id",), (TEXT,), "SELECT s.id FROM sale s WHERE s.external_id = {}::text"
    ),
    "TierDecision": NaturalKey(
        "tier_decision", (PARTNER_OF, "this.effective_on", "this.revision"), (TEXT, DAY, INTEGER), _DECISION
    ),
}
"""The natural key of each type whose objects `node` finds."""


@dataclass(frozen=True, slots=True)
class Reference:
    """What an id stands for: the type, the values of a key, and the SELECT of the row's primary key by them."""

    type_name: str
    kinds: tuple[Kind, ...]
    find: str
    values: tuple[Any, ...]

    @property
    def row(self) -> Sql:
        """An expression that gives the primary key; null if there is no such row."""
        return Sql(f"({self.find})", self.values)


def encode_id(type_name: str, *key: str | int | date) -> strawberry.ID:
    """The id of what the key tells from others of its type.

    `node` finds it again if the type is one of KEYS; ids of other types are for caches only."""
    text = json.dumps([type_name, *key], ensure_ascii=False, default=str)
    return strawberry.ID(urlsafe_b64encode(text.encode()).decode().rstrip("="))


def id_in_sql(type_name: str, *parts: str) -> str:
    """An id as an SQL expression, with expressions for the parts of the key; by default the ones in KEYS."""
    before, after = URL_SAFE
    return f"{before}json_build_array('{type_name}', {', '.join(parts or KEYS[type_name].parts)})::text{after}"


def plain_id(type_name: str, row: int) -> strawberry.ID:
    """An id as versions before gave it, which shows the row's number. Taken for rows that were there by then."""
    return strawberry.ID(urlsafe_b64encode(f"{type_name}:{row}".encode()).decode().rstrip("="))


def by_external_id(type_name: str, external_id: str) -> Reference:
    """What the caller's own id stands for, of a type whose ids consist of it."""
    key = KEYS[type_name]
    return Reference(type_name, key.kinds, key.find, (external_id,))


def decode_id(text: str, expected: str | None = None) -> Reference:
    """What a global id stands for; raises BadInput for a malformed one, or one of another type."""
    found = _read(text)
    if found is None:
        raise BadInput(f"{_shown(text)} is not an id: use the `id` of an object as this API gave it")
    if expected not in (None, found.type_name):
        raise BadInput(f"{_shown(text)} is the id of a {found.type_name}, not of a {expected}")
    return found


def decode_job(text: str) -> int:
    """The number of a recompute job, by which everybody calls it, from that number or from its global id."""
    return decode_number(text, "RecomputeJob")


def decode_number(text: str, type_name: str) -> int:
    """The number of a thing that people call by it, from that number or from its global id.

    Raises BadInput for anything else: no global id has only digits."""
    if _NUMBER.fullmatch(text) and int(text) <= _GREATEST:
        return int(text)
    (number,) = decode_id(text, type_name).values
    return int(number)


def _read(text: str) -> Reference | None:
    """None for what is no id. One thing has one id: another spelling of the same is as wrong as any other text."""
    try:
        said = urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode()
        if plain := _PLAIN.fullmatch(said):
            found = _read_plain(plain[1], int(plain[2]))
            return found if plain_id(plain[1], *found.values) == text else None
        type_name, *values = json.loads(said)
        key = KEYS[type_name]
        read = tuple(kind.read(value) for kind, value in zip(key.kinds, values, strict=True))
    except (ValueError, LookupError, TypeError, RecursionError):
        return None
    return Reference(type_name, key.kinds, key.find, read) if encode_id(type_name, *read) == text else None


def _read_plain(type_name: str, row: int) -> Reference:
    """Numbers of rows that came later are not taken: by trying them, others would be counted after all."""
    key = KEYS[type_name]
    if not key.plain:
        raise LookupError(type_name)
    newest = f"(SELECT (plain_ids ->> '{key.table}')::bigint FROM installation)"
    find = f"SELECT old.id FROM {key.table} old WHERE old.id = {{}}::bigint AND old.id <= {newest}"
    return Reference(type_name, (INTEGER,), find, (INTEGER.read(row),))


def _shown(text: str) -> str:
    return ascii(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}...")
