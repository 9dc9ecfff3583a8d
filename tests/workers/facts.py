"""A small portfolio as import lines, and the means to load it and to run jobs on it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import orjson

from intake.load import IntakeSummary, load_facts
from intake.rejections import Rejection
from intake.terms import Confirmation, Terms
from jobs.requests import Job, Request, request_activity, request_tiers
from models.database import acquire
from models.rulebook import Rulebook, keep_calendar
from tests.workers.conftest import NOW
from workers.runner import Runner

Line = Mapping[str, Any]


def partner(name: str = "agency", **more: object) -> Line:
    line = {"type": "partner", "id": name, "name": name.title(), "domains": [f"{name}.example"], "country": None}
    return {**line, "joined_on": "2018-01-01", **more}


def certification(name: str = "agency", **more: object) -> Line:
    return {
        "type": "certification",
        "partner": name,
        "valid_from": "2018-01-01",
        "valid_until": "2020-12-31",
        **more,
    }


def client(number: int, *, sold_by: str | None = "agency", **more: object) -> Line:
    line = {"type": "client", "id": f"c{number}", "name": f"Client {number}", "registered_on": "2019-01-10"}
    return {**line, "sold_by": sold_by, "sold_on": "2019-01-10" if sold_by else None, **more}


def mrr(period: str, number: int, amount: str, revision: int = 1) -> Line:
    return {"type": "mrr", "period": period, "client": f"c{number}", "amount": amount, "revision": revision}


def report(period: str, ran_on: str, revision: int = 1) -> Line:
    return {"type": "mrr_report", "period": period, "revision": revision, "ran_on": ran_on}


def use(number: int, day: str, *apps: str, name: str = "agency") -> list[Line]:
    """A working day of the partner's employee in a client's account, with some apps."""
    return [
        {
            "type": "activity",
            "id": f"{name}-{number}-{day}-{app}",
            "client": f"c{number}",
            "actor": f"ada@{name}.example",
            "kind": "USE",
            "app": app,
            "at": f"{day}T12:00:00Z",
        }
        for app in apps
    ]


def staff(*numbers: int, name: str = "agency") -> list[Line]:
    """An employee of the partner, with access to the clients since they registered."""
    accesses = [
        {"type": "access", "client": f"c{number}", "employee": f"ada-{name}", "granted_on": "2019-01-10"}
        for number in numbers
    ]
    return [{"type": "employee", "id": f"ada-{name}", "partner": name, "email": f"ada@{name}.example"}, *accesses]


def silver() -> list[Line]:
    """An agency that is SILVER in the first half of 2019, as of any day from 15 March to 9 June."""
    return [
        partner(),
        certification(),
        client(1),
        *staff(1),
        mrr("2019-02", 1, "1200.00"),
        report("2019-02", "2019-03-05"),
        *use(1, "2019-03-11", "CRM", "EMAIL", "FORMS"),
    ]


async def load(
    records: Sequence[Line], rules: Rulebook, confirmation: Confirmation | None = None
) -> tuple[IntakeSummary, list[Rejection]]:
    """Loads them as a process does that has started before: in the time zone that it has noted."""
    async with acquire() as connection:
        await keep_calendar(connection, rules.zone)
    rejected: list[Rejection] = []
    lines = ((number, orjson.dumps(record)) for number, record in enumerate(records, 1))
    terms = Terms(rules.currencies, rules.zone, confirmation)
    summary = await load_facts(lines, terms, on_rejected=rejected.append)
    return summary, rejected


async def ask(
    runner: Runner, *, days: tuple[date, date] | None = None, month: date | None = None, by: str = "ada"
) -> int:
    """The job of a new request."""
    async with acquire() as connection:
        request = Request(by, NOW)
        if days is not None:
            job = await request_activity(connection, runner.rules, *days, request)
        else:
            assert month is not None
            job = await request_tiers(connection, runner.rules, month, request)
    assert isinstance(job, Job)
    return job.id


async def compute(runner: Runner, first: date, last: date | None = None) -> None:
    assert await runner.run(await ask(runner, days=(first, last or first))) == "succeeded"


async def decide(runner: Runner, month: date) -> None:
    assert await runner.run(await ask(runner, month=month)) == "succeeded"


async def fetch(sql: str, *values: object) -> list[tuple[Any, ...]]:
    async with acquire() as connection:
        return [tuple(row) for row in await connection.fetch(sql, *values)]
