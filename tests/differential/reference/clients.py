"""Clients, as far as who asks may know them."""

from datetime import date, timedelta
from decimal import Decimal

from tests.differential.reference.arguments import Arguments, fold
from tests.differential.reference.asker import Asker
from tests.differential.reference.decisions import credit
from tests.differential.reference.lists import Listing, page
from tests.differential.reference.tables import Row
from tests.differential.reference.written import money, shortest
from tiers.apps import APPS

LOOKED_BACK = timedelta(days=366)


def credits_of(asker: Asker, client: int, partner: int) -> list[Row]:
    """The client's credits under the partner on the newest computed day: one row, or none."""
    rows = asker.tables.where("client_credit", "client_id", client)
    return [row for row in rows if row["partner_id"] == partner]


def sees_client(asker: Asker, client: int) -> bool:
    """Operators see all, partners those that appear under them."""
    return asker.own is None or bool(credits_of(asker, client, asker.own))


def _sold_by(client: Row, asker: Asker, _: Arguments) -> Row | None:
    seller = client["sold_by_id"]
    return asker.tables.get("partner", seller) if seller is not None and asker.sees(seller) else None


def _sold_on(client: Row, asker: Asker, _: Arguments) -> date | None:
    return client["sold_on"] if asker.sees(client["sold_by_id"]) else None


def _mrr(client: Row, asker: Asker, _: Arguments) -> Row | None:
    day = asker.newest_day
    computed = None if day is None else asker.tables.find("computed_day", day, "day")
    if day is None or computed is None or computed["report_id"] is None:
        return None
    report = asker.tables.get("mrr_report", computed["report_id"])
    if client["registered_on"] >= report["period"] or client["registered_on"] > day:
        return None
    if asker.own is not None:
        both = credits_of(asker, client["id"], asker.own)
        if not any("COUNTED" in (row["sold_status"], row["managed_status"]) for row in both):
            return None
    lines = [
        line
        for line in asker.tables.where("mrr_line", "client_id", client["id"])
        if (line["period"], line["revision"]) == (report["period"], report["revision"])
    ]
    if len({line["currency"] for line in lines}) > 1:
        return None
    if lines:
        return {"amount": money(sum(line["amount"] for line in lines)), "currency_code": lines[0]["currency"]}
    return asker.amount(Decimal(0), day)


def sales_listing(_: Asker, __: Arguments) -> Listing:
    return Listing("sales", "SOLD_ON", lambda row: (row["sold_on"], row["external_id"]), (date, str), descending=True)


def _sales(client: Row, asker: Asker, arguments: Arguments) -> Row:
    rows = [row for row in asker.tables.where("sale", "client_id", client["id"]) if asker.sees(row["partner_id"])]
    return page(sales_listing(asker, arguments), rows, arguments)


def _seller(sale: Row, asker: Asker, _: Arguments) -> Row:
    return asker.tables.get("partner", sale["partner_id"])


def partners_listing(asker: Asker, _: Arguments) -> Listing:
    """Of rows of `client_credit`; the external id of a partner decides between equal names."""

    def key(row: Row) -> tuple[str, str, str]:
        partner = asker.tables.get("partner", row["partner_id"])
        return fold(partner["name"]), partner["name"], partner["external_id"]

    return Listing("clientPartners", "NAME", key, (str, str, str))


def _partners(client: Row, asker: Asker, arguments: Arguments) -> Row:
    rows = [
        row for row in asker.tables.where("client_credit", "client_id", client["id"]) if asker.sees(row["partner_id"])
    ]

    def edge(row: Row) -> Row:
        assert asker.newest_day is not None
        return {"node": asker.tables.get("partner", row["partner_id"]), "credit": credit(asker, row, asker.newest_day)}

    return page(partners_listing(asker, arguments), rows, arguments, edge)


def accesses_listing(asker: Asker, _: Arguments) -> Listing:
    def key(row: Row) -> tuple[date, str]:
        return row["granted_on"], asker.tables.get("employee", row["employee_id"])["external_id"]

    return Listing("accesses", "GRANTED_ON", key, (date, str), descending=True)


