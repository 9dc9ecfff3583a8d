"""Generated clients, each at one edge of the rules."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from tests.oracle.agencies import Agency, Employee
from tests.oracle.ledger import APPS, DAY, OTHER_APPS, Ledger

Scenario = Callable[[Ledger, str, Agency, Agency], None]
WINDOW = 90


def _work(ledger: Ledger, client: str, employee: Employee, *, until: date | None = None) -> None:
    """Regular work with three to five apps, up to a day."""
    day = ledger.start - ledger.rng.randrange(60) * DAY
    while day <= (until or ledger.end):
        ledger.act(client, employee.email, day, *ledger.rng.sample(APPS, ledger.rng.randint(3, 5)))
        day += ledger.rng.randint(20, 55) * DAY


def _known_client(ledger: Ledger, client: str, sold_by: str | None = None, sold_on: date | None = None) -> None:
    """A client registered long before, so that its report never is what it waits for."""
    ledger.client(client, ledger.start - ledger.rng.randint(100, 400) * DAY, sold_by, sold_on)


def _long_ago(ledger: Ledger) -> date:
    return ledger.start - ledger.rng.randint(1, 90) * DAY


def steady(ledger: Ledger, client: str, agency: Agency, rival: Agency, *, sold: bool) -> None:
    """A client that is managed all along and, where `sold`, sold within the year for a part of the time."""
    if sold:
        _known_client(ledger, client, agency.id, ledger.start + ledger.rng.randint(-200, 45) * DAY)
    else:
        seller = ledger.rng.choice([None, rival.id])
        _known_client(ledger, client, seller, None if seller is None else ledger.any_day())
    ledger.access(client, agency.lead.id, _long_ago(ledger))
    _work(ledger, client, agency.lead)


def anniversary(ledger: Ledger, client: str, agency: Agency, _: Agency) -> None:
    day = ledger.decision_day()
    _known_client(ledger, client, agency.id, day.replace(year=day.year - 1) + ledger.rng.randint(-1, 1) * DAY)
    ledger.act(client, "someone@client.example", day, *APPS[:4])


def leap_anniversary(ledger: Ledger, client: str, agency: Agency, _: Agency) -> None:
    """Sold in the last days of a February, whose anniversary may clamp."""
    march = date(ledger.rng.randint(ledger.start.year - 1, ledger.end.year), 3, 1)
    _known_client(ledger, client, agency.id, march - ledger.rng.randint(0, 2) * DAY)


def lapsing(ledger: Ledger, client: str, agency: Agency, _: Agency) -> None:
    """Worked on for the last time 89, 90 or 91 days before a 14th."""
    _known_client(ledger, client)
    ledger.access(client, agency.peer.id, _long_ago(ledger))
    last = ledger.decision_day() - (WINDOW + ledger.rng.randint(-1, 1)) * DAY
    ledger.act(client, agency.peer.email, last, *APPS[:3])


def month_edge(ledger: Ledger, client: str, agency: Agency, _: Agency) -> None:
    first = ledger.any_day().replace(day=1)
    registered_on = first - ledger.rng.randint(0, 1) * DAY
    ledger.client(client, registered_on, agency.id, registered_on)
    ledger.access(client, agency.lead.id, registered_on)
    _work(ledger, client, agency.lead)


def revoked(ledger: Ledger, client: str, agency: Agency, _: Agency) -> None:
    """Loses access around a 14th; some had a second one that overlaps, some get it back."""
    day = ledger.decision_day() + ledger.rng.randint(-1, 2) * DAY
    _known_client(ledger, client)
    ledger.access(client, agency.lead.id, day - 300 * DAY, day)
    match ledger.rng.randrange(3):
        case 0:
            ledger.access(client, agency.lead.id, day - 30 * DAY, day + 20 * DAY)
        case 1:
            ledger.access(client, agency.lead.id, day + DAY)
        case _:
            ledger.access(client, agency.peer.id, day - 30 * DAY, day + 2 * DAY)
    _work(ledger, client, ledger.rng.choice([agency.lead, agency.peer]))


def left(ledger: Ledger, client: str, agency: Agency, _: Agency) -> None:
    """Served by somebody who leaves around a 14th, with an access that ends then, later, or never."""
    day = ledger.decision_day() + ledger.rng.randint(-1, 2) * DAY
    domain = agency.lead.email.rpartition("@")[2]
    employee = Employee(f"{agency.id}-left-{client}", f"left-{client}@{domain}")
    ledger.add("employee", id=employee.id, partner=agency.id, email=employee.email, left_on=day)
    _known_client(ledger, client)
    ledger.access(client, employee.id, _long_ago(ledger), ledger.rng.choice([None, day, day + 20 * DAY]))
    _work(ledger, client, employee)


def late_access(ledger: Ledger, client: str, agency: Agency, _: Agency) -> None:
    """Active before access, which begins around a 14th."""
    _known_client(ledger, client)
    ledger.access(client, agency.lead.id, ledger.decision_day() + ledger.rng.randint(-1, 1) * DAY)
    _work(ledger, client, agency.lead)


def wrong_address(ledger: Ledger, client: str, agency: Agency, _: Agency) -> None:
    """Served from an address that does not match; a colleague's that does match, but was idle, is no help."""
    _known_client(ledger, client, agency.id, ledger.any_day())
    employee = ledger.rng.choice([agency.lookalike, agency.freemail, agency.guest])
    ledger.access(client, employee.id, _long_ago(ledger))
    if ledger.rng.random() < 0.4:
        ledger.access(client, agency.peer.id, _long_ago(ledger))
    _work(ledger, client, employee)


