"""Tier decisions, their revisions and their evidence."""

from datetime import date, datetime
from decimal import Decimal

import strawberry

from api.context import Info
from api.ids import encode_id
from api.listings import CLIENT_NAME, CREDITED_CLIENTS, Selection
from api.reads import MOST_REVISIONS
from api.scalars import money, shortest
from api.sql import Row
from api.stored import existing
from api.types import clients, partners
from api.types.connections import After, Before, Connection, First, Last, connect, read_page
from api.types.credits import ClientCredit
from api.types.enums import TierChangeKind
from api.types.nodes import Node
from api.types.programs import Program, Tier, program_named, tier_named
from api.types.references import LazyClient, LazyCreditedClient, LazyPartner, LazyTierDecision
from api.types.resolved import resolved
from tiers.decisions import change


@strawberry.type(description="A client whose credits a decision rests on, as they were when it was decided.")
class CreditedClient(Node):
    client_pk: strawberry.Private[int]
    credit: ClientCredit = strawberry.field(description="Its credits on the decision's as-of day.")

    @resolved("The client, also where it does not appear under the partner any more.")
    async def client(self, info: Info) -> LazyClient:
        return clients.Client.from_row(existing(await info.context.loaders.client.load(self.client_pk)))

    @classmethod
    def from_row(cls, row: Row) -> "CreditedClient":
        return cls(
            id=encode_id("CreditedClient", row["id"]), client_pk=row["client_id"], credit=ClientCredit.from_row(row)
        )


@strawberry.type(
    description="What the 15th of a month decided on the standing as of the day before. It is never rewritten: later"
    " facts for that day add a revision."
)
class TierDecision(Node):
    row: strawberry.Private[Row]
    effective_on: date = strawberry.field(description="The day from which the tier is held.")
    as_of: date = strawberry.field(description="The day whose standing it was decided on.")
    change: TierChangeKind = strawberry.field(description="How the tier compares with the previous one.")
    sold_mrr: Decimal = strawberry.field(description="Counted MRR of clients sold, in the program's currency.")
    managed_mrr: Decimal = strawberry.field(description="Counted MRR of clients managed, in the program's currency.")
    median_app_usage: Decimal | None = strawberry.field(
        description="Median number of counted apps in use by clients that add a positive amount; null without any."
    )
    certified: bool = strawberry.field(description="Whether the partner was certified on the as-of day.")
    revision: int = strawberry.field(description="1 for the first decision, and one more for every later outcome.")
    known_at: datetime = strawberry.field(description="When this revision was decided.")
    superseded_at: datetime | None = strawberry.field(
        description="When the revision after it was decided; null for the latest."
    )
    provisional: bool = strawberry.field(
        description="Whether the newest MRR report due by the as-of day had not run; the tier holds all the same."
    )

    @resolved("The partner whose tier was decided.")
    async def partner(self, info: Info) -> LazyPartner:
        return partners.Partner.from_row(existing(await info.context.loaders.partner.load(self.row["partner_id"])))

    @resolved("The tier; null if not even the lowest one's gates passed.")
    def tier(self, info: Info) -> Tier | None:
        return self._tier(info, "")

    @resolved("The tier by the latest revision of the decision before it; null without either.")
    def previous_tier(self, info: Info) -> Tier | None:
        return self._tier(info, "previous_")

    @resolved("The rules that it was decided by.")
    def program(self, info: Info) -> Program:
        return Program.of(program_named(info, self.row["program"]))

    @resolved(f"All revisions of this decision, oldest first; where there are more, the newest {MOST_REVISIONS}.")
    async def revisions(self, info: Info) -> list[LazyTierDecision]:
        rows = await info.context.loaders.revisions.load((self.row["partner_id"], self.effective_on))
        return [TierDecision.from_row(row) for row in rows]

    @resolved("The evidence: every client that appeared under the partner, by name.")
    async def credits(
        self, info: Info, *, first: First = None, after: After = None, last: Last = None, before: Before = None
    ) -> Connection[LazyCreditedClient]:
        selection = Selection(CREDITED_CLIENTS, CLIENT_NAME)
        found = await read_page(info, selection, self.row["id"], first=first, after=after, last=last, before=before)
        return connect(found, CreditedClient.from_row)

    def _tier(self, info: Info, which: str) -> Tier | None:
        key = self.row[f"{which}tier"]
        return None if key is None else Tier.of(tier_named(info, self.row[f"{which}program"], key))

    @classmethod
    def from_row(cls, row: Row) -> "TierDecision":
        """From a row of the table with what is derived from its neighbours, as the loaders give it."""
        median = row["median_app_usage"]
        return cls(
            id=encode_id("TierDecision", row["id"]),
            row=row,
            effective_on=row["effective_on"],
            as_of=row["as_of"],
            change=change(row["rank"], row["previous_rank"]),
            sold_mrr=money(row["sold_mrr"]),
            managed_mrr=money(row["managed_mrr"]),
            median_app_usage=None if median is None else shortest(median),
            certified=row["certified"],
            revision=row["revision"],
            known_at=row["known_at"],
            superseded_at=row["superseded_at"],
            provisional=row["provisional"],
        )
