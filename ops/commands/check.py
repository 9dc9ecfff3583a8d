"""`tierline check`."""

import asyncio
import secrets
from datetime import UTC, datetime
from typing import Annotated

import typer

from engine.checks.check import Sample
from ops.checking import Outcome, run_checks, tell_outcome, tell_outcomes, to_json
from ops.confirmed import find_confirmed_reports
from ops.errors import UsageError
from ops.installation import Installation
from ops.parameters import DEFAULT_DATA, Data
from ops.repairing import repair_all
from ops.terminal import out

PARTNERS = 200
CHANCE_BITS = 63  # a bigint of PostgreSQL's that is not negative


def check(
    sample: Annotated[
        int | None,
        typer.Option(
            min=0, metavar="N", help=f"Partners, chosen at random, that are computed from scratch; default: {PARTNERS}."
        ),
    ] = None,
    *,
    everybody: Annotated[bool, typer.Option("--all", help="Compute every partner from scratch.")] = False,
    repair: Annotated[
        bool, typer.Option("--repair", help="Rebuild what can be rebuilt from the facts, and say what is left to do.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    data: Data = DEFAULT_DATA,
) -> None:
    if everybody and sample is not None:
        raise UsageError("--all is every partner, and --sample is some: give one of the two")
    if repair and as_json:
        raise UsageError("--repair tells what it does in words: leave out --json")
    partners = None if everybody else PARTNERS if sample is None else sample
    chosen = Sample(partners, secrets.randbits(CHANCE_BITS))
    asyncio.run(_check(Installation.find(data), chosen, repair=repair, as_json=as_json))


async def _check(installation: Installation, sample: Sample, *, repair: bool, as_json: bool) -> None:
    async with installation.opened():
        outcomes: list[Outcome] = []
        async for outcome in run_checks(installation.rules, sample):
            outcomes.append(outcome)
            if not as_json:
                tell_outcome(outcome)
        confirmed = await find_confirmed_reports()
        if as_json:
            out.print(to_json(outcomes, confirmed))
        else:
            tell_outcomes(outcomes, confirmed)
        failed = any(outcome.found.total for outcome in outcomes)
        if failed and repair:
            failed = not await repair_all(installation, outcomes, datetime.now(UTC))
    if failed:
        raise typer.Exit(1)
