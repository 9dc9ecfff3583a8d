"""Asking the schema as whoever is allowed to ask, at a moment of one's own."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import orjson
from strawberry.types import ExecutionResult

from api.auth.context import Context
from api.auth.principals import Principal, Role
from api.execution.limits.allowance import Allowance
from api.execution.limits.budgets import Budgets
from api.execution.limits.turns import Turns
from api.execution.limits.work import Work
from api.reading.plans import Plans
from api.schema import schema
from jobs.queue import Queue
from models.database import acquire
from models.editions import load_texts
from models.rulebook import Rulebook, keep_rules

NOW = datetime(2019, 7, 1, 3, tzinfo=UTC)
LAST_CLOSED = date(2019, 6, 30)
BOUNDLESS = Allowance(cost_per_second=10**9, bytes_per_second=10**9)
NOWHERE = "redis://127.0.0.1:1/0"  # reading needs no messenger
OPERATOR = Principal(Role.OPERATOR, "ada", None, NOW + timedelta(hours=1))
INGEST = Principal(Role.INGEST, "loader", None, NOW + timedelta(hours=1))


def partner_token(external_id: str) -> Principal:
    return Principal(Role.PARTNER, external_id, external_id, NOW + timedelta(hours=1))


@dataclass
class Reader:
    """Executes documents; `now` may be moved."""

    rules: Rulebook
    now: datetime = NOW
    plans: Plans = field(default_factory=Plans)

    async def execute(
        self, document: str, variables: Mapping[str, Any] | None = None, *, by: Principal = OPERATOR
    ) -> ExecutionResult:
        partner_id = None
        if by.partner is not None:
            async with acquire() as connection:
                partner_id = await connection.fetchval("SELECT id FROM partner WHERE external_id = $1", by.partner)
        context = Context(
            principal=by,
            partner_id=partner_id,
            rules=self.rules,
            queue=Queue(NOWHERE),
            clock=lambda: self.now,
            plans=self.plans,
            work=Work(by.owner, Turns.of_pool(10), Budgets(BOUNDLESS)),
        )
        result = await schema.execute(document, dict(variables or {}), context_value=context)
        assert isinstance(result, ExecutionResult)
        result.data = orjson.loads(orjson.dumps(result.data))  # as a client reads it
        return result

    async def ask(
        self, document: str, variables: Mapping[str, Any] | None = None, *, by: Principal = OPERATOR
    ) -> dict[str, Any]:
        """The data; there must be no error."""
        result = await self.execute(document, variables, by=by)
        assert not result.errors, result.errors
        assert result.data is not None
        return result.data

    async def refusal(
        self, document: str, variables: Mapping[str, Any] | None = None, *, by: Principal = OPERATOR
    ) -> tuple[str, str]:
        """The code and the message of the one error."""
        result = await self.execute(document, variables, by=by)
        (error,) = result.errors or []
        assert error.extensions is not None
        return error.extensions["code"], error.message


async def of_partner(reader: Reader, fields: str, external_id: str = "P-1") -> dict[str, Any]:
    """Some fields of one partner, for an operator."""
    found: dict[str, Any] = (await reader.ask(f'{{ partner(externalId: "{external_id}") {{ {fields} }} }}'))["partner"]
    return found


def load_rules(zone: str = "UTC") -> Rulebook:
    """The editions of this version, with which a database without any begins."""
    found = load_texts()
    return Rulebook(tuple(edition for edition, _ in found), ZoneInfo(zone), {one.key: text for one, text in found})


async def publish_rules(rules: Rulebook) -> None:
    """Has the test's database begin with them, as the first process does."""
    async with acquire() as connection:
        await keep_rules(connection, rules, decides=True)
