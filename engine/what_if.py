"""What would be if some facts were: a partner before and after they are merged into shadows of the tables of facts."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import partial

import asyncpg

from engine.explanations import NamedClient, name_clients
from engine.further import minor_units
from engine.gather import GatheredPart
from engine.looks import Look, Looking
from engine.reports import read_reports
from engine.shadows import Narrowing, Shadows, hide_lines, hide_sales, make_shadows
from engine.snapshots import snapshot
from intake.lines import Line
from intake.load import notices_statement, stage_lines
from intake.merging import Merge
from intake.reading import LineReader
from intake.record_type import Load
from intake.refusals import quote
from intake.registry import SUPPOSED
from intake.rejections import BadLine, N, Rejection, Warned
from intake.steps import reject_staged
from intake.terms import Terms
from intake.types.client_mrr import CLIENT_MRR
from intake.values import check_amount
from models.retention import expect_activity
from models.rulebook import Rulebook
from models.statements import statement
from tiers.assessment import Assessment
from tiers.credits import Credit, CreditStatus
from tiers.deciding import why_not_decidable
from tiers.decisions import DecisionReason, TierChangeKind, change, reason
from tiers.editions.ways import Sold
from tiers.facts import ClientFacts, MrrLine
from tiers.forecasts import Assumption, Outlook
from tiers.needs import activity_days
from tiers.periods import days_before, decision_day, effective_day
from tiers.reports import Report
from tiers.schedule import coming_months

MOST_FACTS = 1_000
"""How many facts can be supposed at once."""
READER = LineReader(SUPPOSED)


@dataclass(frozen=True, slots=True)
class Supposed:
    """Facts as numbered lines of the types in `SUPPOSED`, what they are judged by, and those that are bad anyway."""

    lines: Iterable[Line]
    terms: Terms
    bad: Mapping[int, BadLine] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NextDecision:
    """The decision as of the first deciding day from a day on, beside the tier that is in effect then so far."""

    effective_on: date
    assessment: Assessment
    change: TierChangeKind
    reason: DecisionReason


@dataclass(frozen=True, slots=True)
class Outcome:
    """The partner on the day; `decision` is None where no policy is applied by then."""

    assessment: Assessment
    decision: NextDecision | None


@dataclass(frozen=True, slots=True)
class CreditChange:
    """A client's credit in a way that differs: None where the client does not appear. `client` may be a new row's id.

    `named` is None where whoever asks may not know which client it is.
    """

    client: int
    named: NamedClient | None
    way: str
    before: Credit | None
    after: Credit | None

    @property
    def difference(self) -> int:
        """How much more it adds, in minor units."""
        return (0 if self.after is None else self.after.amount) - (0 if self.before is None else self.before.amount)


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A partner without and with the facts, None before it has joined; the credits that differ, the most first.

    `taken` facts change something, of `given`; the rejected ones were left out. `looked_at` counts clients, each on
    every look.
    """

    as_of: date
    before: Outcome | None
    after: Outcome | None
    credits: tuple[CreditChange, ...]
    given: int
    taken: int
    rejected: tuple[Rejection, ...]
    warned: tuple[Warned, ...]
    looked_at: int


async def what_if(  # noqa: PLR0913 (what is asked)
    connection: asyncpg.Connection,
    rules: Rulebook,
    partner: int,
    day: date,
    last_closed: date,
    supposed: Supposed,
    *,
    own: bool = False,
    assumption: Assumption = Assumption.ACTIVITY_CONTINUES,
    limit: timedelta | None = None,
) -> WhatIf:
    """What the partner of that row would be on a day, which may be a future one, if the facts were loaded.

    Days that have not closed are looked at as forecasts do. `own`: the partner itself asks, and learns no more than it
    may know. Nothing is written, and nobody waits: all is of one snapshot. Statements take no longer than the limit.
    Raises NoEditionInForce, ActivityDropped.
    """
    deciding = decision_day(coming_months(days_before(day, 1), 1)[0])
    days = (day, deciding) if deciding > day else (day,)
    widest = max((rules.in_force(one) for one in days), key=activity_days)
    first_known = min(day, last_closed)
    async with snapshot(connection, limit, readonly=False):
        await expect_activity(connection, widest, first_known)
        found = await _suppose(_Question(connection, rules, partner, days, last_closed, own, assumption), supposed)
    await expect_activity(connection, widest, first_known)
    return found


@dataclass(frozen=True, slots=True)
class _Question:
    connection: asyncpg.Connection
    rules: Rulebook
    partner: int
    days: Sequence[date]
    last_closed: date
    own: bool
    assumption: Assumption

    async def outlook(self) -> Outlook:
        """By the reports that are there by now."""
        reports = await read_reports(self.connection, self.days[-1])
        return Outlook(self.rules.editions, reports, self.last_closed, self.assumption)


async def _suppose(asked: _Question, supposed: Supposed) -> WhatIf:
    connection = asked.connection
    load = Load(connection, supposed.terms, supposed=True)
    staged = await stage_lines(load, READER, supposed.lines, supposed.bad)
    outlook = await asked.outlook()
    reports = [report for day in asked.days if (report := outlook.report_on(day)) is not None]
    narrowing = Narrowing(asked.partner, staged.kinds, reports, asked.own)
    shadows = await make_shadows(connection, narrowing)
    looking = Looking(connection, outlook, events=shadows.events)
    before = await looking.look_at(asked.partner, asked.days)
    if asked.own:
        await hide_lines(connection, _counted(outlook, before))
        await hide_sales(connection, narrowing, _sold(before))
    load = replace(load, mrr_lines=shadows.mrr_lines)
    lines: Mapping[int, Sequence[MrrLine]] = {}
    if CLIENT_MRR in staged.kinds:
        await _reject_uncounted(load, asked)
    taken = await Merge(load, staged.kinds).run(lambda _: None)
    if CLIENT_MRR in staged.kinds:
        lines = await _read_lines(connection, asked.rules.in_force(asked.days[0]).currency)
    looking = Looking(connection, await asked.outlook(), partial(_suppose_lines, lines), shadows.events)
    after = await looking.look_at(asked.partner, asked.days)
    return WhatIf(
        asked.days[0],
        await _outcome(asked, before),
        await _outcome(asked, after),
        await _compare(connection, before[0], after[0], shadows),
        staged.lines,
        taken,
        await _notices(connection, "intake_rejection", Rejection),
        await _notices(connection, "intake_warning", Warned),
        sum(len(look.assessment.credits) for look in (*before, *after) if look is not None),
    )


