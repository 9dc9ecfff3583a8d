"""What a run has to look at: everything, or only what can have changed since the newest computed day.

The answer is the same either way. docs/decisions/0015-cost-follows-change.md says why.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import asyncpg

from engine.carried import carry
from models.statements import statement
from tiers.basis import Basis
from tiers.by_way import one_way_of_a_kind
from tiers.carrying import can_carry
from tiers.editions.digest import digest_edition
from tiers.editions.edition import Edition
from tiers.evidence import further_usages
from tiers.measures import turning_measures
from tiers.needs import Needs, needs_of

SMALL_PART = 4  # from a quarter of all clients on, looking at all of them costs less


@dataclass(frozen=True)
class Scope:
    """What of the portfolio a run gathers: without a `base_day` all of it, else what changed since that day."""

    base_day: date | None

    def of_touched(self, run: int) -> str:
        """An SQL condition on `client_id`, beginning with AND: the clients to look at, empty for all."""
        if self.base_day is None:
            return ""
        return f"AND client_id IN (SELECT client_id FROM touched_client_{run})"

    def touched_partners(self, run: int) -> str:
        """An SQL condition on partners `p`, beginning with AND: those to look at; empty where it is all of them."""
        if self.base_day is None:
            return ""
        return f"AND p.id IN (SELECT partner_id FROM touched_partner_{run})"


EVERYTHING = Scope(None)


async def find_base(connection: asyncpg.Connection, edition: Edition, report: int | None, day: date) -> date | None:
    """The newest computed day if the credits as of `day` can begin with its; None if all have to be decided anew.

    It is that of the edition's program. They cannot when the day is an older one, when another report or another
    edition is in force or something that the edition lists begins or ends between them (then everything can have
    changed).
    """
    newest = await connection.fetchrow("SELECT * FROM newest_day_of($1)", edition.program)
    if newest is None or newest["day"] > day:
        return None
    if (newest["report_id"], newest["edition_digest"]) != (report, digest_edition(edition)):
        return None
    base: date = newest["day"]
    return base if can_carry(edition, base, day) else None


async def claim_stale(connection: asyncpg.Connection, run: int) -> None:
    """Notes what was loaded by now: once the run is visible, it is stale no more."""
    await connection.execute(statement("engine/claim_stale").format(run=run))


async def find_touched(connection: asyncpg.Connection, run: int, base_day: date, basis: Basis) -> Scope:
    """Finds the clients and partners that can have changed between the two days; to be called after `claim_stale`."""
    stale_client, stale_partner = f"claimed_stale_client_{run}", f"claimed_stale_partner_{run}"
    edition, day = basis.edition, basis.as_of
    needs, changes = needs_of(edition), _changes(edition, base_day, day)
    # What measures of clients come to is not kept of them, so all who have any are looked at.
    measured = [*changes, *((name, date.min, day) for name in sorted(needs.client_measures))]
    clients = _touched_clients(needs, stale_client, stale_partner, expires_by="$2", lacking=_lacking(basis))
    await connection.execute(
        f"CREATE UNLOGGED TABLE touched_client_{run} AS\n{clients}",
        base_day, day, edition.program, *_columns(measured),
    )  # fmt: skip
    few = await connection.fetchval(
        "SELECT touched = 0 OR EXISTS (SELECT FROM client OFFSET $1 * touched)"
        f" FROM (SELECT count(*) AS touched FROM touched_client_{run}) AS counted",
        SMALL_PART,
    )
    if not few:
        return EVERYTHING
    await connection.execute(f"CREATE UNIQUE INDEX ON touched_client_{run} (client_id)")
    await connection.execute(f"ANALYZE touched_client_{run}")
    partners = statement("engine/touched_partners").format(
        touched_client=f"touched_client_{run}", stale_partner=stale_partner
    )
    await connection.execute(
        f"CREATE UNLOGGED TABLE touched_partner_{run} AS\n{partners}",
        base_day, day, edition.program, *_columns(changes), sorted(needs.credentials),
    )  # fmt: skip
    await connection.execute(f"ANALYZE touched_partner_{run}")
    await carry(connection, run, basis)
    return Scope(base_day)


async def find_touched_since(
    connection: asyncpg.Connection, edition: Edition, day: date, until: date | None = None
) -> set[int]:
    """The partners whose standings may be others by now than when the day, the program's newest one, was computed.

    With `until`, also those of whom something is known that is dated by that later day. That credits end by themselves
    after the newest day is not looked at. Nothing is written."""
    needs = needs_of(edition)
    clients = _touched_clients(needs, "stale", "stale_partner", expires_by="$1")
    partners = statement("engine/touched_partners").format(
        touched_client="touched_client", stale_partner="stale_partner"
    )
    text = statement("engine/partners_touched_since").format(touched_clients=clients, touched_partners=partners)
    changes = _columns(_changes(edition, day, until or day))
    credentials = sorted(needs.credentials)
    rows = await connection.fetch(text, day, until or day, edition.program, *changes, credentials)
    return {row["partner_id"] for row in rows}


def _touched_clients(
    needs: Needs, stale_client: str, stale_partner: str, *, expires_by: str, lacking: str = "false"
) -> str:
    return statement("engine/touched_clients").format(
        stale_client=stale_client,
        stale_partner=stale_partner,
        expires_by=expires_by,
        lacking=lacking,
        clients=needs.clients,
        activity=bool(needs.activity or needs.apps),
    )


def _lacking(basis: Basis) -> str:
    """An SQL condition on credits: those that an earlier version has kept without what is carried of them."""
    needed = {"ways": not one_way_of_a_kind(basis), "further_apps_used": bool(further_usages(basis))}
    return " OR ".join(f"{column} IS NULL" for column, is_needed in needed.items() if is_needed) or "false"


def _changes(edition: Edition, base: date, day: date) -> Sequence[tuple[str, date, date]]:
    return [one for one in turning_measures(edition, base, day) if one[1] < one[2]]


def _columns(rows: Sequence[tuple[str, date, date]]) -> list[list[object]]:
    """The rows as three columns."""
    return [list(column) for column in zip(*rows, strict=True)] or [[], [], []]
