"""Partners that are about to fall, for each reason on each of the next three decisions, and some near the next tier.

All of it is counted from the decision that comes next, so it is so whatever the last closed day is: with P for the
newest report's month (moments.py), that decision looks at the 14th of P+2.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

from examples.sample.archetypes import Archetype, Care, Level
from examples.sample.desk import Desk, Draft
from examples.sample.moments import REPORTS, InMonth
from examples.sample.plans import Certificate, Client, Mrr, Partner, Visits

AHEAD = 3
"""On how many decisions to come somebody falls."""

_KIND = Archetype(1, Level(1_400, 2_000), Level(1_400, 2_000), (1, 1), (0, 1, 0, 0, 0, 0), joined=(40, 40))
_LAST_ACTIVE = (90, 60, 30)  # days back: by facts of now alone, the one after the other stops counting

_Story = Callable[[Desk, Partner], tuple[Partner, list[Client]]]


def foreseen_stories() -> list[tuple[Archetype, _Story]]:
    """A partner each: what it is like, and what makes it, with all that it needs for its story."""
    stories: list[_Story] = []
    for decision in range(1, AHEAD + 1):
        stories += [story_on(decision) for story_on in (_sale_expires, _access_ends, _certificate_ends, _median_drops)]
    stories += [_report_says_less, *map(_is_left_alone, _LAST_ACTIVE)]
    stories += [_near_by_sales, _near_by_care, _near_by_usage]
    return [(_KIND, story) for story in stories]


def base_clients(desk: Desk, partner: Partner) -> list[Client]:
    """What SILVER takes, for many months to come."""
    return [sold(desk, partner, 700), sold(desk, partner, 700, back=5), looked_after(desk, partner, 1_200)]


def sold(desk: Desk, partner: Partner, dollars: int, *, back: int = 4, apps: int = 4, care: Care = Care.KEPT) -> Client:
    """A client that the partner has sold, with its MRR, so many months before the newest report's."""
    return _client(desk, partner, Draft(InMonth(back, 13), partner.id, _steady(dollars, back), care, apps))


def looked_after(desk: Desk, partner: Partner, dollars: int, *, apps: int = 4) -> Client:
    """A client of the vendor's own sales in whose account the partner works."""
    return _client(desk, partner, Draft(InMonth(30, 8), None, _steady(dollars, 30), Care.KEPT, apps))


def sold_before(desk: Desk, partner: Partner) -> Client:
    """A client whose sale made the partner SILVER until its newer ones did."""
    return sold(desk, partner, 1_200, back=14, care=Care.NO_ACCESS)


def lastingly_certified(partner: Partner) -> Partner:
    """The partner with a certification that outlasts all that is foreseen."""
    return replace(partner, certificates=(_certificate_until(InMonth(-12, 7)),))


def _certificate_until(last: InMonth) -> Certificate:
    return Certificate(InMonth(26, 8), last)


def _steady(dollars: int, back: int) -> Mrr:
    return Mrr(dollars * 100, dollars * 100, REPORTS, back)


def _client(desk: Desk, partner: Partner, draft: Draft) -> Client:
    """Sold on the day itself on which it registered, so that it is known when the sale expires."""
    client = desk.client(draft, partner)
    return replace(client, sold=None if client.sold is None else client.registered)


def _sale_expires(decision: int) -> _Story:
    def tell(desk: Desk, partner: Partner) -> tuple[Partner, list[Client]]:
        # Twelve months after the 13th of this month is the day before that which the decision looks at.
        expiring = sold(desk, partner, 700, back=11 - decision)
        clients = [sold(desk, partner, 800), expiring, looked_after(desk, partner, 1_200)]
        return lastingly_certified(partner), clients

    return tell


def _access_ends(decision: int) -> _Story:
    def tell(desk: Desk, partner: Partner) -> tuple[Partner, list[Client]]:
        ending = _ending(looked_after(desk, partner, 1_300), decision)
        others = [sold(desk, partner, 700, back=back, care=Care.NO_ACCESS) for back in (4, 5)]
        return lastingly_certified(partner), [*others, ending]

    return tell


def _certificate_ends(decision: int) -> _Story:
    def tell(desk: Desk, partner: Partner) -> tuple[Partner, list[Client]]:
        certificate = _certificate_until(InMonth(-1 - decision, 13))
        return replace(partner, certificates=(certificate,)), base_clients(desk, partner)

    return tell


def _median_drops(decision: int) -> _Story:
    def tell(desk: Desk, partner: Partner) -> tuple[Partner, list[Client]]:
        few = [sold(desk, partner, 700, back=back, apps=2) for back in (4, 5)]
        many = [looked_after(desk, partner, 900, apps=5), _ending(looked_after(desk, partner, 250, apps=5), decision)]
        return lastingly_certified(partner), few + many

    return tell


def _report_says_less(desk: Desk, partner: Partner) -> tuple[Partner, list[Client]]:
    first, second, third = base_clients(desk, partner)
    return lastingly_certified(partner), [first, replace(second, mrr=Mrr(150_00, 700_00, 1, 5)), third]


def _is_left_alone(days: int) -> _Story:
    def tell(desk: Desk, partner: Partner) -> tuple[Partner, list[Client]]:
        left = looked_after(desk, partner, 1_300)
        actors = {employee.email.lower() for employee in partner.insiders}
        visits = [_until(one, days) if one.actor in actors else one for one in left.visits]
        others = [sold(desk, partner, 700, back=back, care=Care.NO_ACCESS) for back in (4, 5)]
        return lastingly_certified(partner), [*others, replace(left, visits=tuple(visits))]

    return tell


def _near_by_sales(desk: Desk, partner: Partner) -> tuple[Partner, list[Client]]:
    sales = [sold(desk, partner, 1_025, back=back) for back in (4, 5)]
    return lastingly_certified(partner), [*sales, *_much_care(desk, partner, 4_200)]


def _near_by_care(desk: Desk, partner: Partner) -> tuple[Partner, list[Client]]:
    sales = [sold(desk, partner, 1_100, back=back) for back in (4, 5)]
    return lastingly_certified(partner), [*sales, *_much_care(desk, partner, 3_700)]


def _near_by_usage(desk: Desk, partner: Partner) -> tuple[Partner, list[Client]]:
    return lastingly_certified(partner), [
        sold(desk, partner, 700, apps=2),
        sold(desk, partner, 700, back=5, apps=3),
        looked_after(desk, partner, 600, apps=2),
        looked_after(desk, partner, 600, apps=3),
    ]


def _much_care(desk: Desk, partner: Partner, dollars: int) -> Iterator[Client]:
    for share in (2, 2):
        yield looked_after(desk, partner, dollars // share)


def _ending(client: Client, decision: int) -> Client:
    """The client with accesses that are there until the day before that which the decision looks at."""
    revoked = InMonth(-1 - decision, 14)
    return replace(client, accesses=tuple(replace(access, revoked=revoked) for access in client.accesses))


def _until(visits: Visits, days: int) -> Visits:
    """The visits with the last of them on that day exactly."""
    first = visits.first - (visits.first - days) % visits.every
    return replace(visits, first=first, last=days)
