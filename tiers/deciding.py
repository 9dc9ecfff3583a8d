"""Which editions tiers can be decided by: those whose policy is what decisions apply so far."""

from collections.abc import Iterator, Sequence
from datetime import date

from tiers.editions.edition import Edition
from tiers.editions.policy import ALL_MONTHS, Direction, Review, Rhythm
from tiers.editions.series import edition_in_force
from tiers.errors import NotDecidable
from tiers.periods import DECIDING_DAY, days_before, decision_day, effective_day
from tiers.schedule import coming_months

MONTHS = 12  # of a year


def why_not_decidable(edition: Edition) -> Iterator[str]:
    """What of an edition's policy no decision applies so far, each with its place in the file; nothing where all is.

    Decisions take effect on one day of every month, in both directions, and nothing is kept. By such an edition
    standings are computed, with the tiers that partners perform; what the policy makes of those is not known.
    """
    policy = edition.policy
    deciding = policy.deciding
    if deciding.rhythm is not Rhythm.MONTHLY:
        yield f"policy.deciding.rhythm: {deciding.rhythm} is not applied yet, only {Rhythm.MONTHLY}"
    elif deciding.day != DECIDING_DAY:
        yield f"policy.deciding.day: {deciding.day} is not applied yet, only {DECIDING_DAY}"
    elif sorted(deciding.months) != list(ALL_MONTHS):
        yield "policy.deciding.months: is not applied yet, only every month"
    yield from _direction("rise", policy.rise)
    yield from _direction("fall", policy.fall)
    remembers = {
        "kept_by": policy.kept_by is not None,
        "term_months": bool(policy.term_months),
        "first_term_months": policy.first_term_months is not None,
        "provisional_may_demote": not policy.provisional_may_demote,
        "must_hold": bool(policy.must_hold),
        "falls_wait_for_approval": policy.falls_wait_for_approval,
    }
    yield from (f"policy.{key}: is not applied yet" for key, there in remembers.items() if there)


def find_late_start(edition: Edition) -> Iterator[str]:
    """A warning for an edition whose first day is one on which decisions take effect: they are as of the day before."""
    first = edition.effective_from
    if first == effective_day(first):
        yield (
            f"{edition.program} {edition.key}: effective_from: the decisions of {first} are as of the day before, and"
            f" so not by this edition: take {days_before(first, 1)} if it is to decide them"
        )


def expect_decidable(edition: Edition) -> None:
    """Raises NotDecidable for an edition by which no tiers can be decided so far."""
    problems = tuple(why_not_decidable(edition))
    if problems:
        raise NotDecidable(edition.program, edition.key, problems)


def is_decided(editions: Sequence[Edition], month: date) -> bool:
    """Whether tiers can be decided in a month, or cannot only for want of an edition that is in force."""
    day = decision_day(month)
    in_force = [edition for edition in editions if edition.effective_from <= day]
    return not in_force or not any(why_not_decidable(edition_in_force(in_force, day)))


def next_decision_day(editions: Sequence[Edition], last_closed: date) -> date | None:
    """The next day on which decisions take effect that are not taken yet; None if no edition has one within a year."""
    months = (month for month in coming_months(last_closed, MONTHS) if is_decided(editions, month))
    return next(map(effective_day, months), None)


def _direction(name: str, direction: Direction) -> Iterator[str]:
    if direction.on is not Review.ALWAYS:
        yield f"policy.{name}.on: {direction.on} is not applied yet, only {Review.ALWAYS}"
