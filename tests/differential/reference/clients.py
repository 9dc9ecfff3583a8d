"""Clients, as far as who asks may know them."""

from datetime import date
from decimal import Decimal

from tests.differential.reference.arguments import Arguments
from tests.differential.reference.asker import Asker
from tests.differential.reference.tables import Row
from tests.differential.reference.written import money


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
    for line in asker.tables.where("mrr_line", "client_id", client["id"]):
        if (line["period"], line["revision"]) == (report["period"], report["revision"]):
            return {"amount": money(line["amount"]), "currency_code": line["currency"]}
    edition = asker.edition_on(day)
    assert edition is not None
    return {"amount": money(Decimal(0)), "currency_code": edition.currency}


FIELDS = {
    "Client.mrr": _mrr,
    "Client.soldBy": _sold_by,
    "Client.soldOn": _sold_on,
}
