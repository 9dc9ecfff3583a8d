"""What clients add that have not changed since the newest computed day, by what is kept of them."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from json import loads

import asyncpg

from models.statements import statement
from tiers.basis import Basis
from tiers.by_way import one_way_of_a_kind
from tiers.credits import CarriedCredits, Credit, CreditStatus
from tiers.editions.currencies import minor_unit
from tiers.editions.edition import Edition
from tiers.editions.metrics.credited import Count, CountOf, Median, MedianOf
from tiers.evidence import app_medians
from tiers.needs import needs_of


async def carry(connection: asyncpg.Connection, run: int, basis: Basis) -> None:
    """Makes the run's table of what all but the touched clients of its touched partners add."""
    edition, amounts, statuses = basis.edition, _amounts(basis), _statuses(basis)
    scale = 10 ** minor_unit(edition.currency)
    country, counts = needs_of(edition).client_country, bool(_counts(edition, CountOf.CLIENTS))
    text = statement("engine/carry_totals").format(
        run=run,
        country="country" if country else "NULL::text",
        of_client="JOIN client ON client.id = client_id" if country else "",
        statuses=_array("text", statuses) if counts else "NULL::text[]",
        adding=_array("boolean", [f"{one} > 0" for one in amounts]) if counts else "NULL::boolean[]",
        amounts=_array("numeric", amounts),
        totals=_array("bigint", [f"(sum(amounts[{place}]) * {scale})::bigint" for place, _ in enumerate(amounts, 1)]),
        medians=_columns({name: _values(basis, one, scale) for name, one in _medians(edition).items()}),
        lines=_columns({name: _lines_counted(basis, one) for name, one in _counts_of_lines(edition).items()}),
    )
    await connection.execute(text, edition.program)


async def read_carried(
    connection: asyncpg.Connection, run: int, basis: Basis, first: int, last: int
) -> Mapping[int, Sequence[CarriedCredits]]:
    """What is carried of each partner whose id lies between the two, both included."""
    ways = [here.way.key for here in basis.ways]
    whatever = [CreditStatus.COUNTED] * len(ways)
    medians, lines = _medians(basis.edition), _counts_of_lines(basis.edition)
    carried: defaultdict[int, list[CarriedCredits]] = defaultdict(list)
    for row in await connection.fetch(
        f"SELECT * FROM carried_totals_{run} WHERE partner_id BETWEEN $1 AND $2", first, last
    ):
        statuses = whatever if row["statuses"] is None else map(CreditStatus, row["statuses"])
        credits_ = tuple(
            Credit(way, status, amount, None)
            for way, status, amount in zip(ways, statuses, row["amounts"], strict=True)
        )
        carried[row["partner_id"]].append(
            CarriedCredits(
                row["country"],
                credits_,
                row["clients"],
                {one.key: row[name] for name, one in medians.items()},
                {one.key: _together(row[name]) for name, one in lines.items()},
            )
        )
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


def _columns(named: Mapping[str, str]) -> str:
    """SQL for further columns."""
    return "".join(f",\n       {expression} AS {name}" for name, expression in named.items())


def _medians(edition: Edition) -> Mapping[str, Median]:
    """The medians, by the column of what each is taken of."""
    medians = [one for one in edition.metrics if isinstance(one, Median)]
    return {f"median_{number}": one for number, one in enumerate(medians)}


def _values(basis: Basis, metric: Median, scale: int) -> str:
    """SQL for what a median is taken of: a value for each client that is in it."""
    added = " + ".join(f"amounts[{basis.places[way] + 1}]" for way in metric.over)
    value, counts = f"(({added}) * {scale})::bigint", f"{added} > 0"
    if metric.of is MedianOf.APPS:
        place = app_medians(basis.edition).index(metric)
        value = f"further_apps_used[{place}]" if place else "apps_used"
    return f"coalesce(array_agg({value}) FILTER (WHERE {counts}), '{{}}')"


def _counts(edition: Edition, of: CountOf) -> list[Count]:
    return [one for one in edition.metrics if isinstance(one, Count) and one.of is of]


def _counts_of_lines(edition: Edition) -> Mapping[str, Count]:
    """The counts of product lines, by the column of what each counts."""
    return {f"lines_{number}": one for number, one in enumerate(_counts(edition, CountOf.LINES))}


def _lines_counted(basis: Basis, metric: Count) -> str:
    """SQL for the product lines that are counted: an array of arrays, one of each different set that clients have.

    What is kept without its ways has none.
    """
    ways = ", ".join(str(basis.places[way]) for way in metric.over)
    adding = " ? (@.amount > 0)" if metric.paying else ""
    path = f"$[{ways}].parts[*]{adding}.line ? (@ != null)"
    return f"jsonb_agg(DISTINCT jsonb_path_query_array(ways, '{path}')) FILTER (WHERE ways IS NOT NULL)"


def _together(sets: str | None) -> Collection[str]:
    return set() if sets is None else {line for one in loads(sets) for line in one}
