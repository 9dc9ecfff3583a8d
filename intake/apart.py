"""Types of periods, of which nobody has two at a time: their key ends with `valid_from`, and before that says whose."""

from collections.abc import Sequence
from datetime import date

from intake.periods import Overlap, Period, find_overlaps
from intake.record_type import Kind, Load
from intake.rejections import Rejection
from intake.steps import (
    joins_of,
    marks_of,
    merge_last,
    reject_staged,
    reject_unknown,
    returned_by,
    value_of,
)
from models.statements import statement


async def judge_periods(kind: Kind, load: Load) -> None:
    """Leaves one line of each period, and none that overlaps.

    Judges owner by owner, so that no more than one's periods are in memory."""
    await reject_unknown(kind, load)
    supersede = statement("intake/supersede")
    await load.connection.execute(supersede.format(staging=kind.staging, key=", ".join(kind.key)))
    columns = [kind.column(name) for name in kind.key[:-1]]
    overlapping = statement("intake/overlapping_periods").format(
        table=kind.table,
        staging=kind.staging,
        owner=", ".join(columns),
        values=", ".join(f"{value_of(kind, name)} AS {kind.column(name)}" for name in kind.key[:-1]),
        joins=joins_of(kind),
    )
    owner, periods = None, list[Period]()
    async for row in load.connection.cursor(overlapping, prefetch=1000):
        found = [row[column] for column in columns]
        if found != owner:
            await _reject_overlaps(kind, load, periods)
            owner, periods = found, []
        periods.append(Period(row["valid_from"], row["existing_until"], row["staged_until"], row["number"]))
    await _reject_overlaps(kind, load, periods)


async def merge_periods(kind: Kind, load: Load) -> int:
    """Writes the staged lines; gives how many changed something."""
    shorten = statement("intake/shorten_periods").format(
        table=kind.table,
        staging=kind.staging,
        joins=joins_of(kind),
        same_key=" AND ".join(f"existing.{kind.column(name)} = {value_of(kind, name)}" for name in kind.key),
        returned=returned_by(kind),
        marks=marks_of(kind),
    )
    shortened: int = await load.connection.fetchval(shorten)
    return shortened + await merge_last(kind, load)


async def _reject_overlaps(kind: Kind, load: Load, periods: Sequence[Period]) -> None:
    overlaps = find_overlaps(periods)
    if overlaps:
        bad = [Rejection(one.number, kind.key[-1], _reason(kind, one, load)) for one in overlaps]
        await reject_staged(kind, load, bad)


def _reason(kind: Kind, overlap: Overlap, load: Load) -> str:
    if load.terms.discreet:
        return f"overlaps another {kind.name} of the {kind.key[0]}"
    until = "on" if overlap.valid_until == date.max else f"until {overlap.valid_until}"
    return f"overlaps the {kind.name} from {overlap.valid_from} {until}"
