"""What the API answers, as a client gets it."""

import json
import re
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any

import orjson
from strawberry.types import ExecutionResult

from api.auth.context import Context
from api.execution.limits.budgets import Budgets
from api.execution.limits.turns import Turns
from api.execution.limits.work import Work
from api.execution.request import GraphQLRequest
from api.execution.served_schema import OperationFailed
from api.live.feed import Feed
from api.metrics import ApiMetrics
from api.schema import schema
from jobs.queue import Queue
from tests.api.reading import BOUNDLESS, NOWHERE, Reader
from tests.cursors import decode_cursor, encode_cursor
from tests.differential.documents.requests import Request
from tests.differential.reference.answers import Error
from tests.differential.worlds.world import World

CURSOR = re.compile(r'(?<=")A[Q-Za-f][\w-]{37}(?=")')


@dataclass(frozen=True)
class Answer:
    """The data as JSON, and the errors."""

    data: Any
    errors: list[Error]

    @property
    def text(self) -> str:
        """The data as text, in which the order of keys shows."""
        return as_text(self.data)


def unsalted(cursor: re.Match[str]) -> str:
    """A partner's snapshot tells its place in other words each time."""
    return encode_cursor(decode_cursor(cursor[0]))


def as_text(data: object) -> str:
    return json.dumps(data, ensure_ascii=False)


def answer_of(result: ExecutionResult) -> Answer:
    """The result by way of the JSON that is sent."""
    errors = [error.formatted for error in result.errors or ()]
    return answer_in(orjson.loads(orjson.dumps({"data": result.data, "errors": errors})))


def answer_in(sent: dict[str, Any]) -> Answer:
    """The answer in a response's JSON."""
    return Answer(
        sent.get("data"),
        [
            (None if error.get("path") is None else tuple(error["path"]), error["extensions"]["code"], error["message"])
            for error in sent.get("errors", ())
        ],
    )


def context_of(reader: Reader, world: World, request: Request, redis_url: str = NOWHERE) -> Context:
    """What the API would make of who asks."""
    partner = None if request.by.partner is None else world.tables.find("partner", request.by.partner, "external_id")
    return Context(
        principal=request.by,
        partner_id=None if partner is None else partner["id"],
        rules=reader.rules,
        queue=Queue(redis_url),
        clock=lambda: request.now,
        plans=reader.plans,
        work=Work(request.by.owner, Turns.of_pool(10), Budgets(BOUNDLESS)),
    )


async def ask(reader: Reader, world: World, request: Request, redis_url: str = NOWHERE) -> Answer:
    """Executes a query or a mutation; only a mutation has anything to tell Valkey."""
    context = context_of(reader, world, request, redis_url)
    variables = dict(request.variables)
    try:
        result = await schema.execute(
            request.document, variables, context_value=context, operation_name=request.operation
        )
    finally:
        await context.queue.close()
    assert isinstance(result, ExecutionResult)
    return answer_of(result)


async def watch(reader: Reader, world: World, request: Request) -> AsyncGenerator[Answer, None]:
    """Subscribes: an answer for each event, or the one that refuses it. The caller knows when to stop."""
    context = context_of(reader, world, request)
    sent = GraphQLRequest(request.document, dict(request.variables), request.operation)
    feed = Feed(NOWHERE, ApiMetrics())
    feed.open()
    try:
        async with aclosing(schema.payloads(sent, context, feed)) as payloads:
            async for _, payload in payloads:
                yield answer_in(orjson.loads(CURSOR.sub(unsalted, payload)))
    except OperationFailed as failed:
        yield answer_in({"errors": failed.errors})
    finally:
        await feed.close()
