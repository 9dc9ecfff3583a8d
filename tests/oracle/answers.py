"""The shapes of what the oracle answers; money has two decimals, days are in the program's time zone."""

from datetime import date
from decimal import Decimal
from typing import TypedDict


class Standing(TypedDict):
    sold_mrr: Decimal
    managed_mrr: Decimal
    median: Decimal | None
    certified: bool
    provisional: bool
    tier: str | None


class Credit(TypedDict):
    amount: Decimal
    status: str
    counts_until: date | None


class ClientCredit(TypedDict):
    sold: Credit
    managed: Credit
    apps_used: int
    counts_in_median: bool


class Decision(TypedDict):
    as_of: date
    effective_on: date
    standing: Standing
    credits: dict[str, ClientCredit]


class DailyActivity(TypedDict):
    day: date
    events: int
    active_clients: int
    active_employees: int
