"""What an answer costs: how many objects it can hold. Sums in which sizes that only variables tell are kept open."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from api.limits.bounds import COUNTED_TO
from api.limits.sizes import Size

COUNT = 10  # totalCount: the database walks the whole list for it
META = {"__schema": 2_000, "__type": 100, "__typename": 0}


@dataclass(frozen=True, slots=True)
class Price:
    """`fixed`, and each part as often as its size says; a size of None is that of the page that it is in."""

    fixed: int = 0
    parts: tuple[tuple[int | Size | None, "Price"], ...] = ()

    def __add__(self, other: "Price") -> "Price":
        return Price(min(self.fixed + other.fixed, COUNTED_TO), self.parts + other.parts)

    def amount(self, variables: Mapping[str, Any] | None) -> int:
        """The cost with these values of the variables; with None the least that it can be with any."""
        total = self.fixed
        for size, each in self.parts:
            if isinstance(size, int):
                total += size * each.amount(variables)
            elif size is not None and variables is not None:
                total += size(variables) * each.amount(variables)
        return min(total, COUNTED_TO)

    def times(self, size: int | Size | None) -> "Price":
        """Of a list of that length."""
        if isinstance(size, int) and not self.parts:
            return Price(min(self.fixed * size, COUNTED_TO))
        return Price(0, ((size, self),))

    def on_page(self, size: int | Size) -> "Price":
        """The same with the size of the page filled in."""
        total = Price(self.fixed)
        for own, each in self.parts:
            total += each.times(size if own is None else own)
        return total


NOTHING = Price()
