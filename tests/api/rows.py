"""Rows straight into the tables, so that reading is tested against exactly what is there."""

from datetime import UTC, date, datetime
from decimal import Decimal

from engine.rows import write_numbers, write_ways
from models.database import acquire
from models.rights import quoted
from tests.api.reading import NOW
from tiers.by_way import CreditByWay, PartByWay
from tiers.credits import CreditStatus

Values = dict[str, object]

COUNTED = "COUNTED"
NONE: Values = {
    "sold_amount": Decimal("0.00"),
    "sold_status": "NOT_SOLD_BY_PARTNER",
    "sold_until": None,
    "managed_amount": Decimal("0.00"),
    "managed_status": "NO_ACCESS",
    "managed_until": None,
    "apps_used": 0,
    "counts_in_median": False,
}
NUMBERS: Values = {
    "sold_mrr": Decimal("0.00"),
    "managed_mrr": Decimal("0.00"),
    "median_app_usage": None,
    "certified": False,
    "provisional": False,
    "tier": None,
    "edition": "2018-05",
}
SHORTHANDS = ("sold_mrr", "managed_mrr", "median_app_usage", "certified")
RANKS = {None: 0, "SILVER": 1, "GOLD": 2, "PLATINUM": 3, "DIAMOND": 4}


async def add(table: str, **values: object) -> int:
    """Inserts one row and returns its id, 0 for a table without one."""
    places = ", ".join(f"${place}" for place in range(1, len(values) + 1))
    insert = f"INSERT INTO {table} AS added ({', '.join(map(quoted, values))}) VALUES ({places})"
    async with acquire() as connection:
        key = await connection.fetchval(f"{insert} RETURNING (to_jsonb(added) ->> 'id')::bigint", *values.values())
    return key or 0


def with_metrics(values: Values) -> Values:
    """The four metrics of the shipped editions as they are stored, in place of the columns that are made of them."""
    metrics = {
        column.upper(): Decimal(number) if isinstance(number, bool | Decimal) else None
        for column, number in values.items()
        if column in SHORTHANDS
    }
    return {name: one for name, one in values.items() if name not in SHORTHANDS} | {"metrics": write_numbers(metrics)}


async def add_partner(external_id: str, **more: object) -> int:
    domains = [f"{external_id.lower()}.example"]
    values: Values = {"name": external_id, "country": None, "joined_on": date(2018, 6, 1)}
    values |= {"domains": domains, "domain_keys": domains} | more
    return await add("partner", external_id=external_id, **values)


async def add_client(external_id: str, **more: object) -> int:
    values: Values = {"name": external_id, "registered_on": date(2018, 9, 1), "sold_by_id": None, "sold_on": None}
    values |= more
    if values["sold_by_id"] is not None and values["sold_on"] is None:
        values["sold_on"] = date(2019, 1, 10)
    return await add("client", external_id=external_id, **values)


async def add_actor(address: str) -> int:
    return await add("actor", address=address)


async def add_employee(external_id: str, partner: int, actor: int, email: str, **more: object) -> int:
    values: Values = {"partner_id": partner, "actor_id": actor, "email": email} | more
    return await add("employee", external_id=external_id, email_domain=email.rpartition("@")[2], **values)


async def add_access(client: int, employee: int, granted_on: date, revoked_on: date | None = None) -> int:
    values: Values = {"client_id": client, "employee_id": employee}
    return await add("access", granted_on=granted_on, revoked_on=revoked_on, **values)


async def add_activity(client: int, actor: int, day: date, apps: int = 0) -> int:
    """A login; with apps, by their bits, and a use."""
    values: Values = {"client_id": client, "actor_id": actor, "events": 2 if apps else 1, "logins": 1}
    return await add("daily_activity", day=day, apps=apps, **values)


async def add_credential(employee: int, name: str, **more: object) -> int:
    values: Values = {"valid_from": date(2019, 1, 1), "valid_until": None} | more
    return await add("credential", employee_id=employee, name=name, **values)


