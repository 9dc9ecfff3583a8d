"""The policy: days that go together, and tiers and metrics that the edition has."""

from tiers.grammar.checks.names import Names
from tiers.grammar.edition import Edition
from tiers.grammar.policy import NO_TIER, Deciding, Direction, Review, Rhythm
from tiers.grammar.problems import Place


def check_policy(edition: Edition, names: Names, root: Place) -> None:
    """Notes what does not go together in the policy."""
    policy = edition.policy
    at = root.at(policy.place)
    _check_deciding(policy.deciding, at.key("deciding"))
    for key, direction in (("rise", policy.rise), ("fall", policy.fall)):
        _check_direction(policy.deciding, direction, at.key(key))
    kept = policy.kept_by
    if kept is not None and (kept.deciding_days is None) is (kept.whole_months is None):
        at.key("kept_by").note("must have exactly one of deciding_days, whole_months")
    for tier in policy.term_months:
        _check_tier(tier, names.tiers, at.key("term_months").key(tier))
    gated = {key for tier in edition.tiers for gates in tier.alternatives for key in (*gates.at_least, *gates.above)}
    for index, key in enumerate(policy.must_hold):
        if key in names.metrics and key not in gated:
            at.key("must_hold").item(index).note(f'no tier has a gate for "{key}": add one, or take it out')
        elif key not in names.metrics:
            at.key("must_hold").item(index).note(
                f'"{key}" is no metric of this file: use {", ".join(sorted(names.metrics))}'
            )
    for old, new in policy.carry.items():
        if old in names.tiers:
            at.key("carry").key(old).note("is a tier of this edition, which carries itself: leave it out")
        if new != NO_TIER:
            _check_tier(new, names.tiers, at.key("carry").key(old))


def _check_deciding(deciding: Deciding, at: Place) -> None:
    if deciding.rhythm is Rhythm.MONTHLY and deciding.day is None:
        at.key("day").note("is missing: say on which day of the month decisions take effect")
    if deciding.rhythm is Rhythm.DAILY and (deciding.day is not None or len(deciding.months) < 12):  # noqa: PLR2004
        at.note("decides every day: leave out day and months")


def _check_direction(deciding: Deciding, direction: Direction, at: Place) -> None:
    if direction.on is not Review.MONTHS and direction.months:
        at.key("months").note("belongs to on = MONTHS only: leave it out")
    if direction.on is Review.MONTHS and not direction.months:
        at.key("months").note("is missing: say in which months")
    if direction.day is not None and (direction.on is not Review.MONTHS or deciding.rhythm is not Rhythm.DAILY):
        at.key("day").note("belongs to on = MONTHS where each day decides: leave it out")
    for index, month in enumerate(direction.months):
        if month not in deciding.months:
            at.key("months").item(index).note(f"nothing is decided in month {month}: use one of deciding.months")


def _check_tier(key: str, tiers: frozenset[str], at: Place) -> None:
    if key not in tiers:
        at.note(f'"{key}" is no tier of this file: use {", ".join(sorted(tiers))}')
