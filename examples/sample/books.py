"""Fills a partner's book of clients until it reaches what its archetype says, now and a year ago.

Clients sold in the latest twelve months carry today's sold MRR, those of the twelve months before carried that of a
year ago, and in between the ones give way to the others, month by month.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from examples.sample.archetypes import PRICES, Archetype, Care
from examples.sample.desk import Desk, Draft
from examples.sample.moments import REPORTS, DaysBack, InMonth
from examples.sample.plans import Client, Mrr, Partner

OLDEST_CLIENT = 48
"""How many months back the oldest clients were registered."""

_YEAR = 12
_ANY_PRICE = max(PRICES)
_USUAL_PRICE = 40_000
_OFTEN_KEPT = (Care.KEPT,) * 17 + (Care.NO_ACCESS, Care.FORGOTTEN, Care.OUTSIDER)
_ENDED = (Care.LEFT, Care.LEFT, Care.NO_ACCESS, Care.FORGOTTEN, Care.OUTSIDER)


@dataclass(slots=True)
class Book:
    """A partner's clients so far, and the managed MRR in cents that they come to, now and a year ago."""

    desk: Desk
    partner: Partner
    kind: Archetype
    clients: list[Client] = field(default_factory=list)
    _managed_now: int = 0
    _managed_then: int = 0

    def fill(self) -> list[Client]:
        """All clients of the partner."""
        now, then = self.kind.now, self.kind.then
        if now.managed:
            stretch = self.desk.rng.randint(106, 124)  # percent: no two partners of a kind are alike
            phase = self.desk.rng.randrange(_YEAR)
            self._sell(now.sold * stretch, _months(phase, 1, _YEAR - 1), is_recent=True)
            # A sale counts from the first report on, for some eleven of its twelve months.
            self._sell(then.sold * stretch * 12 // 11, _months(phase, _YEAR, _YEAR), is_recent=False)
            self._manage(now.managed * stretch, then.managed * stretch)
            self._lose()
            self._start()
        return self.clients

    def _sell(self, target: int, months: Iterator[int], *, is_recent: bool) -> None:
        """Clients sold in the months until their MRR, of now or of a year ago, reaches the target in cents."""
        reached = 0
        while reached < target:
            back = next(months)
            mrr = self._drifting(back, max(target // 4, _USUAL_PRICE))
            reached += (mrr.now if is_recent else mrr.before) or 0
            care = self.kind.care or self._care(_OFTEN_KEPT)
            if care is Care.KEPT:
                self._managed_now += mrr.now or 0
                self._managed_then += 0 if is_recent else mrr.before or 0
            gone = self.desk.rng.randint(95, 200) if care is Care.FORGOTTEN else 0
            self._add(Draft(self._day_of(back), self.partner.id, mrr, care, self._apps(), gone=gone))

    def _manage(self, now: int, then: int) -> None:
        """Older clients until managed MRR reaches both targets in cents: most stay throughout, some come or leave."""
        most = max(now // 5, then // 5, _USUAL_PRICE)
        wave = self.desk.rng.randint(100, 300)  # who leaves mostly does so with one employee, on one day
        while self._managed_now < now and self._managed_then < then:
            back = self._long_ago()
            mrr = self._drifting(back, most)
            care = self.kind.care or Care.KEPT
            gone = wave if care is Care.FORGOTTEN else 0
            self._managed_now += mrr.now or 0
            self._managed_then += mrr.before or 0
            self._add(Draft(self._day_of(back), self._seller(), mrr, care, self._apps(), gone=gone))
        while self._managed_now < now:
            self._take_over(most)
        while self._managed_then < then:
            self._part_with(most, wave)

    def _take_over(self, most: int) -> None:
        """A client of long standing that this partner was given access to within the last year."""
        back = self._long_ago()
        amount = self.desk.price(self.kind.prices, most)
        mrr = Mrr(amount, amount, REPORTS, back)
        since = self._day_of(self.desk.rng.randint(1, _YEAR - 1))
        care = self.kind.care or Care.KEPT
        self._managed_now += amount
        self._add(Draft(self._day_of(back), self._another_seller(), mrr, care, self._apps(), since=since))

    def _part_with(self, most: int, wave: int) -> None:
        """A client that counted a year ago: it cancelled, revoked the access, or has not been visited any more."""
        rng = self.desk.rng
        back = self._long_ago()
        amount = self.desk.price(self.kind.prices, most)
        switch = rng.randint(1, _YEAR - 2)
        care = self.kind.care or rng.choice((Care.LEFT, Care.LEFT, Care.LEFT, Care.FORGOTTEN, Care.KEPT))
        if care is Care.KEPT:
            mrr, gone = Mrr(None, amount, switch, back), 0
        else:
            mrr, gone = Mrr(amount, amount, REPORTS, back), wave
        self._managed_then += amount
        self._add(Draft(self._day_of(back), self._seller(), mrr, care, self._apps(), gone=gone))

    def _lose(self) -> None:
        """Clients sold long ago that add to nothing any more."""
        rng = self.desk.rng
        for _ in range(1 + len(self.clients) // 20):
            back = self._long_ago()
            mrr = self._drifting(back, _ANY_PRICE)
            care = self.kind.care or self._care(_ENDED)
            self._add(Draft(self._day_of(back), self._seller(), mrr, care, self._apps(), gone=rng.randint(95, 400)))

    def _start(self) -> None:
        """Clients so new that no report counts for them yet."""
        rng = self.desk.rng
        for _ in range(rng.randrange(2) + len(self.clients) // 14):
            is_first_month = rng.randrange(3) == 0
            registered = self._day_of(0) if is_first_month else DaysBack(rng.randint(0, 26))
            amount = self.desk.price(self.kind.prices, _ANY_PRICE)
            mrr = Mrr(amount, amount, REPORTS, 0 if is_first_month else -1)
            self._add(Draft(registered, self.partner.id, mrr, self.kind.care or Care.KEPT, self._apps()))

    def _add(self, draft: Draft) -> None:
        self.clients.append(self.desk.client(draft, self.partner, self.kind.pause))

    def _drifting(self, back: int, most: int) -> Mrr:
        """The MRR of a client registered so many months back: mostly steady, else grown, shrunk or cancelled."""
        amount = self.desk.price(self.kind.prices, most)
        switch = self.desk.rng.randint(1, max(1, min(back - 1, _YEAR)))
        match self.desk.rng.randrange(20):
            case 0 | 1 | 2:
                return Mrr(amount, amount * 3 // 4, switch, back)
            case 3:
                return Mrr(amount, amount * 3 // 2, switch, back)
            case 4:
                return Mrr(None, amount, switch, back)
            case _:
                return Mrr(amount, amount, REPORTS, back)

    def _care(self, cares: tuple[Care, ...]) -> Care:
        care = self.desk.rng.choice(cares)
        return Care.NO_ACCESS if care is Care.OUTSIDER and not self.partner.outsiders else care

    def _apps(self) -> int:
        return self.desk.rng.choice(self.kind.apps)

    def _day_of(self, back: int) -> InMonth:
        return InMonth(back, self.desk.rng.randint(1, 28))

    def _long_ago(self) -> int:
        """A month so far back that no decision of the last twelve months counts a sale in it."""
        return self.desk.rng.randint(2 * _YEAR + 1, OLDEST_CLIENT)

    def _seller(self) -> str | None:
        """Mostly the partner itself, if it was there in time and sells at all."""
        sells = self.kind.joined[0] > OLDEST_CLIENT and self.kind.then.sold > 0
        return self.partner.id if sells and self.desk.rng.choice((True, True, False)) else self._another_seller()

    def _another_seller(self) -> str | None:
        """Some partner, or None for a client of the vendor's own sales."""
        return self.desk.rng.choice((None, self.desk.rng.choice(self.desk.old_partners).id))


def _months(phase: int, first: int, number: int) -> Iterator[int]:
    """The months from `first` on, spread evenly, over and over."""
    step = 7
    while True:
        phase += step
        yield first + phase % number
