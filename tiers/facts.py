"""What is known of one partner when a day is assessed, by whatever edition.

Facts may be dated after that day: whatever reads them ignores those. Amounts are whole minor units of their own
currency. What there are millions of are named tuples, which are made some times faster than frozen dataclasses.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from tiers.editions.ways import SaleKind


class Sale(NamedTuple):
    """A sale of one of a client's product lines, or with line None of everything that has no sale of its own.

    `ended_on` is exclusive: from that day on there is no sale. `own` says whether it is the assessed partner's;
    those of others matter because they take their line out of a sale of everything.
    """

    line: str | None
    kind: SaleKind
    sold_on: date
    ended_on: date | None
    own: bool


class MrrLine(NamedTuple):
    """What a report says that a client pays: for a product line, or with line None for all together."""

    line: str | None
    amount: int
    currency: str


class Access(NamedTuple):
    """An access of one employee of the partner in one client's account.

    `ends_on` is exclusive, the earlier of the access's revocation and the employee's leaving. `domain_matches` says
    whether the employee's e-mail domain is one of the partner's. The last two are the newest days, not after the
    assessed day, on which that employee logged in to that account and worked in it.
    """

    employee: int
    granted_on: date
    ends_on: date | None
    domain_matches: bool
    last_login_on: date | None
    last_use_on: date | None


class Measure(NamedTuple):
    """A dated number about a partner or a client. Money has a currency, None being the program's."""

    name: str
    on: date
    value: Decimal
    currency: str | None = None


class ClientFacts(NamedTuple):
    """One client as one partner's facts know it.

    `lines` are those of the report in force, at most one per product line. `apps` are the bits of the apps (`apps.py`)
    that anyone used in the client's account within each window of the edition, shortest first (`usage_windows`).
    `supposed` lines are those of somebody who asks what would be, and count whichever report is in force.
    """

    client: int
    country: str | None
    registered_on: date
    sales: tuple[Sale, ...] = ()
    lines: tuple[MrrLine, ...] = ()
    accesses: tuple[Access, ...] = ()
    apps: Sequence[int] = ()
    measures: tuple[Measure, ...] = ()
    supposed: bool = False


class Credential(NamedTuple):
    """A credential of an employee; `valid_until` is its last day, None for ever."""

    name: str
    valid_from: date
    valid_until: date | None = None


class Person(NamedTuple):
    """An employee of the partner; from `left_on` on none of its credentials counts."""

    employee: int
    credentials: tuple[Credential, ...]
    left_on: date | None = None


class Certification(NamedTuple):
    """A certification of the partner itself; both days are included."""

    valid_from: date
    valid_until: date


@dataclass(frozen=True, slots=True)
class PartnerFacts:
    """One partner: its country on the day and all that is known of it, in any order, each client and person once."""

    country: str | None = None
    certifications: Sequence[Certification] = ()
    clients: Sequence[ClientFacts] = ()
    people: Sequence[Person] = ()
    measures: Sequence[Measure] = ()
