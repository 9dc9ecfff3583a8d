"""An edition: one set of a program's rules, in force from a day on."""

import tomllib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from tiers.apps import APPS, app_bit
from tiers.edition_file import (
    Table,
    read_amount,
    read_choice,
    read_count,
    read_currency,
    read_day,
    read_flag,
    read_key,
    read_must,
    read_name,
)
from tiers.errors import EditionError, NoEditionInForce

__all__ = [
    "Edition",
    "EditionError",
    "GateRule",
    "Metric",
    "NoEditionInForce",
    "Split",
    "Tier",
    "check_editions",
    "edition_in_force",
    "parse_edition",
]

_KEYS = ("key", "effective_from", "currency", "logins_count", "managed_split", "apps", "windows", "tiers")
_WINDOWS = ("sold_months", "activity_days", "usage_days")
_LONGEST_MONTHS = 1_200  # a century, so that a window always is a plausible one
_LONGEST_DAYS = 36_500


class Metric(StrEnum):
    """What a gate looks at: two amounts of money, a number of apps, and 1 or 0 for certified or not."""

    SOLD_MRR = "SOLD_MRR"
    MANAGED_MRR = "MANAGED_MRR"
    MEDIAN_APP_USAGE = "MEDIAN_APP_USAGE"
    CERTIFIED = "CERTIFIED"


class Split(StrEnum):
    """What each of several partners gets that manage one client (docs/rules.md, rule 4)."""

    FULL = "full"
    EVEN = "even"


@dataclass(frozen=True, slots=True)
class GateRule:
    """One requirement: the metric must be at least `minimum`, money in units of the currency."""

    metric: Metric
    minimum: Decimal


@dataclass(frozen=True, slots=True)
class Tier:
    """One step of the ladder: rank 1 is the lowest. It is reached when all its gates pass."""

    key: str
    name: str
    rank: int
    gates: tuple[GateRule, ...]

    def minimum(self, metric: Metric) -> Decimal:
        """What the tier requires of a metric, 0 where it has no gate for it."""
        return next((gate.minimum for gate in self.gates if gate.metric is metric), Decimal(0))


@dataclass(frozen=True, slots=True)
class Edition:
    """The rules in force from `effective_from` until the next edition's.

    `tiers` ascend; `apps` are the keys of the apps that count. A sold client counts for `sold_months`
    calendar months, activity for `activity_days` and app usage for `usage_days` days. `source` is
    the file that says so.
    """

    key: str
    effective_from: date
    currency: str
    tiers: tuple[Tier, ...]
    apps: tuple[str, ...]
    sold_months: int
    activity_days: int
    usage_days: int
    logins_count: bool
    managed_split: Split
    source: str = field(compare=False)

    def tier(self, key: str) -> Tier:
        """The tier of that key; KeyError when the edition has none."""
        for tier in self.tiers:
            if tier.key == key:
                return tier
        raise KeyError(key)


def parse_edition(text: str, source: str) -> Edition:
    """The edition that an edition file's text describes; `source` names the file.

    Raises EditionError with every problem of the file, each naming the file, the key and what is wrong.
    """
    try:
        values = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise EditionError(f"{source}: not a TOML file: {error}") from None
    problems: list[str] = []
    root = Table(source, "", values, problems)
    windows = root.table("windows")
    apps = _read_apps(root)
    edition = Edition(
        key=root.take("key", read_key, ""),
        effective_from=root.take("effective_from", read_day, date.min),
        currency=root.take("currency", read_currency, ""),
        tiers=_read_ladder(root, len(apps)),
        apps=apps,
        sold_months=windows.take("sold_months", read_count(1, _LONGEST_MONTHS), 1),
        activity_days=windows.take("activity_days", read_count(1, _LONGEST_DAYS), 1),
        usage_days=windows.take("usage_days", read_count(1, _LONGEST_DAYS), 1),
        logins_count=root.take("logins_count", read_flag, otherwise=False),
        managed_split=root.take("managed_split", read_choice(Split), Split.FULL),
        source=source,
    )
    windows.refuse_others(_WINDOWS, "window")
    root.refuse_others(_KEYS, "key of an edition")
    if problems:
        raise EditionError(*problems)
    return edition


