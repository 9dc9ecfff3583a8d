"""Running every check with its progress on the terminal, and telling what it found."""

import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

from rich.progress import Progress, TaskID

from engine.checks.check import Check, Found, Sample
from engine.checks.looking import look_for
from engine.checks.registry import CHECKS
from models.rulebook import Rulebook
from ops.bars import step_progress
from ops.terminal import note, out


@dataclass(frozen=True)
class Outcome:
    """A check that was run, and what it found."""

    check: Check
    found: Found


async def run_checks(rules: Rulebook, sample: Sample) -> AsyncIterator[Outcome]:
    """Every check, one after the other."""
    for check in CHECKS:
        note(f"checking {check.name}")
        with step_progress() as progress:
            bar = progress.add_task(check.name, total=None, note="")

            def show(done: int, total: int, bar: TaskID = bar, progress: Progress = progress) -> None:
                progress.update(bar, completed=done, total=total)

            found = await look_for(check, rules, sample, on_progress=show)
            progress.update(bar, visible=False)
        yield Outcome(check, found)


def tell_outcome(outcome: Outcome) -> None:
    """A line for the check, and for what it found a few examples and the remedy."""
    check, found = outcome.check, outcome.found
    result = f"{found.total:,}" if found.total else "-" if found.note else "ok"
    out.print(f"{result:>5} {check.name:<17} {check.holds}")
    details = list(found.examples)
    if found.total > len(details):
        details.append(f"and {found.total - len(details):,} more")
    if found.total:
        details.append(f"remedy: {check.remedy}")
    if found.note:
        details.append(found.note)
    for line in details:
        out.print(f"{'':<24}{line}")


def tell_outcomes(outcomes: Sequence[Outcome], confirmed: Sequence[str]) -> None:
    """The last lines: what was taken by confirmation, which is no finding, and how much was found."""
    for line in confirmed:
        out.print(line)
    failed = [outcome.found.total for outcome in outcomes if outcome.found.total]
    if failed:
        out.print(f"{len(failed)} of {len(outcomes)} checks have findings, {sum(failed):,} in all")
    else:
        out.print(f"{len(outcomes)} checks find nothing")


def to_json(outcomes: Sequence[Outcome], confirmed: Sequence[str]) -> str:
    """The same for programs: `findings` counts all of them, each check has at most a few `examples`."""
    checks = [
        {
            "name": outcome.check.name,
            "holds": outcome.check.holds,
            "findings": outcome.found.total,
            "examples": list(outcome.found.examples),
            "note": outcome.found.note,
            "remedy": outcome.check.remedy if outcome.found.total else None,
        }
        for outcome in outcomes
    ]
    total = sum(one.found.total for one in outcomes)
    return json.dumps({"findings": total, "checks": checks, "confirmed_reports": list(confirmed)}, indent=2)
