"""`tierline movers` and `tierline near-next`: who moved on a day, and who lacks least for the next tier."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated

import typer

from engine.portfolio import Mover, NearPartner, find_movers, find_near, find_newest_day
from models.database import acquire
from ops.answers import answer, named
from ops.dry_runs.lines import tell_gate
from ops.errors import UsageError
from ops.explaining.asked import AsJson, closed_day
from ops.explaining.numbers import shown
from ops.installation import Installation
from ops.parameters import DEFAULT_DATA, Data, day_option
from tiers.decisions import TierChangeKind

MOST_NEAR = 1_000


class Move(StrEnum):
    """Which way partners have moved."""

    ROSE = "ROSE"
    FELL = "FELL"


MOVES: Mapping[TierChangeKind, Move] = {TierChangeKind.PROMOTED: Move.ROSE, TierChangeKind.DEMOTED: Move.FELL}


def movers(
    on: Annotated[
        date | None,
        day_option("--on", "The day of decisions; by default the newest one."),
    ] = None,
    change: Annotated[Move | None, typer.Option(case_sensitive=False, help="Only who rose, or only who fell.")] = None,
    *,
    as_json: AsJson = False,
    data: Data = DEFAULT_DATA,
) -> None:
    program, day, found = asyncio.run(_movers(Installation.find(data), on))
    wanted = [one for one in found if change in (None, MOVES[one.change])]
    told = {"program": program, "on": day, "movers": [named(asdict(one)) for one in wanted]}
    answer(told, _movers_as_lines(day, wanted), as_json=as_json)


def near_next(
    most: Annotated[
        int, typer.Option("--first", metavar="N", min=1, max=MOST_NEAR, help="How many partners, the nearest first.")
    ] = 20,
    *,
    as_json: AsJson = False,
    data: Data = DEFAULT_DATA,
) -> None:
    program, found = asyncio.run(_near(Installation.find(data), most))
    told = {"program": program, "partners": [named(asdict(one)) for one in found]}
    answer(told, _near_as_lines(found), as_json=as_json)


async def _movers(installation: Installation, on: date | None) -> tuple[str, date, list[Mover]]:
    async with installation.opened(), acquire() as connection:
        program = installation.rules.program
        today = await closed_day(connection, installation.rules, None) + timedelta(days=1)
        if on is not None and on > today:
            raise UsageError(f"{on} is still to come; today is {today}")
        day = on or await find_newest_day(connection, today)
        if day is None:
            raise UsageError("nothing has been decided yet: `tierline recompute tiers` decides a month")
        return program, day, await find_movers(connection, program, day)


async def _near(installation: Installation, most: int) -> tuple[str, list[NearPartner]]:
    async with installation.opened(), acquire() as connection:
        return installation.rules.program, await find_near(connection, most)


def _movers_as_lines(day: date, found: Sequence[Mover]) -> Iterator[str]:
    moves = [MOVES[one.change] for one in found]
    yield f"{day}: {moves.count(Move.ROSE)} rose, {moves.count(Move.FELL)} fell"
    for one, move in zip(found, moves, strict=True):
        yield f"{move:<5} {_tier(one.previous_tier):>10} to {_tier(one.tier):<10} {one.partner} {one.name}"
        for gate in one.gates:
            yield f"      {tell_gate(gate)}, was {shown(gate['before'])}"


def _near_as_lines(found: Sequence[NearPartner]) -> Iterator[str]:
    if not found:
        yield "nobody lacks anything for a next tier"
        return
    yield f"by the numbers of {found[0].as_of}:"
    for one in found:
        yield f"{_tier(one.tier):>10} to {one.next_tier:<10} lacks {one.lack}  {one.partner} {one.name}"
        for gate in one.gates:
            yield f"      {tell_gate(gate)}, lacks {shown(gate['missing'])}"


def _tier(key: str | None) -> str:
    return key or "no tier"
