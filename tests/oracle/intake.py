"""What loading one file does to the facts: the import format of docs/rules.md, a line and a table at a time."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from tests.oracle.lines import BadLine, read_line, revisions_missed
from tests.oracle.records import (
    Access,
    Activity,
    Certification,
    Client,
    Credential,
    Employee,
    Fact,
    Measure,
    Mrr,
    MrrReport,
    Partner,
    Sale,
)

K = TypeVar("K", bound=Hashable)
F = TypeVar("F", bound=Fact)
P = TypeVar("P", bound=Certification | Credential)


class Reason(StrEnum):
    """Why a line was rejected."""

    MALFORMED = "MALFORMED"
    UNKNOWN_REFERENCE = "UNKNOWN_REFERENCE"
    CLOSED_REVISION = "CLOSED_REVISION"
    OVERLAP = "OVERLAP"
    LINE_REJECTED = "LINE_REJECTED"
    CONTRADICTED = "CONTRADICTED"
    LOSS = "LOSS"
    FUTURE = "FUTURE"


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
    credentials: dict[tuple[str, str, date], Credential] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)
    sales: dict[str, Sale] = field(default_factory=dict)
    accesses: dict[tuple[str, str, date], Access] = field(default_factory=dict)
    measures: dict[tuple[str | None, str | None, str, date], Measure] = field(default_factory=dict)
    mrr: dict[tuple[date, int, str, str | None], Mrr] = field(default_factory=dict)
    reports: dict[tuple[date, int], MrrReport] = field(default_factory=dict)
    activities: dict[str, Activity] = field(default_factory=dict)


def take(tables: Tables, records: Iterable[object], *, confirmed: bool = False) -> Outcome:
    """Loads the lines of one file into `tables`; a bad line is rejected and the others are kept.

    Where it is `confirmed`, reports may lose most of what those before them had."""
    intake = _Intake(tables)
    intake.read(records)
    intake.settle(Partner, tables.partners, lambda fact: fact.id)
    intake.settle(
        Certification,
        tables.certifications,
        lambda fact: (fact.partner, fact.valid_from),
        lambda lines: intake.without_overlaps(lines, tables.certifications, lambda fact: (fact.partner,)),
    )
    intake.settle(Employee, tables.employees, lambda fact: fact.id)
    intake.settle(
        Credential,
        tables.credentials,
        lambda fact: (fact.employee, fact.name, fact.valid_from),
        lambda lines: intake.without_overlaps(lines, tables.credentials, lambda fact: (fact.employee, fact.name)),
    )
    intake.settle(Client, tables.clients, lambda fact: fact.id)
    intake.settle(Sale, tables.sales, lambda fact: fact.id)
    intake.settle(Access, tables.accesses, lambda fact: (fact.client, fact.employee, fact.granted_on))
    intake.settle(Measure, tables.measures, lambda fact: (fact.partner, fact.client, fact.name, fact.on))
    intake.settle(Mrr, tables.mrr, lambda fact: (fact.period, fact.revision, fact.client, fact.line))
    intake.settle_reports(confirmed=confirmed)
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
        self.kept = {_kind_of(fact) for fact in tables.mrr.values()}
        # Of the lines of reports that were rejected, the periods and revisions; None: any.
        self.missed: list[tuple[date | None, int | None]] = []

    def reject(self, line: int, reason: Reason, field_name: str | None) -> None:
        self.outcome.rejected.append(Rejection(line, reason, field_name))

    def read(self, records: Iterable[object]) -> None:
        for number, record in enumerate(records, start=1):
            try:
                self.facts[number] = read_line(record)
            except BadLine as bad:
                self.reject(number, Reason.MALFORMED, bad.field)
                missed = revisions_missed(record)
                if missed is not None:
                    self.missed.append(missed)

    def complaint(self, fact: Fact) -> tuple[Reason, str] | None:  # noqa: PLR0911 (one for each reason)
        """What is wrong with a well-formed line, given every fact of the types before its own."""
        tables = self.tables
        if isinstance(fact, Activity) and fact.at > datetime.now(UTC) + timedelta(days=1):
            return Reason.FUTURE, "at"
        if isinstance(fact, Certification | Employee | Sale) and fact.partner not in tables.partners:
            return Reason.UNKNOWN_REFERENCE, "partner"
        if isinstance(fact, Measure) and fact.partner is not None and fact.partner not in tables.partners:
            return Reason.UNKNOWN_REFERENCE, "partner"
        if isinstance(fact, Client) and fact.sold_by is not None and fact.sold_by not in tables.partners:
            return Reason.UNKNOWN_REFERENCE, "sold_by"
        if isinstance(fact, Sale | Access | Mrr | Activity) and fact.client not in tables.clients:
            return Reason.UNKNOWN_REFERENCE, "client"
        if isinstance(fact, Measure) and fact.client is not None and fact.client not in tables.clients:
            return Reason.UNKNOWN_REFERENCE, "client"
        if isinstance(fact, Access | Credential) and fact.employee not in tables.employees:
            return Reason.UNKNOWN_REFERENCE, "employee"
        if isinstance(fact, Mrr | MrrReport) and (fact.period, fact.revision) in self.closed:
            standing: Fact | None = (
                tables.mrr.get((fact.period, fact.revision, fact.client, fact.line))
                if isinstance(fact, Mrr)
                else tables.reports[fact.period, fact.revision]
            )
            if standing != fact:
                return Reason.CLOSED_REVISION, "revision" if isinstance(fact, Mrr) else "ran_on"
        return _mixture(fact, self.kept)

    def valid(self, kind: type[F]) -> Lines[F]:
        """The lines of a type that nothing is wrong with; whether a client has both kinds of lines is asked last."""
        facts: Lines[F] = {}
        for number, fact in self.facts.items():
            if isinstance(fact, kind):
                facts[number] = fact
        lines = self.without(self.complaint, facts)
        beside = {_kind_of(fact) for fact in lines.values() if isinstance(fact, Mrr)}
        return self.without(lambda fact: _mixture(fact, beside), lines)

    def without(self, complain: Callable[[F], tuple[Reason, str] | None], facts: Lines[F]) -> Lines[F]:
        """Rejects the lines that there is something to say against."""
        lines: Lines[F] = {}
        for number, fact in facts.items():
            complaint = complain(fact)
            if complaint is None:
                lines[number] = fact
            else:
                self.reject(number, *complaint)
                if isinstance(fact, Mrr):
                    self.missed.append((fact.period, fact.revision))
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

    def settle_reports(self, *, confirmed: bool) -> None:
        """Publishes the last line of each report that says what is so, the earliest period and revision first."""
        valid: Lines[MrrReport] = {}
        for number, fact in self.valid(MrrReport).items():
            complaint = self.report_complaint(fact)
            if complaint is None:
                valid[number] = fact
            else:
                self.reject(number, *complaint)
        last = {(fact.period, fact.revision): number for number, fact in valid.items()}
        self.outcome.unchanged += len(valid) - len(last)
        for key, number in sorted(last.items()):
            fact = valid[number]
            lost = self.loses(fact)
            if key in self.closed:
                self.outcome.unchanged += 1
            elif lost and not confirmed:
                self.reject(number, Reason.LOSS, None)
            else:
                self.tables.reports[key] = replace(fact, confirmed=lost)
                self.outcome.accepted += 1

    def report_complaint(self, report: MrrReport) -> tuple[Reason, str | None] | None:
        """What is wrong with the line of a report, given every line of an amount."""
        amounts = self.amounts_of(report)
        if (report.period, report.revision) not in self.closed:
            for period, revision in self.missed:
                if period in (None, report.period) and revision in (None, report.revision):
                    return Reason.LINE_REJECTED, None
        if report.lines not in (None, len(amounts)):
            return Reason.CONTRADICTED, "lines"
        if report.total not in (None, sum(amounts)):
            return Reason.CONTRADICTED, "total"
        return None

    def amounts_of(self, report: MrrReport) -> list[Decimal]:
        return [
            fact.amount
            for fact in self.tables.mrr.values()
            if (fact.period, fact.revision) == (report.period, report.revision)
        ]

    def clients_of(self, report: MrrReport) -> int:
        key = (report.period, report.revision)
        return len({fact.client for fact in self.tables.mrr.values() if (fact.period, fact.revision) == key})

    def loses(self, report: MrrReport) -> bool:
        """Whether on some day on which it has run it stands in for a report of which it has less than half."""
        own = self.amounts_of(report)
        clients = self.clients_of(report)
        below = {key: other for key, other in self.tables.reports.items() if key < (report.period, report.revision)}
        for day in {report.ran_on, *(other.ran_on for other in below.values())}:
            run = [key for key, other in below.items() if other.ran_on <= day]
            if day >= report.ran_on and run:
                former = below[max(run)]
                if clients * 2 < self.clients_of(former) or sum(own) * 2 < sum(self.amounts_of(former)):
                    return True
        return False

    def settle_activities(self) -> None:
        """An activity id already seen is skipped: the first line wins, whatever a later one says."""
        for fact in self.valid(Activity).values():
            if fact.id in self.tables.activities:
                self.outcome.unchanged += 1
            else:
                self.tables.activities[fact.id] = fact
                self.outcome.accepted += 1

    def without_overlaps(
        self, candidates: dict[int, P], rows: dict[K, P], owner: Callable[[P], tuple[str, ...]]
    ) -> dict[int, P]:
        """Candidates in ascending `valid_from`, each rejected where it overlaps what already stands.

        A rejected line leaves the row it would have updated as it was; that row then stands from the beginning,
        so the judging starts again with it. A line that says what the row says changes nothing: both stand.
        """
        kept = {(owner(row), row.valid_from): row for row in rows.values()}
        repeated = {
            number: fact for number, fact in candidates.items() if kept.get((owner(fact), fact.valid_from)) == fact
        }
        remaining = {number: fact for number, fact in candidates.items() if number not in repeated}
        while True:
            touched = {(owner(fact), fact.valid_from) for fact in remaining.values()}
            standing: list[P] = [row for key, row in kept.items() if key not in touched]
            accepted: dict[int, P] = {}
            refused: list[int] = []
            for number, fact in sorted(remaining.items(), key=lambda item: item[1].valid_from):
                others = [*standing, *accepted.values()]
                if any(owner(fact) == owner(other) and _overlap(fact, other) for other in others):
                    refused.append(number)
                    if (owner(fact), fact.valid_from) in kept:
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


def _overlap(one: Certification | Credential, other: Certification | Credential) -> bool:
    first, second = sorted((one, other), key=lambda period: period.valid_from)
    return first.valid_until is None or second.valid_from <= first.valid_until


def _kind_of(fact: Mrr) -> tuple[date, int, str, bool]:
    return fact.period, fact.revision, fact.client, fact.line is None


def _mixture(fact: Fact, beside: set[tuple[date, int, str, bool]]) -> tuple[Reason, str] | None:
    """A client has one line in a report, or lines of product lines."""
    if isinstance(fact, Mrr) and (fact.period, fact.revision, fact.client, fact.line is not None) in beside:
        return Reason.CONTRADICTED, "line"
    return None
