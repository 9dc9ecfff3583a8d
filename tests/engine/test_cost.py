"""What an answer about one partner costs does not grow with the portfolio."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import orjson
import pytest

from engine.answers import narrowed_statement
from engine.reports import find_basis
from engine.snapshots import snapshot
from models.database import acquire, transaction
from models.months import make_months
from models.rulebook import Rulebook

DAY = date(2019, 6, 14)
FEW = 200
LARGE = "partner client access employee actor mrr_line certification daily_activity activity_event stale_day".split()
PORTFOLIO = """
INSERT INTO partner (id, external_id, name, domains, domain_keys, joined_on)
SELECT n, 'P' || n, 'P' || n, '{a.example}', '{a.example}', '2018-01-01' FROM generate_series(1, 2000) n;
INSERT INTO certification (partner_id, valid_from, valid_until)
SELECT n, '2018-01-01', '2020-01-01' FROM generate_series(1, 2000) n;
INSERT INTO actor (id, address) SELECT n, n || '@a.example' FROM generate_series(1, 4000) n;
INSERT INTO employee (id, external_id, partner_id, email, email_domain, actor_id)
SELECT n, 'E' || n, 1 + n % 2000, n || '@a.example', 'a.example', n FROM generate_series(1, 4000) n;
INSERT INTO client (id, external_id, name, registered_on, sold_by_id, sold_on)
SELECT n, 'C' || n, 'C' || n, '2019-01-01', 1 + n % 2000, '2019-01-01' FROM generate_series(1, 20000) n;
INSERT INTO access (client_id, employee_id, granted_on)
SELECT n, 1 + n % 4000, '2019-01-01' FROM generate_series(1, 20000) n;
INSERT INTO mrr_report (id, period, revision, ran_on) VALUES (1, '2019-05-01', 1, '2019-06-03');
INSERT INTO mrr_line (period, revision, client_id, amount, currency)
SELECT '2019-05-01', 1, n, 100, 'USD' FROM generate_series(1, 20000) n;
INSERT INTO activity_event (external_id, client_id, actor_id, kind, at, day)
SELECT n || ' ' || day, n, 1 + n % 4000, 'LOGIN', day, day
FROM generate_series(1, 20000) n, generate_series('2019-04-01'::date, '2019-06-10', '10 days') day;
INSERT INTO daily_activity (client_id, actor_id, day, events, logins, apps)
SELECT client_id, actor_id, day, 1, 1, 0 FROM activity_event;
INSERT INTO stale_day (client_id, day) SELECT n, '2019-06-10' FROM generate_series(1, 20000) n;
ANALYZE
"""


@pytest.fixture
async def portfolio(database: str) -> None:
    """2,000 partners with 10 clients each, some of whose events wait to be taken in."""
    async with transaction() as connection:
        await make_months(connection, [date(2019, month, 1) for month in range(3, 7)])
    async with acquire() as connection:
        await connection.execute(PORTFOLIO)


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for child in plan.get("Plans", ()):
        yield from nodes(child)


async def test_one_partner_is_looked_up(portfolio: None, rules: Rulebook) -> None:
    async with acquire() as connection, snapshot(connection):
        basis = await find_basis(connection, rules.in_force(DAY), DAY)
        clients = [row["id"] for row in await connection.fetch("SELECT id FROM client WHERE sold_by_id = 1")]
        assert len(clients) == 10
        text, values = await narrowed_statement(connection, basis, clients, [1])
        [row] = await connection.fetch(f"EXPLAIN (ANALYZE, FORMAT JSON)\n{text}", *values)
    plan = orjson.loads(row["QUERY PLAN"])[0]["Plan"]
    assert plan["Actual Rows"] == 10
    found = [node for node in nodes(plan) if "Relation Name" in node]
    for node in found:
        if node["Relation Name"].split("_20")[0] in LARGE:
            read = (node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) * node["Actual Loops"]
            assert read <= FEW, (node["Node Type"], node["Relation Name"], read)
    assert {node["Relation Name"] for node in found} >= {"client", "access", "daily_activity_2019_05"}
