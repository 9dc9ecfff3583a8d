"""Dry runs, of which nothing that is not complete is told."""

import json
from collections.abc import Callable, Iterator
from datetime import date
from types import SimpleNamespace

from tests.differential.reference.arguments import Arguments, read_text
from tests.differential.reference.asker import Asker, bad_input
from tests.differential.reference.ids import key, read_number
from tests.differential.reference.lists import Listing, page, what_is_given
from tests.differential.reference.tables import Row

METRIC = ("key", "name", "unit", "description")
Resolver = Callable[[Row, Asker, Arguments], object]


def dry_runs_listing(_: Asker, __: Arguments) -> Listing:
    return Listing("dryRuns", "REQUESTED", lambda row: (row["id"],), (int,), descending=True)


def decisions_listing(asker: Asker, arguments: Arguments) -> Listing:
    def place(row: Row) -> tuple[date, str]:
        return row["effective_on"], asker.tables.get("partner", row["partner_id"])["external_id"]

    return Listing("dryRunDecisions", "EFFECTIVE_ON", place, (date, str), what_is_given(arguments))


def _dry_run(_: object, asker: Asker, arguments: Arguments) -> Row | None:
    asker.require_operator()
    return asker.tables.find("dry_run", read_number(arguments["id"], "DryRun"))


def _dry_runs(_: object, asker: Asker, arguments: Arguments) -> Row:
    asker.require_operator()
    return page(dry_runs_listing(asker, arguments), asker.tables["dry_run"], arguments)


def _number(run: Row, _: Asker, __: Arguments) -> str:
    return str(run["id"])


def _job(run: Row, asker: Asker, _: Arguments) -> Row:
    return asker.tables.get("recompute_job", run["id"])


def _days(run: Row, asker: Asker, _: Arguments) -> list[Row]:
    return sorted(asker.tables.where("dry_run_day", "dry_run_id", run["id"]), key=lambda day: day["effective_on"])


def _listed(row: Row, name: str) -> list[Row]:
    return json.loads(row[name] or "[]")  # type: ignore[no-any-return]


def _gates(decision: Row, asker: Asker, _: Arguments) -> list[Row]:
    """Their money is in the currency of the edition in force on the day."""
    days = asker.tables.where("dry_run_day", "dry_run_id", decision["dry_run_id"])
    [day] = [one for one in days if one["effective_on"] == decision["effective_on"]]
    currency = asker.edition(day["edition"]).currency
    return [
        {**gate, "metric": SimpleNamespace(**{name: gate[f"metric_{name}"] for name in METRIC}, currency=currency)}
        for gate in _listed(decision, "gates")
    ]


def _id(decision: Row, asker: Asker, _: Arguments) -> str:
    partner = asker.tables.get("partner", decision["partner_id"])["external_id"]
    return key("DryRunDecision", decision["dry_run_id"], decision["effective_on"], partner)


def _of_complete(asker: Asker, run: int) -> list[Row]:
    """The decisions of a dry run, none of one that is not complete."""
    found = asker.tables.find("dry_run", run)
    is_complete = found is not None and found["known_at"] is not None
    return asker.tables.where("dry_run_partner", "dry_run_id", run) if is_complete else []


def _by(decision: Row, asker: Asker, arguments: Arguments) -> Row | None:
    others = _of_complete(asker, read_number(arguments["dryRun"], "DryRun"))
    return next((one for one in others if _about(one) == _about(decision)), None)


def _about(decision: Row) -> tuple[object, ...]:
    return decision["partner_id"], decision["effective_on"]


def _decisions(run: Row, asker: Asker, arguments: Arguments) -> Row:
    wanted = arguments.get("filter") or {}
    found = list(_fitting(asker, _of_complete(asker, run["id"]), wanted))
    return page(decisions_listing(asker, arguments), found, arguments)


def _fitting(asker: Asker, decisions: list[Row], wanted: Arguments) -> Iterator[Row]:
    on, changes, moved = wanted.get("on"), wanted.get("changes"), wanted.get("moved")
    sides = [(side, _tier_wanted(wanted, side)) for side in ("before", "after")]
    text = wanted.get("differsFrom")
    other = None if text is None else _of_complete(asker, read_number(text, "DryRun"))
    same = {(_about(one), one["tier_after"]) for one in other or ()}
    for one in decisions:
        if (
            on in (None, one["effective_on"])
            and (changes is None or one["change"] in changes)
            and moved in (None, one["tier_before"] != one["tier_after"])
            and all(
                tier in (None, one[f"tier_{side}"]) and untiered in (None, one[f"tier_{side}"] is None)
                for side, (tier, untiered) in sides
            )
            and (other is None or (_about(one), one["tier_after"]) not in same)
        ):
            yield one


def _tier_wanted(wanted: Arguments, side: str) -> tuple[str | None, bool | None]:
    name = side.capitalize()
    tier, untiered = wanted.get(f"tier{name}"), wanted.get(f"untiered{name}")
    if tier is not None and untiered:
        raise bad_input(f"tier{name}, untiered{name}: a tier is not none; give one of the two")
    return read_text(f"tier{name}", tier), untiered


def _partner(decision: Row, asker: Asker, _: Arguments) -> Row:
    return asker.tables.get("partner", decision["partner_id"])


def _column(name: str) -> Resolver:
    return lambda row, _, __: row[name]


def _list(name: str) -> Resolver:
    return lambda row, _, __: _listed(row, name)


FIELDS: dict[str, Callable[..., object]] = {
    "DryRun.days": _days,
    "DryRun.decisions": _decisions,
    "DryRun.editionDigest": _column("digest"),
    "DryRun.editionKey": _column("edition"),
    "DryRun.editionName": _column("name"),
    "DryRun.editionText": _column("text"),
    "DryRun.from": _column("first_on"),
    "DryRun.job": _job,
    "DryRun.number": _number,
    "DryRun.to": _column("last_on"),
    "DryRunDay.editionInForce": _column("edition"),
    "DryRunDay.moves": _list("moves"),
    "DryRunDay.tiers": _list("tiers"),
    "DryRunDecision.by": _by,
    "DryRunDecision.gates": _gates,
    "DryRunDecision.id": _id,
    "DryRunDecision.partner": _partner,
    "DryRunDecision.performingAfter": _column("tier_after"),
    "DryRunDecision.performingBefore": _column("tier_before"),
    "Query.dryRun": _dry_run,
    "Query.dryRuns": _dry_runs,
}
