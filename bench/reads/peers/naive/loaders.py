"""One statement for what many fields of one request ask at once."""

from collections.abc import Sequence
from typing import Any

import asyncpg
from strawberry.dataloader import DataLoader

from bench.reads.peers.naive.types import Row


def loaders(pool: asyncpg.Pool) -> dict[str, DataLoader[Any, Any]]:
    """Loaders for one request, by what they load."""

    async def load_partners(names: list[str]) -> list[Row | None]:
        rows = await pool.fetch("SELECT * FROM partner WHERE external_id = ANY ($1)", names)
        return in_order(rows, names, "external_id")

    async def load_tiers(partners: list[int]) -> list[Row | None]:
        rows = await pool.fetch(
            "SELECT DISTINCT ON (partner_id) partner_id, tier FROM tier_decision WHERE partner_id = ANY ($1)"
            " AND effective_on <= current_date ORDER BY partner_id, effective_on DESC, revision DESC",
            partners,
        )
        return in_order(rows, partners, "partner_id")

    async def load_standings(partners: list[int]) -> list[Row | None]:
        rows = await pool.fetch(
            "SELECT * FROM standing WHERE partner_id = ANY ($1) AND as_of = (SELECT max(day) FROM computed_day)",
            partners,
        )
        return in_order(rows, partners, "partner_id")

    async def load_histories(keys: list[tuple[int, int]]) -> list[list[Row]]:
        rows = await pool.fetch(
            "SELECT DISTINCT ON (partner_id, effective_on) * FROM tier_decision WHERE partner_id = ANY ($1)"
            " AND effective_on <= current_date ORDER BY partner_id, effective_on DESC, revision DESC",
            [partner for partner, _ in keys],
        )
        return [[row for row in rows if row["partner_id"] == partner][:first] for partner, first in keys]

    async def load_clients(keys: list[tuple[int, int]]) -> list[list[Row]]:
        rows = await pool.fetch(
            "SELECT found.* FROM unnest($1::bigint[], $2::int[]) AS key (partner, first) CROSS JOIN LATERAL ("
            " SELECT k.*, c.external_id, c.name, c.country, c.registered_on FROM client_credit k"
            " JOIN client c ON c.id = k.client_id WHERE k.partner_id = key.partner"
            ' ORDER BY c.name_key, c.name COLLATE "C", c.external_id COLLATE "C" LIMIT key.first) AS found',
            *zip(*keys, strict=True),
        )
        by_partner: dict[int, list[Row]] = {}
        for row in rows:
            by_partner.setdefault(row["partner_id"], []).append(row)
        return [by_partner.get(partner, []) for partner, _ in keys]

    return {
        "partner": DataLoader(load_partners),
        "tier": DataLoader(load_tiers),
        "standing": DataLoader(load_standings),
        "history": DataLoader(load_histories),
        "clients": DataLoader(load_clients),
    }


def in_order(rows: Sequence[Row], keys: Sequence[Any], column: str) -> list[Row | None]:
    by_key = {row[column]: row for row in rows}
    return [by_key.get(key) for key in keys]
