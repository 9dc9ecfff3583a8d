"""The evidence that is stored of a client by the way in which it counts, where its two sums do not say all of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tiers.basis import Basis
from tiers.crediting import Shares
from tiers.credits import Credit, CreditStatus
from tiers.editions.currencies import minor_unit
from tiers.editions.decimals import rounded_down, shifted
from tiers.explanation import Part, explain_in
from tiers.facts import ClientFacts


@dataclass(frozen=True, slots=True)
class PartByWay:
    """One reported line's part: see `Part`. Amounts are in units; a `rate` without an end is rounded down."""

    line: str | None
    sold_on: date | None
    reported: Decimal
    currency: str
    rate: Decimal
    converted: Decimal
    amount: Decimal
    counts_until: date


@dataclass(frozen=True, slots=True)
class CreditByWay:
    """A credit in one way, in units of the program's currency; its parts, of which there are none unless COUNTED."""

    way: str
    status: CreditStatus
    amount: Decimal
    counts_until: date | None
    parts: tuple[PartByWay, ...]


ByWay = tuple[CreditByWay, ...] | None
"""In the edition's order; None where nothing is to be said beside what is added as sold and as managed."""


def one_way_of_a_kind(basis: Basis) -> bool:
    """Whether clients can be sold in one way at most, and managed in one."""
    return len(basis.sold) <= 1 and len(basis.managed) <= 1


def counts_plainly(facts: ClientFacts, currency: str) -> bool:
    """Whether a client was sold and pays at most as a whole, and in this currency: of most clients told at once."""
    sales, lines = facts.sales, facts.lines
    if lines and (len(lines) > 1 or lines[0][2] != currency or lines[0][0] is not None):
        return False
    return not sales or (len(sales) == 1 and sales[0][0] is None)


def credits_by_way(basis: Basis, facts: ClientFacts, credits_: Sequence[Credit], shares: Shares) -> ByWay:
    """What is to be said of a client's credits by way.

    That is nothing where there is one way of a kind, and each credit is one amount of the program's currency, for the
    client as a whole, that is shared with nobody.
    """
    by_way = [explain_in(basis, here, facts, shares) for here in basis.ways]
    if one_way_of_a_kind(basis) and all(_is_plain(basis, parts) for parts in by_way):
        return None
    decimals = minor_unit(basis.edition.currency)
    return tuple(
        CreditByWay(
            one.way,
            one.status,
            Decimal(shifted(one.amount, decimals)),
            one.counts_until,
            tuple(_part(part, decimals) for part in _in_order(parts)),
        )
        for one, parts in zip(credits_, by_way, strict=True)
    )


def _is_plain(basis: Basis, parts: Sequence[Part]) -> bool:
    return not parts or (
        len(parts) == 1
        and parts[0].line is None
        and parts[0].currency == basis.edition.currency
        and parts[0].converted == parts[0].amount
    )


def _in_order(parts: Sequence[Part]) -> list[Part]:
    """By line: facts come in any order, and evidence in one."""
    return sorted(parts, key=lambda part: (part.line or "", part.sold_on or date.min, part.counts_until))


def _part(part: Part, decimals: int) -> PartByWay:
    return PartByWay(
        part.line,
        part.sold_on,
        Decimal(shifted(part.reported, minor_unit(part.currency))),
        part.currency,
        rounded_down(part.rate),
        Decimal(shifted(part.converted, decimals)),
        Decimal(shifted(part.amount, decimals)),
        part.counts_until,
    )
