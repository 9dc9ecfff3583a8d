"""Partners and what belongs to one."""

from datetime import date
from decimal import Decimal

from tests.differential.reference.arguments import Arguments, check_statuses, fold, read_range, read_text
from tests.differential.reference.asker import Asker, bad_input
from tests.differential.reference.decisions import credit, decision_on, history
from tests.differential.reference.lists import Listing, page, what_is_given
from tests.differential.reference.measured import Keys, chosen_order, given_order, within_ranges
from tests.differential.reference.tables import Row
from tiers.editions.ladder import Tier

STATUSES = (
    *("COUNTED", "PENDING_REPORT", "EXPIRED", "NOT_SOLD_BY_PARTNER"),
    *("NO_ACCESS", "DOMAIN_MISMATCH", "NO_RECENT_ACTIVITY"),
)


def standing_on(asker: Asker, partner: Row, day: date | None) -> Row | None:
    """The partner's standing as of the day, None for one before it joined."""
    if day is None or day < partner["joined_on"]:
        return None
    return next(
        (row for row in asker.tables.where("standing", "partner_id", partner["id"]) if row["as_of"] == day), None
    )


def _certified_until(partner: Row, asker: Asker, _: Arguments) -> date | None:
    return certified_until(partner, asker)


def certified_until(partner: Row, asker: Asker) -> date | None:
    """The end of the certification that covers today, None without one."""
    for row in asker.tables.where("certification", "partner_id", partner["id"]):
        if row["valid_from"] <= asker.today <= row["valid_until"]:
            until: date = row["valid_until"]
            return until
    return None


def _tier(partner: Row, asker: Asker, _: Arguments) -> Tier | None:
    row = decision_on(asker, partner["id"], asker.today)
    return None if row is None else asker.tier(row["edition"], row["tier"])


def _tier_since(partner: Row, asker: Asker, _: Arguments) -> date | None:
    since = None
    decisions = history(asker, partner["id"], asker.today)
    for row in reversed(decisions):
        if row["tier"] is None or row["tier"] != decisions[-1]["tier"]:
            break
        since = row["effective_on"]
    return since


def _standing(partner: Row, asker: Asker, arguments: Arguments) -> Row | None:
    day = arguments.get("asOf")
    if day is None:
        return standing_on(asker, partner, asker.newest_day)
    if day > asker.last_closed_day:
        raise bad_input(f"asOf: {day} has not closed; the last closed day is {asker.last_closed_day}")
    return standing_on(asker, partner, day)


def _standings(partner: Row, asker: Asker, arguments: Arguments) -> list[Row]:
    first, last = read_range(arguments)
    rows = asker.tables.where("standing", "partner_id", partner["id"])
    found = [row for row in rows if first <= row["as_of"] <= last and row["as_of"] >= partner["joined_on"]]
    return sorted(found, key=lambda row: row["as_of"])


def _daily_activity(partner: Row, asker: Asker, arguments: Arguments) -> list[Row]:
    first, last = read_range(arguments)
    seen: dict[date, list[tuple[Row, Row]]] = {}
    for employee in asker.tables.where("employee", "partner_id", partner["id"]):
        for access in asker.tables.where("access", "employee_id", employee["id"]):
            for activity in asker.tables.where("daily_activity", "client_id", access["client_id"]):
                day = activity["day"]
                ends = [end for end in (access["revoked_on"], employee["left_on"]) if end is not None]
                is_open = access["granted_on"] <= day < min(ends, default=date.max)
                if activity["actor_id"] == employee["actor_id"] and is_open and first <= day <= last:
                    seen.setdefault(day, []).append((employee, activity))
    return [
        {
            "day": day,
            "active_clients": len({activity["client_id"] for _, activity in seen[day]}),
            "active_employees": len({employee["id"] for employee, _ in seen[day]}),
            "events": sum({activity["id"]: activity["events"] for _, activity in seen[day]}.values()),
        }
        for day in sorted(seen)
    ]


def history_listing(asker: Asker, arguments: Arguments) -> Listing:
    """The newest first, or in the order that the arguments ask for; the day comes last."""
    keys: Keys = {"EFFECTIVE_ON": (lambda _: (), ())}
    order = given_order(arguments, {"field": "EFFECTIVE_ON", "direction": "DESC"})
    name, values, kinds = chosen_order(asker, keys, order, _itself)
    return Listing(
        "tierHistory",
        name,
        lambda row: (*values(row), row["effective_on"]),
        (*kinds, date),
        what_is_given(arguments),
        descending=order.get("direction") == "DESC",
    )


def _itself(decision: Row) -> Row:
    return decision


