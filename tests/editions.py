"""Editions for tests: the shipped ones with something changed, and files of other ladders."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from models.rulebook import Rulebook
from tests.tiers.editions.editions import following
from tiers.editions.edition import Edition
from tiers.editions.parsing import parse_edition
from tiers.editions.ways import Managed

FRAME = """
program = "agency"
key = "{key}"
name = "{key}"
effective_from = {effective_from}
currency = "USD"

[[catalogues]]
key = "APPS"
of = "apps"
members = {apps}

[[credits]]
kind = "sold"
key = "SOLD"
name = "Sold"
months = {months}

[[credits]]
kind = "managed"
key = "MANAGED"
name = "Managed"
days = {days}
logins_count = {logins_count}
split = "{split}"

[[metrics]]
kind = "sum"
key = "SOLD_MRR"
name = "Sold MRR"
unit = "MONEY"
over = ["SOLD"]

[[metrics]]
kind = "sum"
key = "MANAGED_MRR"
name = "Managed MRR"
unit = "MONEY"
over = ["MANAGED"]

[[metrics]]
kind = "median"
key = "MEDIAN_APP_USAGE"
name = "Median app usage"
unit = "COUNT"
of = "apps"
over = ["SOLD", "MANAGED"]
apps = "APPS"
days = {days}

[[metrics]]
kind = "certified"
key = "CERTIFIED"
name = "Partner certified"
unit = "FLAG"
{ladder}
[policy]
deciding = {{ rhythm = "MONTHLY", day = 15 }}
rise = {{ on = "ALWAYS" }}
fall = {{ on = "ALWAYS" }}
{carry}
"""
TIER = """
[[tiers]]
key = "{key}"
name = {name}
[[tiers.alternatives]]
at_least = {{ {gates} }}
"""


def edition_file(
    key: str,
    effective_from: date,
    ladder: Mapping[str, tuple[str, str]],
    apps: Sequence[str],
    *,
    months: int = 12,
    days: int = 90,
    logins_count: bool = True,
    split: str = "full",
    carry: str = "",
) -> str:
    """The text of a file; `ladder` gives the name and the gates of each tier, as the file has them."""
    return FRAME.format(
        key=key,
        effective_from=effective_from,
        apps=list(apps),
        months=months,
        days=days,
        logins_count=str(logins_count).lower(),
        split=split,
        carry=carry,
        ladder="".join(TIER.format(key=tier, name=name, gates=gates) for tier, (name, gates) in ladder.items()),
    )


def with_management(edition: Edition, **changes: Any) -> Edition:  # noqa: ANN401 - keys of a way `managed`
    """The edition with something else about when clients count as managed."""
    ways = tuple(replace(way, **changes) if isinstance(way, Managed) else way for way in edition.credits)
    return replace(edition, credits=ways)


def managing(rules: Rulebook, **changes: Any) -> Rulebook:  # noqa: ANN401 - keys of a way `managed`
    """The rules with that changed in all editions."""
    return Rulebook(tuple(with_management(one, **changes) for one in rules.editions), rules.zone)


def followed_by(rules: Rulebook, day: str, *changes: tuple[str, str]) -> Rulebook:
    """The rules, and from the day on an edition with some other passages."""
    return Rulebook((*rules.editions, parse_edition(following(day, *changes), "later")), rules.zone)
