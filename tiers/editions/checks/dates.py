"""What holds for a time: it must end after it begins, and hold once."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from tiers.editions.catalogues import Dated, Sort
from tiers.editions.edition import Edition
from tiers.editions.problems import Place, UnsoundError
from tiers.editions.values import COUNTRY

D = TypeVar("D", bound=Dated)


def check_catalogues(edition: Edition, root: Place) -> None:
    """Notes members and currencies whose time is none, or that are given twice for some day."""
    for catalogue in edition.catalogues:
        _check_times(catalogue.members, lambda member: member.name, root)
        if catalogue.of is Sort.COUNTRIES:
            for member in catalogue.members:
                try:
                    COUNTRY.read(member.name, root.at(member.place))
                except UnsoundError:
                    continue
    _check_times(edition.currencies, lambda currency: currency.code, root)
    for currency in edition.currencies:
        if currency.code == edition.currency:
            root.at(currency.place).key("code").note(
                f"{currency.code} is the edition's own currency, worth what it is: leave it out"
            )
    for way in edition.credits:
        first, last = getattr(way, "sold_from", None), getattr(way, "sold_until", None)
        if first is not None and last is not None and last < first:
            root.at(way.place).key("sold_until").note(
                f"{last} is before sold_from, {first}: let it be that day or later"
            )


def _check_times(dated: Sequence[D], name: Callable[[D], str], root: Place) -> None:
    for one in dated:
        if one.valid_from is not None and one.valid_until is not None and one.valid_until < one.valid_from:
            root.at(one.place).key("valid_until").note(
                f"{one.valid_until} is before valid_from, {one.valid_from}: let it be that day or later"
            )
    before: dict[str, list[D]] = {}
    for one in dated:
        given = before.setdefault(name(one), [])
        if any(other.overlaps(one) for other in given):
            root.at(one.place).note(f'"{name(one)}" is given for some of these days already: let one of them end')
        given.append(one)
