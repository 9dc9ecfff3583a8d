"""Decisions, their revisions and their evidence."""

import json
from datetime import date, datetime
from decimal import Decimal

from tests.differential.reference.arguments import Arguments, fold
from tests.differential.reference.asker import Asker, bad_input
from tests.differential.reference.lists import Listing, page, what_is_given
from tests.differential.reference.tables import Row
from tests.differential.reference.written import money
from tiers.editions.ladder import Tier

MOST_REVISIONS = 100


def latest_revisions(asker: Asker, partner: int, known_at: datetime | None = None) -> list[Row]:
    """Of each of the partner's decisions the latest revision, oldest decision first: of those known by the moment."""
    latest: dict[date, Row] = {}
    for row in asker.tables.where("tier_decision", "partner_id", partner):
        if known_at is not None and row["known_at"] > known_at:
            continue
        if row["effective_on"] not in latest or latest[row["effective_on"]]["revision"] < row["revision"]:
            latest[row["effective_on"]] = row
    return [latest[day] for day in sorted(latest)]


def history(asker: Asker, partner: int, day: date, known_at: datetime | None = None) -> list[Row]:
    """Those of them that are in effect on the day."""
    return [row for row in latest_revisions(asker, partner, known_at) if row["effective_on"] <= day]


def decision_on(asker: Asker, partner: int, day: date, known_at: datetime | None = None) -> Row | None:
    """The newest one in effect."""
    return next(reversed(history(asker, partner, day, known_at)), None)


def credit(asker: Asker, row: Row, as_of: date) -> Row:
    """Both credits of a client, as of a day, and what is said of each way beside them."""
    both = {
        kind: {
            "amount": money(row[f"{kind}_amount"]),
            "mrr": asker.amount(row[f"{kind}_amount"], as_of),
            "status": row[f"{kind}_status"],
            "counts_until": row[f"{kind}_until"],
        }
        for kind in ("sold", "managed")
    }
    ways = [] if row["ways"] is None else json.loads(row["ways"], parse_int=Decimal, parse_float=Decimal)
    return {
        **both,
        "apps_used": row["apps_used"],
        "counts_in_median": row["counts_in_median"],
        "ways": [_by_way(asker, one, as_of) for one in ways],
        "as_of": as_of,
    }


def _by_way(asker: Asker, way: Row, as_of: date) -> Row:
    until = way["counts_until"]
    return {
        **way,
        "mrr": asker.amount(way["amount"], as_of),
        "counts_until": None if until is None else date.fromisoformat(until),
        "parts": [
            part
            | {"reported": {"amount": money(part["reported"]), "currency_code": part["currency"]}}
            | {"converted": asker.amount(part["converted"], as_of), "mrr": asker.amount(part["amount"], as_of)}
            | {"sold_on": part["sold_on"] and date.fromisoformat(part["sold_on"])}
            | {"counts_until": date.fromisoformat(part["counts_until"])}
            for part in way["parts"]
        ],
    }


def preceding(row: Row, asker: Asker) -> Row | None:
    """The decision before it, by what was known where the row is looked at as of a moment."""
    earlier = [
        other
        for other in latest_revisions(asker, row["partner_id"], row.get("seen_at"))
        if other["effective_on"] < row["effective_on"]
    ]
    return earlier[-1] if earlier else None


def _revisions(row: Row, asker: Asker) -> list[Row]:
    """All of the same decision, oldest first."""
    rows = asker.tables.where("tier_decision", "partner_id", row["partner_id"])
    return sorted(
        (other for other in rows if other["effective_on"] == row["effective_on"]), key=lambda other: other["revision"]
    )


def _partner(row: Row, asker: Asker, _: Arguments) -> Row:
    return asker.tables.get("partner", row["partner_id"])


def _tier(row: Row, asker: Asker, _: Arguments) -> Tier | None:
    return asker.tier(row["edition"], row["tier"])


