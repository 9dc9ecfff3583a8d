"""With facts: as many as one request takes, ones that are all bad, guesses, and as many fields as one request has."""

from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

from tests.hostile.attacks.documents import repeat
from tests.hostile.attacks.target import Requests, Target, request

RECORDS = 1_000
FACTS = "mutation ($r: [FactInput!]!) { importFacts(input: { records: $r }) { accepted rejected { index reason } } }"
ACTIVITY = "mutation ($r: [ActivityInput!]!) { recordActivity(input: { events: $r }) { accepted rejected { index } } }"
REPORT = '{ mrrReport: { period: "2019-05", ranOn: "2019-06-03", total: "%d.00" } }'

numbers = count()
Records = Callable[[], list[dict[str, Any]]]


def loading(mutation: str, make: Records) -> Requests:
    """Requests with one load each."""

    def requests(target: Target) -> Iterator[bytes]:
        while True:
            yield request(target.token, mutation, variables={"r": make()})

    return requests


def clients() -> list[dict[str, Any]]:
    """That nobody has had, with long names."""
    ids = (next(numbers) for _ in range(RECORDS))
    return [{"client": {"id": f"x{one}", "name": f"{one:0200d}", "registeredOn": "2019-05-01"}} for one in ids]


def one_client() -> list[dict[str, Any]]:
    return clients()[:1]


def bad_lines() -> list[dict[str, Any]]:
    """Each about what nobody has."""
    line = {"period": "2019-06", "client": "nobody", "amount": "1.00"}
    return [{"mrr": line | {"client": f"nobody {one}"}} for one in range(RECORDS)]


def overlapping() -> list[dict[str, Any]]:
    """Certifications of one partner, each with each."""
    days = [f"{2000 + one // 336}-{one // 28 % 12 + 1:02d}-{one % 28 + 1:02d}" for one in range(RECORDS)]
    partner = f"x{next(numbers)}"
    joined: dict[str, Any] = {
        "partner": {"id": partner, "name": partner, "domains": [], "country": None, "joinedOn": "2018-06-01"}
    }
    certified = [{"certification": {"partner": partner, "validFrom": day, "validUntil": "2019-12-31"}} for day in days]
    return [joined, *certified[1:]]


def domains() -> list[dict[str, Any]]:
    """As many as a partner can have, each of which has to be looked at character by character."""
    texts = [f"{'äöü' * 10}{next(numbers)}.example" for _ in range(RECORDS)]
    return [{"partner": {"id": f"x{next(numbers)}", "name": "x", "joinedOn": "2018-06-01", "domains": texts}}]


def events() -> list[dict[str, Any]]:
    """In as many months, of as many actors."""
    made = []
    for one in (next(numbers) for _ in range(RECORDS)):
        at = f"{1970 + one % 49}-{one % 12 + 1:02d}-{one % 28 + 1:02d}T10:00:00Z"
        made.append({"id": f"x{one}", "client": "c10000001", "actor": f"a{one}@x.example", "kind": "LOGIN", "at": at})
    return made


def guesses(target: Target) -> Iterator[bytes]:
    """What a closed report comes to, one after the other."""
    while True:
        tried = f"importFacts(input: {{ records: [{REPORT % next(numbers)}] }}) {{ unchanged }}"
        yield request(target.token, f"mutation {repeat(tried)}")


MUCH = loading(FACTS, clients)
LITTLE = loading(FACTS.replace(" rejected { index reason }", ""), one_client)
BAD = loading(FACTS, bad_lines)
OVERLAPS = loading(FACTS, overlapping)
DOMAINS = loading(FACTS, domains)
EVENTS = loading(ACTIVITY, events)
