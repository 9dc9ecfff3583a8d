"""The lists of partners and of clients."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from tests.differential.reference.arguments import Arguments, fold, matches, read_country, read_text
from tests.differential.reference.asker import Asker, bad_input
from tests.differential.reference.decisions import decision_on
from tests.differential.reference.lists import Listing, filters_in_use, page
from tests.differential.reference.measured import Chosen, Keys, Standing, chosen_order, given_order, within_ranges
from tests.differential.reference.nodes import sees_client
from tests.differential.reference.partners import standing_on
from tests.differential.reference.tables import Row


def by_name(row: Row) -> tuple[str, str]:
    return fold(row["name"]), row["name"]


def partners_listing(asker: Asker, arguments: Arguments) -> Listing:
    def rank(row: Row) -> tuple[int]:
        decision = decision_on(asker, row["id"], asker.today)
        return (0 if decision is None else decision["rank"],)

    def amount(column: str) -> Callable[[Row], tuple[Decimal]]:
        def read(row: Row) -> tuple[Decimal]:
            standing = standing_on(asker, row, asker.newest_day)
            return (Decimal(-1) if standing is None or standing[column] is None else standing[column],)

        return read

    keys: Keys = {
        "NAME": (by_name, (str, str)),
        "JOINED_ON": (lambda row: (row["joined_on"],), (date,)),
        "TIER": (rank, (int,)),
        "SOLD_MRR": (amount("sold_mrr"), (Decimal,)),
        "MANAGED_MRR": (amount("managed_mrr"), (Decimal,)),
    }
    order = given_order(arguments, {"field": "NAME"})
    return _listed("partners", order, chosen_order(asker, keys, order, _newest(asker)), arguments)


def clients_listing(_: Asker, arguments: Arguments) -> Listing:
    keys: Keys = {
        "NAME": (by_name, (str, str)),
        "REGISTERED_ON": (lambda row: (row["registered_on"],), (date,)),
    }
    order = arguments.get("orderBy") or {"field": "NAME"}
    return _listed("clients", order, (order["field"], *keys[order["field"]]), arguments)


def _newest(asker: Asker) -> Standing:
    """Of a partner its standing on the newest computed day."""
    return lambda row: standing_on(asker, row, asker.newest_day)


def _listed(name: str, order: Arguments, chosen: Chosen, arguments: Arguments) -> Listing:
    """A list in the order that the arguments ask for; the external id comes last."""
    by, values, kinds = chosen
    return Listing(
        name,
        by,
        lambda row: (*values(row), row["external_id"]),
        (*kinds, str),
        filters_in_use(arguments),
        descending=order.get("direction") == "DESC",
    )


def _partners(_: object, asker: Asker, arguments: Arguments) -> Row:
    asker.require_reader()
    listing = partners_listing(asker, arguments)
    wanted = arguments.get("filter") or {}
    tier, untiered, search = (wanted.get(name) for name in ("tier", "untiered", "search"))
    known = dict.fromkeys(one.key for edition in asker.rules.editions for one in edition.tiers)
    if tier is not None and tier not in known:
        raise bad_input(f"tier: {tier[:60]!r} is not a tier; the tiers are {', '.join(known)}")
    if tier is not None and untiered:
        raise bad_input("tier, untiered: who holds a tier is not without one; give one of the two")
    search = read_text("search", search)
    country = read_country(wanted.get("country"))
    is_within = within_ranges(asker, wanted, _newest(asker))

    def fits(row: Row) -> bool:
        decision = decision_on(asker, row["id"], asker.today)
        held = None if decision is None else decision["tier"]
        return (
            asker.sees(row["id"])
            and tier in (None, held)
            and untiered in (None, held is None)
            and matches(search, row["name"], row["external_id"])
            and country in (None, row["country"])
            and is_within(row)
        )

    return page(listing, filter(fits, asker.tables["partner"]), arguments)


def _clients(_: object, asker: Asker, arguments: Arguments) -> Row:
    asker.require_reader()
    wanted = arguments.get("filter") or {}
    since, until = wanted.get("registeredFrom"), wanted.get("registeredTo")
    seller = read_text("soldByExternalId", wanted.get("soldByExternalId"))
    search = read_text("search", wanted.get("search"))
    if since is not None and until is not None and since > until:
        raise bad_input(f"registeredFrom, registeredTo: the range ends on {until}, before it begins on {since}")

    def is_sold_by(row: Row) -> bool:
        if seller is None:
            return True
        partner = asker.tables.find("partner", seller, "external_id")
        return partner is not None and partner["id"] == row["sold_by_id"] and asker.sees(partner["id"])

    def fits(row: Row) -> bool:
        return (
            sees_client(asker, row["id"])
            and is_sold_by(row)
            and matches(search, row["name"], row["external_id"])
            and (since is None or row["registered_on"] >= since)
            and (until is None or row["registered_on"] <= until)
        )

    return page(clients_listing(asker, arguments), filter(fits, asker.tables["client"]), arguments)


FIELDS = {
    "Query.clients": _clients,
    "Query.partners": _partners,
}
