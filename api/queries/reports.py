"""MRR reports and their lines."""

from typing import Annotated

import strawberry

from api.auth.context import Info
from api.auth.scope import require_operator
from api.execution.framework import Answer
from api.reading import filters
from api.reading.listings import page
from api.reading.reads import read_page
from api.types.connections import After, Before, Connection, First, Last
from api.types.inputs import MrrLineFilter, MrrReportFilter
from api.types.reports import MRR_LINES, MRR_REPORTS, NEWEST_LINE, NEWEST_REPORT, MrrLine, MrrReport
from api.types.resolved import resolved


@strawberry.type
class ReportQueries:
    @resolved("MRR reports, those of the newest month first. For operators.", Connection[MrrReport] | None)
    async def mrr_reports(
        self,
        info: Info,
        *,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        filter: Annotated[MrrReportFilter | None, strawberry.argument(description="Only these.")] = None,  # noqa: A002
    ) -> Answer | None:
        require_operator(info)
        chosen = filter or MrrReportFilter()
        conditions = (*filters.of_month(chosen.period), *filters.confirmed(chosen.confirmed))
        given = {"filter": filter}
        asked = page(
            MRR_REPORTS, NEWEST_REPORT, conditions, given=given, first=first, after=after, last=last, before=before
        )
        return await read_page(info, asked)

    @resolved(
        "Lines of MRR reports, those of the newest month first; also of revisions that are not published. For"
        " operators.",
        Connection[MrrLine] | None,
    )
    async def mrr_lines(
        self,
        info: Info,
        *,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        filter: Annotated[MrrLineFilter | None, strawberry.argument(description="Only these.")] = None,  # noqa: A002
    ) -> Answer | None:
        require_operator(info)
        chosen = filter or MrrLineFilter()
        conditions = (
            *filters.of_month(chosen.period),
            *filters.of_revision(chosen.revision),
            *filters.of_client(chosen.client_external_id),
        )
        given = {"filter": filter}
        asked = page(
            MRR_LINES, NEWEST_LINE, conditions, given=given, first=first, after=after, last=last, before=before
        )
        return await read_page(info, asked)
