"""Where the installation is in time, and up to when there are data of a partner."""

from datetime import date, timedelta

from tests.differential.reference.arguments import Arguments
from tests.differential.reference.asker import Asker
from tests.differential.reference.tables import Row
from tests.differential.reference.written import month
from tiers.periods import plus_months

LATEST = timedelta(days=90)


def _report(asker: Asker) -> Row | None:
    """The one in force."""
    ran = [row for row in asker.tables["mrr_report"] if row["ran_on"] <= asker.today]
    return max(ran, key=lambda row: (row["period"], row["revision"]), default=None)


def _calendar(_: object, asker: Asker, __: Arguments) -> Row:
    asker.require_reader()
    closed, report = asker.last_closed_day, _report(asker)
    due = plus_months(closed.replace(day=14), 0 if closed.day >= 14 else -1) if report is None else None
    if report is not None:
        due = plus_months(report["period"], 2).replace(day=14)
    assert due is not None
    fifteenths = [plus_months(asker.today.replace(day=15), later) for later in range(2)]
    return {
        "time_zone": asker.rules.zone.key,
        "today": asker.today,
        "last_closed_day": closed,
        "next_decision_day": next(day for day in fifteenths if day > asker.today),
        "newest_report": report,
        "next_report_due_on": due,
        "next_report_late": due <= closed,
    }


def _through(partner: Row, _: Asker, __: Arguments) -> Row:
    return partner


def _newest_report(_: Row, asker: Asker, __: Arguments) -> Row | None:
    return _report(asker)


def _newest_day(_: Row, asker: Asker, __: Arguments) -> date | None:
    return asker.newest_day


def _newest_activity(partner: Row, asker: Asker, _: Arguments) -> date | None:
    tables = asker.tables
    return max(
        (
            activity["day"]
            for employee in tables.where("employee", "partner_id", partner["id"])
            for access in tables.where("access", "employee_id", employee["id"])
            for activity in tables.where("daily_activity", "client_id", access["client_id"])
            if activity["actor_id"] == employee["actor_id"]
            and access["granted_on"] <= activity["day"]
            and activity["day"] > asker.today - LATEST
            and all(end is None or activity["day"] < end for end in (access["revoked_on"], employee["left_on"]))
        ),
        default=None,
    )


def _period(report: Row, _: Asker, __: Arguments) -> str:
    return month(report["period"])


FIELDS = {
    "DataThrough.newestActivity": _newest_activity,
    "DataThrough.newestComputedDay": _newest_day,
    "DataThrough.newestReport": _newest_report,
    "Partner.dataThrough": _through,
    "Query.calendar": _calendar,
    "ReportInForce.period": _period,
}
