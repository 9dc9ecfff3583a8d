"""The query root."""

import strawberry

from api.queries.calendar import CalendarQueries
from api.queries.clients import ClientQueries
from api.queries.jobs import JobQueries
from api.queries.nodes import NodeQueries
from api.queries.partners import PartnerQueries
from api.queries.portfolio import PortfolioQueries
from api.queries.programs import ProgramQueries
from api.queries.reports import ReportQueries


@strawberry.type(description="Everything that can be asked.")
class Query(
    NodeQueries,
    CalendarQueries,
    ProgramQueries,
    PartnerQueries,
    ClientQueries,
    PortfolioQueries,
    ReportQueries,
    JobQueries,
):
    """All queries. Each first asks who may.

    One that can be refused may be null, so that those beside it are answered all the same."""
