"""Everything that is measured is asked once before, and has to be answered the same by all."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http import HTTPStatus

from api.auth.minting import mint_token
from api.auth.principals import Role
from bench.reads.answers import Answer, find_difference
from bench.reads.contestants import Request
from bench.reads.documents import Query
from bench.reads.portfolio import partner_called
from bench.reads.serving import Running
from bench.reads.workloads import Workload
from bench.report import say


@dataclass(frozen=True)
class Prepared:
    """A contestant's requests of a workload, what it answers, and within what lengths in characters."""

    requests: Sequence[Request]
    says: Sequence[object]
    shortest: int
    longest: int


def prepare(running: Running, workload: Workload) -> Prepared:
    """Asks for every place. Pages are reached from the beginning of their list, each by the cursor before it."""
    reach = _walk if isinstance(workload.places, range) else _visit
    requests, answers, lengths = zip(*reach(running, workload), strict=True)
    return Prepared(requests, [answer.says for answer in answers], min(lengths), max(lengths))


def _visit(running: Running, workload: Workload) -> Iterator[tuple[Request, Answer, int]]:
    for name in workload.places:
        yield running.contestant.ask(workload.query, str(name)), *running.ask(workload.query, str(name))


def _walk(running: Running, workload: Workload) -> Iterator[tuple[Request, Answer, int]]:
    cursor = None
    for page in range(int(workload.places[-1]) + 1):
        answer, length = running.ask(workload.query, cursor)
        if page in workload.places:
            yield running.contestant.ask(workload.query, cursor), answer, length
        cursor = answer.end_cursor


def compare(workload: Workload, one: tuple[Running, Prepared], other: tuple[Running, Prepared]) -> None:
    """Raises SystemExit when two do not say the same."""
    names = f"{one[0].contestant.name} and {other[0].contestant.name}"
    for place, mine, yours in zip(workload.places, one[1].says, other[1].says, strict=True):
        difference = find_difference(mine, yours)
        if difference is not None:
            raise SystemExit(f"bench: {names} answer {workload.name}, {place}, differently, at {difference}")


def prepare_all(contestants: Sequence[Running], workload: Workload) -> list[Prepared]:
    """In the order of the contestants. Raises SystemExit when one answers otherwise than the first."""
    say(f"reads: comparing {workload.name}, {len(workload.places)} places")
    prepared = [prepare(one, workload) for one in contestants]
    for other in zip(contestants, prepared, strict=True):
        compare(workload, (contestants[0], prepared[0]), other)
    return prepared


def expect_refusals(contestants: Sequence[Running], secret: str) -> None:
    """Raises SystemExit for a contestant that answers without a token that holds."""
    now = datetime.now(UTC)
    long_ago = now - timedelta(days=2)
    tokens = {
        "no token": "",
        "an expired token": mint_token(secret, Role.OPERATOR, partner=None, ttl=timedelta(days=1), now=long_ago),
        "another's token": mint_token(secret[::-1], Role.OPERATOR, partner=None, ttl=timedelta(days=1), now=now),
    }
    for one in contestants:
        for kind, token in tokens.items():
            headers = one.headers() | {"Authorization": f"Bearer {token}"}
            status, _ = one.send(one.contestant.ask(Query.TINY, partner_called(1)), headers)
            if status == HTTPStatus.OK:
                raise one.failed(f"answers a request with {kind}")
