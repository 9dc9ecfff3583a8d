"""Staged rows into the tables of facts, in the order in which the types refer to each other."""

from collections.abc import Callable

import asyncpg

from intake.certifications import Period, find_overlaps
from intake.publishing import sift_reports
from intake.records import Access, Activity, Certification, Client, Employee, Mrr, MrrReport, Partner, Record
from intake.rejections import Rejection
from intake.staging import TABLES, reject_staged
from intake.terms import Terms
from models.locks import Lock, lock
from models.months import prepare_months
from models.statements import statement

_ANALYZE_FROM = 10_000  # rows at once that the planner should hear of before the server gets round to it

# Whether a line is of a report, and of which.
_OF_REPORT = "true AS of_report, period, revision"
_OF_NO_REPORT = "false AS of_report, NULL::date AS period, NULL::integer AS revision"


class Merge:
    """One load's merge, in the transaction of its staging. Lines rejected on the way leave the staging tables."""

    def __init__(self, connection: asyncpg.Connection, staged: set[type[Record]], terms: Terms) -> None:
        self._connection = connection
        self._staged = staged
        self._confirmation = terms.confirmation
        self._discreet = terms.discreet
        self._accepted = 0

    async def run(self, on_type: Callable[[str], None]) -> int:
        """Merges everything, telling `on_type` where it is, and returns how many lines changed something.

        Activity needs no lock: its loads insert in one order, so that they wait for each other but never in a circle.
        """
        if Activity in self._staged:
            await prepare_months(self._connection)
        if self._staged - {Activity}:
            await lock(self._connection, Lock.FACTS)
        for kind, merge in (
            (Partner, self._merge_partners),
            (Client, self._merge_clients),
            (Employee, self._prepare_employees),
            (Activity, self._prepare_activity),
            (None, self._intern_actors),
            (Employee, self._merge_employees),
            (Certification, self._merge_certifications),
            (Access, self._merge_access),
            (Mrr, self._merge_mrr),
            (MrrReport, self._merge_reports),
            (Activity, self._merge_activity),
        ):
            if kind is None:
                await merge()
            elif kind in self._staged:
                on_type(str(kind.__struct_config__.tag))
                await merge()
        return self._accepted

    async def _merge_partners(self) -> None:
        await self._write("intake/merge_partner", "partner")

    async def _merge_clients(self) -> None:
        await self._reject_unknown(Client, "sold_by", "partner")
        await self._write("intake/merge_client", "client")

    async def _prepare_employees(self) -> None:
        await self._reject_unknown(Employee, "partner", "partner")

    async def _prepare_activity(self) -> None:
        await self._connection.execute(statement("intake/reject_out_of_time"))
        await self._reject_unknown(Activity, "client", "client")

    async def _intern_actors(self) -> None:
        tables = [TABLES[kind] for kind in (Employee, Activity) if kind in self._staged]
        if tables:
            addresses = " UNION ".join(f"SELECT DISTINCT address FROM {table}" for table in tables)
            await self._connection.execute(statement("intake/intern_actors").format(addresses=addresses))

    async def _merge_employees(self) -> None:
        await self._count(await self._connection.fetchval(statement("intake/merge_employee")), "employee")

    async def _merge_certifications(self) -> None:
        await self._reject_unknown(Certification, "partner", "partner")
        await self._connection.execute(statement("intake/supersede_certifications"))
        await self._reject_overlaps()
        await self._write("intake/shorten_certifications", "certification")
        await self._write("intake/merge_certification", "certification")

    async def _merge_access(self) -> None:
        await self._reject_unknown(Access, "client", "client")
        await self._reject_unknown(Access, "employee", "employee")
        await self._write("intake/merge_access", "access")

    async def _merge_mrr(self) -> None:
        # Before this load's own reports: a revision takes the lines of the file that closes it, wherever they stand.
        await self._reject_unknown(Mrr, "client", "client")
        await self._sift_closed(Mrr, "intake/reject_closed_mrr")
        await self._write("intake/merge_mrr", "mrr_line")

    async def _merge_reports(self) -> None:
        await self._sift_closed(MrrReport, "intake/reject_closed_report")
        losing = await sift_reports(self._connection, confirmed=self._confirmation is not None, discreet=self._discreet)
        by, at = (None, None) if self._confirmation is None else (self._confirmation.by, self._confirmation.at)
        await self._write("intake/merge_mrr_report", "mrr_report", losing, by, at)

    async def _merge_activity(self) -> None:
        days = await self._connection.fetchrow("SELECT min(day), max(day) FROM intake_activity")
        assert days is not None
        await self._connection.execute(statement("intake/known_events"), *days, self._discreet)
        await self._connection.execute(statement("intake/first_of_each_id"))
        text = statement("intake/merge_activity")
        try:
            # To look for conflicts at every single row would take twice as long, and there are hardly ever any.
            async with self._connection.transaction():
                added = await self._connection.fetchval(text.format(if_both=""))
        except asyncpg.UniqueViolationError:
            added = await self._connection.fetchval(text.format(if_both="ON CONFLICT (external_id) DO NOTHING"))
        await self._count(added, "activity_event")

    async def _sift_closed(self, kind: type[Record], judge: str) -> None:
        """Has the staged lines of closed revisions judged by what is kept, or passed over whatever they say."""
        passing = statement("intake/pass_over_closed").format(table=TABLES[kind])
        await self._connection.execute(passing if self._discreet else statement(judge))

    async def _reject_unknown(self, kind: type[Record], field: str, entity: str) -> None:
        text = statement("intake/reject_unknown").format(
            table=TABLES[kind], field=field, entity=entity, of_report=_OF_REPORT if kind is Mrr else _OF_NO_REPORT
        )
        await self._connection.execute(text)

    async def _reject_overlaps(self) -> None:
        """Judges partner by partner, so that no more than one's certifications are in memory."""
        partner, periods = None, list[Period]()
        async for row in self._connection.cursor(statement("intake/overlapping_certifications"), prefetch=1000):
            if row["partner_id"] != partner:
                await self._reject_overlaps_of(periods)
                partner, periods = row["partner_id"], []
            periods.append(Period(row["valid_from"], row["kept_until"], row["staged_until"], row["number"]))
        await self._reject_overlaps_of(periods)

    async def _reject_overlaps_of(self, periods: list[Period]) -> None:
        overlaps = find_overlaps(periods)
        if overlaps:
            known = "overlaps the certification from {} until {}"
            said = "overlaps another certification of the partner" if self._discreet else known
            bad = [
                Rejection(one.number, "valid_from", said.format(one.valid_from, one.valid_until)) for one in overlaps
            ]
            await reject_staged(self._connection, Certification, bad)

    async def _write(self, name: str, table: str, *arguments: object) -> None:
        """Runs a statement that writes facts; the rows that it inserts or changes are the lines that count."""
        status = await self._connection.execute(statement(name), *arguments)
        await self._count(int(status.rpartition(" ")[2]), table)

    async def _count(self, rows: int, table: str) -> None:
        self._accepted += rows
        if rows >= _ANALYZE_FROM:
            await self._connection.execute("SELECT analyze_table($1)", table)
