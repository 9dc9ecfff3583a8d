"""What there is to choose from in a world: rows, ids, texts, days; and who asks when."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random

from api.auth.principals import Principal
from api.reading.ids import encode_id, plain_id
from tests.api.reading import INGEST, NOW, OPERATOR, partner_token
from tests.differential.reference.asker import Asker
from tests.differential.reference.ids import SHAPES, TYPES, write_id
from tests.differential.reference.tables import Row
from tests.differential.worlds.ledger import TODAY
from tests.differential.worlds.world import World

MOMENTS = (
    NOW,
    datetime(2019, 7, 15, 11, 59, 59, 999_999, UTC),
    datetime(2019, 6, 1, tzinfo=UTC),
    NOW + timedelta(days=50),
    datetime(2018, 4, 1, tzinfo=UTC),
)
"""When it is asked: also when a decision has just come into effect, and before there was an edition."""

BAD_IDS = (
    *("", "x", "é", "5", "Q2xpZW50", "x" * 100),
    *("UGFydG5lcjox=", "UGFydG5lcjoxMA==", "UGFydG5lcjowMQ", "UGFydG5lcjow"),  # Partner:1, 10, 01 and 0
    *(plain_id("Partner", 2**63), plain_id("Partner", 10**25), plain_id("Nobody", 1), "WyJQYXJ0bmVyIiwiUC0xIl0"),
    *(encode_id("Partner", 1), encode_id("Client", "\0"), encode_id("Client", "C-0", "C-1")),
    *(encode_id("Nobody", "P-0"), encode_id("RecomputeJob", 2**63)),
    *(encode_id("MrrReport", "20190501", 1), encode_id("MrrReport", "2019-13-01", 1)),
)
MADE_UP: Mapping[type, Sequence[str | int]] = {
    str: ("nobody", "", "P-0", "C-1"),
    int: (1, 10**9, 2**63 - 1),
    date: ("2019-05-01", "2019-06-15"),
}
ODD_TEXTS = ("%", "_", "\\", "", "\\%", "%%", "a_", "nobody at all", "x" * 256, "\0", "\ud800", "\u03c3")
COUNTRIES = (*("DE", "de", "dE", "US", "uS") * 2, "FR", "D", "DEU", "ÅÅ", "")
MANY_REVISIONS = 100


class Choices:
    """Chooses within a world. Much of it is about one partner, so that it goes together."""

    def __init__(self, world: World, rng: Random) -> None:
        self.world = world
        self.rng = rng
        self.asker = Asker(world.tables, world.rules, NOW, OPERATOR)
        partners = world.tables["partner"]
        self.partner = rng.choice(partners) if partners else None

    def principal(self, *, for_operators: bool) -> Principal:
        """An operator half of the time and mostly where only operators may ask, else mostly a partner."""
        partners = [row["external_id"] for row in self.world.tables["partner"]]
        known = "P-0" if self.partner is None else self.rng.choice([self.partner["external_id"]] * 3 + partners[:1])
        anybody = [OPERATOR, partner_token(known), partner_token("nobody"), INGEST]
        return self.rng.choices(anybody, [90, 4, 3, 3] if for_operators else [45, 47, 4, 4])[0]

    def moment(self) -> datetime:
        """Mostly now."""
        return self.rng.choice(MOMENTS) if self.rng.random() < 0.3 else NOW

    def rows(self, table: str) -> Sequence[Row]:
        """Mostly those that are about the partner, where there are any."""
        tables = self.world.tables
        about: Sequence[Row] = []
        if table == "tier_decision" and self.rng.random() < 0.1:
            about = [row for row in tables[table] if row["revision"] > MANY_REVISIONS]
        elif self.partner is not None and self.rng.random() < 0.7:
            key = self.partner["id"]
            decisions = tables.where("tier_decision", "partner_id", key)
            if table == "client":
                listed = tables.where("client_credit", "partner_id", key)
                about = [tables.get(table, row["client_id"]) for row in listed]
            elif table == "decision_credit":
                about = [row for one in decisions for row in tables.where(table, "decision_id", one["id"])]
            elif table in ("partner", "employee", "tier_decision"):
                about = tables.where(table, "id" if table == "partner" else "partner_id", key)
        return about or tables[table]

    def any_id(self, type_name: str | None = None) -> object:
        """Of something that is there, mostly; of the type, mostly."""
        roll = self.rng.random()
        if roll < 0.015:
            return self.rng.choice(BAD_IDS)
        if roll < 0.02:
            return self.rng.randint(0, 99)
        if type_name not in TYPES or roll < 0.05:
            type_name = self.rng.choice(list(TYPES))
        rows = self.rows(TYPES[type_name])
        if roll < 0.06:  # of a version before this database
            return plain_id(type_name, self.rng.choice([1, 10**9, 2**63 - 1]))
        if roll < 0.1 or not rows:
            return encode_id(type_name, *(self.rng.choice(MADE_UP[kind]) for kind in SHAPES[type_name]))
        return write_id(self.world.tables, type_name, self.rng.choice(rows))

    def external_id(self, table: str) -> str:
        rows = self.rows(table)
        if self.rng.random() < 0.07 or not rows:
            return self.rng.choice(["nobody", "p-0", "", "\0", "x" * 256])
        return str(self.rng.choice(rows)["external_id"])

    def external_ids(self, table: str) -> object:
        """Some, mostly of things that are there; now and then one that stands for a list, or too many."""
        names = [self.external_id(table) for _ in range(self.rng.choice([0, 1, 1, 2, 3, 5]))]
        roll = self.rng.random()
        return names[0] if names and roll < 0.1 else ["nobody"] * 101 if roll < 0.12 else names

    def known(self) -> str:
        """Mostly when a decision became known, or a moment before."""
        moments: list[datetime] = [row["known_at"] for row in self.rows("tier_decision")]
        moment = self.rng.choice(moments or [NOW]) - self.rng.choice([timedelta(0), timedelta(microseconds=1)])
        return self.rng.choice([moment.isoformat(), moment.isoformat(), f"{self.day()}T03:00:00.5+02:00"])

    def deciding_day(self) -> str:
        """Mostly one on which decisions took effect."""
        decided = [str(row["effective_on"]) for row in self.rows("tier_decision")]
        return self.rng.choice([*decided, self.day()])

    def search(self, table: str) -> str:
        """A part of a name or an external id, in any case; or one as a whole, or an address, or a domain."""
        rows = self.rows(table)
        roll = self.rng.random()
        if roll < 0.15 or not rows:
            return self.rng.choice(ODD_TEXTS)
        row = self.rng.choice(rows)
        if roll < 0.4:
            staff = self.rows("employee")
            addresses = [*(one["email"] for one in staff[:9]), *row.get("domains", ())]
            return str(self.rng.choice([row["external_id"], row["name"], *addresses]))
        text = str(row[self.rng.choice(["name", "external_id"])])
        start = self.rng.randint(0, len(text))
        part = text[start : start + self.rng.choice([1, 1, 2, 3, 6])]
        return self.rng.choice([part, part.lower(), part.upper(), part.swapcase()])

    def tier(self) -> str:
        keys = [tier.key for edition in self.world.rules.editions for tier in edition.tiers]
        return self.rng.choice([*keys * 6, "silver", "", 'NO "TIER"' * 20])

    def metric(self) -> str:
        keys = [metric.key for edition in self.world.rules.editions for metric in edition.metrics]
        return self.rng.choice([*keys * 6, "sold_mrr", "", 'NO "METRIC"' * 20])

    def program(self) -> str:
        keys: list[str] = [row["key"] for row in self.world.tables["program"]]
        return self.rng.choice([*keys * 6, "google-partners", "nothing", "\0", "x" * 256])

    def country(self) -> str:
        return self.rng.choice(COUNTRIES)

    def computed_day(self) -> str:
        """Mostly one that is over, and has standings."""
        computed = [row["day"] for row in self.world.tables["computed_day"]]
        standing = [row["as_of"] for row in self.world.tables["standing"]]
        return str(self.rng.choice([*computed, *computed, TODAY - timedelta(days=1), TODAY, *standing[:9]]))

    def last_day(self) -> str:
        """Mostly one around the last day of a credit."""
        rows = self.world.tables["client_credit"]
        days = [row[name] for row in rows for name in ("sold_until", "managed_until") if row[name] is not None]
        if not days or self.rng.random() < 0.2:
            return self.day()
        day = self.rng.choice(days)
        return str(day if day == date.max else day + timedelta(days=self.rng.randint(0, 1)))

    def month(self) -> str:
        """Mostly one of which there are reports."""
        periods = [f"{row['period']:%Y-%m}" for row in self.world.tables["mrr_report"]]
        return self.rng.choice([*periods * 3, "2019-04", "0001-01", "2019-13", "2019-4", "May \0 \ud800"])

    def day(self) -> str:
        day = TODAY + timedelta(days=self.rng.choice([-500, -365, -60, -30, -17, -1, 0, 1, self.rng.randint(-420, 30)]))
        return str(self.rng.choice([*[day] * 9, date.min, date.max]))

    def size(self, room: int) -> int:
        """Of a page that has mostly at most `room` edges."""
        sizes = [size for size in (0, 1, 1, 2, 2, 3, 3, 5, 5, 7, 7, 10, 20, 100) if size <= room]
        return self.rng.choice([*sizes * 6, 101, -1])

    def end(self, start: str, room: int) -> str:
        """The last day of a range of mostly at most `room` days; now and then of one that is refused."""
        days = [length - 1 for length in (1, 2, 10, 30, 62, 200, 200, 400, 400) if length <= max(room, 2)]
        length = self.rng.choice([*days * 8, -1, 400])
        try:
            return str(date.fromisoformat(start) + timedelta(days=length))
        except (ValueError, OverflowError):
            return start
