"""How much there is in the values of variables, each of which is checked against its type before anything runs."""

from collections.abc import Mapping
from typing import Any


def count_values(variables: Mapping[str, Any], most: int) -> int:
    """The values in all lists and objects; where there are more than `most`, not all of them are counted."""
    count = 0
    within: list[Any] = [variables]
    while within and count <= most:
        each = within.pop()
        count += len(each)
        if count <= most:
            within.extend(value for value in (each.values() if isinstance(each, Mapping) else each) if holds(value))
    return count


def holds(value: object) -> bool:
    """Whether there are values in it."""
    return isinstance(value, list | dict)
