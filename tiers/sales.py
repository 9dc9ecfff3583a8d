"""What counts because the partner sold it: by the sale of each product line, or of everything."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from tiers.basis import WayBasis
from tiers.credits import CreditStatus
from tiers.editions.ways import Sold
from tiers.facts import MrrLine, Sale
from tiers.periods import days_after, days_before, month_end, plus_months
from tiers.selection import CountedLines, Selection


def select_sold(
    as_of: date, here: WayBasis, way: Sold, sales: Sequence[Sale], lines: Sequence[MrrLine] | None
) -> Selection:
    """What counts of a client's lines by its sales; `lines` is None while its MRR is pending.

    A product line counts by its own sale, of several that run, whoever's they are, by the first one, and only what
    has none by the sale of everything.
    """
    matching = [sale for sale in _holding(sales, as_of) if _fits(here, way, sale)]
    if not matching:
        return CreditStatus.NOT_SOLD_BY_PARTNER
    current = [sale for sale in matching if sale.sold_on >= here.start and running(sale, as_of)]
    if not current:
        return CreditStatus.EXPIRED
    if lines is None:
        return CreditStatus.PENDING_REPORT
    taken = {sale.line for sale in sales if sale.line is not None and running(sale, as_of)}
    return [
        CountedLines(
            _lines_of(sale, here, lines, taken), sale.line, sale.sold_on, _until(as_of, here, way, sale, sales)
        )
        for sale in current
    ]


def running(sale: Sale, day: date) -> bool:
    """Whether a sale has been made by the day and has not ended."""
    return sale.sold_on <= day and (sale.ended_on is None or day < sale.ended_on)


def last_day(sale: Sale, way: Sold) -> date:
    """The last day on which a sale counts if nothing more is known."""
    last = last_sold_day(sale.sold_on, way.months)
    return last if sale.ended_on is None else min(last, days_before(sale.ended_on, 1))


@lru_cache(maxsize=4096)
def last_sold_day(sold_on: date, months: int) -> date:
    """The last day whose day `months` calendar months before is not after `sold_on` (docs/rules.md, "Credits").

    A sale on the last day of a month counts to the last day of the month reached, since every day
    that the month of the sale lacks clamps to its last: 28 February 2019 counts on 29 February 2020.
    """
    reached = plus_months(sold_on, months)
    return month_end(reached) if sold_on == month_end(sold_on) else reached


def _holding(sales: Sequence[Sale], as_of: date) -> list[Sale]:
    """The partner's own sales by the day, without those that run while an earlier one of their line does.

    Whoever made that: more of a line that is sold is growth. Sales of one day by several partners are each the first.
    """
    own = [sale for sale in sales if sale.own and sale.sold_on <= as_of]
    if len(sales) < 2 or not own:  # noqa: PLR2004 - most clients were sold once
        return own
    first: dict[str | None, date] = {}
    for sale in sales:
        if running(sale, as_of):
            first[sale.line] = min(sale.sold_on, first.get(sale.line, date.max))
    own.sort(key=lambda sale: (sale.kind, sale.ended_on or date.max))
    deciding = {sale.line: sale for sale in reversed(own) if running(sale, as_of) and sale.sold_on == first[sale.line]}
    return [sale for sale in own if not running(sale, as_of) or deciding.get(sale.line) is sale]


def _until(as_of: date, here: WayBasis, way: Sold, sale: Sale, sales: Sequence[Sale]) -> date:
    """The last day on which a line counts: where its sale ends, another one of the partner's that runs takes over."""
    last = last_day(sale, way)
    if sale.ended_on is None or days_after(last, 1) < sale.ended_on or len(sales) == 1:
        return last
    known = [one for one in sales if one.sold_on <= as_of]
    for one in _holding(known, sale.ended_on):
        if one.line == sale.line and running(one, sale.ended_on) and _fits(here, way, one):
            return max(last, _until(as_of, here, way, one, sales))
    return last


def _fits(here: WayBasis, way: Sold, sale: Sale) -> bool:
    return (
        (not way.kinds or sale.kind in way.kinds)
        and (way.sold_from is None or way.sold_from <= sale.sold_on)
        and (way.sold_until is None or sale.sold_on <= way.sold_until)
        and (here.lines is None or sale.line is None or sale.line in here.lines)
    )


def _lines_of(sale: Sale, here: WayBasis, lines: Sequence[MrrLine], taken: set[str]) -> Sequence[MrrLine]:
    if sale.line is None and not taken and here.lines is None:
        return lines
    if sale.line is not None:
        return [line for line in lines if line.line == sale.line]
    return [
        line
        for line in lines
        if line.line not in taken and (here.lines is None or (line.line is not None and line.line in here.lines))
    ]