def _previous_tier(row: Row, asker: Asker, _: Arguments) -> Tier | None:
    before = preceding(row, asker)
    return None if before is None else asker.tier(before["edition"], before["tier"])


def _change(row: Row, asker: Asker, _: Arguments) -> str:
    return change_of(row, asker)


def change_of(row: Row, asker: Asker) -> str:
    """How its rank compares with that of the decision before it."""
    before = preceding(row, asker)
    rank = 0 if before is None else before["rank"]
    return "UNCHANGED" if row["rank"] == rank else "PROMOTED" if row["rank"] > rank else "DEMOTED"


def _edition(row: Row, asker: Asker, _: Arguments) -> Row:
    editions = asker.tables.where("edition", "key", row["edition"])
    (edition,) = (one for one in editions if one["status"] == "PUBLISHED")
    return edition


def _superseded_at(row: Row, asker: Asker, _: Arguments) -> object:
    later = [other for other in _revisions(row, asker) if other["revision"] > row["revision"]]
    return later[0]["known_at"] if later else None


def _newest_revisions(row: Row, asker: Asker, _: Arguments) -> list[Row]:
    return _revisions(row, asker)[-MOST_REVISIONS:]


def evidence_listing(asker: Asker, _: Arguments) -> Listing:
    def key(row: Row) -> tuple[str, str, str]:
        client = asker.tables.get("client", row["client_id"])
        return fold(client["name"]), client["name"], client["external_id"]

    return Listing("creditedClients", "NAME", key, (str, str, str))


def _credits(row: Row, asker: Asker, arguments: Arguments) -> Row:
    return page(
        evidence_listing(asker, arguments), asker.tables.where("decision_credit", "decision_id", row["id"]), arguments
    )


def _client(row: Row, asker: Asker, _: Arguments) -> Row:
    return asker.tables.get("client", row["client_id"])


def _credit(row: Row, asker: Asker, _: Arguments) -> Row:
    return credit(asker, row, asker.tables.get("tier_decision", row["decision_id"])["as_of"])


def decisions_listing(asker: Asker, arguments: Arguments) -> Listing:
    def key(row: Row) -> tuple[str, str, str]:
        partner = asker.tables.get("partner", row["partner_id"])
        return fold(partner["name"]), partner["name"], partner["external_id"]

    return Listing("tierDecisions", "NAME", key, (str, str, str), what_is_given(arguments))


def _decisions(_: object, asker: Asker, arguments: Arguments) -> Row:
    asker.require_reader()
    day, change, tier = (arguments.get(name) for name in ("on", "change", "tier"))
    known = dict.fromkeys(one.key for edition in asker.rules.editions for one in edition.tiers)
    if tier is not None and tier not in known:
        raise bad_input(f"tier: {tier[:60]!r} is not a tier; the tiers are {', '.join(known)}")
    begun = [
        row["effective_on"]
        for row in asker.tables["tier_decision"]
        if row["effective_on"] <= asker.today and asker.sees(row["partner_id"])
    ]
    day = day or max(begun, default=None)
    rows = [
        row
        for partner in asker.tables["partner"]
        if asker.sees(partner["id"])
        for row in history(asker, partner["id"], asker.today)
        if row["effective_on"] == day and change in (None, _change(row, asker, {})) and tier in (None, row["tier"])
    ]
    return page(decisions_listing(asker, arguments), rows, arguments)


FIELDS = {
    "Query.tierDecisions": _decisions,
    "CreditedClient.client": _client,
    "CreditedClient.credit": _credit,
    "Standing.edition": _edition,
    "TierDecision.change": _change,
    "TierDecision.credits": _credits,
    "TierDecision.partner": _partner,
    "TierDecision.previousTier": _previous_tier,
    "TierDecision.edition": _edition,
    "TierDecision.revisions": _newest_revisions,
    "TierDecision.supersededAt": _superseded_at,
    "TierDecision.tier": _tier,
}
