"""Keeps the budgets of several processes in step."""

import asyncio
import logging
from collections.abc import Sequence
from itertools import islice

from api.auth.principals import Owner
from api.execution.limits.budgets import Account, Budgets
from api.execution.limits.ledger import FAULTS, Ledger, Spending
from jobs.redis_faults import tell_fault
from models.tasks import end

SETTLE_SECONDS = 0.25  # for so long a process may not know what others have spent
LEARN_SECONDS = 0.25  # that a request waits at most to learn it
RETRY_SECONDS = 5.0
PART = 500  # accounts of one message

logger = logging.getLogger(__name__)


class Settlement:
    """Tells what was spent here and learns what was spent elsewhere, apart from all requests.

    Only what comes to an account that nobody has used for a while waits until that has learned what others have spent
    meanwhile: else each process would serve somebody who goes from one to the next as if there were no others.

    While Valkey is away, each process goes by what it knows itself."""

    def __init__(self, budgets: Budgets, ledger: Ledger) -> None:
        self._budgets = budgets
        self._ledger = ledger
        self._tasks: list[asyncio.Task[None]] = []
        self._is_away = False
        self._asking: dict[Owner, tuple[Account, asyncio.Future[None]]] = {}
        self._asked = asyncio.Event()

    def open(self) -> None:
        """Starts to settle, every SETTLE_SECONDS, and to answer accounts that ask."""
        self._budgets.ask = self.learn
        self._tasks = [asyncio.create_task(self._run()), asyncio.create_task(self._answer())]

    async def close(self) -> None:
        """Stops settling, and closes the ledger."""
        await end(*self._tasks)
        await self._ledger.close()

    async def learn(self, account: Account) -> None:
        """Returns once the account knows what was spent elsewhere, or that is not to be learned just now."""
        if self._is_away:
            return
        _, learned = self._asking.setdefault(account.owner, (account, asyncio.get_running_loop().create_future()))
        self._asked.set()
        await asyncio.wait({learned}, timeout=LEARN_SECONDS)

    async def settle(self) -> int:
        """Settles once, and gives how many accounts there were to settle. Raises one of FAULTS."""
        accounts = self._budgets.begin_round()
        for first in range(0, len(accounts), PART):
            await self._settle(accounts[first : first + PART])
        return len(accounts)

    async def _settle(self, accounts: Sequence[Account]) -> None:
        buckets = [bucket for one in accounts for bucket in (one.cost, one.bytes)]
        names = [f"{kind} {' '.join(one.owner)}" for one in accounts for kind in ("cost", "bytes")]
        began = self._budgets.clock()
        left = await self._ledger.settle(
            [
                Spending(name, bucket.tell(), bucket.rate, bucket.size)
                for name, bucket in zip(names, buckets, strict=True)
            ]
        )
        now = self._budgets.clock()
        for bucket, level in zip(buckets, left, strict=True):
            bucket.learn(level + (now - began) * bucket.rate, now)  # what came back on the way is not lost
        for one in accounts:
            one.is_current = True

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(RETRY_SECONDS if self._is_away else SETTLE_SECONDS)
            try:
                settled = await self.settle()
            except Exception as error:  # noqa: BLE001 - it is logged
                self._lose(error)
            else:
                self._is_away = self._is_away and not settled

    async def _answer(self) -> None:
        while True:
            await self._asked.wait()
            self._asked.clear()
            while asking := dict(islice(self._asking.items(), PART)):
                for owner in asking:
                    del self._asking[owner]
                try:
                    if not self._is_away:
                        await self._settle([account for account, _ in asking.values()])
                except Exception as error:  # noqa: BLE001 - it is logged
                    self._lose(error)
                for account, learned in asking.values():
                    account.idle = 0
                    if not learned.done():
                        learned.set_result(None)

    def _lose(self, error: Exception) -> None:
        """Goes by what is known here. What others were not told is not told later, when it is long over."""
        if not isinstance(error, FAULTS):
            logger.error("could not settle budgets, trying again", exc_info=error)
        elif not self._is_away:
            logger.warning("each process goes by budgets of its own until it can share them: %s", tell_fault(error))
        self._is_away = True
        self._budgets.forget()
