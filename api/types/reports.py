"""MRR reports and their lines as they were loaded. For operators only."""

from datetime import date, datetime
from decimal import Decimal

import strawberry

from api.reading.cursors import INTEGER
from api.reading.declared import OPERATORS_ONLY, Amount, Many, One, Relation, column, declared, stored, value
from api.reading.listings import Key, Listing, Order, by_day, by_text
from api.reading.sql import Sql
from api.types.connections import Connection, paged
from api.types.credits import Money
from api.types.nodes import Node
from api.types.references import LazyClient, LazyMrrReport
from models import reports as rows

MONTH = "to_char(this.period, 'YYYY-MM')"
SAME_REVISION = Sql("this.period = parent.period AND this.revision = parent.revision")
TOTALS = Sql(
    "(SELECT l.currency, sum(l.amount) AS amount, parent.ran_on AS day FROM mrr_line l"
    " WHERE l.period = parent.period AND l.revision = parent.revision GROUP BY l.currency)"
)


@stored(rows.MrrLine, scope=OPERATORS_ONLY)
@strawberry.type(
    description="A client's MRR in one revision of a month's report. It counts once that revision is published."
)
class MrrLine(Node):
    period: str = value("The month, YYYY-MM.", MONTH)
    revision: int = column("The revision of the month's report, from 1.")
    client: LazyClient = declared("Whose MRR it is.", Relation())
    line: str | None = column("The product line that it is for; null for all together.")
    mrr: Money = declared("The client's MRR.", Amount("amount", "this.currency", "NULL::date"))
    amount: Decimal = column("In units of the currency, with two decimals.", instead="`mrr` has it.")
    currency_code: str = column("ISO 4217.", source="currency", instead="`mrr` has it.")
    report: LazyMrrReport | None = declared(
        "The report that it was published in; null as long as the revision is open.", One(SAME_REVISION)
    )


REPORT_LINES = Listing("mrrReportLines", MrrLine, SAME_REVISION)
_OF_CLIENT = (Key(Sql("this.client_id"), INTEGER), by_text("coalesce(this.line, '')"))
BY_CLIENT = Order("CLIENT", _OF_CLIENT)


@stored(rows.MrrReport, scope=OPERATORS_ONLY)
@strawberry.type(description="A published revision of a month's MRR report: clients without a line in it have no MRR.")
class MrrReport(Node):
    period: str = value("The month, YYYY-MM.", MONTH)
    revision: int = column("From 1; of the same month the greatest one counts.")
    ran_on: date = column("The day from which it is in force, unless one of a later month or revision is.")
    totals: list[Money] = declared(
        "What its lines add up to in each currency, by its code.",
        Many(Sql("true"), of_parent=True, source=TOTALS, order='this.currency COLLATE "C"'),
    )
    confirmed_by: str | None = column(
        "Who had it taken although it has less than half of what the one before had; null where it has more."
    )
    confirmed_at: datetime | None = column("When that was; null where nobody had to confirm it.")

    lines = paged(
        "Its lines, in the order in which their clients were first loaded.",
        Connection[MrrLine],
        REPORT_LINES,
        BY_CLIENT,
    )


_NEWEST = (by_day("this.period"), Key(Sql("this.revision"), INTEGER))

MRR_REPORTS = Listing("mrrReports", MrrReport, of_parent=False)
MRR_LINES = Listing("mrrLines", MrrLine, of_parent=False)
NEWEST_REPORT = Order("PERIOD", _NEWEST, descending=True)
NEWEST_LINE = Order("PERIOD", (*_NEWEST, *_OF_CLIENT), descending=True)
