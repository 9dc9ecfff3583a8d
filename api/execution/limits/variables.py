"""How much there is in the values of variables, each of which is checked against its type before anything runs."""

from collections.abc import Mapping
from typing import Any

NESTED = (list, dict)


def count_values(variables: Mapping[str, Any], most: int) -> int:
    """The values in all lists and objects; where there are more than `most`, not all of them are counted."""
    count = 0
    within: list[Any] = [variables]
    while within and count <= most:
        each = within.pop()
        count += len(each)
        if count <= most:
            within.extend(filter(holds, each if isinstance(each, list) else each.values()))
    return count


def holds(value: object) -> bool:
    """Whether there are values in it."""
    return isinstance(value, NESTED)
