"""Whom the token speaks for, and where the installation is in time."""

import strawberry

from api.auth.context import Info
from api.auth.scope import require_reader, today
from api.types.calendar import Calendar, ReportInForce
from api.types.resolved import resolved
from api.types.viewer import Viewer
from engine.reports import find_report
from models.database import acquire
from tiers.deciding import next_decision_day
from tiers.reports import is_provisional, next_due_day


@strawberry.type
class CalendarQueries:
    @resolved("Whom the token speaks for.")
    def viewer(self, info: Info) -> Viewer:
        return Viewer.of(info.context.principal)

    @resolved("Where the installation is in time.", Calendar | None)
    async def calendar(self, info: Info) -> Calendar | None:
        require_reader(info)
        rules, day = info.context.rules, today(info)
        closed = rules.last_closed_day(info.context.clock())
        async with info.context.work.turn(), acquire() as connection:
            found = await find_report(connection, day)
        report = None if found is None else found[1]
        return Calendar(
            time_zone=rules.zone.key,
            today=day,
            last_closed_day=closed,
            next_decision_day=next_decision_day(rules.editions, closed),
            newest_report=ReportInForce.of(report),
            next_report_due_on=next_due_day(report, closed),
            next_report_late=is_provisional(report, closed),
        )
