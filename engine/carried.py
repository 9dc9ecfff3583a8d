"""What clients add that have not changed since the newest computed day, by what is kept of them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import asyncpg

from models.statements import statement
from tiers.basis import Basis
from tiers.by_way import one_way_of_a_kind
from tiers.carrying import counts_clients
from tiers.credits import CarriedCredits, Credit, CreditStatus
from tiers.editions.currencies import minor_unit
from tiers.needs import needs_of


async def carry(connection: asyncpg.Connection, run: int, basis: Basis) -> None:
    """Makes the run's table of what all but the touched clients of its touched partners add."""
    amounts, statuses = _amounts(basis), _statuses(basis)
    scale = 10 ** minor_unit(basis.edition.currency)
    country, counts = needs_of(basis.edition).client_country, counts_clients(basis.edition)
    text = statement("engine/carry_totals").format(
        run=run,
        country="country" if country else "NULL::text",
        of_client="JOIN client ON client.id = client_id" if country else "",
        statuses=_array("text", statuses) if counts else "NULL::text[]",
        adding=_array("boolean", [f"{one} > 0" for one in amounts]) if counts else "NULL::boolean[]",
        amounts=_array("numeric", amounts),
        totals=_array("bigint", [f"(sum(amounts[{place}]) * {scale})::bigint" for place, _ in enumerate(amounts, 1)]),
    )
    await connection.execute(text, basis.edition.program)


async def read_carried(
    connection: asyncpg.Connection, run: int, basis: Basis, first: int, last: int
) -> Mapping[int, Sequence[CarriedCredits]]:
    """What is carried of each partner whose id lies between the two, both included."""
    ways = [here.way.key for here in basis.ways]
    whatever = [CreditStatus.COUNTED] * len(ways)
    carried: defaultdict[int, list[CarriedCredits]] = defaultdict(list)
    for row in await connection.fetch(
        f"SELECT * FROM carried_totals_{run} WHERE partner_id BETWEEN $1 AND $2", first, last
    ):
        statuses = whatever if row["statuses"] is None else map(CreditStatus, row["statuses"])
        credits_ = tuple(
            Credit(way, status, amount, None)
            for way, status, amount in zip(ways, statuses, row["amounts"], strict=True)
        )
        carried[row["partner_id"]].append(CarriedCredits(row["country"], credits_, row["clients"], row["usages"]))
    return carried


def _amounts(basis: Basis) -> list[str]:
    """SQL for what a client adds in each way: where there is one of a kind, what it adds in all of them."""
    if one_way_of_a_kind(basis):
        return [f"{here.way.kind}_amount" for here in basis.ways]
    return [f"(ways -> {place} ->> 'amount')::numeric" for place, _ in enumerate(basis.ways)]


def _statuses(basis: Basis) -> list[str]:
    """SQL for why it does, or does not."""
    if one_way_of_a_kind(basis):
        return [f"{here.way.kind}_status" for here in basis.ways]
    return [f"ways -> {place} ->> 'status'" for place, _ in enumerate(basis.ways)]


def _array(of: str, items: Sequence[str]) -> str:
    return f"ARRAY[{', '.join(items)}]::{of}[]"
