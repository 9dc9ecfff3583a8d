"""Where the API's answers differ from the reference's."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from graphql import parse, print_ast

from tests.api.reading import Reader
from tests.differential.asking import Answer, as_text, ask
from tests.differential.coverage import Coverage
from tests.differential.documents.requests import Request, draw_requests
from tests.differential.reference.answers import Expected, expect
from tests.differential.reference.asker import Asker, AsksTooMuch
from tests.differential.shrinking import shrink
from tests.differential.worlds.world import World

MOST_FIELDS = 3_000

Compare = Callable[[Request], Awaitable["Difference | None"]]


@dataclass(frozen=True)
class Difference:
    """A request with the answer that it got and the one that it should have got; `origin` says where it came from."""

    request: Request
    answer: Answer
    expected: Expected
    origin: str = ""

    def __str__(self) -> str:
        request = self.request
        lines = [
            f"{self.origin}: the API's answer differs from the reference's",
            f"asked by {request.by.role} {request.by.partner or ''} at {request.now}, operation {request.operation}",
            print_ast(request.parsed),
            f"variables {json.dumps(request.variables)}",
        ]
        if self.answer.text != as_text(self.expected.data):
            where = first_difference(self.answer.data, self.expected.data)
            lines += [f"first at {where}", f"API: {self.answer.text}", f"reference: {as_text(self.expected.data)}"]
        for name, errors in (("API", self.answer.errors), ("reference, at most", list(self.expected.errors))):
            lines += [f"{name}: {code} at {path}: {message!r}" for path, code, message in errors]
        return "\n".join(lines)


async def find_differences(
    reader: Reader, world: World, seed: int, count: int, *, coverage: Coverage | None = None, most: int = 3
) -> list[Difference]:
    """Sends the requests of `count` documents to the API over the world's rows; stops after `most` differences.

    Each document depends on the world, the seed and its number alone."""
    coverage = Coverage() if coverage is None else coverage

    async def compare_here(request: Request) -> Difference | None:
        return await compare(reader, world, request)

    found: list[Difference] = []
    for number in range(count):
        for request in draw_requests(world, chance(world, seed, number)):
            difference = await compare(reader, world, request, coverage)
            if difference is not None:
                origin = f"world {world.seed}, seed {seed}, document {number}"
                found.append(replace(await shrunk(difference, compare_here), origin=origin))
                if len(found) == most:
                    return found
    return found


def chance(world: World, seed: int, number: int) -> Random:
    """What the document of that number depends on."""
    return Random(f"{world.seed} {seed} {number}")  # noqa: S311 - repeatable on purpose


async def compare(
    reader: Reader,
    world: World,
    request: Request,
    coverage: Coverage | None = None,
    **more: Any,  # noqa: ANN401
) -> Difference | None:
    """Sends one query or mutation; None where both say the same, or where the answer would be too long."""
    asker = Asker(world.tables, world.rules, request.now, request.by, MOST_FIELDS)
    try:
        expected = expect(request.parsed, request.variables, request.operation, asker)
    except AsksTooMuch:
        return None
    answer = await ask(reader, world, request, **more)
    if coverage is not None:
        coverage.note(request, asker, expected)
    return None if agrees(answer, expected) else Difference(request, answer, expected)


def agrees(answer: Answer, expected: Expected) -> bool:
    """Whether the data are the same, keys in the same order, and the errors are those that there can be with them."""
    return answer.text == as_text(expected.data) and expected.explains(answer.errors)


async def shrunk(difference: Difference, again: Compare) -> Difference:
    """A difference that is left of it in a smaller document."""
    request = difference.request

    async def shows(document: str, variables: dict[str, Any]) -> Difference | None:
        return await again(replace(request, document=document, parsed=parse(document), variables=variables))

    return await shrink(request.document, request.operation, request.variables, shows) or difference


def first_difference(one: object, other: object, path: str = "data") -> str:
    """Where two pieces of JSON first differ, and in what."""
    if isinstance(one, dict) and isinstance(other, dict):
        if list(one) != list(other):
            return f"{path}: keys {list(one)} instead of {list(other)}"
        for key in one:
            if as_text(one[key]) != as_text(other[key]):
                return first_difference(one[key], other[key], f"{path}.{key}")
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for place, (left, right) in enumerate(zip(one, other, strict=True)):
            if as_text(left) != as_text(right):
                return first_difference(left, right, f"{path}[{place}]")
    return f"{path}: {as_text(one)} instead of {as_text(other)}"
