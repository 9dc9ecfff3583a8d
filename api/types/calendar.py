"""Where the installation is in time: which days are over, which reports have run, and what comes next."""

from datetime import date

import strawberry

from api.reading.declared import OF_PARENT, One, column, declared, stored, value
from api.reading.derived import NEWEST_DAY
from api.reading.sql import Sql
from tiers.periods import format_month
from tiers.reports import Report

LATEST_DAYS = 90  # in which activity is looked for

REPORT_NOW = Sql(
    "(SELECT r.period, r.revision, r.ran_on FROM mrr_report r WHERE r.ran_on <= {today}::date"
    " ORDER BY r.period DESC, r.revision DESC LIMIT 1)"
)
"""The report in force today, as `tiers.reports.report_in_force` has it."""

THROUGH = Sql("(SELECT parent.id AS partner_id)")


@stored(scope=OF_PARENT)
@strawberry.type(description="An MRR report that has run.")
class ReportInForce:
    period: str = value("The month that it is of, YYYY-MM.", "to_char(this.period, 'YYYY-MM')")
    revision: int = column("The revision of that month's report.")
    ran_on: date = column("The day from which it is in force.")

    @classmethod
    def of(cls, report: Report | None) -> "ReportInForce | None":
        """None for none."""
        if report is None:
            return None
        return cls(period=format_month(report.period), revision=report.revision, ran_on=report.ran_on)


@stored(scope=OF_PARENT)
@strawberry.type(description="Up to when there are data of a partner.")
class DataThrough:
    newest_report: ReportInForce | None = declared(
        "The MRR report in force today; null before the first one.", One(Sql("true"), of_parent=True, source=REPORT_NOW)
    )
    newest_computed_day: date | None = value("The newest computed day; null before the first one.", NEWEST_DAY)
    newest_activity: date | None = value(
        "The newest day on which one of its employees was active in a client to whose account it had access, as far as"
        f" activity has been taken in; null if there is none in the last {LATEST_DAYS} days.",
        "(SELECT max(a.day) FROM employee e JOIN access x ON x.employee_id = e.id"
        " JOIN daily_activity a ON a.client_id = x.client_id AND a.actor_id = e.actor_id"
        f" AND a.day > {{today}}::date - {LATEST_DAYS}"
        " AND a.day >= x.granted_on AND a.day < coalesce(least(x.revoked_on, e.left_on), 'infinity')"
        " WHERE e.partner_id = this.partner_id)",
    )


@strawberry.type(description="Where the installation is in time.")
class Calendar:
    time_zone: str = strawberry.field(description="In which days begin and end: a name of the IANA database.")
    today: date = strawberry.field(description="The current day there.")
    last_closed_day: date = strawberry.field(
        description="The newest day that is over: the newest that can be computed."
    )
    next_decision_day: date | None = strawberry.field(
        description="The next day on which decisions take effect; null if there is none within a year."
    )
    newest_report: ReportInForce | None = strawberry.field(
        description="The MRR report in force today; null before the first one."
    )
    next_report_due_on: date = strawberry.field(
        description="The last day on which the report after that one is on time; before the first one, on which the"
        " newest that could have run was."
    )
    next_report_late: bool = strawberry.field(
        description="Whether that day has closed; standings and decisions are provisional until the report has run."
    )
