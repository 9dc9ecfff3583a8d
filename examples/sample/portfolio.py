"""The sample portfolio: what `tierline up --sample` loads.

Most partners are drawn; those of `showcase.py`, `foreseen.py` and `doubtful.py` are there for what they show.
"""

from collections.abc import Iterator
from datetime import date, tzinfo
from random import Random

from examples.sample.activity import activity_lines
from examples.sample.archetypes import ARCHETYPES, Care
from examples.sample.books import OLDEST_CLIENT, Book
from examples.sample.desk import Desk, Draft
from examples.sample.doubtful import DOUBTFUL, doubtful_partner
from examples.sample.foreseen import foreseen_stories, sold_before
from examples.sample.further import further_lines
from examples.sample.moments import REPORTS, Calendar, InMonth
from examples.sample.partners import plan_partner
from examples.sample.plans import Client, Mrr, Partner
from examples.sample.records import client_lines, partner_lines, report_lines
from examples.sample.showcase import SHOWCASE, showcase_clients
from examples.sample.words import IDN_AGENCIES, agencies, people

SHOWCASE_PARTNER = "P001"
"""External id of the partner to look at first: newly GOLD, with clients of every credit status."""

_SEED = 20180502
_DIRECT_CLIENTS = 457
_DIRECT_PRICES = (30, 45, 20, 5, 0, 0)


def generate(last_closed: date, *, zone: tzinfo, seed: int = _SEED) -> Iterator[str]:
    """Lines of the import format, without line ends: a portfolio whose every history ends on `last_closed`.

    A seed always gives the same partners, clients, relations, amounts and visits: another day moves their dates, and
    nothing else. Times of day are local to `zone`, in which `last_closed` must be a day.
    """
    rng = Random(seed)  # noqa: S311  (repeatable on purpose, and nothing to protect)
    calendar = Calendar(last_closed)
    partners, clients = _plan(rng)
    yield from partner_lines(partners, calendar)
    yield from client_lines(clients, calendar)
    yield from report_lines(clients, calendar)
    # By numbers of its own, so that it changes nothing of what follows.
    yield from further_lines(partners, clients, calendar, Random(seed + 1))  # noqa: S311
    yield from activity_lines(clients, calendar, zone, rng)


def _plan(rng: Random) -> tuple[list[Partner], list[Client]]:
    kinds = [kind for kind in ARCHETYPES for _ in range(kind.count)]
    rng.shuffle(kinds)
    kinds.insert(0, SHOWCASE)
    stories = [*foreseen_stories(), (DOUBTFUL, doubtful_partner)]
    drawn = len(kinds)
    kinds += [kind for kind, _ in stories]
    identities, names = _identities(), people()
    partners = [plan_partner(rng, place + 1, next(identities), kind, names) for place, kind in enumerate(kinds)]
    old = [partner for partner, kind in zip(partners, kinds, strict=True) if kind.joined[0] > OLDEST_CLIENT]
    desk = Desk(rng, tuple(old))
    clients = showcase_clients(desk, partners[0])
    for partner, kind in zip(partners[1:drawn], kinds[1:drawn], strict=True):
        clients += Book(desk, partner, kind).fill()
    for place, (_, tell) in enumerate(stories, drawn):
        partners[place], told = tell(desk, partners[place])
        clients += [*told, sold_before(desk, partners[place])]
    clients += [_direct_client(desk) for _ in range(_DIRECT_CLIENTS)]
    return partners, clients


def _identities() -> Iterator[tuple[str, str, str | None]]:
    """Name, domain and country of one partner after another, those with a domain in other scripts spread among them."""
    others = list(IDN_AGENCIES)
    for place, (name, domain) in enumerate(agencies()):
        if place % 20 == 10 and others:  # noqa: PLR2004
            yield others.pop(0)
        yield name, domain, None


def _direct_client(desk: Desk) -> Client:
    """A client that no partner has anything to do with."""
    back = desk.rng.randint(1, 40)
    amount = desk.price(_DIRECT_PRICES, 240_000)
    mrr = Mrr(amount, amount, REPORTS, back)
    return desk.client(Draft(InMonth(back, desk.rng.randint(1, 28)), None, mrr, Care.NO_ACCESS, 4), None)
