"""Metrics over the partner's employees and what they hold."""

from collections.abc import Iterable, Iterator
from datetime import date

from tiers.editions.edition import Edition
from tiers.editions.metrics.facts import People
from tiers.facts import Person
from tiers.periods import days_after


def count_people(edition: Edition, metric: People, people: Iterable[Person], as_of: date) -> int:
    """How many people hold, on the day, enough different credentials of each of the metric's catalogues."""
    wanted = [edition.catalogue_by_key[key].names_on(as_of) for key in metric.holding]
    found = 0
    for person in people:
        if person.left_on is not None and person.left_on <= as_of:
            continue
        held = {
            one.name
            for one in person.credentials
            if one.valid_from <= as_of and (one.valid_until is None or as_of <= one.valid_until)
        }
        found += all(len(held & names) >= metric.each_at_least for names in wanted)
    return found


def changes_of_person(edition: Edition, metric: People, person: Person) -> Iterator[date]:
    """The days from which on a person can count or no longer count for the metric."""
    dated = [(one.valid_from, one.valid_until) for one in person.credentials]
    for key in metric.holding:
        members = edition.catalogue_by_key[key].members
        dated += [(one.valid_from or date.min, one.valid_until) for one in members]
    for first, last in dated:
        yield first
        if last is not None:
            yield days_after(last, 1)
    if person.left_on is not None:
        yield person.left_on
