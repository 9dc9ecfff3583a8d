"""Makes single clients of the sample: names, MRR lines, accesses and visits out of a few choices."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from random import Random

from examples.sample.archetypes import PRICES, Care
from examples.sample.moments import DaysBack, InMonth, Moment, days_since
from examples.sample.plans import Access, Client, Employee, Mrr, Partner, Visits
from examples.sample.words import COUNTRIES, companies
from tiers.apps import APPS

OLDEST_VISIT = 547
"""The oldest day with activity, in days before the last closed one: 18 months of days."""

_KEYS = tuple(app.key for app in APPS if app.key != "SOCIAL_INBOX")  # no edition of the sample's days counts it
_NOT_COUNTED = "QUOTES"  # an app of the product that is in no edition


@dataclass(frozen=True, slots=True)
class Draft:
    """What is chosen for one client before its details are drawn.

    `since` is when the partner's access was granted, None for soon after the registration. `gone` is when it was
    revoked or last used, in days before the last closed one.
    """

    registered: Moment
    sold_by: str | None
    mrr: Mrr
    care: Care
    apps: int
    since: Moment | None = None
    gone: int = 0


@dataclass(slots=True)
class Desk:
    """Draws details for one client after another: the same `rng` and the same drafts give the same clients.

    `old_partners` are those that were there before any client, so that they may have to do with each of them.
    """

    rng: Random
    old_partners: tuple[Partner, ...]
    _names: Iterator[tuple[str, str]] = field(default_factory=companies)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def price(self, weights: tuple[int, ...], most: int) -> int:
        """A monthly amount in cents of about `most` at most: a list price, more with extra contacts, or discounted."""
        affordable = sum(price <= most for price in PRICES) or 1
        listed = self.rng.choices(PRICES[:affordable], weights[:affordable])[0]
        match self.rng.randrange(8):
            case 0:
                return listed * 85 // 100
            case 1 | 2:
                return listed + listed // 4
            case 3:
                return listed - listed // 40 - 1
            case _:
                return listed

    def client(self, draft: Draft, partner: Partner | None, pause: tuple[int, int] | None = None) -> Client:
        """The client of a draft, looked after by `partner`, whose employees stay away during the `pause`."""
        name, domain = next(self._names)
        accesses: list[Access] = []
        visits = [self._visit_by_staff(draft, domain)]
        for employee in self._team(draft, partner):
            access = self._access(draft, employee)
            accesses.append(access)
            visits += self._visits_by(draft, employee, access, pause)
        return Client(
            f"C{next(self._numbers):05d}",
            name,
            self.rng.choice(COUNTRIES),
            draft.registered,
            draft.sold_by,
            None if draft.sold_by is None else self._sold(draft.registered),
            draft.mrr,
            tuple(accesses),
            tuple(visits),
            self._apps(draft.apps),
        )

    def _sold(self, registered: Moment) -> Moment:
        earlier = self.rng.randrange(6)
        match registered:
            case DaysBack(days):
                return DaysBack(days + earlier)
            case InMonth(back, day):
                return InMonth(back, max(1, day - earlier))

    def _granted(self, draft: Draft) -> Moment:
        later = self.rng.randrange(8)
        match draft.since or draft.registered:
            case DaysBack(days):
                return DaysBack(max(0, days - later))
            case InMonth(back, day):
                return InMonth(back, min(28, day + later))

    def _team(self, draft: Draft, partner: Partner | None) -> list[Employee]:
        """Who of the partner works there; now and then an employee of a second partner does too."""
        if partner is None or draft.care is Care.NO_ACCESS:
            return []
        if draft.care is Care.OUTSIDER:
            return list(partner.outsiders)
        several = min(len(partner.insiders), 2 if self.rng.randrange(4) == 0 else 1)
        team = self.rng.sample(partner.insiders, several)
        if draft.care is Care.KEPT and self.rng.randrange(100) == 0:
            guest = self.rng.choice(self.old_partners)
            team += [employee for employee in guest.insiders[:1] if guest is not partner]
        return team

    def _access(self, draft: Draft, employee: Employee) -> Access:
        revoked = DaysBack(draft.gone) if draft.care is Care.LEFT else None
        return Access(employee.id, self._granted(draft), revoked)

    def _visit_by_staff(self, draft: Draft, domain: str) -> Visits:
        every = self.rng.randint(10, 22)
        first = min(days_since(draft.registered), OLDEST_VISIT - self.rng.randrange(every))
        return Visits(f"marketing@{domain}", first, draft.mrr.ended, every, self.rng.randint(2, 3))

    def _visits_by(
        self, draft: Draft, employee: Employee, access: Access, pause: tuple[int, int] | None
    ) -> Iterator[Visits]:
        every = self.rng.randint(14, 34)
        first = min(days_since(access.granted), OLDEST_VISIT - self.rng.randrange(every))
        # From the day of the revocation on there is no access any more.
        gone = draft.gone + 1 if draft.care is Care.LEFT else draft.gone
        last = max(gone, draft.mrr.ended)
        actor = employee.email.lower()
        if pause is None:
            yield Visits(actor, first, last, every, 2)
            return
        yield Visits(actor, first, max(last, pause[0] + 1), every, 2)
        yield Visits(actor, min(first, pause[1] - 1), last, every, 2)

    def _apps(self, number: int) -> tuple[str, ...]:
        apps = self.rng.sample(_KEYS, number)
        if self.rng.randrange(25) == 0:
            apps.append(_NOT_COUNTED)
        return tuple(apps)
