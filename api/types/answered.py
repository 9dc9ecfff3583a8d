"""What answers of the engine have in common: the lists in them, and numbers with what they are of."""

from collections.abc import Callable, Sequence
from typing import Annotated, TypeVar

import strawberry

from api.execution.errors import BadInput
from api.reading.declared import Shown
from api.types.metrics import Metric, MetricValue
from tiers.assessment import Assessment
from tiers.written import written_value

MOST_SHOWN = 500
USUALLY_SHOWN = 10

FirstShown = Annotated[int, strawberry.argument(description=f"So many of them, from 0 to {MOST_SHOWN}.")]

T = TypeVar("T")


def shown(first: int) -> Shown:
    """The list as long as was asked for; raises BadInput."""
    if not 0 <= first <= MOST_SHOWN:
        raise BadInput(f"first: {first} is not between 0 and {MOST_SHOWN}")
    return Shown(first)


def listed(items: Sequence[T], make: Callable[[T], object]) -> Callable[[int], list[object]]:
    """The first ones, as many as are shown."""
    return lambda most: [make(one) for one in items[:most]]


def values_of(assessment: Assessment) -> list[MetricValue]:
    """The values of all metrics, in the edition's order."""
    edition = assessment.edition
    return [
        MetricValue(
            metric=Metric.of(edition, metric), value=written_value(edition, metric, assessment.values[metric.key])
        )
        for metric in edition.metrics
    ]