def check_editions(editions: Iterable[Edition]) -> tuple[Edition, ...]:
    """The editions by the day from which they are in force.

    Raises EditionError, naming the files, when two have one key, are in force from one day, or count in different
    currencies: amounts are added up as they were reported, and nothing converts them.
    """
    ordered = tuple(sorted(editions, key=lambda edition: edition.effective_from))
    problems = []
    for index, edition in enumerate(ordered):
        for other in ordered[:index]:
            if other.key == edition.key:
                problems.append(f'{edition.source}: key: "{edition.key}" is the key of {other.source} already')
            if other.effective_from == edition.effective_from:
                day = edition.effective_from
                problems.append(f"{edition.source}: effective_from: {other.source} is in force from {day} already")
    for edition in ordered[1:]:
        first = ordered[0]
        if edition.currency != first.currency:
            problems.append(
                f"{edition.source}: currency: must be {first.currency}, in which {first.source} counts,"
                f" not {edition.currency}"
            )
    if problems:
        raise EditionError(*problems)
    return ordered


def edition_in_force(editions: Sequence[Edition], day: date) -> Edition:
    """Of at least one edition, the newest one in force on the day.

    Raises NoEditionInForce before the first one's `effective_from` (docs/rules.md, rule 9).
    """
    started = [edition for edition in editions if edition.effective_from <= day]
    if not started:
        raise NoEditionInForce(day, min(edition.effective_from for edition in editions))
    return max(started, key=lambda edition: edition.effective_from)


def _read_apps(root: Table) -> tuple[str, ...]:
    keys: list[str] = []
    for place, value in root.items("apps"):
        key = root.take_item(place, value, read_key, "")
        if key and app_bit(key) is None:
            root.note(place, f'"{key}" is not an app: use {", ".join(app.key for app in APPS)}')
        elif key and key in keys:
            root.note(place, f'"{key}" is in the list already')
        keys.append(key)
    return tuple(keys)


def _read_ladder(root: Table, apps: int) -> tuple[Tier, ...]:
    ladder: list[Tier] = []
    sound = False  # whether the tier below was read without a problem, so that it can be compared
    for table in root.tables("tiers"):
        before = len(root.problems)
        tier = _read_tier(table, len(ladder) + 1, apps)
        if tier.key in [other.key for other in ladder if other.key]:
            table.note("key", f'"{tier.key}" is the key of a tier below already')
        if sound and len(root.problems) == before:
            _check_step(table, ladder[-1], tier)
        sound = len(root.problems) == before
        ladder.append(tier)
    return tuple(ladder)


def _read_tier(table: Table, rank: int, apps: int) -> Tier:
    key = table.take("key", read_key, "")
    name = table.take("name", read_name, "")
    minimums = table.table("gates")
    readers: dict[Metric, Callable[[object], Decimal]] = {
        Metric.SOLD_MRR: read_amount,
        Metric.MANAGED_MRR: read_amount,
        Metric.MEDIAN_APP_USAGE: lambda value: Decimal(read_count(0, apps or len(APPS))(value)),
        Metric.CERTIFIED: read_must,
    }
    gates = tuple(
        GateRule(metric, minimums.take(metric, read, Decimal(0)))
        for metric, read in readers.items()
        if metric in (minimums.values or ())
    )
    minimums.refuse_others(Metric, "metric")
    table.refuse_others(("key", "name", "gates"), "key of a tier")
    return Tier(key, name, rank, gates)


def _check_step(table: Table, lower: Tier, higher: Tier) -> None:
    """Notes where a tier asks for less than the one below it, or for nothing more."""
    for metric in Metric:
        low, high = lower.minimum(metric), higher.minimum(metric)
        if high < low:
            table.note(
                f"gates.{metric}", f"the ladder must ascend: {higher.key} requires {high}, {lower.key} below it {low}"
            )
    if all(lower.minimum(metric) >= higher.minimum(metric) for metric in Metric):
        table.note("gates", f"the ladder must ascend: {higher.key} requires nothing more than {lower.key} below it")
