"""Budgets that are soon spent, and what is asked of them."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from api.execution.errors import RateLimited
from api.execution.limits.allowance import Allowance
from api.execution.limits.budgets import Account, Budgets
from tests.api.front import OPERATOR, PATIENCE, Api

ADA, BOB = ("OPERATOR", "ada"), ("OPERATOR", "bob")
SLOW = Allowance(cost_per_second=1)  # so that hardly anything comes back while a test lasts, by Valkey's clock
SMALL = Allowance(cost_per_second=1_000, bytes_per_second=1_000_000, requests_at_once=2)
DEAR = "{ partners(first: 99) { edges { node { clients(first: 98) { edges { node { id } } } } } } }"
DEAR_COST = 1 + 99 * (2 + 1 + 98 * 2)
PAGE = "{ clients(first: 100) { edges { node { name } } } }"  # costs 201


@dataclass
class Moment:
    """A clock that stands still."""

    now: float = 100.0

    def __call__(self) -> float:
        return self.now


def account(allowance: Allowance = SMALL) -> tuple[Account, Moment]:
    clock = Moment()
    return Budgets(allowance, clock).of(ADA), clock


def refusal(one: Account, cost: int) -> tuple[str, int]:
    with pytest.raises(RateLimited) as refused:
        one.charge(cost)
    return str(refused.value), refused.value.retry_after


async def spent(api: Api, query: str, token: str = OPERATOR) -> int:
    """What an answer has left of the budget."""
    answer = await api.post(token, query)
    assert answer.status_code == 200, answer.text
    return int(answer.json()["extensions"]["budget"]["cost"])


async def until(holds: Callable[[], bool]) -> None:
    """Returns once something holds that is settled apart from all requests."""
    async with asyncio.timeout(PATIENCE):
        while not holds():  # noqa: ASYNC110 (nothing is said when it is)
            await asyncio.sleep(0.01)
