"""The credits of clients in every way that some metric uses."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import lru_cache

from tiers.basis import Basis, WayBasis
from tiers.credits import ClientCredits, Credit, CreditStatus, empty_credit
from tiers.editions.ways import Managed, Sold, Split
from tiers.facts import ClientFacts, MrrLine
from tiers.management import managed_until
from tiers.sales import last_sold_day, select_sold
from tiers.selection import CountedLines, Selection
from tiers.shares import EvenShares

Shares = Mapping[str, EvenShares]
"""Who manages each client, by the way: of ways that split evenly only."""
NO_SHARES: Shares = {}

Lines = Sequence[MrrLine] | None
CreditClient = Callable[[ClientFacts, Lines, Shares], Credit]
CreditClients = Callable[[Sequence[ClientFacts], Shares], list[ClientCredits]]

# By their own names, as looking them up in their class takes a while.
_COUNTED = CreditStatus.COUNTED
_PENDING = CreditStatus.PENDING_REPORT
_EXPIRED = CreditStatus.EXPIRED
_NOT_SOLD = CreditStatus.NOT_SOLD_BY_PARTNER
_new = tuple.__new__  # makes named tuples as calling their classes does, twice as fast


def appears(facts: ClientFacts, as_of: date) -> bool:
    """Whether a client is listed under the partner: registered, and sold or ever accessible, by the day."""
    if facts.registered_on > as_of:
        return False
    for _, _, sold_on, _, own in facts.sales:
        if own and sold_on <= as_of:
            return True
    for access in facts.accesses:  # noqa: SIM110 - some times faster than any()
        if access.granted_on <= as_of:
            return True
    return False


@lru_cache(maxsize=16)
def crediting(basis: Basis) -> CreditClients:
    """The function that credits clients on the day: made once, as it is used for millions of them."""
    ways = [_crediting(basis, here) for here in basis.ways]
    pending_from = date.min if basis.report is None else basis.report.period

    def credit_clients(clients: Sequence[ClientFacts], shares: Shares) -> list[ClientCredits]:
        counted = [
            (facts, facts.lines if facts.registered_on < pending_from or facts.supposed else None) for facts in clients
        ]
        by_way = [[credit(facts, lines, shares) for facts, lines in counted] for credit in ways]
        by_client = zip(*by_way, strict=True) if ways else [()] * len(counted)
        return [
            _new(ClientCredits, (facts.client, facts.country, credited))
            for facts, credited in zip(clients, by_client, strict=True)
        ]

    return credit_clients


def lines_in_force(basis: Basis, facts: ClientFacts) -> Lines:
    """The client's lines, None while its MRR is pending: until a report is of a month after that of its registration.

    A period is the first day of its month, so it is later than a day only if its month is.
    """
    report = basis.report
    is_reported = report is not None and report.period > facts.registered_on
    return facts.lines if is_reported or facts.supposed else None


def select(basis: Basis, here: WayBasis, facts: ClientFacts, lines: Lines) -> Selection:
    """What of a client counts in a way on the day; `lines` is None while its MRR is pending."""
    way = here.way
    if isinstance(way, Sold):
        return select_sold(basis.as_of, here, way, facts.sales, lines)
    until = managed_until(basis.as_of, here, way, facts.accesses)
    if isinstance(until, CreditStatus):
        return until
    if lines is None:
        return CreditStatus.PENDING_REPORT
    counted = lines if here.lines is None else [line for line in lines if line.line in here.lines]
    return (CountedLines(counted, None, None, until),)


def share_of(basis: Basis, way: Sold | Managed, facts: ClientFacts, shares: Shares) -> Callable[[int], int] | None:
    """What the partner gets of an amount of the client in the way, None for all of it; TypeError without shares."""
    if isinstance(way, Sold) or way.split is Split.FULL:
        return None
    if way.key not in shares:
        raise TypeError(f"edition {basis.edition.key} splits {way.key} evenly: say who manages each client")
    return lambda amount: shares[way.key].of(facts.client, amount)


def _crediting(basis: Basis, here: WayBasis) -> CreditClient:
    """The function that credits a client in a way: at once for almost every client, else by `select`."""
    if isinstance(here.way, Sold):
        return _crediting_sold(basis, here, here.way)
    return _crediting_managed(basis, here, here.way)


def _crediting_sold(basis: Basis, here: WayBasis, way: Sold) -> CreditClient:
    as_of, start, months, key = basis.as_of, here.start, way.months, way.key
    total, currency = basis.rates.total, basis.edition.currency
    not_sold, expired, pending = (empty_credit(key, status) for status in (_NOT_SOLD, _EXPIRED, _PENDING))
    is_any = not way.kinds and way.sold_from is None and way.sold_until is None and here.lines is None

    def credit(facts: ClientFacts, lines: Lines, shares: Shares) -> Credit:
        sales = facts.sales
        if not sales:
            return not_sold
        line, _, sold_on, ended_on, own = sales[0]
        if not is_any or line is not None or ended_on is not None or len(sales) > 1:
            return _credit(basis, here, facts, lines, shares)
        if not own or sold_on > as_of:
            return not_sold
        if sold_on < start:
            return expired
        if lines is None:
            return pending
        amount = lines[0][1] if len(lines) == 1 and lines[0][2] == currency else total(lines)
        return _new(Credit, (key, _COUNTED, amount, last_sold_day(sold_on, months)))

    return credit


def _crediting_managed(basis: Basis, here: WayBasis, way: Managed) -> CreditClient:
    as_of, key, total, currency = basis.as_of, way.key, basis.rates.total, basis.edition.currency
    nothing = {status: empty_credit(key, status) for status in CreditStatus}
    pending = nothing[_PENDING]
    is_whole = way.split is Split.FULL and here.lines is None

    def credit(facts: ClientFacts, lines: Lines, shares: Shares) -> Credit:
        if not is_whole:
            return _credit(basis, here, facts, lines, shares)
        until = managed_until(as_of, here, way, facts.accesses)
        if not isinstance(until, date):
            return nothing[until]
        if lines is None:
            return pending
        amount = lines[0][1] if len(lines) == 1 and lines[0][2] == currency else total(lines)
        return _new(Credit, (key, _COUNTED, amount, until))

    return credit


def _credit(basis: Basis, here: WayBasis, facts: ClientFacts, lines: Lines, shares: Shares) -> Credit:
    """The credit in a way, out of whatever sales and lines."""
    key = here.way.key
    found = select(basis, here, facts, lines)
    if isinstance(found, CreditStatus):
        return empty_credit(key, found)
    share = share_of(basis, here.way, facts, shares)
    if share is None:
        amount = sum([basis.rates.total(counted.lines) for counted in found])
    else:
        convert = basis.rates.convert
        amount = sum([share(convert(line.amount, line.currency)) for counted in found for line in counted.lines])
    return Credit(key, _COUNTED, amount, max([counted.counts_until for counted in found]))
