"""What loading one file does to the facts: the import format of docs/rules.md, a line and a table at a time."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeVar

from tests.oracle.lines import BadLine, read_line
from tests.oracle.records import (
    Access,
    Activity,
    Certification,
    Client,
    Employee,
    Fact,
    Mrr,
    MrrReport,
    Partner,
)

K = TypeVar("K", bound=Hashable)
F = TypeVar("F", bound=Fact)


class Reason(StrEnum):
    """Why a line was rejected."""

    MALFORMED = "MALFORMED"
    UNKNOWN_REFERENCE = "UNKNOWN_REFERENCE"
    CLOSED_REVISION = "CLOSED_REVISION"
    OVERLAP = "OVERLAP"


@dataclass(frozen=True, order=True)
class Rejection:
    """A rejected line: its number, from 1, why, and the field at fault where one is."""

    line: int
    reason: Reason
    field: str | None


@dataclass
class Outcome:
    """What one file did: lines that changed something, valid lines that did not, and the rejected ones by line."""

    accepted: int = 0
    unchanged: int = 0
    rejected: list[Rejection] = field(default_factory=list)


@dataclass
class Tables:
    """The facts by the keys of the import format."""

    partners: dict[str, Partner] = field(default_factory=dict)
    certifications: dict[tuple[str, date], Certification] = field(default_factory=dict)
    employees: dict[str, Employee] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)
    accesses: dict[tuple[str, str, date], Access] = field(default_factory=dict)
    mrr: dict[tuple[date, int, str], Mrr] = field(default_factory=dict)
    reports: dict[tuple[date, int], MrrReport] = field(default_factory=dict)
    activities: dict[str, Activity] = field(default_factory=dict)


def take(tables: Tables, records: Iterable[object]) -> Outcome:
    """Loads the lines of one file into `tables`; a bad line is rejected and the others are kept."""
    intake = _Intake(tables)
    intake.read(records)
    intake.settle(Partner, tables.partners, lambda fact: fact.id)
    intake.settle(
        Certification, tables.certifications, lambda fact: (fact.partner, fact.valid_from), intake.without_overlaps
    )
    intake.settle(Employee, tables.employees, lambda fact: fact.id)
    intake.settle(Client, tables.clients, lambda fact: fact.id)
    intake.settle(Access, tables.accesses, lambda fact: (fact.client, fact.employee, fact.granted_on))
    intake.settle(Mrr, tables.mrr, lambda fact: (fact.period, fact.revision, fact.client))
    intake.settle(MrrReport, tables.reports, lambda fact: (fact.period, fact.revision))
    intake.settle_activities()
    intake.outcome.rejected.sort()
    return intake.outcome


Lines = dict[int, F]


class _Intake:
    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.outcome = Outcome()
        self.facts: dict[int, Fact] = {}
        # A revision that this very file closes still takes this file's lines, wherever they stand in it.
        self.closed = set(tables.reports)

    def reject(self, line: int, reason: Reason, field_name: str | None) -> None:
        self.outcome.rejected.append(Rejection(line, reason, field_name))

    def read(self, records: Iterable[object]) -> None:
        for number, record in enumerate(records, start=1):
            try:
                self.facts[number] = read_line(record)
            except BadLine as bad:
                self.reject(number, Reason.MALFORMED, bad.field)

    def complaint(self, fact: Fact) -> tuple[Reason, str] | None:
        """What is wrong with a well-formed line, given every fact of the types before its own."""
        tables = self.tables
        if isinstance(fact, Certification | Employee) and fact.partner not in tables.partners:
            return Reason.UNKNOWN_REFERENCE, "partner"
        if isinstance(fact, Client) and fact.sold_by is not None and fact.sold_by not in tables.partners:
            return Reason.UNKNOWN_REFERENCE, "sold_by"
        if isinstance(fact, Access | Mrr | Activity) and fact.client not in tables.clients:
            return Reason.UNKNOWN_REFERENCE, "client"
        if isinstance(fact, Access) and fact.employee not in tables.employees:
            return Reason.UNKNOWN_REFERENCE, "employee"
        if isinstance(fact, Mrr | MrrReport) and (fact.period, fact.revision) in self.closed:
            standing: Fact | None = (
                tables.mrr.get((fact.period, fact.revision, fact.client))
                if isinstance(fact, Mrr)
                else tables.reports[fact.period, fact.revision]
            )
            if standing != fact:
                return Reason.CLOSED_REVISION, "revision" if isinstance(fact, Mrr) else "ran_on"
        return None

    def valid(self, kind: type[F]) -> Lines[F]:
        lines: dict[int, F] = {}
        for number, fact in self.facts.items():
            if isinstance(fact, kind):
                complaint = self.complaint(fact)
                if complaint is None:
                    lines[number] = fact
                else:
                    self.reject(number, *complaint)
        return lines

    def settle(
        self,
        kind: type[F],
        table: dict[K, F],
        key: Callable[[F], K],
        sift: Callable[[dict[int, F]], dict[int, F]] = lambda lines: lines,
    ) -> None:
        """Lets the last valid line of each key win, and counts the lines that changed something."""
        valid = self.valid(kind)
        last = {key(fact): number for number, fact in valid.items()}
        self.outcome.unchanged += len(valid) - len(last)
        for fact in sift({number: valid[number] for number in last.values()}).values():
            if table.get(key(fact)) == fact:
                self.outcome.unchanged += 1
            else:
                table[key(fact)] = fact
                self.outcome.accepted += 1

    def settle_activities(self) -> None:
        """An activity id already seen is skipped: the first line wins, whatever a later one says."""
        for fact in self.valid(Activity).values():
            if fact.id in self.tables.activities:
                self.outcome.unchanged += 1
            else:
                self.tables.activities[fact.id] = fact
                self.outcome.accepted += 1

    def without_overlaps(self, candidates: dict[int, Certification]) -> dict[int, Certification]:
        """Candidates in ascending `valid_from`, each rejected where it overlaps what already stands.

        A rejected line leaves the row it would have updated as it was; that row then stands from the beginning,
        so the judging starts again with it. A line that says what the row says changes nothing: both stand.
        """
        rows = self.tables.certifications
        repeated = {
            number: fact for number, fact in candidates.items() if rows.get((fact.partner, fact.valid_from)) == fact
        }
        remaining = {number: fact for number, fact in candidates.items() if number not in repeated}
        while True:
            touched = {(fact.partner, fact.valid_from) for fact in remaining.values()}
            standing = [row for key, row in rows.items() if key not in touched]
            accepted: dict[int, Certification] = {}
            refused: list[int] = []
            for number, fact in sorted(remaining.items(), key=lambda item: item[1].valid_from):
                if any(_overlap(fact, other) for other in [*standing, *accepted.values()]):
                    refused.append(number)
                    if (fact.partner, fact.valid_from) in rows:
                        break
                else:
                    accepted[number] = fact
            else:
                for number in refused:
                    self.reject(number, Reason.OVERLAP, "valid_from")
                return repeated | accepted
            # Only the refused update is settled by this round.
            self.reject(refused[-1], Reason.OVERLAP, "valid_from")
            del remaining[refused[-1]]


def _overlap(one: Certification, other: Certification) -> bool:
    return one.partner == other.partner and one.valid_from <= other.valid_until and other.valid_from <= one.valid_until
