"""Asking for a dry run: what an edition would decide on some days, of which nothing takes effect."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import asyncpg

from engine.editions import examine
from jobs.kinds import RecomputeKind, Trial
from jobs.refusals import RefusalCode
from jobs.requests import Job, Refusal, Request, add_job
from jobs.work import Work
from models.clock import bounded
from models.retention import ActivityDropped, expect_activity
from models.rulebook import Rulebook
from models.statements import statement
from tiers.deciding import expect_decidable
from tiers.editions.digest import digest_edition
from tiers.editions.edition import Edition
from tiers.errors import NoEditionInForce, NotDecidable
from tiers.periods import DECIDING_DAY, decision_day, effective_day, minus_months, month_after

MOST_DAYS = 24
"""On how many days one dry run decides at most: those of two years."""


@dataclass(frozen=True, slots=True)
class Days:
    """The first and the last day on which a dry run decides, and what callers call each of them."""

    first: date
    last: date
    names: tuple[str, str] = ("from", "to")


@dataclass(frozen=True, slots=True)
class Look:
    """One of the days on which decisions take effect, the day before, and the edition that is in force then."""

    effective_on: date
    as_of: date
    in_force: Edition


async def request_dry_run(
    connection: asyncpg.Connection, rules: Rulebook, edition: Edition, text: str, days: Days, request: Request
) -> Job | list[Refusal]:
    """Asks what the edition would decide on the days, in a transaction; one that is not published has to be fit to be.

    The days are those on which decisions take effect, both included, and the days before them have closed."""
    closed = rules.last_closed_day(await bounded(connection, request.requested_at))
    refusals = _refuse_days(days, closed) or await _refuse_edition(connection, rules, edition, days, request)
    if refusals:
        return refusals
    trial = Trial(edition.key, digest_edition(edition), days.first, days.last)
    job = await add_job(connection, Work(RecomputeKind.DRY_RUN, arguments=trial, program=rules.program), request)
    if isinstance(job, Refusal):
        return [job]
    await connection.execute(
        statement("engine/add_dry_run"),
        job.id, edition.program, edition.key, edition.name, trial.digest, text, days.first, days.last,
    )  # fmt: skip
    return job


async def _refuse_edition(
    connection: asyncpg.Connection, rules: Rulebook, edition: Edition, days: Days, request: Request
) -> list[Refusal]:
    """Why the edition, or the one in force, cannot decide on the days."""
    if not _is_published(rules, edition):
        examined = await examine(connection, edition, request.requested_at, backdate=True)
        if examined.refusals:
            return list(examined.refusals)
    try:
        await expect_possible(connection, edition, looks(rules, edition, days.first, days.last))
    except NoEditionInForce as error:
        return [Refusal(RefusalCode.NO_EDITION, str(error), (days.names[0],))]
    except ActivityDropped as error:
        return [Refusal(RefusalCode.ACTIVITY_DROPPED, str(error), (days.names[0],))]
    except NotDecidable as error:
        return [Refusal(RefusalCode.POLICY_NOT_APPLIED, str(error), ("text",))]
    return []


def looks(rules: Rulebook, edition: Edition, first: date, last: date) -> Sequence[Look]:
    """Each of the days. Raises NoEditionInForce, and NotDecidable for any edition by which no tiers are decided."""
    expect_decidable(edition)
    found = [Look(effective_day(month), day, rules.in_force(day)) for month, day in _months(first, last)]
    for look in found:
        expect_decidable(look.in_force)
    return found


async def expect_possible(connection: asyncpg.Connection, edition: Edition, days: Sequence[Look]) -> None:
    """Raises ActivityDropped if what some of the days rest on, by either edition, is not kept any more."""
    for look in days:
        for one in (edition, look.in_force):
            await expect_activity(connection, one, look.as_of)


def newest_deciding_day(closed: date) -> date:
    """The newest day on which decisions take effect whose day before has closed."""
    month = closed.replace(day=1)
    return effective_day(month if decision_day(month) <= closed else minus_months(month, 1))


def _months(first: date, last: date) -> Iterator[tuple[date, date]]:
    """Each month from the first day's to the last one's, with the day that is looked at."""
    month = first.replace(day=1)
    while month <= last:
        yield month, decision_day(month)
        month = month_after(month)


def _refuse_days(days: Days, closed: date) -> list[Refusal]:
    """Why no decisions of these days can be looked at."""
    for day, name in zip((days.first, days.last), days.names, strict=True):
        if day.day != DECIDING_DAY:
            message = f"no decision takes effect on {day}: give a {DECIDING_DAY}th, such as {effective_day(day)}"
            return [Refusal(RefusalCode.NOT_A_DECIDING_DAY, message, (name,))]
    if days.first > days.last:
        message = f"the range ends on {days.last}, before it begins on {days.first}"
        return [Refusal(RefusalCode.INVALID_RANGE, message, (days.names[0],))]
    if decision_day(days.last) > closed:
        message = (
            f"{decision_day(days.last)}, on which the decisions of {days.last} rest, has not closed;"
            f" the newest that can be looked at are those of {newest_deciding_day(closed)}"
        )
        return [Refusal(RefusalCode.DAY_NOT_CLOSED, message, (days.names[1],))]
    if (days.last.year - days.first.year) * 12 + days.last.month - days.first.month >= MOST_DAYS:
        message = f"one dry run decides on at most {MOST_DAYS} days; ask for a shorter range"
        return [Refusal(RefusalCode.INVALID_RANGE, message, (days.names[0],))]
    return []


def _is_published(rules: Rulebook, edition: Edition) -> bool:
    return rules.digests.get(edition.key) == digest_edition(edition)