def shared_address(ledger: Ledger, client: str, agency: Agency, rival: Agency) -> None:
    """One address, employees of two partners: the same work serves both, where both have access."""
    _known_client(ledger, client)
    ledger.access(client, agency.shared.id, _long_ago(ledger))
    ledger.access(client, rival.shared.id, ledger.any_day())
    _work(ledger, client, agency.shared)


def two_managers(ledger: Ledger, client: str, agency: Agency, rival: Agency) -> None:
    """Managed by two partners and sold by the second; one of them stops at some point."""
    _known_client(ledger, client, rival.id, ledger.any_day())
    ledger.access(client, agency.lead.id, _long_ago(ledger))
    ledger.access(client, rival.peer.id, _long_ago(ledger))
    _work(ledger, client, agency.lead)
    _work(ledger, client, rival.peer, until=ledger.decision_day() - WINDOW * DAY)


def sold_early(ledger: Ledger, client: str, agency: Agency, _: Agency) -> None:
    """Sold months before it registered, and worked on before both."""
    registered_on = ledger.any_day()
    ledger.client(client, registered_on, agency.id, registered_on - ledger.rng.randint(1, 400) * DAY)
    ledger.access(client, agency.lead.id, registered_on - 20 * DAY)
    _work(ledger, client, agency.lead)


def other_apps(ledger: Ledger, client: str, agency: Agency, _: Agency) -> None:
    """Only apps that no edition counts."""
    _known_client(ledger, client)
    ledger.access(client, agency.lead.id, _long_ago(ledger))
    for _month in range(6):
        ledger.act(client, agency.lead.email, ledger.any_day(), *OTHER_APPS)


def logins_only(ledger: Ledger, client: str, agency: Agency, _: Agency) -> None:
    """The employee logs in, the client's own people do the work."""
    _known_client(ledger, client)
    ledger.access(client, agency.lead.id, _long_ago(ledger))
    for _month in range(6):
        ledger.act(client, agency.lead.email, ledger.any_day())
        ledger.act(client, "owner@client.example", ledger.any_day(), *ledger.rng.sample(APPS, 3))


def midnight(ledger: Ledger, client: str, agency: Agency, _: Agency) -> None:
    """Active a moment before or after the window begins or ends."""
    _known_client(ledger, client)
    ledger.access(client, agency.lead.id, _long_ago(ledger))
    day = ledger.decision_day() + ledger.rng.choice([-WINDOW, 1, -WINDOW + 1]) * DAY
    border = datetime.combine(day, time(), tzinfo=ledger.zone)
    nudge = timedelta(microseconds=ledger.rng.choice([-1_000_000, -1, 0, 1]))
    for app in (None, *APPS[-3:]):
        ledger.act_at(client, agency.lead.email, border + nudge, app)


def idle(ledger: Ledger, client: str, agency: Agency, _: Agency) -> None:
    """Sold some day, perhaps only later; access, and nothing ever done."""
    _known_client(ledger, client, agency.id, ledger.any_day())
    ledger.access(client, agency.peer.id, ledger.any_day())


EDGES: tuple[Scenario, ...] = (
    *(anniversary, leap_anniversary, lapsing, month_edge, revoked, late_access, wrong_address, shared_address),
    *(two_managers, sold_early, other_apps, logins_only, midnight, idle, left),
)
