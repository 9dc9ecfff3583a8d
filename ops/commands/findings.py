"""`tierline findings`."""

import asyncio
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Annotated

import typer

from engine.findings.finding import Finding
from engine.findings.kinds import KINDS
from engine.findings.looking import Found, look_for, read_ground
from models.database import acquire
from models.enums import FindingKind
from ops.answers import print_json
from ops.explaining.asked import closed_day
from ops.installation import Installation
from ops.parameters import DEFAULT_DATA, Data
from ops.terminal import note, out
from tiers.periods import format_month

SHOWN = 5


def findings(
    *,
    kind: Annotated[FindingKind | None, typer.Option(case_sensitive=False, help="Only this kind.")] = None,
    everything: Annotated[bool, typer.Option("--all", help=f"Show all, not only {SHOWN} of each kind.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    data: Data = DEFAULT_DATA,
) -> None:
    kinds = list(KINDS) if kind is None else [kind]
    day, told = asyncio.run(_look(Installation.find(data), kinds, None if everything else SHOWN, as_json=as_json))
    total = sum(found.total for found in told)
    if as_json:
        kinds_as_data = [_as_data(found) for found in told]
        print_json({"asOf": f"{day}", "findings": total, "kinds": kinds_as_data})
    else:
        out.print(f"{total:,} findings as of {day}" if total else f"nothing is doubtful as of {day}")
    if total:
        raise typer.Exit(1)


async def _look(
    installation: Installation, kinds: Sequence[FindingKind], most: int | None, *, as_json: bool
) -> tuple[date, Sequence[Found]]:
    """The day and what is found; of each kind, people are told as soon as it has been looked for."""
    told: list[Found] = []
    async with installation.opened(), acquire() as connection:
        day = await closed_day(connection, installation.rules, None)
        ground = await read_ground(connection, installation.rules, day)
        for kind in kinds:
            note(f"looking for {kind}")
            found = await look_for(connection, ground, kind, most)
            told.append(found)
            for line in () if as_json else _lines(found):
                out.tell(line)
    return day, told


def _lines(found: Found) -> Iterator[str]:
    """A line for the kind, one for each finding, and the remedy."""
    declared = KINDS[found.kind]
    yield f"{f'{found.total:,}' if found.total else 'none':>7} {declared.severity:<6} {found.kind}: {declared.says}"
    for finding in found.findings:
        yield f"{'':<15}{_line(finding)}"
    if found.total > len(found.findings):
        yield f"{'':<15}and {found.total - len(found.findings):,} more: --all shows them"
    if found.total:
        yield f"{'':<15}remedy: {declared.remedy}"


def _line(finding: Finding) -> str:
    return KINDS[finding.kind].line.format(
        size=f"{finding.size:,}",
        partner=finding.partner,
        client=finding.client,
        employee=finding.employee,
        period=_month(finding.period),
        detail=finding.detail,
    )


def _as_data(found: Found) -> dict[str, object]:
    declared = KINDS[found.kind]
    return {
        "kind": found.kind,
        "severity": declared.severity,
        "says": declared.says,
        "remedy": declared.remedy,
        "sizeIs": declared.size,
        "total": found.total,
        "findings": [
            {
                "size": f"{one.size:f}",
                "partner": one.partner,
                "client": one.client,
                "employee": one.employee,
                "period": _month(one.period),
                "detail": one.detail,
            }
            for one in found.findings
        ],
    }


def _month(period: date | None) -> str | None:
    return None if period is None else format_month(period)