def _tier_history(partner: Row, asker: Asker, arguments: Arguments) -> Row:
    listing = history_listing(asker, arguments)
    fits = within_ranges(asker, arguments.get("filter") or {}, _itself)
    seen_at = arguments.get("knownAt")
    decisions = [{**row, "seen_at": seen_at} for row in history(asker, partner["id"], asker.today, seen_at)]
    return page(listing, filter(fits, decisions), arguments)


def _tier_on(partner: Row, asker: Asker, arguments: Arguments) -> Tier | None:
    day = arguments["day"]
    if day > asker.today:
        raise bad_input(f"day: {day} is still to come; nobody knows yet which tier it holds then")
    row = decision_on(asker, partner["id"], day, arguments.get("knownAt"))
    return None if row is None else asker.tier(row["edition"], row["tier"])


def _last_day(row: Row) -> date | None:
    """The earlier of the last days of both credits."""
    return min((day for day in (row["sold_until"], row["managed_until"]) if day is not None), default=None)


def clients_listing(asker: Asker, arguments: Arguments) -> Listing:
    """Of rows of `client_credit`; the external id of the client comes last."""

    def client(row: Row) -> Row:
        return asker.tables.get("client", row["client_id"])

    def nth_status(status: str) -> int:
        return 1 + STATUSES.index(status)

    def last_day(row: Row) -> tuple[int, date]:
        day = _last_day(row)
        return (1, date(1970, 1, 1)) if day is None else (0, day)

    keys: Keys = {
        "NAME": (lambda row: (fold(client(row)["name"]), client(row)["name"]), (str, str)),
        "AMOUNT": (lambda row: (row["sold_amount"] + row["managed_amount"],), (Decimal,)),
        "LAST_DAY": (last_day, (int, date)),
        "STATUS": (lambda row: (nth_status(row["sold_status"]), nth_status(row["managed_status"])), (int, int)),
        "APPS_USED": (lambda row: (row["apps_used"],), (int,)),
    }
    order = arguments.get("orderBy") or {"field": "NAME"}
    values, kinds = keys[order["field"]]
    return Listing(
        "partnerClients",
        order["field"],
        lambda row: (*values(row), client(row)["external_id"]),
        (*kinds, str),
        what_is_given(arguments),
        descending=order.get("direction") == "DESC",
    )


def _clients(partner: Row, asker: Asker, arguments: Arguments) -> Row:
    wanted = arguments.get("filter") or {}
    check_statuses(wanted)
    name, day = read_text("name", wanted.get("name")), wanted.get("expiresBefore")

    def fits(row: Row) -> bool:
        client, last_day = asker.tables.get("client", row["client_id"]), _last_day(row)
        return (
            all(wanted.get(kind) in (None, row[f"{kind}_status"]) for kind in ("sold", "managed"))
            and (name is None or fold(name) in fold(client["name"]))
            and (day is None or (last_day is not None and last_day < day))
        )

    rows = filter(fits, asker.tables.where("client_credit", "partner_id", partner["id"]))

    def edge(row: Row) -> Row:
        assert asker.newest_day is not None
        return {"node": asker.tables.get("client", row["client_id"]), "credit": credit(asker, row, asker.newest_day)}

    return page(clients_listing(asker, arguments), rows, arguments, edge)


def employees_listing(_: Asker, __: Arguments) -> Listing:
    return Listing("employees", "EMAIL", lambda row: (row["email"], row["external_id"]), (str, str))


def _employees(partner: Row, asker: Asker, arguments: Arguments) -> Row:
    return page(
        employees_listing(asker, arguments), asker.tables.where("employee", "partner_id", partner["id"]), arguments
    )


def _employer(employee: Row, asker: Asker, _: Arguments) -> Row:
    return asker.tables.get("partner", employee["partner_id"])


def credentials_listing(_: Asker, __: Arguments) -> Listing:
    return Listing(
        "credentials", "VALID_FROM", lambda row: (row["valid_from"], row["name"]), (date, str), descending=True
    )


def _credentials(employee: Row, asker: Asker, arguments: Arguments) -> Row:
    rows = asker.tables.where("credential", "employee_id", employee["id"])
    return page(credentials_listing(asker, arguments), rows, arguments)


FIELDS = {
    "Employee.credentials": _credentials,
    "Employee.partner": _employer,
    "Partner.certifiedUntil": _certified_until,
    "Partner.clients": _clients,
    "Partner.dailyActivity": _daily_activity,
    "Partner.employees": _employees,
    "Partner.standing": _standing,
    "Partner.standings": _standings,
    "Partner.tier": _tier,
    "Partner.tierHistory": _tier_history,
    "Partner.tierOn": _tier_on,
    "Partner.tierSince": _tier_since,
}
