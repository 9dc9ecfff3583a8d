"""What every resolver is given: who asks, by which rules, at what time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import strawberry

from api.auth.principals import Principal
from jobs.queue import Queue
from models.rulebook import Rulebook

if TYPE_CHECKING:
    from api.execution.limits.work import Work
    from api.reading.plans import Plans


@dataclass
class Context:
    """One request, or one operation of a websocket connection.

    `partner_id` is the row of the principal's partner: None for other roles, and for a partner that is not there.
    `work` is what the operation takes up.
    """

    principal: Principal
    partner_id: int | None
    rules: Rulebook
    queue: Queue
    clock: Callable[[], datetime]
    plans: "Plans"
    work: "Work"


Info = strawberry.Info[Context, None]
