"""On which days which currencies count: an amount in any other one has no worth, and is never taken for 0."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tiers.editions.edition import Edition
from tiers.periods import days_after, days_before

Days = tuple[date, date]
"""The first and the last one."""


@dataclass(frozen=True, slots=True)
class CountedCurrencies:
    """Per currency, in order, the stretches of days on which the edition in force counts in it or says its worth.

    `first_day` is the first on which any edition is in force."""

    first_day: date
    days: Mapping[str, Sequence[Days]]

    def counts_from(self, currency: str, day: date) -> bool:
        """Whether it counts on the day, or on any later one."""
        days = self.days.get(currency)
        return days is not None and days[-1][1] >= day

    def counted_from(self, day: date) -> list[str]:
        """Those that count on the day, or on any later one."""
        return sorted(currency for currency in self.days if self.counts_from(currency, day))

    def first_gap(self, currency: str, first: date, last: date) -> date | None:
        """The first of these days on which it does not count; None if it counts on all of them."""
        day = first
        for start, end in self.days.get(currency, ()):
            if start > day or day > last:
                break
            if end >= last:
                return None
            day = max(day, days_after(end, 1))
        return day if day <= last else None


def counted_currencies(editions: Iterable[Edition]) -> CountedCurrencies:
    """The currencies of at least one edition of a program, each edition until the day before the next one's."""
    series = sorted(editions, key=lambda edition: edition.effective_from)
    days = defaultdict[str, list[Days]](list)
    for edition, until in zip(
        series, [*(days_before(one.effective_from, 1) for one in series[1:]), date.max], strict=True
    ):
        if until < edition.effective_from:
            continue  # of two that begin on one day
        days[edition.currency].append((edition.effective_from, until))
        for one in sorted(edition.currencies, key=lambda one: one.valid_from or date.min):
            first = max(edition.effective_from, one.valid_from or date.min)
            last = min(until, one.valid_until or date.max)
            if first <= last:
                days[one.code].append((first, last))
    return CountedCurrencies(series[0].effective_from, dict(days))
