"""Metrics over the partner's employees and what they hold."""

from collections.abc import Iterable
from datetime import date

from tiers.editions.edition import Edition
from tiers.editions.metrics.facts import People
from tiers.facts import Person


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
