"""MRR reports and their lines."""

from datetime import date
from decimal import Decimal

from tests.differential.reference.arguments import Arguments, read_text
from tests.differential.reference.asker import Asker, bad_input
from tests.differential.reference.lists import Listing, page, what_is_given
from tests.differential.reference.tables import Row
from tests.differential.reference.written import money, month


def reports_listing(_: Asker, arguments: Arguments) -> Listing:
    return Listing(
        "mrrReports",
        "PERIOD",
        lambda row: (row["period"], row["revision"]),
        (date, int),
        what_is_given(arguments),
        descending=True,
    )


def lines_listing(_: Asker, arguments: Arguments) -> Listing:
    return Listing(
        "mrrLines",
        "PERIOD",
        lambda row: (row["period"], row["revision"], row["client_id"], row["line"] or ""),
        (date, int, int, str),
        what_is_given(arguments),
        descending=True,
    )


def report_lines_listing(_: Asker, __: Arguments) -> Listing:
    return Listing("mrrReportLines", "CLIENT", lambda row: (row["client_id"], row["line"] or ""), (int, str))


def _mrr_reports(_: object, asker: Asker, arguments: Arguments) -> Row:
    asker.require_operator()
    wanted = arguments.get("filter") or {}
    period, confirmed = _read_month(wanted.get("period")), wanted.get("confirmed")
    rows = [
        row
        for row in asker.tables["mrr_report"]
        if period in (None, row["period"]) and confirmed in (None, row["confirmed_at"] is not None)
    ]
    return page(reports_listing(asker, arguments), rows, arguments)


def _mrr_lines(_: object, asker: Asker, arguments: Arguments) -> Row:
    asker.require_operator()
    wanted = arguments.get("filter") or {}
    period = _read_month(wanted.get("period"))
    name = read_text("clientExternalId", wanted.get("clientExternalId"))
    rows = [
        row
        for row in asker.tables["mrr_line"]
        if period in (None, row["period"])
        and wanted.get("revision") in (None, row["revision"])
        and name in (None, asker.tables.get("client", row["client_id"])["external_id"])
    ]
    return page(lines_listing(asker, arguments), rows, arguments)


def _read_month(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        year, number = text.split("-")
        if len(year) == 4 and len(number) == 2 and (year + number).isascii():
            return date(int(year), int(number), 1)
    except ValueError:
        pass
    raise bad_input(f"period: {text[:20]!a} is not a month (YYYY-MM)")


def _lines_of(report: Row, asker: Asker) -> list[Row]:
    lines = asker.tables.where("mrr_line", "period", report["period"])
    return [line for line in lines if line["revision"] == report["revision"]]


def _lines(report: Row, asker: Asker, arguments: Arguments) -> Row:
    return page(report_lines_listing(asker, arguments), _lines_of(report, asker), arguments)


def _totals(report: Row, asker: Asker, _: Arguments) -> list[Row]:
    totals: dict[str, Decimal] = {}
    for line in _lines_of(report, asker):
        totals[line["currency"]] = totals.get(line["currency"], Decimal(0)) + line["amount"]
    return [{"amount": money(totals[code]), "currency_code": code} for code in sorted(totals)]


def _month(row: Row, _: Asker, __: Arguments) -> str:
    return month(row["period"])


def _amount(line: Row, _: Asker, __: Arguments) -> str:
    return money(line["amount"])


def _mrr(line: Row, _: Asker, __: Arguments) -> Row:
    return {"amount": money(line["amount"]), "currency_code": line["currency"]}


def _currency_code(line: Row, _: Asker, __: Arguments) -> str:
    code: str = line["currency"]
    return code


def _client(line: Row, asker: Asker, _: Arguments) -> Row:
    return asker.tables.get("client", line["client_id"])


def _report(line: Row, asker: Asker, _: Arguments) -> Row | None:
    reports = asker.tables.where("mrr_report", "period", line["period"])
    return next((report for report in reports if report["revision"] == line["revision"]), None)


FIELDS = {
    "MrrLine.amount": _amount,
    "MrrLine.client": _client,
    "MrrLine.currencyCode": _currency_code,
    "MrrLine.mrr": _mrr,
    "MrrLine.period": _month,
    "MrrLine.report": _report,
    "MrrReport.lines": _lines,
    "MrrReport.period": _month,
    "MrrReport.totals": _totals,
    "Query.mrrLines": _mrr_lines,
    "Query.mrrReports": _mrr_reports,
}