def _accesses(client: Row, asker: Asker, arguments: Arguments) -> Row:
    rows = asker.tables.where("access", "client_id", client["id"])
    own = [row for row in rows if asker.sees(asker.tables.get("employee", row["employee_id"])["partner_id"])]
    return page(accesses_listing(asker, arguments), own, arguments)


def _who(access: Row, asker: Asker, _: Arguments) -> Row:
    return asker.tables.get("employee", access["employee_id"])


def _whose(access: Row, asker: Asker, _: Arguments) -> Row | None:
    return asker.tables.get("client", access["client_id"]) if sees_client(asker, access["client_id"]) else None


def _recent_activity(asker: Asker, client: int) -> list[Row]:
    day = asker.newest_day
    rows = [] if day is None else asker.tables.where("daily_activity", "client_id", client)
    return [row for row in rows if day is not None and timedelta() <= day - row["day"] < LOOKED_BACK]


def _last_active_on(access: Row, asker: Asker, _: Arguments) -> date | None:
    employee = asker.tables.get("employee", access["employee_id"])
    actor, left_on = employee["actor_id"], employee["left_on"] or date.max
    rows = _recent_activity(asker, access["client_id"])
    days = [row["day"] for row in rows if row["actor_id"] == actor and row["day"] < left_on]
    return max(
        (day for day in days if asker.own is None or _lets_in(asker, access["client_id"], actor, day)), default=None
    )


def _lets_in(asker: Asker, client: int, actor: int, day: date) -> bool:
    """Whether the partner that asks has given the address access to the client on the day."""
    for row in asker.tables.where("access", "client_id", client):
        employee = asker.tables.get("employee", row["employee_id"])
        ends = [one for one in (row["revoked_on"], employee["left_on"]) if one is not None]
        is_own = employee["partner_id"] == asker.own and employee["actor_id"] == actor
        if is_own and row["granted_on"] <= day and all(day < end for end in ends):
            return True
    return False


def _used_apps(client: Row, asker: Asker, _: Arguments) -> list[Row]:
    used: dict[int, date] = {}
    for row in _recent_activity(asker, client["id"]) if sees_client(asker, client["id"]) else ():
        for bit in range(len(APPS)):
            if row["apps"] >> bit & 1:
                used[bit] = max(used.get(bit, date.min), row["day"])
    ranked = sorted(sorted(used, key=lambda bit: APPS[bit].key), key=used.__getitem__, reverse=True)
    return [{"key": APPS[bit].key, "name": APPS[bit].name, "last_used_on": used[bit]} for bit in ranked]


def measures_listing(_: Asker, __: Arguments) -> Listing:
    return _newest_measures("clientMeasures")


def partner_measures_listing(_: Asker, __: Arguments) -> Listing:
    return _newest_measures("partnerMeasures")


def _newest_measures(name: str) -> Listing:
    return Listing(name, "ON", lambda row: (row["on"], row["name"]), (date, str), descending=True)


def _measures(client: Row, asker: Asker, arguments: Arguments) -> Row:
    rows = asker.tables.where("measure", "client_id", client["id"]) if sees_client(asker, client["id"]) else []
    return page(measures_listing(asker, arguments), rows, arguments)


def _partner_measures(partner: Row, asker: Asker, arguments: Arguments) -> Row:
    rows = asker.tables.where("measure", "partner_id", partner["id"])
    return page(partner_measures_listing(asker, arguments), rows, arguments)


def _value(measure: Row, _: Asker, __: Arguments) -> str:
    return shortest(measure["value"])


def _currency(measure: Row, _: Asker, __: Arguments) -> str | None:
    code: str | None = measure["currency"]
    return code


FIELDS = {
    "Access.client": _whose,
    "Access.employee": _who,
    "Access.lastActiveOn": _last_active_on,
    "Client.accesses": _accesses,
    "Client.measures": _measures,
    "Client.mrr": _mrr,
    "Client.partners": _partners,
    "Client.sales": _sales,
    "Client.soldBy": _sold_by,
    "Client.soldOn": _sold_on,
    "Client.usedApps": _used_apps,
    "Measure.currencyCode": _currency,
    "Measure.value": _value,
    "Partner.measures": _partner_measures,
    "Sale.partner": _seller,
}