async def add_sale(external_id: str, partner: int, client: int, line: str, **more: object) -> int:
    values: Values = {"kind": "SOURCED", "sold_on": date(2019, 1, 10), "ended_on": None} | more
    return await add("sale", external_id=external_id, partner_id=partner, client_id=client, line=line, **values)


async def add_measure(name: str, value: str, **more: object) -> int:
    """Of the `partner_id` or the `client_id` that is given."""
    values: Values = {"on": date(2019, 6, 1), "currency": None} | more
    return await add("measure", name=name, value=Decimal(value), **values)


async def add_report(period: date, ran_on: date, lines: dict[int, str], revision: int = 1) -> int:
    for client, amount in lines.items():
        await add(
            "mrr_line", period=period, revision=revision, client_id=client, amount=Decimal(amount), currency="USD"
        )
    return await add("mrr_report", period=period, revision=revision, ran_on=ran_on)


async def add_computed_day(day: date, report: int | None = None) -> None:
    await add("computed_day", day=day, report_id=report, computed_at=NOW)


async def add_standing(partner: int, as_of: date, **more: object) -> int:
    values = with_metrics(NUMBERS | {"computed_at": NOW} | more)
    return await add("standing", partner_id=partner, as_of=as_of, **values)


async def add_credit(partner: int, client: int, **more: object) -> int:
    return await add("client_credit", partner_id=partner, client_id=client, **NONE | more)


async def add_decision(partner: int, effective_on: date, tier: str | None, **more: object) -> int:
    values: Values = {"as_of": effective_on.replace(day=14), "revision": 1, "tier": tier, "rank": RANKS.get(tier)}
    values = with_metrics(NUMBERS | values | {"known_at": datetime(2019, 6, 20, 4, tzinfo=UTC)} | more)
    return await add("tier_decision", partner_id=partner, effective_on=effective_on, **values)


async def add_evidence(decision: int, client: int, **more: object) -> int:
    return await add("decision_credit", decision_id=decision, client_id=client, **NONE | more)


async def add_job(**more: object) -> int:
    values: Values = {"kind": "TIERS", "status": "SUCCEEDED", "month": date(2019, 6, 1), "done": 1, "total": 1}
    values |= {
        "scheduled": False,
        "requested_by": "ada",
        "requested_at": NOW,
        "attempts": 1,
        "cancel_requested": False,
        "fence": 1,
    }
    return await add("recompute_job", **values | more)


def sold(amount: str) -> Values:
    """A sold credit that counts."""
    return {
        "sold_amount": Decimal(amount),
        "sold_status": COUNTED,
        "sold_until": date(2020, 1, 10),
        "counts_in_median": True,
    }


def sold_by_line(line: str, amount: str) -> Values:
    """A sold credit of a product line that counts, as it is said by way."""
    value, until = Decimal(amount), date(2020, 1, 10)
    part = PartByWay(line, date(2019, 1, 10), value, "USD", Decimal(1), value, value, until)
    ways = (
        CreditByWay("SOLD", CreditStatus.COUNTED, value, until, (part,)),
        CreditByWay("MANAGED", CreditStatus.NO_ACCESS, Decimal(0), None, ()),
    )
    return sold(amount) | {"ways": write_ways(ways)}


def managed(amount: str) -> Values:
    """A managed credit that counts."""
    return {
        "managed_amount": Decimal(amount),
        "managed_status": COUNTED,
        "managed_until": date(2019, 9, 1),
        "counts_in_median": True,
    }


async def add_events(partner: int, decision: int, first: int, count: int) -> None:
    """Events of the decision, so many, numbered from the first on."""
    async with acquire() as connection:
        await connection.executemany(
            "INSERT INTO event (seq, kind, partner_id, decision_id, created_at)"
            " VALUES ($1, 'TIER_CHANGED', $2, $3, $4)",
            [(seq, partner, decision, NOW) for seq in range(first, first + count)],
        )
