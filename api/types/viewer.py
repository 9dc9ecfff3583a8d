"""Who is asking."""

import strawberry

from api.context import Info
from api.types.enums import Role
from api.types.partners import Partner
from api.types.resolved import resolved


@strawberry.type(description="Whom the token speaks for.")
class Viewer:
    role: Role = strawberry.field(description="What the token may do.")

    @resolved("The partner of a partner's token; null for other roles, and while it is not loaded.")
    async def partner(self, info: Info) -> Partner | None:
        if info.context.partner_id is None:
            return None
        row = await info.context.loaders.partner.load(info.context.partner_id)
        return None if row is None else Partner.from_row(row)
