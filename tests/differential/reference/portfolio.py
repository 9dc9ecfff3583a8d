"""The lists of partners and of clients."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from intake.domains import AddressError, DomainError, address_key, domain_key
from tests.differential.reference.arguments import Arguments, fold, read_country, read_text
from tests.differential.reference.asker import Asker, bad_input
from tests.differential.reference.clients import sees_client
from tests.differential.reference.decisions import change_of, decision_on
from tests.differential.reference.foreseen import falls_within
from tests.differential.reference.lists import Listing, page, what_is_given
from tests.differential.reference.measured import Chosen, Keys, Standing, chosen_order, given_order, within_ranges
from tests.differential.reference.partners import certified_until, standing_on
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
        "EXTERNAL_ID": (lambda _: (), ()),
        "COUNTRY": (lambda row: (row["country"] or "",), (str,)),
        "CERTIFIED_UNTIL": (lambda row: (certified_until(row, asker) or date(1970, 1, 1),), (date,)),
    }
    stretch_of = partners_found(asker, arguments)
    order = given_order(arguments, {"field": "NAME"})
    chosen = chosen_order(asker, keys, order, _newest(asker))
    return _listed("partners", order, _by_relevance(arguments, stretch_of) or chosen, arguments)


def clients_listing(_: Asker, arguments: Arguments) -> Listing:
    keys: Keys = {
        "NAME": (by_name, (str, str)),
        "REGISTERED_ON": (lambda row: (row["registered_on"],), (date,)),
    }
    stretch_of = clients_found(arguments)
    order = arguments.get("orderBy") or {"field": "NAME"}
    chosen = (order["field"], *keys[order["field"]])
    return _listed("clients", order, _by_relevance(arguments, stretch_of) or chosen, arguments)


Stretch = Callable[[Row], int | None]
"""Where a row comes among those that a search finds: 0 if it names it, 1 if it begins so, 2; None if not found."""


def partners_found(asker: Asker, arguments: Arguments) -> Stretch:
    """What finds partners; all where nothing is searched for."""
    text = _searched(arguments)

    def is_named(row: Row) -> bool:
        assert text is not None
        try:
            address = address_key(text)
            staff = asker.tables.where("employee", "partner_id", row["id"])
            if any(address_key(one["email"]) == address for one in staff):
                return True
        except AddressError:
            pass
        try:
            return domain_key(text.removeprefix("@")) in row["domain_keys"]
        except DomainError:
            return False

    return lambda row: 0 if text is None or is_named(row) else _stretch(text, row)


def clients_found(arguments: Arguments) -> Stretch:
    """What finds clients; all where nothing is searched for."""
    text = _searched(arguments)
    return lambda row: 0 if text is None else _stretch(text, row)


def _searched(arguments: Arguments) -> str | None:
    text = arguments.get("search")
    return None if text is None else read_text("search", text.strip()) or None


def _stretch(text: str, row: Row) -> int | None:
    if row["external_id"] in (text, text.lower(), text.upper()):
        return 0
    if fold(row["name"]).startswith(fold(text)):
        return 1
    return 2 if any(fold(text) in fold(row[column]) for column in ("name", "external_id")) else None


def _by_relevance(arguments: Arguments, stretch_of: Stretch) -> Chosen | None:
    """The order of what is searched for; None for another one."""
    if _searched(arguments) is None or arguments.get("orderBy") is not None:
        return None
    return "RELEVANCE", lambda row: (2 if (one := stretch_of(row)) is None else one, *by_name(row)), (int, str, str)


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
        what_is_given({**arguments, "search": _searched(arguments)}),
        descending=order.get("direction") == "DESC",
    )


def _partners(_: object, asker: Asker, arguments: Arguments) -> Row:
    asker.require_reader()
    listing = partners_listing(asker, arguments)
    wanted = arguments.get("filter") or {}
    tier, untiered, change = (wanted.get(name) for name in ("tier", "untiered", "change"))
    certified, provisional = wanted.get("certified"), wanted.get("provisional")
    stretch_of = partners_found(asker, arguments)
    known = dict.fromkeys(one.key for edition in asker.rules.editions for one in edition.tiers)
    if tier is not None and tier not in known:
        raise bad_input(f"tier: {tier[:60]!r} is not a tier; the tiers are {', '.join(known)}")
    if tier is not None and untiered:
        raise bad_input("tier, untiered: who holds a tier is not without one; give one of the two")
    at_risk = wanted.get("atRiskWithin")
    if at_risk is not None and not 1 <= at_risk <= 3:
        raise bad_input(f"atRiskWithin: {at_risk} is not between 1 and 3")
    country = read_country(wanted.get("country"))
    is_within = within_ranges(asker, wanted, _newest(asker))

    def fits(row: Row) -> bool:
        decision = decision_on(asker, row["id"], asker.today)
        held = None if decision is None else decision["tier"]
        standing = standing_on(asker, row, asker.newest_day)
        return (
            asker.sees(row["id"])
            and tier in (None, held)
            and untiered in (None, held is None)
            and change in (None, None if decision is None else change_of(decision, asker))
            and certified in (None, certified_until(row, asker) is not None)
            and provisional in (None, None if standing is None else standing["provisional"])
            and (at_risk is None or falls_within(asker, row["id"], at_risk))
            and stretch_of(row) is not None
            and country in (None, row["country"])
            and is_within(row)
        )

    return page(listing, filter(fits, asker.tables["partner"]), arguments)


def _clients(_: object, asker: Asker, arguments: Arguments) -> Row:
    asker.require_reader()
    wanted = arguments.get("filter") or {}
    stretch_of = clients_found(arguments)
    since, until = wanted.get("registeredFrom"), wanted.get("registeredTo")
    seller = read_text("soldByExternalId", wanted.get("soldByExternalId"))
    country = read_country(wanted.get("country"))
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
            and stretch_of(row) is not None
            and country in (None, row["country"])
            and (since is None or row["registered_on"] >= since)
            and (until is None or row["registered_on"] <= until)
        )

    return page(clients_listing(asker, arguments), filter(fits, asker.tables["client"]), arguments)


FIELDS = {
    "Query.clients": _clients,
    "Query.partners": _partners,
}
