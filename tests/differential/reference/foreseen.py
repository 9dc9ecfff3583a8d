"""Decisions to come, as they are kept."""

from decimal import Decimal

from tests.differential.reference.arguments import Arguments
from tests.differential.reference.asker import Asker, bad_input
from tests.differential.reference.ids import key
from tests.differential.reference.lists import Listing, page, what_is_given
from tests.differential.reference.tables import Row
from tests.differential.reference.written import stored_day
from tiers.editions.ladder import Tier
from tiers.editions.metrics.common import Metric


def _id(row: Row, asker: Asker, _: Arguments) -> str:
    own = asker.tables.get("partner", row["partner_id"])["external_id"]
    return key("ForeseenDecision", own, stored_day(row["effective_on"]), stored_day(row["foreseen_on"]))


def _partner(row: Row, asker: Asker, _: Arguments) -> Row:
    return asker.tables.get("partner", row["partner_id"])


def _tier(row: Row, asker: Asker, _: Arguments) -> Tier | None:
    return asker.tier(row["edition"], row["tier"])


def _metric(row: Row, asker: Asker, _: Arguments) -> Metric | None:
    return None if row["metric"] is None else asker.edition(row["edition"]).metric_by_key[row["metric"]]


def _client(row: Row, asker: Asker, _: Arguments) -> Row | None:
    """A partner sees the clients that appear under it."""
    client = row["client_id"]
    if client is None:
        return None
    under = {credit["partner_id"] for credit in asker.tables.where("client_credit", "client_id", client)}
    return asker.tables.get("client", client) if asker.own is None or asker.own in under else None


def _mrr(row: Row, asker: Asker, _: Arguments) -> Row:
    return asker.amount(Decimal(row["mrr"]), row["foreseen_on"])


def at_risk_listing(asker: Asker, arguments: Arguments) -> Listing:
    """The largest first; the external id of the partner decides between equal ones."""

    def key(row: Row) -> tuple[Decimal, str]:
        return row["mrr"], asker.tables.get("partner", row["partner_id"])["external_id"]

    return Listing("atRisk", "MRR", key, (Decimal, str), what_is_given(arguments), descending=True)


def _at_risk(_: object, asker: Asker, arguments: Arguments) -> Row:
    decisions = arguments["decisions"]
    if not 1 <= decisions <= 3:
        raise bad_input(f"decisions: {decisions} is not between 1 and 3")
    rows = [row for row in asker.tables["forecast"] if row["falls_first"] and row["place"] <= decisions]
    return page(at_risk_listing(asker, arguments), rows, arguments)


def falls_within(asker: Asker, partner: int, decisions: int) -> bool:
    """Whether a partner is foreseen to fall by one of the next so many decisions."""
    rows = asker.tables.where("forecast", "partner_id", partner)
    return any(row["falls_first"] and row["place"] <= decisions for row in rows)


FIELDS = {
    "Portfolio.atRisk": _at_risk,
    "ForeseenDecision.client": _client,
    "ForeseenDecision.id": _id,
    "ForeseenDecision.metric": _metric,
    "ForeseenDecision.mrr": _mrr,
    "ForeseenDecision.partner": _partner,
    "ForeseenDecision.tier": _tier,
}
