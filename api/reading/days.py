"""Days as arguments."""

from datetime import date
from typing import Annotated

import strawberry

from api.execution.errors import BadInput

LONGEST_RANGE = 400

From = Annotated[date, strawberry.argument(name="from", description="The first day.")]
To = Annotated[
    date, strawberry.argument(description=f"The last day, included; the range has at most {LONGEST_RANGE} days.")
]


def read_range(first_day: date, last_day: date) -> tuple[date, date]:
    """The range of days; raises BadInput for one that ends before it begins, or is too long."""
    if first_day > last_day:
        raise BadInput(f"from, to: the range ends on {last_day}, before it begins on {first_day}")
    days = (last_day - first_day).days + 1
    if days > LONGEST_RANGE:
        raise BadInput(f"from, to: {days} days are too many; ask for at most {LONGEST_RANGE} at a time")
    return first_day, last_day


def read_closed_day(argument: str, day: date, last_closed: date) -> date:
    """The day; raises BadInput for one that has not closed."""
    if day > last_closed:
        raise BadInput(f"{argument}: {day} has not closed; the last closed day is {last_closed}")
    return day
