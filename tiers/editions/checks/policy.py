"""The policy: days that go together, and tiers and metrics that the edition has."""

from tiers.editions.checks.names import Names
from tiers.editions.edition import Edition
from tiers.editions.policy import Deciding, Direction, Review, Rhythm
from tiers.editions.problems import Place
from tiers.editions.references import Section


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
    gated = {key for tier in edition.tiers for gates in tier.alternatives for key in (*gates.at_least, *gates.above)}
    for index, key in enumerate(policy.must_hold):
        if key in names[Section.METRICS] and key not in gated:
            at.key("must_hold").item(index).note(f'no tier has a gate for "{key}": add one, or take it out')
    for old in policy.carry:
        if old in names[Section.TIERS]:
            at.key("carry").key(old).note("is a tier of this edition, which carries itself: leave it out")


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
