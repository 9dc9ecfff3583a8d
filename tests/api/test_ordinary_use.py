"""What front ends ordinarily ask, of portfolios of an ordinary and of a large partner, stays within the budgets."""

import asyncio
from datetime import date
from pathlib import Path

import httpx
import pytest

from api.execution.limits.allowance import BYTES_PER_SECOND, COST_PER_SECOND, REQUESTS_AT_ONCE
from api.execution.limits.prices import REQUEST
from bench.reads.documents import TIERLINE, Query
from models.database import acquire
from tests.api.front import Api, partner_token
from tests.api.rows import add_computed_day, add_partner, add_standing
from tests.api.test_limits_cost import CLIENTS, cost

LIMITS = Path(__file__).parents[2] / "docs" / "limits.md"
DASHBOARD = """{ portfolio { tierCounts { tier { key } count } }
  recomputeJobs(first: 100) { edges { node { id status } } }
  partners(first: 50) { totalCount edges { node {
    externalId name tier { key } standing { asOf soldMrr managedMrr gates { metric { key } passed } } } } } }"""
MONTH = '{ viewer { partner { dailyActivity(from: "2019-05-22", to: "2019-06-20") { day events } } } }'
LOAD = "mutation ($i: ImportFactsInput!) { importFacts(input: $i) { accepted } }"
EMPLOYEES = 40
PARTNER = 1
LARGE = """
INSERT INTO client (external_id, name, registered_on)
SELECT 'c' || i, 'Client number ' || i || ' of the partner', '2018-09-01' FROM generate_series(1, 2000) AS i;
INSERT INTO client_credit (partner_id, client_id, sold_amount, sold_status, managed_amount, managed_status,
                           managed_until, apps_used, counts_in_median)
SELECT 1, id, 0, 'NOT_SOLD_BY_PARTNER', 1234.56, 'COUNTED', '2019-08-01', 3, true FROM client;
INSERT INTO actor (address) SELECT 'e' || i || '@p-1.example' FROM generate_series(1, 40) AS i;
INSERT INTO employee (external_id, partner_id, email, email_domain, actor_id)
SELECT 'e' || id, 1, address, 'p-1.example', id FROM actor;
INSERT INTO access (client_id, employee_id, granted_on) SELECT id, 1 + id % 40, '2018-09-01' FROM client;
SELECT make_activity_months(month::date, month::date)
FROM generate_series(date '2019-05-01', date '2019-06-01', interval '1 month') AS month;
INSERT INTO daily_activity (client_id, day, actor_id, events, logins, apps)
SELECT x.client_id, day::date, e.actor_id, 3, 1, 1
FROM access x JOIN employee e ON e.id = x.employee_id
CROSS JOIN generate_series(date '2019-05-22', date '2019-06-20', interval '1 day') AS day
WHERE (x.client_id + extract(doy FROM day)::int) % 3 = 0;
ANALYZE
"""


@pytest.mark.parametrize(
    ("who", "asked"),
    [
        ("an operator's dashboards", [(DASHBOARD, 1 / 5), (TIERLINE[Query.NESTED], 1 / 5)]),
        ("a partner's 40 employees", [(CLIENTS, EMPLOYEES / 10), (MONTH, EMPLOYEES / 20)]),
    ],
)
def test_ordinary_use_takes_less_than_two_thirds_of_a_budget(who: str, asked: list[tuple[str, float]]) -> None:
    assert sum((cost(document) + REQUEST) * often for document, often in asked) < COST_PER_SECOND * 2 / 3, who


def test_what_documents_tell_of_costs_is_so() -> None:
    told = LIMITS.read_text()
    for document in (DASHBOARD, TIERLINE[Query.NESTED], CLIENTS, MONTH):
        assert f"| {cost(document):,} |" in told
    assert cost(LOAD, {"i": {"records": [{}] * 900}}) == 9_001


async def test_all_employees_of_a_large_partner_may_come_at_the_same_moment(api: Api) -> None:
    """As they do when an event tells all of them at once that something has changed."""
    await add_partner("P-1")
    await add_computed_day(date(2019, 6, 20))
    await add_standing(PARTNER, date(2019, 6, 20))
    async with acquire() as connection:
        await connection.execute(LARGE)
    token = partner_token("P-1")
    headers = {"Authorization": f"Bearer {token}"}
    many = httpx.Limits(max_connections=2 * EMPLOYEES)
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{api.port}", headers=headers, limits=many) as http:
        asking = [http.post("/graphql", json={"query": one}, timeout=60) for one in (CLIENTS, MONTH) * EMPLOYEES]
        answers = await asyncio.gather(*asking)
    for answer in answers:
        assert answer.status_code == httpx.codes.OK, answer.text
        assert "errors" not in answer.json(), answer.text
    page, month = answers[:2]
    assert len(page.json()["data"]["viewer"]["partner"]["clients"]["edges"]) == 100
    assert len(month.json()["data"]["viewer"]["partner"]["dailyActivity"]) == 30
    assert len(answers) < REQUESTS_AT_ONCE
    a_second = len(page.content) * EMPLOYEES / 10 + len(month.content) * EMPLOYEES / 20
    assert a_second < BYTES_PER_SECOND / 3
