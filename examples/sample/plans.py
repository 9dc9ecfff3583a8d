"""What the sample holds, before any calendar: partners, employees, clients and who visits whose account when."""

from dataclasses import dataclass

from examples.sample.moments import Moment


@dataclass(frozen=True, slots=True)
class Certificate:
    """One certification of a partner; the last day is inclusive."""

    valid_from: Moment
    valid_until: Moment


@dataclass(frozen=True, slots=True)
class Employee:
    """An employee, the address it is known by, and its name if that is known."""

    id: str
    email: str
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Partner:
    """A partner with all that is its own but its clients; `outsiders` work for it under a foreign domain."""

    id: str
    name: str
    domains: tuple[str, ...]
    country: str | None
    joined: Moment
    certificates: tuple[Certificate, ...]
    insiders: tuple[Employee, ...]
    outsiders: tuple[Employee, ...]


@dataclass(frozen=True, slots=True)
class Visits:
    """Visits of one person to one client's account, every `every` days, in days before the last closed one.

    `first` is the oldest day and `last` the newest; `events` is the number of events of one visit.
    """

    actor: str
    first: int
    last: int
    every: int
    events: int


@dataclass(frozen=True, slots=True)
class Access:
    """An employee's access to a client's account; `revoked` is exclusive, None for not revoked."""

    employee: str
    granted: Moment
    revoked: Moment | None


@dataclass(frozen=True, slots=True)
class Mrr:
    """A client's MRR in cents: `now` in the newest `switch` reports, `before` in the older ones; None is no line.

    `first` is the oldest report that has a line, counted from the newest, which is 0.
    """

    now: int | None
    before: int | None
    switch: int
    first: int

    @property
    def ended(self) -> int:
        """How many days before the last closed one the client cancelled; 0 if it has not."""
        return 30 * self.switch if self.now is None else 0

    def in_report(self, report: int) -> int | None:
        """The client's line in the report that is so many reports older than the newest; None if it has none."""
        if report > self.first:
            return None
        return self.now if report < self.switch else self.before


@dataclass(frozen=True, slots=True)
class Client:
    """A client, its MRR, who may enter its account, who does, and which apps are used there in turn."""

    id: str
    name: str
    country: str | None
    registered: Moment
    sold_by: str | None
    sold: Moment | None
    mrr: Mrr
    accesses: tuple[Access, ...]
    visits: tuple[Visits, ...]
    apps: tuple[str, ...]

    @property
    def is_direct(self) -> bool:
        """Whether no partner has anything to do with it."""
        return self.sold_by is None and not self.accesses
