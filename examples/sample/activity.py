"""Lines of the import format for the sample's activity, oldest day first."""

from collections.abc import Iterable, Iterator
from datetime import datetime, time, tzinfo
from itertools import cycle
from random import Random

from examples.sample.desk import OLDEST_VISIT
from examples.sample.moments import Calendar, DaysBack
from examples.sample.plans import Client

_LOGIN = '"kind":"LOGIN","app":null'
_SECONDS = ("04", "19", "37", "58")  # of the events of one visit, one after the other

_Visit = tuple[str, int, "cycle[str]"]


def activity_lines(clients: Iterable[Client], calendar: Calendar, zone: tzinfo, rng: Random) -> Iterator[str]:
    """Every event on a day of its own client's visits; half a million lines, so each is put together by hand."""
    clocks = cycle([f"{rng.randint(7, 18):02d}:{rng.randrange(60):02d}" for _ in range(997)])
    number = 0
    visits_by_day = _visits_by_day(clients)
    for days in range(OLDEST_VISIT, -1, -1):
        day = calendar.day(DaysBack(days))
        # By 7 o'clock a day that changes the clocks has done so: noon's offset is right for all its visits.
        offset = datetime.combine(day, time(12), zone).isoformat()[19:]
        for head, events, uses in visits_by_day[days]:
            at = f'"at":"{day}T{next(clocks)}:'
            for second in _SECONDS[:events]:
                number += 1
                yield f'{{"type":"activity","id":"A{number:06d}",{head}{next(uses)},{at}{second}{offset}"}}'


def _visits_by_day(clients: Iterable[Client]) -> list[list[_Visit]]:
    days: list[list[_Visit]] = [[] for _ in range(OLDEST_VISIT + 1)]
    for client in clients:
        # All who visit an account take turns with its apps, so that all of these are in use.
        uses = cycle((_LOGIN, *(f'"kind":"USE","app":"{app}"' for app in client.apps)))
        for visits in client.visits:
            visit = (f'"client":"{client.id}","actor":"{visits.actor}",', visits.events, uses)
            for day in range(visits.first, visits.last - 1, -visits.every):
                days[day].append(visit)
    return days
