"""Money of other currencies in the program's, by the edition's own table: half-even to the minor unit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from tiers.editions.currencies import minor_unit
from tiers.editions.edition import Edition
from tiers.facts import MrrLine


class UnknownCurrencyError(LookupError):
    """An amount in a currency that the edition does not convert on the day."""

    def __init__(self, edition: Edition, currency: str, day: date) -> None:
        super().__init__(
            f"edition {edition.key} of {edition.program} says of no {currency} on {day} what it is worth:"
            " say so in the edition before it is published, or load such facts in another currency"
        )
        self.currency = currency


@dataclass(frozen=True, slots=True)
class Rates:
    """What one unit of each currency is worth on a day, in units of the program's currency."""

    edition: Edition
    day: date
    by_currency: dict[str, Fraction]

    def rate(self, currency: str) -> Fraction:
        """Units of the program's currency for one unit of this one; raises UnknownCurrencyError."""
        found = self.by_currency.get(currency)
        if found is None:
            raise UnknownCurrencyError(self.edition, currency, self.day)
        return found

    def convert(self, amount: int, currency: str) -> int:
        """An amount of minor units of a currency, in minor units of the program's; raises UnknownCurrencyError."""
        if currency == self.edition.currency:
            return amount
        return self.convert_units(Fraction(amount, 10 ** minor_unit(currency)), currency)

    def total(self, lines: Sequence[MrrLine]) -> int:
        """What lines come to, in minor units of the program's currency; raises UnknownCurrencyError."""
        return sum([self.convert(line.amount, line.currency) for line in lines])

    def convert_units(self, value: Fraction, currency: str) -> int:
        """A value in units of a currency, in minor units of the program's; raises UnknownCurrencyError."""
        scale: int = 10 ** minor_unit(self.edition.currency)
        return round(self.rate(currency) * value * scale)


def rates_on(edition: Edition, day: date) -> Rates:
    """The edition's rates of a day, the program's own currency being worth itself."""
    others = {one.code: one.worth / one.amount for one in edition.currencies if one.holds_on(day)}
    return Rates(edition, day, {**others, edition.currency: Fraction(1)})
