"""The kinds of partner in the sample: how far each stands from the gates of edition 2018-05, now and a year ago."""

from dataclasses import dataclass
from enum import Enum, auto


class Certified(Enum):
    """What became of a partner's certification."""

    RENEWED = auto()
    LATE = auto()  # renewed after a gap of some months
    LAPSED = auto()
    NEVER = auto()


class Care(Enum):
    """How a partner looks after one client."""

    KEPT = auto()
    NO_ACCESS = auto()
    LEFT = auto()
    OUTSIDER = auto()  # only somebody with a foreign e-mail domain works there
    FORGOTTEN = auto()  # nobody has logged in for too long


@dataclass(frozen=True, slots=True)
class Level:
    """Sold and managed MRR that a partner's clients are to reach, in whole dollars."""

    sold: int
    managed: int


@dataclass(frozen=True, slots=True)
class Archetype:
    """`count` partners alike. `then` is a year ago.

    `prices` weighs the price list; `apps` is drawn from per client; `joined` bounds the months since the partner
    joined; `care`, where given, is that of all its clients; `pause` is a stretch, in days before the last closed
    day, without any visit of its employees.
    """

    count: int
    then: Level
    now: Level
    insiders: tuple[int, int]
    prices: tuple[int, ...]
    certified: Certified = Certified.RENEWED
    apps: tuple[int, ...] = (2, 3, 4, 4, 5, 5, 6, 7)
    joined: tuple[int, int] = (50, 90)
    care: Care | None = None
    pause: tuple[int, int] | None = None


PRICES = (5_000, 20_000, 40_000, 80_000, 120_000, 240_000)
"""Monthly list prices in cents."""

_SMALL = (5, 37, 42, 16, 0, 0)
_MIDDLE = (4, 20, 34, 30, 10, 2)
_LARGE = (2, 14, 26, 32, 19, 7)

_SILVER = Level(1_350, 2_100)
_GOLD = Level(2_550, 7_000)
_PLATINUM = Level(4_500, 22_500)
_DIAMOND = Level(12_000, 55_000)
_BELOW_SILVER = Level(500, 1_400)

ARCHETYPES = (
    Archetype(4, _DIAMOND, _DIAMOND, (4, 5), _LARGE),
    Archetype(1, Level(8_000, 40_000), _DIAMOND, (5, 5), _LARGE),
    Archetype(1, _DIAMOND, Level(7_000, 38_000), (5, 5), _LARGE),
    Archetype(8, _PLATINUM, _PLATINUM, (3, 5), _LARGE),
    Archetype(3, Level(2_700, 12_000), _PLATINUM, (3, 5), _LARGE),
    Archetype(2, _PLATINUM, Level(2_700, 13_000), (4, 5), _LARGE),
    Archetype(27, _GOLD, _GOLD, (2, 4), _MIDDLE),
    Archetype(7, _SILVER, _GOLD, (2, 4), _MIDDLE),
    Archetype(4, _GOLD, _SILVER, (2, 4), _MIDDLE),
    Archetype(2, _GOLD, _GOLD, (2, 4), _MIDDLE, certified=Certified.LATE),
    Archetype(1, _GOLD, _GOLD, (3, 4), _MIDDLE, certified=Certified.LAPSED),
    Archetype(35, _SILVER, _SILVER, (1, 3), _SMALL),
    Archetype(8, _BELOW_SILVER, _SILVER, (1, 3), _SMALL),
    Archetype(8, _SILVER, Level(500, 1_500), (1, 3), _SMALL),
    Archetype(3, _SILVER, _SILVER, (1, 2), _SMALL, certified=Certified.LATE),
    Archetype(3, _SILVER, _SILVER, (1, 2), _SMALL, certified=Certified.LAPSED),
    Archetype(3, _SILVER, _SILVER, (1, 2), _SMALL, pause=(290, 130)),
    Archetype(22, Level(500, 800), Level(500, 800), (1, 2), _SMALL),
    Archetype(6, _SILVER, _SILVER, (1, 1), _SMALL, care=Care.NO_ACCESS),
    Archetype(5, Level(0, 3_000), Level(0, 3_400), (1, 3), _SMALL),
    Archetype(6, _SILVER, _SILVER, (1, 2), _SMALL, apps=(0, 1, 1, 2, 2, 3)),
    Archetype(6, _SILVER, _SILVER, (1, 2), _SMALL, certified=Certified.NEVER),
    Archetype(3, _SILVER, _SILVER, (1, 1), _SMALL, care=Care.OUTSIDER),
    Archetype(3, _SILVER, _SILVER, (1, 2), _SMALL, care=Care.FORGOTTEN),
    Archetype(6, Level(0, 0), _SILVER, (1, 2), _SMALL, joined=(13, 13)),
    Archetype(2, Level(0, 0), Level(0, 0), (1, 1), _SMALL, joined=(2, 20)),
)
"""All of the sample's partners but those whose clients are listed one by one."""
