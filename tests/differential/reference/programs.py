"""Programs and their editions: rows, and what the texts in them say."""

from datetime import date, timedelta

from tests.differential.reference.arguments import Arguments, read_text
from tests.differential.reference.asker import Asker, bad_input
from tests.differential.reference.ids import read_id
from tests.differential.reference.nodes import is_visible
from tests.differential.reference.tables import Row
from tiers.apps import APPS, App
from tiers.editions.difference import EditionChange, difference
from tiers.editions.ladder import Tier
from tiers.editions.metrics.common import Metric
from tiers.editions.policy import NO_TIER, Policy
from tiers.stored import counted_apps

MOST_EDITIONS = 50


def _published(asker: Asker, program: str) -> list[Row]:
    rows = [row for row in asker.tables.where("edition", "program", program) if row["status"] == "PUBLISHED"]
    return sorted(rows, key=lambda row: row["effective_from"])


def _in_force(asker: Asker, program: str, day: date) -> Row | None:
    begun = [row for row in _published(asker, program) if row["effective_from"] <= day]
    return begun[-1] if begun else None


def _edition(_: object, asker: Asker, arguments: Arguments) -> Row | None:
    if arguments.get("id") is None:
        return _in_force(asker, asker.rules.editions[0].program, arguments.get("on") or asker.today)
    if arguments.get("on") is not None:
        raise bad_input("on, id: give one of the two at most")
    return _by_id(asker, arguments["id"])


def _by_id(asker: Asker, text: str) -> Row | None:
    _, row = read_id(asker.tables, text, "Edition")
    return row if row is not None and is_visible(asker, "Edition", row) else None


def _program(_: object, asker: Asker, arguments: Arguments) -> Row | None:
    key = read_text("key", arguments.get("key"))
    row = asker.tables.find("program", asker.rules.editions[0].program if key is None else key, "key")
    return row if row is not None and is_visible(asker, "Program", row) else None


def _programs(_: object, asker: Asker, __: Arguments) -> list[Row]:
    rows = [row for row in asker.tables["program"] if is_visible(asker, "Program", row)]
    return sorted(rows, key=lambda row: row["key"].encode())


def _editions(program: Row, asker: Asker, _: Arguments) -> list[Row]:
    published = _published(asker, program["key"])
    drafts = [row for row in asker.tables.where("edition", "program", program["key"]) if row["status"] == "DRAFT"]
    drafts.sort(key=lambda row: (row["effective_from"], row["id"]))
    assert len(published) + len(drafts) <= MOST_EDITIONS
    return published + drafts if asker.own is None else published


def _edition_on(program: Row, asker: Asker, arguments: Arguments) -> Row | None:
    return _in_force(asker, program["key"], arguments.get("day") or asker.today)


def _program_currency(program: Row, asker: Asker, _: Arguments) -> str:
    return asker.rules_of(program["newest"]).currency


def _program_of(row: Row, asker: Asker, _: Arguments) -> Row:
    (program,) = asker.tables.where("program", "key", row["program"])
    return program


def _until(row: Row, asker: Asker, _: Arguments) -> date | None:
    if row["status"] != "PUBLISHED":
        return None
    later = [
        one["effective_from"]
        for one in _published(asker, row["program"])
        if one["effective_from"] > row["effective_from"]
    ]
    return min(later) - timedelta(days=1) if later else None


def _changed_by(row: Row, asker: Asker, _: Arguments) -> object:
    return row["changed_by"] if asker.own is None else None


def _reason(row: Row, asker: Asker, _: Arguments) -> object:
    return row["reason"] if asker.own is None else None


def _currency(row: Row, asker: Asker, _: Arguments) -> str:
    return asker.rules_of(row).currency


def _sources(row: Row, asker: Asker, _: Arguments) -> list[str]:
    return list(asker.rules_of(row).sources)


def _tiers(row: Row, asker: Asker, _: Arguments) -> list[Tier]:
    return list(asker.rules_of(row).tiers)


def _apps(row: Row, asker: Asker, _: Arguments) -> list[App]:
    counted = counted_apps(asker.rules_of(row))
    return [app for app in APPS if app.key in counted]


def _metrics(row: Row, asker: Asker, _: Arguments) -> list[Metric]:
    return list(asker.rules_of(row).metrics)


def _policy(row: Row, asker: Asker, _: Arguments) -> Policy:
    return asker.rules_of(row).policy


def _diff(row: Row, asker: Asker, arguments: Arguments) -> list[EditionChange]:
    other = _by_id(asker, arguments["with"])
    if other is None:
        raise bad_input("with: there is no edition of this id")
    return difference(asker.rules_of(row), asker.rules_of(other))


def _terms(policy: Policy, _: Asker, __: Arguments) -> list[Row]:
    return [{"tier": tier, "months": months} for tier, months in policy.term_months.items()]


def _carry(policy: Policy, _: Asker, __: Arguments) -> list[Row]:
    return [{"before": one, "now": None if now == NO_TIER else now} for one, now in policy.carry.items()]


FIELDS = {
    "Edition.apps": _apps,
    "Edition.backdateReason": _reason,
    "Edition.changedBy": _changed_by,
    "Edition.currency": _currency,
    "Edition.diff": _diff,
    "Edition.effectiveUntil": _until,
    "Edition.metrics": _metrics,
    "Edition.policy": _policy,
    "Edition.program": _program_of,
    "Edition.sources": _sources,
    "Edition.tiers": _tiers,
    "Policy.carry": _carry,
    "Policy.terms": _terms,
    "Program.currency": _program_currency,
    "Program.editionOn": _edition_on,
    "Program.editions": _editions,
    "Query.edition": _edition,
    "Query.program": _program,
    "Query.programs": _programs,
}
