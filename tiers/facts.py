"""What is known of one partner when a day is computed.

Facts may be dated after that day: whatever reads them ignores those (docs/rules.md, rule 7).
Amounts are integers of minor units (cents) of the program's currency, never negative.
What there are millions of are named tuples, which are made some times faster than frozen dataclasses.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Report:
    """One complete MRR report: `period` is the first day of its month, `ran_on` the day it was published."""

    period: date
    revision: int
    ran_on: date


def report_in_force(reports: Iterable[Report], as_of: date) -> Report | None:
    """Of the reports that ran by the day, the one of the greatest period, then revision (docs/rules.md, rule 2)."""
    run = [report for report in reports if report.ran_on <= as_of]
    return max(run, key=lambda report: (report.period, report.revision), default=None)


class Access(NamedTuple):
    """An access of one employee of the partner in one client's account.

    `revoked_on` is exclusive: from that day on there is no access. `domain_matches` says whether
    the employee's e-mail domain is one of the partner's. `last_active_on` is the newest day, not
    after the as-of day, with counted activity of that employee in that client, or None.
    """

    employee: int
    granted_on: date
    revoked_on: date | None
    domain_matches: bool
    last_active_on: date | None


class ClientFacts(NamedTuple):
    """One client as one partner's facts know it.

    `sold_on` is set only if this very partner sold the client. `reported` is the client's line in
    the report in force, None where it has no line. `apps_used` is the number of distinct counted
    apps that anyone used in the client's account within the edition's usage window.
    """

    client: int
    registered_on: date
    sold_on: date | None
    reported: int | None
    accesses: tuple[Access, ...]
    apps_used: int


@dataclass(frozen=True, slots=True)
class PartnerFacts:
    """One partner: whether it is certified on the as-of day, and its clients, each once, in any order."""

    certified: bool
    clients: Sequence[ClientFacts]
