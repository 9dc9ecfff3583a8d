"""Who asks: whom a token speaks for, and what it may do."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property

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
