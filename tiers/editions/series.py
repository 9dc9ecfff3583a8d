"""The editions of a program one after another: each a set of rules of its own, and none in the place of another."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise

from tiers.editions.digest import digest_edition
from tiers.editions.edition import Edition
from tiers.errors import EditionError, NoEditionInForce


def check_series(editions: Iterable[Edition]) -> tuple[Edition, ...]:
    """The editions of one program, by the day from which they are in force.

    Raises EditionError with all problems where two have one key or one day, where they count in different
    currencies, and where an edition does not say what a tier was that it no longer has.
    """
    series = tuple(sorted(editions, key=lambda edition: (edition.effective_from, edition.key)))
    problems = [problem for index, edition in enumerate(series) for problem in _clashes(edition, series[:index])]
    for before, after in pairwise(series):
        kept = {tier.key for tier in after.tiers}
        problems += [
            f"{after.program} {after.key}: policy.carry.{tier.key}: is missing: {before.key} has this tier,"
            f" say which of {after.key} it was, or NONE"
            for tier in before.tiers
            if tier.key not in kept and tier.key not in after.policy.carry
        ]
    if problems:
        raise EditionError(*problems)
    return series


def edition_in_force(editions: Sequence[Edition], day: date) -> Edition:
    """Of at least one edition, the newest one in force on the day.

    Raises NoEditionInForce before the first one's `effective_from` (docs/rules.md, rule 9).
    """
    started = [edition for edition in editions if edition.effective_from <= day]
    if not started:
        raise NoEditionInForce(day, min(edition.effective_from for edition in editions))
    return max(started, key=lambda edition: edition.effective_from)


def _clashes(edition: Edition, before: Sequence[Edition]) -> Iterable[str]:
    name = f"{edition.program} {edition.key}"
    for other in before:
        if other.key == edition.key and digest_edition(other) == digest_edition(edition):
            yield f"{name}: key: is there twice: leave one of them out"
        elif other.key == edition.key:
            yield f"{name}: key: is there with other content: give this one a key of its own"
        if other.effective_from == edition.effective_from:
            yield f"{name}: effective_from: {other.key} is in force from that day already: take another one"
    for other in before[-1:]:  # of many each is compared with one only, so that one that differs is told once or twice
        if other.program != edition.program:
            yield f"{name}: program: is another one than {other.program}: check each program's editions apart"
        if other.currency != edition.currency:
            yield (
                f"{name}: currency: {edition.currency} is another one than {other.currency}, in which {other.key}"
                f" counts: a program counts in one"
            )
