"""What the database itself refuses, whoever writes."""

from collections.abc import AsyncIterator
from decimal import Decimal

import asyncpg
import pytest

from models.database import acquire

FACTS = """
INSERT INTO partner (external_id, name, domains, domain_keys, joined_on)
VALUES ('p', 'Agency', '{agency.example}', '{agency.example}', '2018-01-01');
INSERT INTO client (external_id, name, registered_on) VALUES ('c', 'Client', '2018-01-01');
INSERT INTO actor (address) VALUES ('a@agency.example');
INSERT INTO employee (external_id, partner_id, email, email_domain, actor_id)
VALUES ('e', 1, 'a@agency.example', 'agency.example', 1);
INSERT INTO certification (partner_id, valid_from, valid_until) VALUES (1, '2018-01-01', '2018-12-31');
INSERT INTO tier_decision (partner_id, effective_on, as_of, revision, rank, edition, metrics, provisional, known_at)
VALUES (1, '2018-06-15', '2018-06-14', 1, 0, '2018-05', '{}', false, '2018-06-15T00:00:00Z');
"""


@pytest.fixture
async def connection(database: str) -> AsyncIterator[asyncpg.Connection]:
    async with acquire() as connection:
        await connection.execute(FACTS)
        yield connection


async def test_a_second_decision_of_one_partner_day_and_revision_is_refused(connection: asyncpg.Connection) -> None:
    with pytest.raises(asyncpg.UniqueViolationError, match="tier_decision_key"):
        await connection.execute(
            "INSERT INTO tier_decision (partner_id, effective_on, as_of, revision, rank, edition, metrics,"
            " provisional, known_at)"
            " VALUES (1, '2018-06-15', '2018-06-14', 1, 0, '2018-05', '{}', false, now())"
        )


SHORTHANDS = "sold_mrr, managed_mrr, median_app_usage, certified"


@pytest.mark.parametrize(
    ("metrics", "shown"),
    [
        (
            '{"SOLD_MRR": 2100.5, "MANAGED_MRR": 90071992547409.93, "MEDIAN_APP_USAGE": 2.5, "CERTIFIED": 1}',
            (Decimal("2100.50"), Decimal("90071992547409.93"), Decimal("2.5"), True),
        ),
        (
            '{"SOLD_MRR": 0, "MANAGED_MRR": -1, "MEDIAN_APP_USAGE": null, "CERTIFIED": 0}',
            (Decimal("0.00"), Decimal("-1.00"), None, False),
        ),
        ('{"POINTS": 0.3333333333333}', (None, None, None, None)),
    ],
)
async def test_four_metrics_have_columns_that_say_what_the_values_say(
    connection: asyncpg.Connection, metrics: str, shown: tuple[object, ...]
) -> None:
    await connection.execute("UPDATE tier_decision SET metrics = $1", metrics)
    await connection.execute(
        "INSERT INTO standing (partner_id, as_of, metrics, provisional, edition, computed_at)"
        " VALUES (1, '2018-06-14', $1, false, '2018-05', now())",
        metrics,
    )
    for table in ("tier_decision", "standing", "latest_decision"):
        (row,) = await connection.fetch(f"SELECT {SHORTHANDS} FROM {table}")
        assert tuple(row) == shown
    with pytest.raises(asyncpg.GeneratedAlwaysError):
        await connection.execute("UPDATE standing SET sold_mrr = 1")


@pytest.mark.parametrize(
    ("valid_from", "valid_until"),
    [("2018-12-31", "2019-12-31"), ("2017-01-01", "2018-01-01"), ("2018-03-01", "2018-04-01")],
)
async def test_overlapping_certifications_are_refused(
    connection: asyncpg.Connection, valid_from: str, valid_until: str
) -> None:
    with pytest.raises(asyncpg.ExclusionViolationError, match="certification_periods_apart"):
        await connection.execute(
            f"INSERT INTO certification (partner_id, valid_from, valid_until)"
            f" VALUES (1, '{valid_from}', '{valid_until}')"
        )


@pytest.mark.parametrize(
    ("valid_from", "valid_until"),
    [("2018-12-31", "NULL"), ("2017-01-01", "NULL"), ("2017-01-01", "'2018-01-01'"), ("2018-03-01", "'2018-04-01'")],
)
async def test_overlapping_credentials_of_one_name_are_refused(
    connection: asyncpg.Connection, valid_from: str, valid_until: str
) -> None:
    add = "INSERT INTO credential (employee_id, name, valid_from, valid_until)"
    await connection.execute(f"{add} VALUES (1, 'A', '2018-01-01', '2018-12-31')")
    await connection.execute(f"{add} VALUES (1, 'B', '{valid_from}', {valid_until})")
    with pytest.raises(asyncpg.ExclusionViolationError, match="credential_periods_apart"):
        await connection.execute(f"{add} VALUES (1, 'A', '{valid_from}', {valid_until})")


