"""When an edition decides, and how a tier that is held follows what is performed: checked here, used by decisions."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from tiers.editions.references import METRIC_KEYS, TIER_KEY, Reference, Section
from tiers.editions.tables import Table, TableOf, said
from tiers.editions.values import FLAG, ListOf, MapOf, choice, whole
from tiers.editions.ways import MOST_MONTHS

ALL_MONTHS = tuple(range(1, 13))
MONTHS = ListOf(whole(1, 12), distinct=True)
NO_TIER = "NONE"
"""What stands for no tier where a tier is named."""


class Rhythm(StrEnum):
    """On which days an edition decides: each closed day for the next, or a day of some months, as of the day before."""

    DAILY = "DAILY"
    MONTHLY = "MONTHLY"


class Review(StrEnum):
    """On which of the deciding days partners can move."""

    ALWAYS = "ALWAYS"
    MONTHS = "MONTHS"
    ANNIVERSARY = "ANNIVERSARY"
    NEVER = "NEVER"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deciding(Table):
    """The deciding days."""

    rhythm: Rhythm = said(choice(Rhythm), "each day, or one day of some months")
    day: int | None = said(whole(1, 28), "MONTHLY: the day of the month on which decisions take effect", None)
    months: tuple[int, ...] = said(MONTHS, "MONTHLY: of these months only; left out: of all", ALL_MONTHS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Direction(Table):
    """On which deciding days partners can rise, or fall.

    ANNIVERSARY is the first deciding day on or after a year, or several, since the partner joined.
    """

    on: Review = said(choice(Review), "on all deciding days, those in some months, one a year, or none")
    months: tuple[int, ...] = said(MONTHS, "MONTHS: those of them", ())
    day: int | None = said(whole(1, 28), "MONTHS, where each day decides: on this day of them only", None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept(Table):
    """The window in which a tier that was performed is kept at a fall: exactly one of the two."""

    deciding_days: int | None = said(whole(1, MOST_MONTHS), "so many deciding days, the review's being the last", None)
    whole_months: int | None = said(
        whole(1, MOST_MONTHS), "the deciding days of so many months, the review's being the last", None
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy(Table):
    """How tiers are held: today's decisions alone, unless it says otherwise."""

    deciding: Deciding = said(TableOf(Deciding), "the deciding days")
    rise: Direction = said(TableOf(Direction), "when partners can rise")
    fall: Direction = said(TableOf(Direction), "when partners can fall")
    kept_by: Kept | None = said(
        TableOf(Kept), "the window whose best performed tier a partner falls to; left out: the day's own", None
    )
    term_months: Mapping[str, int] = said(
        MapOf(whole(1, MOST_MONTHS), "tiers", TIER_KEY),
        "for how many months after a rise to it a tier cannot be lost",
        {},
    )
    first_term_months: int | None = said(
        whole(1, MOST_MONTHS), "for how many months a partner's first tier cannot be lost", None
    )
    provisional_may_demote: bool = said(FLAG, "whether a decision on provisional data may be a fall", default=True)
    must_hold: tuple[str, ...] = said(
        METRIC_KEYS, "the metrics whose gates must pass on the review day itself, whatever the window says", ()
    )
    falls_wait_for_approval: bool = said(FLAG, "whether a fall waits for an operator's approval", default=False)
    carry: Mapping[str, str] = said(
        MapOf(Reference(Section.TIERS, also=NO_TIER), "tiers of the edition before"),
        f"what a tier that this edition lacks was, in its own tiers or {NO_TIER}",
        {},
    )
