"""Finding what an id stands for, for whoever may see it. What may not be seen is as if it did not exist."""

from collections.abc import Awaitable, Callable

from api.context import Info, Role
from api.scope import only_partner, sees_partner, today
from api.sql import Row
from api.types.clients import Client
from api.types.decisions import CreditedClient, TierDecision
from api.types.employees import Employee
from api.types.nodes import Node
from api.types.partners import Partner
from api.types.recomputes import RecomputeJob


async def find_partner(info: Info, row: Row | None) -> Partner | None:
    """The partner of the row, if it is visible."""
    return Partner.from_row(row) if row is not None and sees_partner(info, row["id"]) else None


async def find_client(info: Info, row: Row | None) -> Client | None:
    """The client of the row: of any for operators, else one that appears under the viewer."""
    if row is None:
        return None
    own = only_partner(info)
    if own is not None and not await info.context.loaders.appears.load((own, row["id"])):
        return None
    return Client.from_row(row)


async def _partner(info: Info, pk: int) -> Node | None:
    return await find_partner(info, await info.context.loaders.partner.load(pk))


async def _client(info: Info, pk: int) -> Node | None:
    return await find_client(info, await info.context.loaders.client.load(pk))


async def _employee(info: Info, pk: int) -> Node | None:
    row = await info.context.loaders.employee.load(pk)
    return Employee.from_row(row) if row is not None and sees_partner(info, row["partner_id"]) else None


async def _decision(info: Info, pk: int) -> Node | None:
    row = await info.context.loaders.decision.load(pk)
    return TierDecision.from_row(row) if row is not None and _is_history(info, row) else None


async def _credited_client(info: Info, pk: int) -> Node | None:
    row = await info.context.loaders.credited_client.load(pk)
    return CreditedClient.from_row(row) if row is not None and _is_history(info, row) else None


async def _job(info: Info, pk: int) -> Node | None:
    row = await info.context.loaders.job.load(pk)
    is_operator = info.context.principal.role is Role.OPERATOR
    return RecomputeJob.from_row(row) if row is not None and is_operator else None


def _is_history(info: Info, row: Row) -> bool:
    """Whether a decision, or a part of one, is in effect and of a partner that the viewer sees."""
    return row["effective_on"] <= today(info) and sees_partner(info, row["partner_id"])


_FINDERS: dict[str, Callable[[Info, int], Awaitable[Node | None]]] = {
    "Partner": _partner,
    "Client": _client,
    "Employee": _employee,
    "TierDecision": _decision,
    "CreditedClient": _credited_client,
    "RecomputeJob": _job,
}


async def find_node(info: Info, type_name: str, pk: int) -> Node | None:
    """What an id, as `decode_id` read it, stands for."""
    return await _FINDERS[type_name](info, pk)
