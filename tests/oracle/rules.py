"""Rules 1 to 9 and the credits of docs/rules.md for edition 2018-05, by brute force over the raw facts."""

from calendar import monthrange
from datetime import date, timedelta, tzinfo
from decimal import Decimal

from tests.oracle.answers import ClientCredit, Credit, DailyActivity, Decision, Standing
from tests.oracle.facts import FactBook
from tests.oracle.records import COUNTED_APPS, Access, Client, MrrReport, address, domain_key

EFFECTIVE_FROM = date(2018, 5, 2)
LADDER = (
    ("SILVER", Decimal(1_125), Decimal(1_125)),
    ("GOLD", Decimal(2_100), Decimal(6_000)),
    ("PLATINUM", Decimal(3_750), Decimal(20_000)),
    ("DIAMOND", Decimal(10_000), Decimal(50_000)),
)
LEAST_MEDIAN = Decimal(3)
WINDOW = timedelta(days=90)
SOLD_MONTHS = 12
NOTHING = Decimal("0.00")
# No credit counts on for longer than these many days: 12 months with some clamping, and the activity window.
SOLD_AHEAD, MANAGED_AHEAD = 400, 100


class NoEdition(ValueError):
    """No edition is in force on the as-of day."""


def minus_months(day: date, months: int) -> date:
    """The same day of an earlier month; a missing day clamps to the month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def report_in_force(book: FactBook, day: date) -> MrrReport | None:
    """Rule 2: of the complete reports that ran by `day`, the greatest period, then the greatest revision."""
    ran = [report for report in book.tables.reports.values() if report.ran_on <= day]
    return max(ran, key=lambda report: (report.period, report.revision), default=None)


def counted_mrr(book: FactBook, client: Client, day: date) -> Decimal | None:
    """Rule 2; None while pending."""
    report = report_in_force(book, day)
    first_of_registration_month = client.registered_on.replace(day=1)
    if report is None or report.period <= first_of_registration_month:
        return None
    return sum((line.amount for line in book.lines_in(report, client.id)), NOTHING)


def has_access(book: FactBook, access: Access, day: date) -> bool:
    """Rule 4 (a): granted, not revoked, and not of somebody who has left."""
    left_on = book.tables.employees[access.employee].left_on
    return access.granted_on <= day and all(end is None or day < end for end in (access.revoked_on, left_on))


def domain_matches(book: FactBook, employee: str) -> bool:
    """Rule 4 (b), against the domains of the employee's own partner."""
    record = book.tables.employees[employee]
    key = domain_key(record.email.strip().rpartition("@")[2])
    return key is not None and key in [domain_key(one) for one in book.tables.partners[record.partner].domains]


def was_active(book: FactBook, client: str, employee: str, day: date, zone: tzinfo) -> bool:
    """Rule 4 (c)."""
    mine = address(book.tables.employees[employee].email)
    return any(seen.actor == mine and day - WINDOW <= seen.day <= day for seen in book.seen_in(client, zone))


def sold_status(book: FactBook, partner: str, client: Client, day: date) -> str:
    if client.sold_by != partner or client.sold_on is None or client.sold_on > day:
        return "NOT_SOLD_BY_PARTNER"
    if client.sold_on < minus_months(day, SOLD_MONTHS):
        return "EXPIRED"
    return "PENDING_REPORT" if counted_mrr(book, client, day) is None else "COUNTED"


def managed_status(book: FactBook, partner: str, client: Client, day: date, zone: tzinfo) -> str:
    staff = [
        access.employee
        for access in book.accesses_in(client.id)
        if book.tables.employees[access.employee].partner == partner and has_access(book, access, day)
    ]
    if not staff:
        return "NO_ACCESS"
    staff = [employee for employee in staff if domain_matches(book, employee)]
    if not staff:
        return "DOMAIN_MISMATCH"
    if not any(was_active(book, client.id, employee, day, zone) for employee in staff):
        return "NO_RECENT_ACTIVITY"
    return "PENDING_REPORT" if counted_mrr(book, client, day) is None else "COUNTED"


def apps_used(book: FactBook, client: str, day: date, zone: tzinfo) -> int:
    """Rule 5: by anyone, in the window."""
    recent = [seen for seen in book.seen_in(client, zone) if day - WINDOW <= seen.day <= day]
    return len({seen.app for seen in recent if seen.app in COUNTED_APPS})


