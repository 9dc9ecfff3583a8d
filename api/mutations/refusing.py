"""Arguments of mutations that cannot be used. They are refused in the payload, as those that name nothing are."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import wraps
from typing import Any

import strawberry

from api.execution.errors import BadInput
from api.types.scalars import parse_day
from jobs.refusals import RefusalCode
from jobs.requests import Refusal


class Refused(Exception):
    """A mutation that changes nothing, because of its input."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.message)
        self.refusal = refusal


def mutation(resolver: Callable[..., Awaitable[Any]], description: str) -> Any:  # noqa: ANN401 - a field's value
    """A field of the root. A Refused that its function raises becomes a payload, which that has in `refused`."""
    payload = resolver.__annotations__["return"]

    @wraps(resolver)
    async def refusing(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - those of any mutation
        try:
            return await resolver(*arguments, **named)
        except Refused as refused:
            return payload.refused([refused.refusal])

    return strawberry.mutation(resolver=refusing, description=description)


@contextmanager
def refused_as(code: RefusalCode, *path: str) -> Iterator[None]:
    """What cannot be read within the block is a refusal of the field of `input` that the path leads to."""
    try:
        yield
    except (BadInput, ValueError) as error:
        raise Refused(Refusal(code, str(error), path)) from error


def read_day(field: str, given: object) -> date:
    """The day that is given for a field of `input`, or the Refused of what is none: see `passing_on`."""
    if isinstance(given, date):
        return given
    with refused_as(RefusalCode.INVALID_DAY, field):
        return parse_day(given)
