"""The clients in the middle of a median, and those whose one more app lifts it."""

from collections.abc import Sequence

from tiers.metrics import median


def middle_places(count: int) -> range:
    """The places of the middle one of so many values in ascending order, or of the two of an even count."""
    return range(max(count - 1, 0) // 2, count // 2 + 1) if count else range(0)


def lifting_places(values: Sequence[int], most: int) -> list[int]:
    """The places of the values, in ascending order, of which 1 more alone lifts the median; none is above `most`."""
    before = median(values)
    if before is None:
        return []
    lifting = {value for value in set(values) if value < most and _lifted(values, value) != before}
    return [place for place, value in enumerate(values) if value in lifting]


def _lifted(values: Sequence[int], value: int) -> object:
    place = values.index(value)
    return median([*values[:place], value + 1, *values[place + 1 :]])
