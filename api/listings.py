"""Lists as specifications: what a list consists of, and what it can be ordered by. `pages.py` reads any of them."""

from dataclasses import dataclass, field

from api.cursors import DAY, INTEGER, NUMBER, TEXT, Kind
from api.sql import NOTHING, Sql


@dataclass(frozen=True, slots=True)
class Key:
    """A sort key: an expression that is never null, its type, and the joins that it needs."""

    sql: str
    kind: Kind
    joins: Sql = NOTHING


@dataclass(frozen=True, slots=True)
class Order:
    """One order of a list; the row's own key decides between equal ones."""

    name: str
    keys: tuple[Key, ...]
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Condition:
    """What rows have to fulfil, and the joins that this needs. `name` tells a filter of the caller's apart."""

    sql: Sql
    name: str = ""
    joins: Sql = NOTHING


@dataclass(frozen=True, slots=True)
class Listing:
    """A list: `columns` of the rows of `tables` that fulfil `where`; `id` is their key.

    `parent.id` is the row that the list belongs to. `derived` are joins for the columns alone, one row each.
    """

    name: str
    columns: str
    tables: str
    id: str
    where: str = "true"
    derived: str = ""


@dataclass(frozen=True, slots=True)
class Selection:
    """What is asked of a list: only rows that fulfil all conditions, in an order."""

    listing: Listing
    order: Order
    conditions: tuple[Condition, ...] = field(default=())

    @property
    def identity(self) -> str:
        """Names list, order and the filters in use: a cursor made under one identity fits no other."""
        direction = "desc" if self.order.descending else "asc"
        filters = ",".join(sorted(condition.name for condition in self.conditions if condition.name))
        return f"{self.listing.name}/{self.order.name}/{direction}/{filters}"

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The types of a cursor's values."""
        return (*(key.kind for key in self.order.keys), INTEGER)


def by_text(column: str) -> Key:
    """Texts by code point: the same order in every database, whatever its language."""
    return Key(f'{column} COLLATE "C"', TEXT)


def by_day(column: str) -> Key:
    return Key(column, DAY)


def by_amount(expression: str, joins: Sql) -> Key:
    """Amounts of at least 0; without one, a row comes below all others."""
    return Key(f"coalesce({expression}, -1)", NUMBER, joins)


CREDIT = (
    "k.sold_amount, k.sold_status, k.sold_until, k.managed_amount, k.managed_status, k.managed_until, k.apps_used,"
    " k.counts_in_median"
)
# A decision `d` with what follows from its neighbours: the revision after it, and the decision before it.
DECISION = (
    "d.*, (SELECT n.known_at FROM tier_decision n WHERE n.partner_id = d.partner_id"
    " AND n.effective_on = d.effective_on AND n.revision > d.revision ORDER BY n.revision LIMIT 1) AS superseded_at,"
    " b.tier AS previous_tier, coalesce(b.rank, 0) AS previous_rank, b.program AS previous_program"
)
PRECEDING = (
    "LEFT JOIN LATERAL (SELECT b.tier, b.rank, b.program FROM tier_decision b WHERE b.partner_id = d.partner_id"
    " AND b.effective_on < d.effective_on ORDER BY b.effective_on DESC, b.revision DESC LIMIT 1) b ON true"
)

PARTNERS = Listing("partners", "p.*", "partner p", "p.id")
CLIENTS = Listing("clients", "c.*", "client c", "c.id")
RECOMPUTE_JOBS = Listing("recomputeJobs", "j.*", "recompute_job j", "j.id")
EMPLOYEES = Listing("employees", "e.*", "employee e", "e.id", where="e.partner_id = parent.id")
PARTNER_CLIENTS = Listing(
    "partnerClients",
    f"c.*, {CREDIT}, (SELECT max(day) FROM computed_day) AS as_of",
    "client_credit k JOIN client c ON c.id = k.client_id",
    "c.id",
    where="k.partner_id = parent.id",
)
TIER_HISTORY = Listing(
    "tierHistory",
    DECISION,
    "tier_decision d",
    "d.id",
    where="d.partner_id = parent.id AND NOT EXISTS (SELECT FROM tier_decision n WHERE n.partner_id = d.partner_id"
    " AND n.effective_on = d.effective_on AND n.revision > d.revision)",
    derived=PRECEDING,
)
CREDITED_CLIENTS = Listing(
    "creditedClients",
    f"k.id, k.client_id, {CREDIT}, d.as_of, d.partner_id",
    "decision_credit k JOIN tier_decision d ON d.id = k.decision_id JOIN client c ON c.id = k.client_id",
    "k.id",
    where="k.decision_id = parent.id",
)

CLIENT_NAME = Order("NAME", (by_text("c.name"),))
EMPLOYEE_EMAIL = Order("EMAIL", (by_text("e.email"),))
NEWEST_DECISION = Order("EFFECTIVE_ON", (by_day("d.effective_on"),), descending=True)
NEWEST_JOB = Order("REQUESTED", (), descending=True)
