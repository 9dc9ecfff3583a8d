"""What an API process is made of, and who it is that asks: a token becomes the context of a request or a connection."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from api.auth.context import Context
from api.auth.grants import LONGEST
from api.auth.partners import Partners
from api.auth.principals import Role
from api.auth.tokens import bearer_token, verify_token
from api.execution.errors import Forbidden
from api.execution.limits.budgets import Budgets
from api.execution.limits.turns import Turns
from api.execution.limits.work import Work
from api.http.readiness import Readiness
from api.live.feed import Feed
from api.live.sockets import Sockets
from api.metrics import ApiMetrics
from api.reading.plans import Plans
from jobs.queue import Queue
from models.rulebook import Rulebook


@dataclass(frozen=True)
class AppState:
    """What the API of this process is made of, and by what its tokens are judged."""

    secret: str
    clock: Callable[[], datetime]
    rules: Rulebook
    queue: Queue
    feed: Feed
    readiness: Readiness
    metrics: ApiMetrics
    sockets: Sockets
    turns: Turns
    budgets: Budgets
    longest_token: timedelta = LONGEST
    plans: Plans = field(default_factory=Plans)
    partners: Partners = field(default_factory=Partners)

    async def authenticate(self, authorization: str | None) -> Context:
        """The context of who sends this Authorization header. Raises Unauthenticated, Forbidden and NotReady."""
        principal = verify_token(self.secret, bearer_token(authorization), self.clock(), self.longest_token)
        if principal.role is Role.METRICS:
            raise Forbidden("a token of role metrics reads /metrics, and nothing else")
        await self.readiness.require()
        partner_id = None if principal.partner is None else await self.partners.find(principal.partner)
        work = Work(principal.owner, self.turns, self.budgets, self.sockets.holdings)
        await work.catch_up()
        return Context(principal, partner_id, self.rules, self.queue, self.clock, self.plans, work)
