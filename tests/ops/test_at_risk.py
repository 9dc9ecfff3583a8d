"""`tierline at-risk`: who will fall, for people and for machines."""

import asyncio
import json
from collections.abc import Callable
from datetime import date

import pytest

from jobs.queue import Queue
from tests.ops.conftest import Tierline
from tests.postgres import opened
from tests.workers.conftest import NOW, shipped
from tests.workers.facts import certification, client, compute, decide, load, mrr, partner, silver, staff, use
from tests.workers.foreseen import foresee
from workers.runner import Runner

LARGER = [
    *(partner("larger"), certification("larger", valid_until="2019-05-14")),
    *(client(2, sold_by="larger"), *staff(2, name="larger"), mrr("2019-02", 2, "1300.00")),
    *use(2, "2019-03-11", "CRM", "EMAIL", "FORMS", name="larger"),
]
REVOKED = {**staff(1)[1], "revoked_on": "2019-05-02"}


@pytest.fixture
def foreseen(installed: Tierline, database_url: str, redis_url: str) -> Callable[[], None]:
    async def prepare() -> None:
        async with opened(database_url), Queue(redis_url) as queue:
            runner = Runner(shipped(), queue, lambda: NOW)
            await load([*silver(), REVOKED, *LARGER], runner.rules)
            await decide(runner, date(2019, 3, 1))
            await compute(runner, date(2019, 3, 20))
            await foresee(runner)

    return lambda: asyncio.run(prepare())


def test_people_read_who_falls_and_what_ends_when(installed: Tierline, foreseen: Callable[[], None]) -> None:
    assert installed("at-risk").out == "nothing is foreseen yet: a worker does that after each day that is computed\n"
    foreseen()
    assert (
        installed("at-risk").out
        == "by what is known after 2019-03-20, will fall by the next decision: 0, the largest first\n"
    )
    assert installed("at-risk", "--decisions", "3").out.splitlines() == [
        "by what is known after 2019-03-20, will fall by the next 3 decisions: 2, the largest first",
        "2019-06-15  larger Larger, SILVER to no tier, MRR 2600.00: CERTIFIED: its certification ends, last on"
        " 2019-05-14",
        "2019-05-15  agency Agency, SILVER to no tier, MRR 2400.00: MANAGED_MRR: c1 Client 1 ends, last on 2019-05-01",
    ]
    assert installed("at-risk", "--decisions", "4").code == 2


def test_machines_get_every_number(installed: Tierline, foreseen: Callable[[], None]) -> None:
    assert json.loads(installed("at-risk", "--json").out) == {"day": None, "atRisk": []}
    foreseen()
    told = json.loads(installed("at-risk", "--json", "--decisions", "2").out)
    assert told == {
        "day": "2019-03-20",
        "atRisk": [
            {
                "partner": "agency",
                "name": "Agency",
                "effectiveOn": "2019-05-15",
                "tierBefore": "SILVER",
                "tier": None,
                "mrr": "2400.00",
                "metric": "MANAGED_MRR",
                "client": "c1",
                "clientName": "Client 1",
                "lastDay": "2019-05-01",
            }
        ],
    }
