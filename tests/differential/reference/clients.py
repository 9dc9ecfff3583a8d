"""Clients, as far as who asks may know them."""

from datetime import date
from decimal import Decimal

from tests.differential.reference.arguments import Arguments
from tests.differential.reference.asker import Asker
from tests.differential.reference.lists import Listing, page
from tests.differential.reference.tables import Row
from tests.differential.reference.written import money, shortest


def credits_of(asker: Asker, client: int, partner: int) -> list[Row]:
    """The client's credits under the partner on the newest computed day: one row, or none."""
    rows = asker.tables.where("client_credit", "client_id", client)
    return [row for row in rows if row["partner_id"] == partner]


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


def measures_listing(_: Asker, __: Arguments) -> Listing:
    return _newest_measures("clientMeasures")


def partner_measures_listing(_: Asker, __: Arguments) -> Listing:
    return _newest_measures("partnerMeasures")


def _newest_measures(name: str) -> Listing:
    return Listing(name, "ON", lambda row: (row["on"], row["name"]), (date, str), descending=True)


def _measures(client: Row, asker: Asker, arguments: Arguments) -> Row:
    is_seen = asker.own is None or credits_of(asker, client["id"], asker.own)
    rows = asker.tables.where("measure", "client_id", client["id"]) if is_seen else []
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
    "Client.measures": _measures,
    "Client.mrr": _mrr,
    "Client.sales": _sales,
    "Client.soldBy": _sold_by,
    "Client.soldOn": _sold_on,
    "Measure.currencyCode": _currency,
    "Measure.value": _value,
    "Partner.measures": _partner_measures,
    "Sale.partner": _seller,
}
