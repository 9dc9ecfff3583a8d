"""Credits for what the partner sold: by the sale of each product line, or of everything."""

from collections.abc import Sequence
from datetime import date

from tiers.credits import CreditStatus, last_sold_day
from tiers.grammar.credits import Sold
from tiers.grammar.evaluation.basis import Basis, WayBasis
from tiers.grammar.evaluation.credits import Credit, Part, counted_credit, empty_credit, part_of
from tiers.grammar.evaluation.facts import MrrLine, Sale
from tiers.periods import days_before


def running(sale: Sale, day: date) -> bool:
    """Whether a sale has been made by the day and has not ended."""
    return sale.sold_on <= day and (sale.ended_on is None or day < sale.ended_on)


def credit_sold(
    basis: Basis, here: WayBasis, way: Sold, sales: Sequence[Sale], lines: Sequence[MrrLine] | None
) -> Credit:
    """The credit of a client for what the partner sold of it; `lines` is None while its MRR is pending.

    A product line counts by its own sale, of several that run by the first one, and only what has none by the sale
    of everything.
    """
    as_of = basis.as_of
    matching = [sale for sale in _holding(sales, as_of) if _fits(here, way, sale)] if sales else ()
    if not matching:
        return empty_credit(way.key, CreditStatus.NOT_SOLD_BY_PARTNER)
    current = [sale for sale in matching if sale.sold_on >= here.start and running(sale, as_of)]
    if not current:
        return empty_credit(way.key, CreditStatus.EXPIRED)
    if lines is None:
        return empty_credit(way.key, CreditStatus.PENDING_REPORT)
    taken = {sale.line for sale in sales if sale.line is not None and running(sale, as_of)}
    parts: list[Part] = []
    for sale in current:
        parts += _parts(basis, sale, last_day(sale, way), _lines_of(sale, here, lines, taken))
    return counted_credit(way.key, tuple(parts), max([part.counts_until for part in parts]))


def last_day(sale: Sale, way: Sold) -> date:
    """The last day on which a sale counts if nothing more is known."""
    last = last_sold_day(sale.sold_on, way.months)
    return last if sale.ended_on is None else min(last, days_before(sale.ended_on, 1))


def _holding(sales: Sequence[Sale], as_of: date) -> list[Sale]:
    """The partner's own sales by the day: of each line the first one that runs, or without one that has ended."""
    own = [sale for sale in sales if sale.own and sale.sold_on <= as_of]
    if len(own) < 2:  # noqa: PLR2004 - most clients were sold once
        return own
    own.sort(key=lambda sale: (not running(sale, as_of), sale.sold_on, sale.kind, sale.ended_on or date.max))
    found: dict[str | None, Sale] = {}
    for sale in own:
        found.setdefault(sale.line, sale)
    return list(found.values())


def _fits(here: WayBasis, way: Sold, sale: Sale) -> bool:
    return (
        (not way.kinds or sale.kind in way.kinds)
        and (way.sold_from is None or way.sold_from <= sale.sold_on)
        and (way.sold_until is None or sale.sold_on <= way.sold_until)
        and (here.lines is None or sale.line is None or sale.line in here.lines)
    )


def _lines_of(sale: Sale, here: WayBasis, lines: Sequence[MrrLine], taken: set[str]) -> list[MrrLine]:
    if sale.line is None and not taken and here.lines is None:
        return list(lines)
    if sale.line is not None:
        return [line for line in lines if line.line == sale.line]
    return [
        line
        for line in lines
        if line.line not in taken and (here.lines is None or (line.line is not None and line.line in here.lines))
    ]


def _parts(basis: Basis, sale: Sale, until: date, lines: Sequence[MrrLine]) -> list[Part]:
    """A sale's parts; one of 0 for a sale of which the report says nothing, so that it is explained too."""
    found = lines or [MrrLine(sale.line, 0, basis.edition.currency)]
    return [part_of(basis, line, sale.sold_on, until) for line in found]
