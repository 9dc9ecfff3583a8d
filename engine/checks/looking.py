"""Running checks: each step in a snapshot of its own."""

from collections.abc import Awaitable, Callable
from datetime import date, timedelta

import asyncpg

from engine.checks.check import EXAMPLES, Check, Found, Progress, Sample, Spans
from engine.snapshots import snapshot
from models.database import acquire
from models.rulebook import Rulebook
from models.statements import statement
from tiers.periods import days_before

Look = Callable[[asyncpg.Connection], Awaitable[Found]]

_CUTS = {Spans.ACTIVITY: "engine/cuts_of_activity", Spans.DECISIONS: "engine/cuts_of_decisions"}


async def look_for(
    check: Check,
    rules: Rulebook,
    sample: Sample,
    *,
    limit: timedelta | None = None,
    on_progress: Progress = lambda _, __: None,
) -> Found:
    """What the check finds. Nothing is written; only making and dropping months of activity wait, for a step at most.

    With a `limit` a step that takes longer ends the check, with a note; without one no timeout of the server's ends it.
    """
    try:
        if check.find is not None:
            find = check.find
            return await _look_twice(lambda connection: find(connection, rules, sample, on_progress), limit)
        spans = await _spans(check, limit)
        found = Found()
        for done, span in enumerate(spans):
            on_progress(done, len(spans))
            found = found.and_then(await _look_twice(_asking(check, rules, span), limit))
        on_progress(len(spans), len(spans))
    except asyncpg.QueryCanceledError:
        if limit is None:
            raise
        return Found(note=f"was not done within {limit.total_seconds():g} s")
    return found


async def _look_twice(look: Look, limit: timedelta | None) -> Found:
    """What is there once more in a later snapshot.

    A table of a month that is dropped after a snapshot was taken takes its rows out of the snapshot.
    """
    found = Found()
    for _ in range(2):
        async with acquire() as connection, snapshot(connection, limit):
            found = await look(connection)
        if not found.total:
            break
    return found


async def _spans(check: Check, limit: timedelta | None) -> list[tuple[date, ...]]:
    """The values that each step begins with: the first and the last day of its span. Together they hold every day."""
    if check.spans is None:
        return [()]
    async with acquire() as connection, snapshot(connection, limit):
        cuts = [row["day"] for row in await connection.fetch(statement(_CUTS[check.spans]))]
    firsts = [date.min, *cuts]  # PostgreSQL's -infinity,
    lasts = [*(days_before(cut, 1) for cut in cuts), date.max]  # and infinity
    return list(zip(firsts, lasts, strict=True))


def _asking(check: Check, rules: Rulebook, span: tuple[date, ...]) -> Look:
    text = statement("engine/findings").format(check=check.text, examples=EXAMPLES)
    values = [take(rules) for take in check.takes]

    async def look(connection: asyncpg.Connection) -> Found:
        rows = await connection.fetch(text, *span, *values)
        return Found(next((row["total"] for row in rows), 0), tuple(row["finding"] for row in rows))

    return look
