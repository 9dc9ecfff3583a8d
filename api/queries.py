"""Everything that can be asked. Each field first asks who may.

A field that can be refused may be null, so that the others beside it are answered all the same."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

import strawberry

from api.auth.context import Info
from api.auth.scope import only_partner, require_operator, require_reader, today
from api.execution.errors import BadInput
from api.execution.framework import Answer
from api.reading import filters
from api.reading.cursors import INTEGER
from api.reading.ids import by_external_id, decode_id, decode_job, decode_number
from api.reading.listings import GREATEST_SIZE, Key, Listing, Order, ordered, page
from api.reading.reads import read_many, read_node, read_nodes, read_one, read_page
from api.reading.search import clients_found, partners_found
from api.reading.sql import Sql
from api.supposing import SUPPOSED_FACTS, suppose
from api.types.calendar import Calendar, ReportInForce
from api.types.clients import Client
from api.types.connections import After, Before, Connection, First, Last
from api.types.decisions import BY_PARTNER, DECISIONS, TierDecision
from api.types.dry_runs import DRY_RUNS, NEWEST_DRY_RUN, DryRun
from api.types.editions import TierCount
from api.types.enums import Assumption, TierChangeKind
from api.types.inputs import (
    ClientFilter,
    ClientOrder,
    ClientOrderField,
    MrrLineFilter,
    MrrReportFilter,
    PartnerFilter,
    PartnerOrder,
    PartnerOrderField,
    RecomputeJobFilter,
)
from api.types.jobs import RecomputeJob
from api.types.nodes import Node
from api.types.partners import Partner
from api.types.portfolio import TIER_COUNTS, Portfolio, count_tiers
from api.types.programs import ALL_PROGRAMS, MOST_PROGRAMS, Day, Edition, Program, in_force
from api.types.reports import MRR_LINES, MRR_REPORTS, NEWEST_LINE, NEWEST_REPORT, MrrLine, MrrReport
from api.types.resolved import resolved
from api.types.viewer import Viewer
from api.types.what_if import WhatIf
from api.types.workers import ALL_WORKERS, MOST_WORKERS, ScheduledWork, Worker
from engine.reports import find_report
from jobs.schedule import find_schedule
from models.database import acquire
from tiers.deciding import next_decision_day
from tiers.reports import is_provisional, next_due_day

PARTNERS = Listing("partners", Partner, of_parent=False)
CLIENTS = Listing("clients", Client, of_parent=False)
RECOMPUTE_JOBS = Listing("recomputeJobs", RecomputeJob, of_parent=False)
NEWEST_JOB = Order("REQUESTED", (Key(Sql("this.id"), INTEGER),), descending=True)

ById = Annotated[strawberry.ID | None, strawberry.argument(description="Its id; or give its external id.")]
ByExternalId = Annotated[str | None, strawberry.argument(description="Its id in the facts that were loaded.")]
_USUAL = "By default by name; with `search`, by how well it fits."
_FINDS = (
    "Only those that have this text in their name or external id, whatever case and accents either has{also}; those"
    " that it names come first, then those whose names begin with it. At most 255 characters."
)
ExternalIds = Annotated[
    list[str], strawberry.argument(description=f"Ids in the facts that were loaded; at most {GREATEST_SIZE}.")
]


@strawberry.type(description="Everything that can be asked.")
class Query:
    @resolved("What an id stands for; null if there is no such thing, or it is not visible.", Node | None)
    async def node(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="A global id.")],  # noqa: A002
    ) -> Answer | None:
        require_reader(info)
        return await read_node(info, decode_id(id))

    @resolved(
        "What each of the ids stands for, in their order; null where `node` would give null.",
        list[Node | None] | None,
    )
    async def nodes(
        self,
        info: Info,
        ids: Annotated[list[strawberry.ID], strawberry.argument(description=f"At most {GREATEST_SIZE}.")],
    ) -> Answer | None:
        require_reader(info)
        _expect_few("ids", ids)
        return await read_nodes(info, [decode_id(text) for text in ids])

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

    @resolved(
        "The rules in force on a day, of the program by which partners are decided; or an edition by its id. Null"
        " before the first one, and if there is none that is visible.",
        Edition | None,
    )
    async def edition(
        self,
        info: Info,
        on: Day = None,
        id: Annotated[strawberry.ID | None, strawberry.argument(description="Its id; or give a day.")] = None,  # noqa: A002
    ) -> Answer | None:
        if id is None:
            return await read_one(info, "Edition", in_force(info.context.rules.program, on or today(info)))
        if on is not None:
            raise BadInput("on, id: give one of the two at most")
        return await read_node(info, decode_id(id, "Edition"))

    @resolved("A program; null if there is none that is visible.", Program | None)
    async def program(
        self,
        info: Info,
        key: Annotated[
            str | None,
            strawberry.argument(description="Its key; by default that of the program by which partners are decided."),
        ] = None,
    ) -> Answer | None:
        own = info.context.rules.program if key is None else filters.plain("key", key)
        return await read_one(info, "Program", Sql("this.key = {}::text", (own,)))

    @resolved(
        f"All programs by their keys, at most {MOST_PROGRAMS}; those that are only drafted, too, for operators.",
        list[Program] | None,
    )
    async def programs(self, info: Info) -> Answer | None:
        return await read_many(info, "Program", ALL_PROGRAMS)

    @resolved("A partner, by exactly one of its two ids; null if there is none that is visible.", Partner | None)
    async def partner(self, info: Info, id: ById = None, external_id: ByExternalId = None) -> Answer | None:  # noqa: A002
        require_reader(info)
        return await read_one(info, "Partner", _by_one_id("Partner", id, external_id))

    @resolved(
        "The partners of these external ids, in their order; null where there is none that is visible.",
        list[Partner | None] | None,
    )
    async def partners_by_external_id(self, info: Info, external_ids: ExternalIds) -> Answer | None:
        return await _read_by_external_ids(info, "Partner", external_ids)

    @resolved(
        "Partners, by name unless ordered otherwise, and what is searched for by how well it fits. A partner finds"
        " itself at most.",
        Connection[Partner] | None,
    )
    async def partners(  # noqa: PLR0913 (the contract's arguments)
        self,
        info: Info,
        *,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        search: Annotated[
            str | None,
            strawberry.argument(
                description=_FINDS.format(also=", or whose domain it is, or an employee's whole e-mail address")
            ),
        ] = None,
        filter: Annotated[PartnerFilter | None, strawberry.argument(description="Only these.")] = None,  # noqa: A002
        order_by: Annotated[PartnerOrder | None, strawberry.argument(description=_USUAL)] = None,
    ) -> Answer | None:
        require_reader(info)
        chosen = filter or PartnerFilter()
        by = order_by or PartnerOrder(field=PartnerOrderField.NAME)
        found = partners_found(search)
        order = filters.PARTNERS.order(by, info.context.rules)
        if found.order is not None and order_by is None:
            order = found.order
        conditions = (
            *found.conditions,
            *filters.in_tier(chosen.tier, info.context.rules.editions),
            *filters.in_no_tier(chosen.untiered, chosen.tier),
            *filters.changed(chosen.change),
            *filters.certified(chosen.certified),
            *filters.provisional(chosen.provisional),
            *filters.at_risk(chosen.at_risk_within, info.context.rules.program),
            *filters.in_country(chosen.country),
            *filters.PARTNERS.within(chosen.metrics, info.context.rules),
        )
        return await read_page(
            info, page(PARTNERS, order, conditions, first=first, after=after, last=last, before=before)
        )

    @resolved(
        "The decisions that take effect on a day, in their latest revisions, by the names of their partners. A partner"
        " finds its own.",
        Connection[TierDecision] | None,
    )
    async def tier_decisions(  # noqa: PLR0913 (the contract's arguments)
        self,
        info: Info,
        *,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        on: Annotated[
            date | None,
            strawberry.argument(
                description="The day; by default the newest one on which decisions took effect that are visible."
            ),
        ] = None,
        change: Annotated[
            TierChangeKind | None, strawberry.argument(description="Only those that compare so with the one before.")
        ] = None,
        tier: Annotated[
            str | None, strawberry.argument(description="Only those that give the tier of this key.")
        ] = None,
    ) -> Answer | None:
        require_reader(info)
        conditions = (
            *filters.effective_on(on, only_partner(info)),
            *filters.changing(change),
            *filters.giving_tier(tier, info.context.rules.editions),
        )
        return await read_page(
            info, page(DECISIONS, BY_PARTNER, conditions, first=first, after=after, last=last, before=before)
        )

    @resolved("A client, by exactly one of its two ids; null if there is none that is visible.", Client | None)
    async def client(self, info: Info, id: ById = None, external_id: ByExternalId = None) -> Answer | None:  # noqa: A002
        require_reader(info)
        return await read_one(info, "Client", _by_one_id("Client", id, external_id))

    @resolved(
        "The clients of these external ids, in their order; null where there is none that is visible.",
        list[Client | None] | None,
    )
    async def clients_by_external_id(self, info: Info, external_ids: ExternalIds) -> Answer | None:
        return await _read_by_external_ids(info, "Client", external_ids)

    @resolved(
        "Clients, by name unless ordered otherwise. A partner finds those that appear under it on the newest"
        " computed day.",
        Connection[Client] | None,
    )
    async def clients(  # noqa: PLR0913 (the contract's arguments)
        self,
        info: Info,
        *,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        search: Annotated[str | None, strawberry.argument(description=_FINDS.format(also=""))] = None,
        filter: Annotated[ClientFilter | None, strawberry.argument(description="Only these.")] = None,  # noqa: A002
        order_by: Annotated[ClientOrder | None, strawberry.argument(description=_USUAL)] = None,
    ) -> Answer | None:
        require_reader(info)
        chosen = filter or ClientFilter()
        by = order_by or ClientOrder(field=ClientOrderField.NAME)
        found = await clients_found(info, search)
        order = ordered(filters.CLIENT_KEYS, by.field, by.direction)
        near = None
        if found.order is not None and order_by is None:
            order, near = found.order, found.near
        conditions = (
            *found.conditions,
            *filters.sold_by(chosen.sold_by_external_id, only_partner(info)),
            *filters.in_country(chosen.country),
            *filters.registered(chosen.registered_from, chosen.registered_to),
        )
        return await read_page(
            info, page(CLIENTS, order, conditions, near=near, first=first, after=after, last=last, before=before)
        )

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
        return await read_page(
            info, page(MRR_REPORTS, NEWEST_REPORT, conditions, first=first, after=after, last=last, before=before)
        )

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
        return await read_page(
            info, page(MRR_LINES, NEWEST_LINE, conditions, first=first, after=after, last=last, before=before)
        )

    @resolved("A recompute job; null if there is none. For operators.", RecomputeJob | None)
    async def recompute_job(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="Its id, or its number.")],  # noqa: A002
    ) -> Answer | None:
        require_operator(info)
        return await read_one(info, "RecomputeJob", Sql("this.id = {}::bigint", (decode_job(id),)))

    @resolved("Recompute jobs, the newest request first. For operators.", Connection[RecomputeJob] | None)
    async def recompute_jobs(
        self,
        info: Info,
        *,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        filter: Annotated[RecomputeJobFilter | None, strawberry.argument(description="Only these.")] = None,  # noqa: A002
    ) -> Answer | None:
        require_operator(info)
        conditions = [] if filter is None else filters.of_kind(filter.kind, filter.status)
        return await read_page(
            info, page(RECOMPUTE_JOBS, NEWEST_JOB, conditions, first=first, after=after, last=last, before=before)
        )

    @resolved(
        "The workers that are there, and those that have died within the last day, who was there last first; at most"
        f" {MOST_WORKERS}. For operators.",
        list[Worker] | None,
    )
    async def workers(self, info: Info) -> Answer | None:
        require_operator(info)
        return await read_many(info, "Worker", ALL_WORKERS)

    @resolved(
        "What the calendar asks for next, by when it is due: what is due and no job does yet, then the next day and the"
        " next month to decide. What is foreseen follows each of them by itself. For operators."
    )
    async def schedule(self, info: Info) -> list[ScheduledWork] | None:
        require_operator(info)
        async with info.context.work.turn(), acquire() as connection:
            found = await find_schedule(connection, info.context.rules, info.context.clock())
        return ScheduledWork.all_of(found)

    @resolved("A dry run; null if there is none, or none any more. For operators.", DryRun | None)
    async def dry_run(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="Its id, or its number.")],  # noqa: A002
    ) -> Answer | None:
        require_operator(info)
        return await read_one(info, "DryRun", Sql("this.id = {}::bigint", (decode_number(id, "DryRun"),)))

    @resolved("Dry runs, the newest first. For operators.", Connection[DryRun] | None)
    async def dry_runs(
        self, info: Info, *, first: First = None, after: After = None, last: Last = None, before: Before = None
    ) -> Answer | None:
        require_operator(info)
        return await read_page(info, page(DRY_RUNS, NEWEST_DRY_RUN, first=first, after=after, last=last, before=before))

    @resolved(
        "What a partner would be on a day if some facts were loaded, beside what it is without them, by the facts of"
        " now. Nothing is written. A day that has not closed is looked at as `forecast` does. Null if there is no such"
        " partner that is visible. A partner supposes facts about itself, its employees, clients that it sees, and new"
        " things: all other ids are new to it, and a client whose MRR it does not see counts with what `clientMrr`"
        " gives.",
    )
    async def what_if(
        self,
        info: Info,
        partner: Annotated[strawberry.ID, strawberry.argument(description="Its id, or its external id.")],
        *,
        facts: Annotated[list[Any], SUPPOSED_FACTS],
        as_of: Annotated[
            date | None,
            strawberry.argument(description="The day; by default the last closed one. At most a year ahead."),
        ] = None,
        assume: Annotated[
            Assumption, strawberry.argument(description="What is taken to happen on days that have not closed.")
        ] = Assumption.ACTIVITY_CONTINUES,
        confirm_reports: Annotated[
            bool,
            strawberry.argument(
                description="Take supposed MRR reports also if they have less than half of the clients, or of the MRR,"
                " of the ones before."
            ),
        ] = False,
    ) -> WhatIf | None:
        require_reader(info)
        return await suppose(info, partner, as_of, facts, assume, confirm_reports=confirm_reports)

    @resolved("All partners together. For operators.")
    async def portfolio(self, info: Info) -> Portfolio | None:
        require_operator(info)
        return Portfolio()

    @resolved(f"{TIER_COUNTS} For operators.", instead="Ask for the field of the same name of `portfolio`.")
    async def tier_counts(self, info: Info, on: Day = None) -> list[TierCount] | None:
        require_operator(info)
        return await count_tiers(info, on)


def _by_one_id(type_name: str, id: strawberry.ID | None, external_id: str | None) -> Sql:  # noqa: A002
    """The condition that the row has the global id, or the external id, that is given."""
    if (id is None) == (external_id is None):
        raise BadInput("id, externalId: give exactly one of the two")
    if id is not None:
        return Sql("this.id =") + decode_id(id, type_name).row
    return Sql("this.external_id = {}::text", (filters.plain("externalId", external_id or ""),))


async def _read_by_external_ids(info: Info, type_name: str, external_ids: Sequence[str]) -> Answer | None:
    require_reader(info)
    _expect_few("externalIds", external_ids)
    wanted = [by_external_id(type_name, filters.plain("externalIds", text)) for text in external_ids]
    return await read_nodes(info, wanted)


def _expect_few(argument: str, given: Sequence[str]) -> None:
    """Raises BadInput for more things than a list may ask for."""
    if len(given) > GREATEST_SIZE:
        raise BadInput(f"{argument}: {len(given)} are too many; ask for at most {GREATEST_SIZE} at a time")
