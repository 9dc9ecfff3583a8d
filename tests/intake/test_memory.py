import json
import tracemalloc
from collections.abc import Callable, Iterator

import pytest

from intake.lines import Line
from intake.load import IntakeSummary, load_facts
from tests.intake.database import CLIENT, LOGIN, TERMS, load

pytestmark = pytest.mark.usefixtures("database")


def events(count: int) -> Iterator[Line]:
    for number in range(count):
        yield number, json.dumps(LOGIN | {"id": f"{count}-{number}", "actor": f"{number % 50}@x.example"}).encode()


def bad_lines(count: int) -> Iterator[Line]:
    for number in range(count):
        yield number, json.dumps({"type": "nothing", "id": number}).encode()


async def peak(lines: Iterator[Line]) -> tuple[int, IntakeSummary]:
    """The most bytes held by Python objects at a time while loading."""
    tracemalloc.start()
    try:
        summary = await load_facts(lines, TERMS)
        return tracemalloc.get_traced_memory()[1], summary
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("lines", [events, bad_lines])
async def test_memory_does_not_grow_with_the_file(lines: Callable[[int], Iterator[Line]]) -> None:
    await load([CLIENT])
    small, _ = await peak(lines(20_000))
    large, summary = await peak(lines(80_000))
    assert summary.accepted + summary.rejected == 80_000
    assert large < 1.2 * small
