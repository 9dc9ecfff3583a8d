"""An edition as its file says it: the tables that tomllib reads, and a few questions about them."""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

Table = Mapping[str, Any]

_WITHOUT_DECIMALS = ("JPY", "KRW", "CLP", "VND")


class Rules:
    """The rules of one file."""

    def __init__(self, text: str) -> None:
        self.file: Table = tomllib.loads(text)
        self.currency: str = self.file["currency"]

    def rows(self, name: str) -> list[Table]:
        """The tables of a list; none where the file has no such list."""
        return list(self.file.get(name, []))

    def metric(self, key: str) -> Table:
        return next(one for one in self.rows("metrics") if one["key"] == key)

    def members(self, catalogue: str, day: date) -> set[str]:
        """The names that a catalogue has on a day."""
        (table,) = (one for one in self.rows("catalogues") if one["key"] == catalogue)
        listed = ({"name": one} if isinstance(one, str) else one for one in table["members"])
        return {one["name"] for one in listed if _holds(one, day)}

    def minor_units(self, amount: Decimal, currency: str | None, day: date) -> int:
        """An amount in whole minor units of the program's currency, half-even; KeyError where it is worth nothing."""
        units = Fraction(amount) * self.worth(currency, day)
        return round(units * self.minor_units_in_one)  # of a fraction, which Python rounds half-even

    def worth(self, currency: str | None, day: date) -> Fraction:
        """What one unit of a currency is worth in units of the program's; KeyError where it is worth nothing."""
        if currency in (None, self.currency):
            return Fraction(1)
        worths = [one for one in self.rows("currencies") if one["code"] == currency and _holds(one, day)]
        if not worths:
            raise KeyError(currency)
        return Fraction(worths[0]["worth"]) / Fraction(worths[0]["amount"])

    @property
    def minor_units_in_one(self) -> int:
        return int(10 ** decimals(self.currency))

    def scale(self, metric: str) -> int:
        """By what the file's numbers are multiplied to compare with a metric's values: money is in minor units."""
        return self.minor_units_in_one if self.metric(metric)["unit"] == "MONEY" else 1

    def factor(self, factors: list[Table], country: str | None, day: date) -> Fraction:
        """The first factor whose countries include one, 1 where none does."""
        fitting = (one for one in factors if country in self.members(one["countries"], day))
        return next((Fraction(one["factor"]) for one in fitting), Fraction(1))

    def used_ways(self) -> list[Table]:
        """The ways that some metric looks at, in the file's order."""
        used = {way for metric in self.rows("metrics") for way in _ways_of(metric)}
        return [way for way in self.rows("credits") if way["key"] in used]


def decimals(currency: str) -> int:
    return 0 if currency in _WITHOUT_DECIMALS else 2


def _holds(dated: Table, day: date) -> bool:
    return bool(dated.get("valid_from", date.min) <= day <= dated.get("valid_until", date.max))


def _ways_of(metric: Table) -> Iterator[str]:
    yield from metric.get("over", [])
    yield from metric.get("part", [])
    yield from (term["credits"] for term in metric.get("terms", []) if "credits" in term)
