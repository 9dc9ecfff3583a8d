from decimal import Decimal
from typing import Annotated

from intake.fields import Amount, Currency, Doc, Id, Period, Revision
from intake.record_type import Kind, Load, Record, RecordType, Reference, Row
from intake.steps import judge_closed, reject_unknown
from intake.terms import Terms
from intake.types.client import CLIENT
from intake.values import FIRST_REVISION, check_amount, check_currency, read_period, read_revision
from models.statements import statement

_DEFAULT_CURRENCY = "USD"


class Mrr(Record, tag="mrr"):
    period: Annotated[Period, Doc("The month, YYYY-MM.")]
    client: Annotated[Id, Doc("The client's external id.")]
    amount: Annotated[Amount, Doc("At least 0, with at most 2 decimals.")]
    revision: Annotated[Revision | None, Doc("From 1; corrections come as a new revision.", default=FIRST_REVISION)] = (
        None
    )
    currency: Annotated[
        Currency | None, Doc("ISO 4217; one that an edition in force counts.", default=_DEFAULT_CURRENCY)
    ] = None
    line: Annotated[Id | None, Doc("The product line that it is for; null for all together.")] = None


def _row(record: Mrr, terms: Terms) -> Row:
    currency = _DEFAULT_CURRENCY if record.currency is None else record.currency
    period, amount, revision = read_period(record.period), Decimal(record.amount), read_revision(record.revision)
    check_currency(currency, period, terms)
    check_amount("amount", amount, currency)
    return (period, record.client, amount, revision, currency, record.line)


async def _judge(kind: Kind, load: Load) -> None:
    # Before this load's own reports: a revision takes the lines of the file that closes it, wherever they stand.
    await reject_unknown(kind, load)
    await judge_closed(kind, load)
    await load.connection.execute(statement("intake/reject_other_mrr"), load.terms.discreet)
    await load.connection.execute(statement("intake/reject_mixed_mrr"))


MRR = RecordType(
    record=Mrr,
    title="A line of an MRR report.",
    description="A client's MRR in one revision of a month's report. It counts once the report is closed. A client has"
    " either one line without {line}, or lines with one.",
    key=("period", "revision", "client", "line"),
    table="mrr_line",
    row=_row,
    references=(Reference("client", CLIENT),),
    of_report=True,
    judge=_judge,
)