def credits(book: FactBook, partner_id: str, as_of: date, zone: tzinfo) -> dict[str, ClientCredit]:  # noqa: A001
    """What each client that appears under the partner adds as of a day, by client id."""
    known = book.up_to(as_of, zone)
    if partner_id not in known.tables.partners:
        return {}
    days = [as_of + timedelta(days=ahead) for ahead in range(SOLD_AHEAD)]
    found: dict[str, ClientCredit] = {}
    for client in known.tables.clients.values():
        if client.sold_by != partner_id and not any(
            known.tables.employees[access.employee].partner == partner_id for access in known.accesses_in(client.id)
        ):
            continue
        amount = counted_mrr(known, client, as_of) or NOTHING
        sold: Credit = {
            "amount": NOTHING,
            "status": sold_status(known, partner_id, client, as_of),
            "counts_until": None,
        }
        if sold["status"] == "COUNTED":
            still = [day for day in days if sold_status(known, partner_id, client, day) == "COUNTED"]
            sold = {"amount": amount, "status": "COUNTED", "counts_until": max(still)}
        managed: Credit = {
            "amount": NOTHING,
            "status": managed_status(known, partner_id, client, as_of, zone),
            "counts_until": None,
        }
        if managed["status"] == "COUNTED":
            still = [
                day for day in days[:MANAGED_AHEAD] if managed_status(known, partner_id, client, day, zone) == "COUNTED"
            ]
            managed = {"amount": amount, "status": "COUNTED", "counts_until": max(still)}
        found[client.id] = {
            "sold": sold,
            "managed": managed,
            "apps_used": apps_used(known, client.id, as_of, zone),
            "counts_in_median": sold["amount"] > 0 or managed["amount"] > 0,
        }
    return found


def standing(book: FactBook, partner_id: str, as_of: date, zone: tzinfo) -> Standing | None:
    """The partner's numbers as of a closed day, or None before it joined; rules 1 to 5 straight from the facts."""
    if as_of < EFFECTIVE_FROM:
        raise NoEdition(f"the first edition is in force from {EFFECTIVE_FROM}")
    known = book.up_to(as_of, zone)
    if partner_id not in known.tables.partners:
        return None
    sold_mrr = managed_mrr = NOTHING
    usages: list[int] = []
    for client in known.tables.clients.values():
        amount = counted_mrr(known, client, as_of)
        if not amount:
            continue
        adds_sold = client.sold_by == partner_id and (
            client.sold_on is not None and minus_months(as_of, SOLD_MONTHS) <= client.sold_on <= as_of
        )
        adds_managed = any(
            known.tables.employees[access.employee].partner == partner_id
            and has_access(known, access, as_of)
            and domain_matches(known, access.employee)
            and was_active(known, client.id, access.employee, as_of, zone)
            for access in known.accesses_in(client.id)
        )
        sold_mrr += amount if adds_sold else NOTHING
        managed_mrr += amount if adds_managed else NOTHING
        if adds_sold or adds_managed:
            usages.append(apps_used(known, client.id, as_of, zone))
    median = median_of(usages)
    certified = any(
        one.partner == partner_id and one.valid_from <= as_of <= one.valid_until
        for one in known.tables.certifications.values()
    )
    tier = None
    for key, least_sold, least_managed in LADDER:
        enough = sold_mrr >= least_sold and managed_mrr >= least_managed
        if enough and certified and median is not None and median >= LEAST_MEDIAN:
            tier = key
    return {
        "sold_mrr": sold_mrr,
        "managed_mrr": managed_mrr,
        "median": median,
        "certified": certified,
        "provisional": is_provisional(known, as_of),
        "tier": tier,
    }


def median_of(usages: list[int]) -> Decimal | None:
    """Rule 5: exact, and None of nothing."""
    ranked = sorted(usages)
    if not ranked:
        return None
    return Decimal(ranked[(len(ranked) - 1) // 2] + ranked[len(ranked) // 2]) / 2


def is_provisional(book: FactBook, as_of: date) -> bool:
    """Whether the newest report that is due by `as_of` has not run by then."""
    newest_due = minus_months(as_of.replace(day=1), 2 if as_of.day < 14 else 1)
    report = report_in_force(book, as_of)
    return report is None or report.period < newest_due


def decision(book: FactBook, partner_id: str, month: date, zone: tzinfo) -> Decision | None:
    """What the 15th of a month decides, from its first day, or None where the partner had not joined by the 14th."""
    as_of = month.replace(day=14)
    numbers = standing(book, partner_id, as_of, zone)
    if numbers is None:
        return None
    return {
        "as_of": as_of,
        "effective_on": month.replace(day=15),
        "standing": numbers,
        "credits": credits(book, partner_id, as_of, zone),
    }


def daily_activity(book: FactBook, partner_id: str, start: date, end: date, zone: tzinfo) -> list[DailyActivity]:
    """Per day of [start, end]: the events of the partner's employees in clients where they had access on that day."""
    events: dict[date, int] = {}
    clients: dict[date, set[str]] = {}
    employees: dict[date, set[str]] = {}
    for client in book.tables.clients:
        for seen in book.seen_in(client, zone):
            actors = {
                access.employee
                for access in book.accesses_in(client)
                if has_access(book, access, seen.day)
                and book.tables.employees[access.employee].partner == partner_id
                and address(book.tables.employees[access.employee].email) == seen.actor
            }
            if actors and start <= seen.day <= end:
                events[seen.day] = events.get(seen.day, 0) + 1
                clients.setdefault(seen.day, set()).add(client)
                employees.setdefault(seen.day, set()).update(actors)
    return [
        {
            "day": day,
            "events": events[day],
            "active_clients": len(clients[day]),
            "active_employees": len(employees[day]),
        }
        for day in sorted(events)
    ]