def _counted(outlook: Outlook, looks: Iterable[Look | None]) -> Iterator[tuple[Report, int]]:
    """The clients that count on the days that are looked at, each with the report whose lines say how much."""
    for look in looks:
        report = None if look is None else outlook.report_on(look.assessment.as_of)
        if look is None or report is None:
            continue
        for one in look.assessment.credits:
            if any(credit.status is CreditStatus.COUNTED for credit in one.credits):
                yield report, one.client


def _sold(looks: Iterable[Look | None]) -> Iterator[int]:
    """The clients that count as sold on the days that are looked at."""
    for look in filter(None, looks):
        sold = {way.key for way in look.assessment.edition.credits if isinstance(way, Sold)}
        for one in look.assessment.credits:
            if any(credit.way in sold and credit.status is CreditStatus.COUNTED for credit in one.credits):
                yield one.client


async def _reject_uncounted(load: Load, asked: _Question) -> None:
    """Rejects supposed MRR in a currency that does not count on the days, and amounts with too many decimals for it."""
    bad: list[Rejection] = []
    default = asked.rules.in_force(asked.days[0]).currency
    for row in await load.connection.fetch(f"SELECT number, amount, currency FROM {CLIENT_MRR.staging}"):
        currency = row["currency"] or default
        gap = load.terms.currencies.first_gap(currency, asked.days[0], asked.days[-1])
        if gap is not None:
            allowed = " or ".join(
                one
                for one in load.terms.currencies.counted_from(asked.days[0])
                if load.terms.currencies.first_gap(one, asked.days[0], asked.days[-1]) is None
            )
            bad.append(
                Rejection(row["number"], "currency", f"{quote(currency)} is not counted on {gap}: only {allowed} is")
            )
            continue
        try:
            check_amount("amount", row["amount"], currency)
        except BadLine as error:
            bad.append(Rejection(row["number"], error.field, error.reason))
    await reject_staged(CLIENT_MRR, load, bad)


async def _read_lines(connection: asyncpg.Connection, default: str) -> Mapping[int, Sequence[MrrLine]]:
    """The lines that clients are supposed to count with, by their rows."""
    lines: defaultdict[int, list[MrrLine]] = defaultdict(list)
    for row in await connection.fetch(statement("engine/supposed_mrr")):
        currency = row["currency"] or default
        amount = minor_units(int(row["amount"] * 100), currency)
        lines[row["client_id"]].append(MrrLine(row["line"], amount, currency))
    return dict(lines)


def _suppose_lines(lines: Mapping[int, Sequence[MrrLine]], part: GatheredPart) -> GatheredPart:
    """The part with these lines of clients in place of what reports say of them."""

    def alter(facts: ClientFacts) -> ClientFacts:
        own = lines.get(facts.client)
        return facts if own is None else facts._replace(lines=tuple(own), supposed=True)

    partners = [
        replace(one, facts=replace(one.facts, clients=[alter(client) for client in one.facts.clients]))
        for one in part.partners
    ]
    return replace(part, partners=partners)


async def _outcome(asked: _Question, looks: Sequence[Look | None]) -> Outcome | None:
    """What the looks at the day, and at the first deciding day from it on, come to."""
    if looks[0] is None:
        return None
    return Outcome(looks[0].assessment, await _decide(asked, looks[-1]))


async def _decide(asked: _Question, look: Look | None) -> NextDecision | None:
    if look is None or any(why_not_decidable(look.assessment.edition)):
        return None
    assessment = look.assessment
    rank: int | None = await asked.connection.fetchval(
        "SELECT rank FROM decision_in_effect($1, $2, $3)", asked.partner, assessment.as_of, asked.rules.program
    )
    own, held = assessment.edition.rank(assessment.tier), rank or 0
    return NextDecision(effective_day(assessment.as_of), assessment, change(own, held), reason(own, held))


async def _compare(
    connection: asyncpg.Connection, before: Look | None, after: Look | None, shadows: Shadows
) -> tuple[CreditChange, ...]:
    """The credits that differ, the largest differences first."""
    then, now = _credits(before), _credits(after)
    differing = [key for key in {**then, **now} if then.get(key) != now.get(key)]
    named = await name_clients(connection, list({client for client, _ in differing} - shadows.hidden))
    found = [
        CreditChange(client, named.get(client), way, then.get((client, way)), now.get((client, way)))
        for client, way in differing
    ]
    return tuple(sorted(found, key=lambda one: (-abs(one.difference), one.client, one.way)))


def _credits(look: Look | None) -> Mapping[tuple[int, str], Credit]:
    if look is None:
        return {}
    return {(one.client, credit.way): credit for one in look.assessment.credits for credit in one.credits}


async def _notices(connection: asyncpg.Connection, table: str, kind: type[N]) -> tuple[N, ...]:
    return tuple(kind(*row) for row in await connection.fetch(notices_statement(table, kind)))
