"""Keeps the budgets of several processes in step."""

import asyncio
import logging

from api.execution.limits.budgets import Account, Bucket, Budgets
from api.execution.limits.ledger import FAULTS, Ledger
from jobs.redis_faults import tell_fault
from models.tasks import end

SETTLE_SECONDS = 0.25  # for so long a process may not know what others have spent
RETRY_SECONDS = 5.0
SUM_SECONDS = 3_600  # that sums are kept for: longer than any bucket takes to fill
PART = 500  # accounts of one message

logger = logging.getLogger(__name__)


class Settlement:
    """Tells what was spent here and learns what was spent elsewhere, apart from all requests.

    While Valkey is away, each process goes by what it knows itself."""

    def __init__(self, budgets: Budgets, ledger: Ledger) -> None:
        self._budgets = budgets
        self._ledger = ledger
        self._tasks: list[asyncio.Task[None]] = []

    def open(self) -> None:
        """Starts to settle, every SETTLE_SECONDS."""
        self._tasks = [asyncio.create_task(self._run())]

    async def close(self) -> None:
        """Stops settling, and closes the ledger."""
        await end(*self._tasks)
        await self._ledger.close()

    async def settle(self) -> int:
        """Settles once, and gives how many accounts there were to settle. Raises one of FAULTS."""
        accounts = self._budgets.unsettled()
        for first in range(0, len(accounts), PART):
            await self._settle(accounts[first : first + PART])
        return len(accounts)

    async def _settle(self, accounts: list[Account]) -> None:
        buckets: dict[str, Bucket] = {}
        for one in accounts:
            role, name = one.owner
            buckets[f"cost {role} {name}"] = one.cost
            buckets[f"bytes {role} {name}"] = one.bytes
        sent = {name: bucket.spent for name, bucket in buckets.items()}
        sums = await self._ledger.add(sent)
        now = self._budgets.clock()
        for bucket, own, total in zip(buckets.values(), sent.values(), sums, strict=True):
            bucket.learn(total, own, now)

    async def _run(self) -> None:
        away = False
        while True:
            await asyncio.sleep(RETRY_SECONDS if away else SETTLE_SECONDS)
            try:
                settled = await self.settle()
            except FAULTS as error:
                if not away:
                    logger.warning(
                        "each process goes by budgets of its own until it can share them: %s", tell_fault(error)
                    )
                away = True
                self._budgets.forget()
            except Exception:
                logger.exception("could not settle budgets, trying again")
                away = True
            else:
                away = away and not settled
