"""The same data as lines for people."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from ops.explaining.data import Data
from ops.explaining.numbers import shown
from tiers.partner_explanation import most_telling

_COMPARED = {"AT_LEAST": "at least", "ABOVE": "more than"}
_EVER = "ever"


def as_lines(data: Data, most: int | None) -> Iterator[str]:
    """All of it, with at most so many of what each metric is made of; None for all."""
    provisional = ", provisional" if data["provisional"] else ""
    yield (
        f"{data['partner']} as of {data['asOf']}, by {data['program']}/{data['edition']}:"
        f" {data['tier'] or 'no tier'}{provisional}"
    )
    yield from _gates(data)
    for metric in data["metrics"]:
        yield ""
        yield f"{metric['metric']} {shown(metric['value'])}{_unit(metric, data['currency'])}: {metric['name']}"
        yield from _contributions(metric, most)


def changes_as_lines(data: Data, most: int | None) -> Iterator[str]:
    """What has changed, with at most so many clients of each metric; None for all."""
    tiers, editions = data["tiers"], data["editions"]
    by = " and ".join(dict.fromkeys(f"{data['program']}/{editions[one]}" for one in ("before", "after")))
    yield (
        f"{data['partner']} from {data['from']} to {data['to']}, by {by}:"
        f" {tiers['before'] or 'no tier'} to {tiers['after'] or 'no tier'}"
    )
    for metric in data["metrics"]:
        yield ""
        before, after = shown(metric["before"]), shown(metric["after"])
        changed = "still " + after if before == after else f"{before} to {after}"
        yield f"{metric['metric']} {changed}{_unit(metric, data['currency'])}: {metric['name']}"
        clients = metric["clients"][:most]
        rows = [
            (f"{Decimal(one['difference']):+,f}", one["client"], one["clientName"], one["way"], one["cause"])
            for one in clients
        ]
        yield from _table(rows)
        yield from _left(len(metric["clients"]) - len(clients))


def _gates(data: Data) -> Iterator[str]:
    for place, gates in enumerate(data["alternatives"]):
        yield f"{'or' if place else 'gates of'} {data['gatesOf']}"
        for gate in gates:
            lacks = "passed" if gate["passed"] else f"lacks {shown(gate['missing'])}"
            yield (
                f"  {gate['metric']:<24} {_COMPARED[gate['comparison']]} {shown(gate['required']):>14}"
                f"  has {shown(gate['actual']):>14}  {lacks}"
            )


def _unit(metric: Data, currency: str) -> str:
    return f" {currency}" if metric["unit"] == "MONEY" else ""


def _contributions(metric: Data, most: int | None) -> Iterator[str]:
    middle, lifting = metric.get("middle", ()), metric.get("liftedBy", ())
    nearest = _nearest(metric, most)
    yield from _table([_row(one, middle, lifting) for one in nearest])
    yield from _left(len(metric["contributions"]) - len(nearest))


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """The rows in columns, of which the first has numbers."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for amount, *rest in rows:
        cells = [f"{amount:>{widths[0]}}", *(f"{cell:<{width}}" for cell, width in zip(rest, widths[1:], strict=True))]
        yield f"  {'  '.join(cells)}".rstrip()


def _left(number: int) -> Iterator[str]:
    if number:
        yield f"  and {number:,} more: --all shows them"


def _nearest(metric: Data, most: int | None) -> Sequence[Data]:
    found: Sequence[Data] = metric["contributions"]
    return found if most is None else most_telling(found, most, of_median="middle" in metric)


def _row(one: Data, middle: Sequence[str], lifting: Sequence[str]) -> tuple[str, ...]:
    return (
        shown(one["amount"]),
        one.get("client") or one.get("employee") or one.get("metric") or one.get("measure") or "certification",
        one.get("clientName") or one.get("email") or (f"on {one['on']}" if "on" in one else ""),
        " ".join(part for part in (one.get("way"), one.get("line")) if part),
        one.get("status", ""),
        _days(one),
        _why(one, middle, lifting),
    )


def _days(one: Data) -> str:
    if one.get("countsFrom") is None and one.get("countsUntil") is None:
        return ""
    if one.get("status") == "PENDING_REPORT":
        return f"from {one['countsFrom']}"
    return f"{one['countsFrom'] or _EVER} to {one['countsUntil'] or _EVER}"


def _why(one: Data, middle: Sequence[str], lifting: Sequence[str]) -> str:
    said = []
    if "way" not in one and one.get("client") in middle:
        said.append("in the middle")
    if "way" not in one and one.get("client") in lifting:
        said.append("one more app lifts the median")
    if "access" in one:
        said.append(_access(one["access"], one["status"]))
    return "; ".join(said)


def _access(access: Data, status: str) -> str:
    who = access["email"]
    if status == "NO_ACCESS":
        return f"{who} had access until {access['endsOn']}, exclusive"
    if status == "DOMAIN_MISMATCH":
        return f"{who} is in none of the partner's domains"
    active = access["lastActiveOn"]
    return f"{who} was {f'last active on {active}' if active else 'not active'}"
