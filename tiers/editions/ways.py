"""The ways in which a client counts for a partner: because it sold it, or because it manages it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from tiers.editions.references import Reference, Section
from tiers.editions.tables import OneOf, Table, said
from tiers.editions.values import DAY, FLAG, KEY, TEXT, ListOf, choice, whole

MOST_MONTHS = 1_200  # a century, so that a window always is a plausible one
MOST_DAYS = 36_500


class SaleKind(StrEnum):
    """Who found the client of a sale: the partner, or the vendor with the partner's help."""

    SOURCED = "SOURCED"
    ASSISTED = "ASSISTED"


class Split(StrEnum):
    """What each of several partners gets that manage one client."""

    FULL = "full"
    EVEN = "even"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sold(Table):
    """A client, or a product line of it, counts because the partner sold it."""

    kind: ClassVar[str] = "sold"
    key: str = said(KEY, "what metrics call it")
    name: str = said(TEXT, "what people read")
    months: int = said(
        whole(1, MOST_MONTHS), "for how many calendar months after the sale it counts, the anniversary's day included"
    )
    kinds: tuple[SaleKind, ...] = said(
        ListOf(choice(SaleKind), distinct=True), "the kinds of sale that count; left out: all", ()
    )
    lines: str | None = said(
        Reference(Section.CATALOGUES, "lines"), "the catalogue of the product lines that count; left out: all", None
    )
    sold_from: date | None = said(DAY, "the first day of a sale that counts in this way", None)
    sold_until: date | None = said(DAY, "the last day of a sale that counts in this way", None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Managed(Table):
    """A client counts because an employee of the partner has access to its account and was active there."""

    kind: ClassVar[str] = "managed"
    key: str = said(KEY, "what metrics call it")
    name: str = said(TEXT, "what people read")
    days: int = said(whole(1, MOST_DAYS), "for how many days after an employee's last activity it counts")
    logins_count: bool = said(FLAG, "whether a login alone is activity")
    split: Split = said(choice(Split), "what each of several managers gets: the whole amount, or an even share")
    lines: str | None = said(
        Reference(Section.CATALOGUES, "lines"), "the catalogue of the product lines that count; left out: all", None
    )


Way = Sold | Managed
WAY = OneOf((Sold, Managed), "that says how a client counts")
