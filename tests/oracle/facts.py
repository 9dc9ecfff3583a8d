"""All facts, file after file, and the part of them that is dated up to a day."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, tzinfo

from tests.oracle.intake import Outcome, Tables, take
from tests.oracle.records import Access, Mrr, MrrReport, address


@dataclass(frozen=True)
class Seen:
    """An activity event as the rules look at it: when, whose, with which app (None: a login)."""

    day: date
    actor: str | None
    app: str | None


class FactBook:
    """The facts of every file loaded so far. What it derives from them is kept until the next file."""

    def __init__(self, tables: Tables | None = None) -> None:
        self.tables = Tables() if tables is None else tables
        self._cut: tuple[date, tzinfo, FactBook] | None = None
        self._seen: dict[tzinfo, dict[str, list[Seen]]] = {}
        self._accesses: dict[str, list[Access]] | None = None
        self._lines: dict[tuple[date, int, str], list[Mrr]] | None = None

    def load(self, records: Iterable[object], *, strict: bool = False, confirmed: bool = False) -> Outcome:
        """Loads one file; with `strict` a bad line leaves the book as it was, and only the rejections are told.

        Where it is `confirmed`, reports may lose most of what those before them had."""
        draft = Tables(**{table.name: dict(getattr(self.tables, table.name)) for table in fields(Tables)})
        outcome = take(draft, records, confirmed=confirmed)
        if strict and outcome.rejected:
            return Outcome(rejected=outcome.rejected)
        self.tables = draft
        self._cut, self._seen, self._accesses, self._lines = None, {}, None, None
        return outcome

    def seen_in(self, client: str, zone: tzinfo) -> Sequence[Seen]:
        """Every activity event in a client's account."""
        if zone not in self._seen:
            seen: dict[str, list[Seen]] = defaultdict(list)
            for event in self.tables.activities.values():
                seen[event.client].append(Seen(local_day(event.at, zone), address(event.actor), event.app))
            self._seen[zone] = seen
        return self._seen[zone].get(client, [])

    def accesses_in(self, client: str) -> Sequence[Access]:
        """Every access to a client's account that was ever granted."""
        if self._accesses is None:
            accesses: dict[str, list[Access]] = defaultdict(list)
            for access in self.tables.accesses.values():
                accesses[access.client].append(access)
            self._accesses = accesses
        return self._accesses.get(client, [])

    def lines_in(self, report: MrrReport, client: str) -> Sequence[Mrr]:
        """A client's lines in a report: one, or one for each product line."""
        if self._lines is None:
            lines: dict[tuple[date, int, str], list[Mrr]] = defaultdict(list)
            for line in self.tables.mrr.values():
                lines[line.period, line.revision, line.client].append(line)
            self._lines = lines
        return self._lines.get((report.period, report.revision, client), [])

    def up_to(self, day: date, zone: tzinfo) -> "FactBook":
        """The facts dated up to `day`, that day included; an access that was granted by then keeps its revocation."""
        if self._cut is None or self._cut[:2] != (day, zone):
            self._cut = (day, zone, FactBook(_dated_up_to(self.tables, day, zone)))
        return self._cut[2]


def _dated_up_to(tables: Tables, day: date, zone: tzinfo) -> Tables:
    return Tables(
        partners={key: fact for key, fact in tables.partners.items() if fact.joined_on <= day},
        certifications={key: fact for key, fact in tables.certifications.items() if fact.valid_from <= day},
        employees=dict(tables.employees),
        clients={
            # The sale is a fact with a date of its own.
            key: fact if fact.sold_on is None or fact.sold_on <= day else replace(fact, sold_by=None, sold_on=None)
            for key, fact in tables.clients.items()
            if fact.registered_on <= day
        },
        accesses={key: fact for key, fact in tables.accesses.items() if fact.granted_on <= day},
        credentials={key: fact for key, fact in tables.credentials.items() if fact.valid_from <= day},
        sales={key: fact for key, fact in tables.sales.items() if fact.sold_on <= day},
        measures={key: fact for key, fact in tables.measures.items() if fact.on <= day},
        mrr=dict(tables.mrr),
        reports={key: fact for key, fact in tables.reports.items() if fact.ran_on <= day},
        activities={key: fact for key, fact in tables.activities.items() if local_day(fact.at, zone) <= day},
    )


def local_day(at: datetime, zone: tzinfo) -> date:
    """The calendar day of a moment in the program's time zone."""
    return at.astimezone(zone).date()
