"""One day of the whole portfolio: gathered, decided, and written to the transaction's own tables."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import asyncpg

from models.locks import Lock, hold
from models.rulebook import Rulebook
from models.statements import statement
from tiers.apps import APPS
from tiers.credits import ClientCredit
from tiers.program import Program
from tiers.shares import EvenShares
from tiers.standings import Standing, stand
from workers.gathering import find_managers, find_report, gather, gathered_partners

CREDITS_AT_A_TIME = 10_000
ANALYZE_FROM = 10_000  # rows at once that the planner should hear of before the server gets round to it

_STANDING = ("partner_id", "sold_mrr", "managed_mrr", "median_app_usage", "certified", "provisional", "tier", "rank")
_CREDIT = (
    "partner_id",
    "client_id",
    "sold_amount",
    "sold_status",
    "sold_until",
    "managed_amount",
    "managed_status",
    "managed_until",
    "apps_used",
    "counts_in_median",
)


@dataclass(frozen=True)
class Computed:
    """What a day was computed by: its program, and the row of the report in force."""

    program: Program
    report: int | None


async def take_in_activity(connection: asyncpg.Connection, last_day: date) -> None:
    """Rebuilds the daily activity of all days up to `last_day` for which events were loaded since."""
    status = await connection.execute(statement("take_in_activity"), last_day, [app.key for app in APPS])
    if int(status.rpartition(" ")[2]) >= ANALYZE_FROM:
        await connection.execute("ANALYZE daily_activity")


async def compute(connection: asyncpg.Connection, rules: Rulebook, as_of: date, *, with_credits: bool) -> Computed:
    """Takes in the activity up to the day, and computes the standings as of it from all facts that are loaded by then.

    Leaves them in `new_standing`, and on request the credits in `new_credit`, both the transaction's own. Raises
    NoProgramInForce. Memory does not grow with the portfolio.
    """
    program = rules.in_force(as_of)
    await take_in_activity(connection, as_of)  # the bulk of it, while loads go on
    async with hold(connection, Lock.FACTS):  # what one file brings counts together or not at all
        await take_in_activity(connection, as_of)
        found = await find_report(connection, as_of)
        report_id, report = found or (None, None)
        await gather(connection, program, as_of, report)
    managers = await find_managers(connection, program, as_of, report)
    await connection.execute(statement("create_computed"))
    standing_rows: list[tuple[object, ...]] = []
    credit_rows: list[tuple[object, ...]] = []
    async for partner in gathered_partners(connection):
        shares = None if managers is None else EvenShares(partner.external_id, managers)
        standing, credited = stand(program, as_of, report, partner.facts, shares)
        standing_rows.append(_standing_row(partner.id, standing))
        if with_credits:
            credit_rows.extend(_credit_row(partner.id, credit) for credit in credited)
        if len(credit_rows) >= CREDITS_AT_A_TIME:
            await connection.copy_records_to_table("new_credit", records=credit_rows, columns=_CREDIT)
            credit_rows.clear()
    await connection.copy_records_to_table("new_standing", records=standing_rows, columns=_STANDING)
    await connection.copy_records_to_table("new_credit", records=credit_rows, columns=_CREDIT)
    return Computed(program, report_id)


def _standing_row(partner: int, standing: Standing) -> tuple[object, ...]:
    return (
        partner,
        _money(standing.sold_mrr),
        _money(standing.managed_mrr),
        standing.median_app_usage,
        standing.certified,
        standing.provisional,
        None if standing.tier is None else standing.tier.key,
        0 if standing.tier is None else standing.tier.rank,
    )


def _credit_row(partner: int, credit: ClientCredit) -> tuple[object, ...]:
    sold, managed = credit.sold, credit.managed
    return (
        partner,
        credit.client,
        _money(sold.amount),
        sold.status,
        sold.counts_until,
        _money(managed.amount),
        managed.status,
        managed.counts_until,
        credit.apps_used,
        credit.counts_in_median,
    )


def _money(minor_units: int) -> Decimal:
    return Decimal(minor_units).scaleb(-2)
