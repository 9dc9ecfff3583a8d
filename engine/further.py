"""The facts that only some editions need, and some clients have: the column `more` of gathered rows."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from msgspec import json

from tiers.editions.currencies import minor_unit
from tiers.editions.ways import SaleKind
from tiers.facts import Credential, Measure, MrrLine, Person, Sale

_HUNDREDTHS = 2  # decimals of the amounts in rows


class _Line(NamedTuple):
    amount: int
    currency: str


class _Sale(NamedTuple):
    line: str
    kind: SaleKind
    sold_on: date
    ended_on: date | None
    seller: str


class _Measure(NamedTuple):
    name: str
    on: date
    value: Decimal
    currency: str | None


class OfClient(NamedTuple):
    """A client's: `currency` is that of its one line where it is not the program's, `by_line` are product lines'."""

    currency: str | None = None
    by_line: dict[str, _Line] | None = None
    sold: tuple[_Sale, ...] | None = None
    measured: tuple[_Measure, ...] | None = None
    country: str | None = None
    further_apps: tuple[int, ...] | None = None

    def lines(self) -> Iterator[MrrLine]:
        """Its lines of product lines."""
        for line, (amount, currency) in (self.by_line or {}).items():
            yield MrrLine(line, minor_units(amount, currency), currency)

    def sales(self, partner: str) -> Iterator[Sale]:
        """Its sales of product lines, as the partner of that external id knows them."""
        for line, kind, sold_on, ended_on, seller in self.sold or ():
            yield Sale(line, kind, sold_on, ended_on, own=seller == partner)

    def measures(self) -> Iterator[Measure]:
        """Its measures that count."""
        return (Measure(*one) for one in self.measured or ())


class OfPartner(NamedTuple):
    """A partner's own: `held` has the credentials that each of its people holds on the day."""

    country: str | None = None
    held: tuple[tuple[tuple[str, date, date | None], ...], ...] | None = None
    measured: tuple[_Measure, ...] | None = None

    def people(self) -> Iterator[Person]:
        """Those who hold any that count; the engine does not know who they are."""
        for number, credentials in enumerate(self.held or ()):
            yield Person(number, tuple(Credential(*one) for one in credentials))

    def measures(self) -> Iterator[Measure]:
        """Its measures that count."""
        return (Measure(*one) for one in self.measured or ())


read_of_client = json.Decoder(OfClient).decode
read_of_partner = json.Decoder(OfPartner).decode


def minor_units(hundredths: int, currency: str) -> int:
    """An amount of hundredths of a currency's unit, in its minor units; what is less than one is not there."""
    return hundredths if (digits := _digits(currency)) == _HUNDREDTHS else hundredths * 10**digits // 10**_HUNDREDTHS


_digits = lru_cache(maxsize=512)(minor_unit)
