"""What every resolver is given: who asks, by which rules, at what time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

import strawberry

from jobs.queue import Queue
from models.rulebook import Rulebook

if TYPE_CHECKING:
    from api.execution.limits.work import Work
    from api.reading.plans import Plans


Owner = tuple[str, str]
"""Whose limits something counts towards: a role, and a partner or the subject of other tokens."""


class Role(StrEnum):
    """What a token may do; docs/access.md has the table."""

    OPERATOR = "OPERATOR"
    PARTNER = "PARTNER"
    INGEST = "INGEST"
    METRICS = "METRICS"


@dataclass(frozen=True)
class Principal:
    """Whom a verified token speaks for. `partner` is the external id in a partner's token, None in others."""

    role: Role
    subject: str
    partner: str | None
    expires_at: datetime

    @cached_property
    def owner(self) -> Owner:
        """Whose limits what it does counts towards. All tokens of a partner are one."""
        return self.role.value, self.partner or self.subject


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
