"""Where generated facts are written down as lines of the import format."""

from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from random import Random

Record = dict[str, object]

APPS = (
    *("ADS_ADD_ON", "CONTACTS", "CONTACTS_REPORT", "CRM", "CTA", "EMAIL", "FORMS", "LANDING_PAGES", "LISTS"),
    *("PAGES_REPORT", "REPORTING_ADD_ON", "SOCIAL_MONITORING", "SOCIAL_PUBLISHING", "SOURCES_REPORT"),
    *("WEBSITE_PAGES", "WORKFLOWS"),
)
OTHER_APPS = ("SOCIAL_INBOX", "crm", "PLAYBOOKS")
_MIDNIGHTS = (time(0, 0), time(0, 0, 1), time(23, 59, 59), time(23, 59, 59, 999_999))
_OFFSETS = (0, 60, 120, 345, 765, 825, 840, -60, -150, -210, -570, -720)  # minutes; 5:45, 12:45 and -9:30 are in use
DAY = timedelta(days=1)


def first_days(start: date, end: date) -> list[date]:
    """The first day of every month that has a day in [start, end]."""
    firsts = [start.replace(day=1)]
    while (following := (firsts[-1] + 31 * DAY).replace(day=1)) <= end:
        firsts.append(following)
    return firsts


class Ledger:
    """Lines in the making, over [start, end], with one source of randomness."""

    def __init__(self, rng: Random, start: date, end: date, zone: tzinfo) -> None:
        self.rng = rng
        self.start = start
        self.end = end
        self.zone = zone
        self.records: list[Record] = []
        self.events = 0

    def add(self, kind: str, /, **values: object) -> None:
        """Adds a line; a null is written out or left out, which means the same."""
        record: Record = {"type": kind}
        for name, value in values.items():
            if value is None and self.rng.random() < 0.5:
                continue
            record[name] = value.isoformat() if isinstance(value, date) else value
        self.records.append(record)

    def client(self, name: str, registered_on: date, sold_by: str | None = None, sold_on: date | None = None) -> None:
        country = self.rng.choice(["FR", "DE", "BR", None])
        values: dict[str, object] = {"id": name, "name": f"Client {name}", "country": country}
        if self.rng.random() < 0.05:  # a line that a later one in the same file supersedes, or the other way round
            self.add("client", **values, registered_on=registered_on - 40 * DAY, sold_by=None, sold_on=None)
        self.add("client", **values, registered_on=registered_on, sold_by=sold_by, sold_on=sold_on)

    def access(self, client: str, employee: str, granted_on: date, revoked_on: date | None = None) -> None:
        if self.rng.random() < 0.05:
            later = (revoked_on or granted_on) + 9 * DAY
            self.add("access", client=client, employee=employee, granted_on=granted_on, revoked_on=later)
        self.add("access", client=client, employee=employee, granted_on=granted_on, revoked_on=revoked_on)

    def act(self, client: str, actor: str, day: date, *apps: str) -> None:
        """One USE per app, or one LOGIN, on a local day, often at its very edge, in whatever offset."""
        for app in apps or (None,):
            at = self.rng.choice([*_MIDNIGHTS, time(12), time(self.rng.randrange(24), self.rng.randrange(60))])
            self.act_at(client, actor, datetime.combine(day, at, tzinfo=self.zone), app)

    def act_at(self, client: str, actor: str, at: datetime, app: str | None) -> None:
        offset = timezone(timedelta(minutes=self.rng.choice(_OFFSETS)))
        moment = at.astimezone(offset).isoformat() if self.rng.random() < 0.8 else at.astimezone(UTC).isoformat()
        self.events += 1
        values = {"id": f"a{self.events}", "client": client, "actor": self.misspell(actor), "app": app}
        self.add("activity", **values, kind="LOGIN" if app is None else "USE", at=moment.replace("+00:00", "Z"))

    def misspell(self, address: str) -> str:
        """The same address, in the spellings that people and mail programs give it."""
        return self.rng.choice([address, address, address.upper(), address.title(), f" {address}\t"])

    def decision_day(self) -> date:
        """The 14th of some month, the day that decisions look at."""
        return self.rng.choice(first_days(self.start, self.end)).replace(day=14)

    def any_day(self) -> date:
        return self.start + self.rng.randrange((self.end - self.start).days + 1) * DAY
