"""How much a document may ask for; docs/limits.md tells what is counted, and why so much."""

from datetime import timedelta

from graphql import GraphQLError, OperationDefinitionNode, OperationType

from api.execution.errors import LIMIT_EXCEEDED

MAX_TEXT_BYTES = 64 * 2**10
MAX_TOKENS = 2_000
MAX_COMMENTS = 500
MAX_VALUES = 20_000  # a mutation's 1,000 records have some 10 each
MAX_OPERATIONS = 20
MAX_FRAGMENTS = 100
MAX_DEPTH = 15
MAX_ALIASES = 50
MAX_DIRECTIVES = 50
MAX_SELECTIONS = 1_000
MAX_OVERLAPS = 2_000
MAX_COST = 20_000
MAX_EVENT_COST = 500  # of a subscription, for each event: a batch of 500 is then what a dozen of queries cost at most
MAX_ANSWER_BYTES = 8 * 2**20
MAX_EVENTS_BYTES = 4 * 2**20  # of a batch of events: as much as may wait for one subscription
MAX_ASKED = 5  # of the engine, by one operation: each looks at all clients of a partner, some of them several times
MAX_CONNECTIONS = 2  # of the database, for one operation at once

EXECUTION_TIMEOUT = timedelta(seconds=30)
STATEMENT_TIMEOUT = timedelta(seconds=20)  # less, so that what was slow is known where it was
EVENTS_STATEMENT_TIMEOUT = timedelta(seconds=5)  # of live updates
EVENTS_TIMEOUT = timedelta(seconds=15)  # for a batch of events to be shown, in at most a few statements


def max_cost(operation: OperationDefinitionNode) -> int:
    """What one operation may cost; for a subscription that is each of its events."""
    return MAX_EVENT_COST if operation.operation is OperationType.SUBSCRIPTION else MAX_COST


def find_excess(counted: dict[str, tuple[int, int]]) -> str | None:
    """Says which of the counts are above their limits, and by how much; None if none is."""
    above = [f"{name} {_number(count)} is above {limit:,}" for name, (count, limit) in counted.items() if count > limit]
    return "; ".join(above) or None


def check(counted: dict[str, tuple[int, int]]) -> None:
    """Raises the error that names the counts which are above their limits, if there are any."""
    if excess := find_excess(counted):
        raise refuse(excess)


def refuse(excess: str) -> GraphQLError:
    """The error of a document that asks for too much."""
    return GraphQLError(f"the document asks for too much: {excess}", extensions={"code": LIMIT_EXCEEDED})


COUNTED_TO = 10**9  # what fragments within fragments multiply to is not worth counting further


def _number(count: int) -> str:
    return f"{count:,}" if count < COUNTED_TO else f"{COUNTED_TO:,} or more"
