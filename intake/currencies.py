"""Whether the editions in force say what the amounts of a report are worth: one that they do not is no amount of 0."""

from collections.abc import Mapping, Sequence
from datetime import date

from intake.rejections import Rejection
from intake.reports import NOTHING, Content, Staged, name_report
from intake.succession import Key, key_of
from tiers.editions.counted import CountedCurrencies
from tiers.reports import Report, days_in_force


def find_uncounted(
    staged: Sequence[Staged],
    published: Sequence[Report],
    contents: Mapping[Key, Content],
    currencies: CountedCurrencies,
    today: date,
    *,
    discreet: bool = False,
) -> list[Rejection]:
    """The reports with lines in a currency that does not count on some day on which they are in force.

    Judged from the newest to the oldest, beside those that are published and those of the load that can be. Looked at
    are days from the first edition on, up to today or, of a report that runs later, the day on which it does. Which
    currency it is, and when, is kept from the `discreet`."""
    found: list[Rejection] = []
    others = list(published)
    for one in sorted(staged, key=lambda one: key_of(one.report), reverse=True):
        totals = contents.get(key_of(one.report), NOTHING).totals
        gap = _find_gap(one.report, others, totals, currencies, today)
        if gap is None:
            others.append(one.report)
            continue
        currency, day = gap
        what = "a currency" if discreet else currency
        when = "on a day on which it is in force" if discreet else f"on {day}, when it is in force"
        reason = f"{name_report(one.report)} has lines in {what} that no edition counts {when}"
        remedy = "publish an edition that says what it is worth, or load the lines in another currency"
        found.append(Rejection(one.number, None, f"{reason}: {remedy}"))
    return found


def _find_gap(
    report: Report,
    others: Sequence[Report],
    totals: Mapping[str, object],
    currencies: CountedCurrencies,
    today: date,
) -> tuple[str, date] | None:
    """A currency of the report's lines, and the first day on which it would have to count and does not."""
    in_force = days_in_force(report, others)
    if in_force is None:
        return None
    first = max(in_force[0], currencies.first_day)
    last = max(first, today) if in_force[1] is None else in_force[1]
    gaps = ((currency, currencies.first_gap(currency, first, last)) for currency in sorted(totals))
    return next(((currency, day) for currency, day in gaps if day is not None), None)
