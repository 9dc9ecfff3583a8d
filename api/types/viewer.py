"""Who is asking."""

from datetime import datetime

import strawberry

from api.auth.context import Info
from api.auth.principals import Principal
from api.execution.framework import Answer
from api.reading.reads import read_one
from api.reading.sql import Sql
from api.types.enums import Role
from api.types.partners import Partner
from api.types.resolved import resolved


@strawberry.type(description="Whom the token speaks for.")
class Viewer:
    role: Role = strawberry.field(description="What the token may do.")
    subject: str = strawberry.field(
        description="Who that is, as the token says it: the name under which what is asked for is kept, as in"
        " `RecomputeJob.requestedBy`."
    )
    expires_at: datetime = strawberry.field(description="When the token ends; every token does.")

    @classmethod
    def of(cls, principal: Principal) -> "Viewer":
        """Whom the principal is."""
        return cls(role=Role(principal.role), subject=principal.subject, expires_at=principal.expires_at)

    @resolved("The partner of a partner's token; null for other roles, and while it is not loaded.", Partner | None)
    async def partner(self, info: Info) -> Answer | None:
        own = info.context.partner_id
        return None if own is None else await read_one(info, "Partner", Sql("this.id = {}::bigint", (own,)))