@pytest.mark.parametrize(
    ("row", "key"),
    [
        (
            "mrr_line (period, revision, client_id, amount, currency) VALUES ('2018-05-01', 1, 1, 1, 'USD')",
            "mrr_line_key",
        ),
        ("measure (partner_id, name, \"on\", value) VALUES (1, 'A', '2018-01-01', 1)", "measure_key"),
        ("measure (client_id, name, \"on\", value) VALUES (1, 'A', '2018-01-01', 1)", "measure_key"),
    ],
)
async def test_a_key_takes_nulls_for_equal(connection: asyncpg.Connection, row: str, key: str) -> None:
    await connection.execute(f"INSERT INTO {row}")
    with pytest.raises(asyncpg.UniqueViolationError, match=key):
        await connection.execute(f"INSERT INTO {row}")


async def test_a_certification_from_the_day_after_is_accepted(connection: asyncpg.Connection) -> None:
    await connection.execute(
        "INSERT INTO certification (partner_id, valid_from, valid_until) VALUES (1, '2019-01-01', '2019-12-31')"
    )
    assert await connection.fetchval("SELECT count(*) FROM certification") == 2


@pytest.mark.parametrize(
    ("row", "constraint"),
    [
        ("mrr_line (period, revision, client_id, amount, currency) VALUES ('2018-05-01', 1, 1, -1, 'USD')", "amount"),
        ("mrr_line (period, revision, client_id, amount, currency) VALUES ('2018-05-02', 1, 1, 1, 'USD')", "period"),
        ("mrr_report (period, revision, ran_on) VALUES ('2018-05-01', 0, '2018-06-01')", "revision"),
        (
            "mrr_report (period, revision, ran_on, confirmed_by) VALUES ('2018-05-01', 1, '2018-06-01', 'ann')",
            "mrr_report_confirmed",
        ),
        ("client (external_id, name, registered_on, sold_by_id) VALUES ('d', 'D', '2018-01-01', 1)", "sale_is_whole"),
        ("client (external_id, name, registered_on, sold_on) VALUES ('d', 'D', '2018-01-01', now())", "sale_is_whole"),
        ("access (client_id, employee_id, granted_on, revoked_on) VALUES (1, 1, '2018-01-02', '2018-01-02')", "period"),
        ("certification (partner_id, valid_from, valid_until) VALUES (1, '2020-01-02', '2020-01-01')", "period"),
        (
            "activity_event (external_id, client_id, actor_id, kind, at, day)"
            " VALUES ('x', 1, 1, 'USE', now(), now())",
            "event_app",
        ),
        ("credential (employee_id, name, valid_from, valid_until) VALUES (1, 'A', '2020-01-02', '2020-01-01')",
         "credential_period"),
        ("sale (external_id, partner_id, client_id, line, kind, sold_on, ended_on)"
         " VALUES ('s', 1, 1, 'CRM', 'SOURCED', '2020-01-02', '2020-01-02')", "sale_period"),
        ("measure (name, \"on\", value) VALUES ('A', now(), 1)", "measure_subject"),
        ("measure (partner_id, client_id, name, \"on\", value) VALUES (1, 1, 'A', now(), 1)", "measure_subject"),
        ("daily_activity (client_id, day, actor_id, events, logins, apps) VALUES (1, now(), 1, 1, 2, 0)", "counts"),
        ("recompute_job (kind, status, done, total, requested_by, requested_at, scheduled, attempts, cancel_requested,"
         " fence) VALUES ('TIERS', 'QUEUED', 0, 1, 'x', now(), false, 0, false, 0)", "job_period"),
    ],
)  # fmt: skip
async def test_a_row_that_cannot_be_is_refused(connection: asyncpg.Connection, row: str, constraint: str) -> None:
    with pytest.raises(asyncpg.CheckViolationError, match=constraint):
        await connection.execute(f"INSERT INTO {row}")


@pytest.mark.parametrize(
    "row",
    [
        "certification (partner_id, valid_from, valid_until) VALUES (9, '2020-01-01', '2020-01-02')",
        "employee (external_id, partner_id, email, email_domain, actor_id) VALUES ('f', 9, 'f@x', 'x', 1)",
        "access (client_id, employee_id, granted_on) VALUES (1, 9, '2018-01-01')",
        "access (client_id, employee_id, granted_on) VALUES (9, 1, '2018-01-01')",
        "mrr_line (period, revision, client_id, amount, currency) VALUES ('2018-05-01', 1, 9, 1, 'USD')",
        "client (external_id, name, registered_on, sold_by_id, sold_on) VALUES ('d', 'D', now(), 9, now())",
    ],
)
async def test_an_unknown_reference_is_refused(connection: asyncpg.Connection, row: str) -> None:
    with pytest.raises(asyncpg.ForeignKeyViolationError):
        await connection.execute(f"INSERT INTO {row}")
