"""The same data as lines for people."""

from collections.abc import Iterator, Mapping
from typing import Any

from ops.dry_runs.reading import Data
from ops.explaining.numbers import shown

_BEYOND = {"AT_LEAST": "", "ABOVE": "more than "}


def as_lines(data: Data, most: int | None) -> Iterator[str]:
    """All of it, with at most so many partners of each move; None for all."""
    yield (
        f"{data['program']}/{data['edition']} by the facts of {data['knownAt']}: dry run {data['dryRun']}, of which"
        " nothing takes effect"
    )
    for day in data["days"]:
        moved = sum(one["partners"] for one in day["moves"])
        yield ""
        yield (
            f"{day['effectiveOn']}, beside {data['program']}/{day['inForce']}:"
            f" {moved:,} of {day['partners']:,} partners would have another tier"
        )
        width = max(len(_named(one["key"])) for one in day["tiers"])
        yield f"  {'':{width}}  {'before':>9}  {'after':>9}"
        *tiers, none = day["tiers"]
        for tier in (*reversed(tiers), none):
            yield f"  {_named(tier['key']):{width}}  {tier['before']:>9,}  {tier['after']:>9,}"
        for move in day["moves"]:
            yield from _of_move(day, move, most)


def tell_gate(gate: Mapping[str, Any]) -> str:
    """What a gate that makes the difference requires beside what there is."""
    beyond = _BEYOND[gate["comparison"]]
    return f"{gate['metric']} is {shown(gate['actual'])} of {beyond}{shown(gate['required'])}"


def _of_move(day: Data, move: Data, most: int | None) -> Iterator[str]:
    own = [one for one in day["moved"] if (one["before"], one["after"]) == (move["before"], move["after"])]
    count = f"{len(own):,} partner{'' if len(own) == 1 else 's'}"
    yield f"  {_named(move['before'])} to {_named(move['after'])}: {count}"
    width = max(len(one["partner"]) for one in own[:most])
    for one in own[:most]:
        gates = ", ".join(tell_gate(gate) for gate in one["gates"])
        yield f"    {one['partner']:{width}}  {one['name']}{': ' if gates else ''}{gates}"
    if most is not None and len(own) > most:
        yield f"    and {len(own) - most:,} more: --all shows them"


def _named(tier: str | None) -> str:
    return tier or "no tier"
