"""What can be asked for beside lists."""

from collections.abc import Callable

from tests.differential.reference.arguments import Arguments, one_id, read_text
from tests.differential.reference.asker import Asker, bad_input
from tests.differential.reference.clients import sees_client
from tests.differential.reference.held import count_tiers
from tests.differential.reference.ids import read_id
from tests.differential.reference.lists import GREATEST_SIZE
from tests.differential.reference.nodes import find_node
from tests.differential.reference.tables import Row


def _node(_: object, asker: Asker, arguments: Arguments) -> Row | None:
    asker.require_reader()
    return find_node(asker, arguments["id"])


def _nodes(_: object, asker: Asker, arguments: Arguments) -> list[Row | None]:
    asker.require_reader()
    wanted = arguments["ids"]
    if len(wanted) > GREATEST_SIZE:
        raise bad_input(f"ids: {len(wanted)} are too many; ask for at most {GREATEST_SIZE} at a time")
    return [find_node(asker, text) for text in wanted]


def _viewer(_: object, asker: Asker, __: Arguments) -> Row:
    by = asker.by
    return {"role": by.role.value, "subject": by.subject, "expires_at": by.expires_at, "partner": asker.partner}


def _partner(_: object, asker: Asker, arguments: Arguments) -> Row | None:
    asker.require_reader()
    row = _by_either_id("Partner", "partner", asker, arguments)
    return row if row is not None and asker.sees(row["id"]) else None


def _client(_: object, asker: Asker, arguments: Arguments) -> Row | None:
    asker.require_reader()
    row = _by_either_id("Client", "client", asker, arguments)
    return row if row is not None and sees_client(asker, row["id"]) else None


def _by_either_id(type_name: str, table: str, asker: Asker, arguments: Arguments) -> Row | None:
    key, name = one_id(arguments)
    if key is not None:
        return read_id(asker.tables, key, type_name)[1]
    return asker.tables.find(table, name, "external_id")


def _portfolio(_: object, asker: Asker, __: Arguments) -> Row:
    asker.require_operator()
    return {}


def _by_external_ids(table: str, sees: Callable[[Asker, int], bool]) -> Callable[..., list[Row | None]]:
    def read(_: object, asker: Asker, arguments: Arguments) -> list[Row | None]:
        asker.require_reader()
        wanted = arguments["externalIds"]
        if len(wanted) > GREATEST_SIZE:
            raise bad_input(f"externalIds: {len(wanted)} are too many; ask for at most {GREATEST_SIZE} at a time")
        names = [read_text("externalIds", text) for text in wanted]
        rows = [asker.tables.find(table, name, "external_id") for name in names]
        return [row if row is not None and sees(asker, row["id"]) else None for row in rows]

    return read


def _tier_counts(_: object, asker: Asker, arguments: Arguments) -> list[Row]:
    asker.require_operator()
    return _portfolio_tier_counts(_, asker, arguments)


def _portfolio_tier_counts(_: object, asker: Asker, arguments: Arguments) -> list[Row]:
    day = arguments.get("on") or asker.today
    if day > asker.today:
        raise bad_input(f"on: {day} is still to come; nobody knows yet who holds which tier then")
    return count_tiers(asker, day)


FIELDS = {
    "Portfolio.tierCounts": _portfolio_tier_counts,
    "Query.client": _client,
    "Query.clientsByExternalId": _by_external_ids("client", sees_client),
    "Query.node": _node,
    "Query.nodes": _nodes,
    "Query.partner": _partner,
    "Query.partnersByExternalId": _by_external_ids("partner", Asker.sees),
    "Query.portfolio": _portfolio,
    "Query.tierCounts": _tier_counts,
    "Query.viewer": _viewer,
}
