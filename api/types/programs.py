"""Programs and their editions. Drafts are for operators: to a partner they are as if they did not exist."""

from datetime import date, datetime
from typing import Annotated

import strawberry

from api.auth.context import Info
from api.auth.principals import Role
from api.auth.scope import today
from api.reading.declared import FromText, Many, One, column, declared, field, stored, value
from api.reading.ids import decode_id
from api.reading.sql import Sql
from api.types.editions import App, Tier, show_apps
from api.types.enums import ChangeKind, EditionStatus
from api.types.metrics import Metric
from api.types.nodes import Node
from api.types.policies import Policy, show_policy
from models import programs as rows
from tiers.editions.difference import difference

MOST_EDITIONS = 50  # of a program: one or two a year
MOST_PROGRAMS = 50

PUBLISHED = "this.status = 'PUBLISHED'"
BY_EDITION = Sql(f"this.program = parent.program AND this.key = parent.edition AND {PUBLISHED}")
"""The edition by which a row was derived."""
NEWEST = (
    "SELECT DISTINCT ON (e.program) min(e.id) OVER (PARTITION BY e.program) AS id, e.program AS key, e.name, e.digest,"
    " e.status FROM edition e WHERE e.status <> 'WITHDRAWN'"
    " ORDER BY e.program, e.status = 'PUBLISHED' DESC, e.effective_from DESC, e.id DESC"
)
EDITIONS = Sql(
    "(SELECT e.* FROM edition e WHERE e.program = parent.key AND e.status <> 'WITHDRAWN'"
    f" ORDER BY e.status = 'PUBLISHED' DESC, e.effective_from DESC, e.id DESC LIMIT {MOST_EDITIONS})"
)
UNTIL = (
    f"CASE WHEN {PUBLISHED} THEN (SELECT min(next.effective_from) - 1 FROM edition next"
    " WHERE next.program = this.program AND next.status = 'PUBLISHED'"
    " AND next.effective_from > this.effective_from) END"
)
Day = Annotated[date | None, strawberry.argument(description="A day; by default today.")]


def in_force(program: str | Sql, day: date) -> Sql:
    """The condition that an edition is the one of the program, a key or an expression, that is in force on the day."""
    of_program = program if isinstance(program, Sql) else Sql("{}::text", (program,))
    newest = Sql("this.id = (SELECT e.id FROM edition e WHERE e.status = 'PUBLISHED' AND e.program =") + of_program
    return newest + Sql("AND e.effective_from <= {}::date ORDER BY e.effective_from DESC LIMIT 1)", (day,))


@strawberry.type(description="One thing that one edition says otherwise than another.")
class EditionChange:
    path: str = strawberry.field(description="Where it stands in a file, such as `metrics[SOLD_MRR].over`.")
    kind: ChangeKind = strawberry.field(description="Whether it came, went or became another.")
    before: str | None = strawberry.field(description="What the first of the two says; null where it came.")
    after: str | None = strawberry.field(description="What the other one says; null where it went.")


@stored(rows.Edition, scope=PUBLISHED, visible=Sql("this.status <> 'WITHDRAWN'"))
@strawberry.type(
    description="One set of a program's rules, in force from a day until the next edition's. Drafts are for operators."
)
class Edition(Node):
    key: str = column("Names the edition among those of its program.")
    name: str = column("What people call it.")
    program: "Program" = declared(
        "The program whose edition it is.", One(Sql("this.key = parent.program"), of_parent=True)
    )
    status: EditionStatus = column("Whether it is in force from its first day on, or not yet.")
    effective_from: date = column("The first day on which it is in force; of a draft, the day that it names.")
    effective_until: date | None = value(
        "The last day on which it is in force; null while no other one follows, and for drafts.", UNTIL
    )
    digest: str = column("What it says, in short: equal just when the content is, however the file is laid out.")
    text: str = column("Its file (TOML), as it was given.")
    changed_at: datetime = column("When it was published; of a draft, when it was last written.")
    changed_by: str | None = value(
        "Who did it. For operators; null for others.", "this.changed_by", for_partners="NULL::text"
    )
    backdate_reason: str | None = value(
        "Why it was published for days that had been computed; null for all others. For operators; null for others.",
        "this.reason",
        for_partners="NULL::text",
    )
    currency: str = declared("The currency of all its amounts (ISO 4217).", FromText(lambda one: one.currency))
    sources: list[str] = declared("Where its rules are published.", FromText(lambda one: one.sources))
    tiers: list[Tier] = declared(
        "All its tiers, lowest first.", FromText(lambda one: [Tier.of(one, tier) for tier in one.tiers])
    )
    apps: list[App] = declared("The apps that count for the median app usage; at most 63.", FromText(show_apps))
    metrics: list[Metric] = declared(
        "What it measures, in the file's order.",
        FromText(lambda one: [Metric.of(one, metric) for metric in one.metrics]),
    )
    policy: Policy = declared("When it decides, and how tiers are kept.", FromText(show_policy))

    @field(
        "What another edition says that this one does not, in the order of a file; empty where both say the same.",
        list[EditionChange],
    )
    def diff(
        self,
        info: Info,
        with_: Annotated[strawberry.ID, strawberry.argument(name="with", description="The id of the other edition.")],
    ) -> FromText:
        seen = "e.status <> 'WITHDRAWN'" if info.context.principal.role is Role.OPERATOR else "e.status = 'PUBLISHED'"
        other = Sql(f"SELECT e.digest FROM edition e WHERE {seen} AND e.id =") + decode_id(with_, "Edition").row
        return FromText(difference, other=other, absent="with: there is no edition of this id")


@stored(source=NEWEST, scope=PUBLISHED)
@strawberry.type(
    description="A ladder that partners climb, with one edition of its rules after another. Those that have nothing but"
    " drafts are for operators."
)
class Program(Node):
    key: str = column("Names the program in facts and edition files.")
    name: str = column("What people call it: the name of the newest edition, of those published if there are any.")
    currency: str = declared("The currency in which it counts (ISO 4217).", FromText(lambda one: one.currency))
    editions: list[Edition] = declared(
        "Its editions by their first days, and the drafts after them; where there are more, the newest"
        f" {MOST_EDITIONS}, published ones before drafts.",
        Many(Sql("true"), source=EDITIONS, order="this.status = 'DRAFT', this.effective_from, this.id"),
    )

    @field("The edition in force on a day; null before the first one.", Edition | None)
    def edition_on(self, info: Info, day: Day = None) -> One:
        return One(in_force(Sql("parent.key"), day or today(info)))


BY_KEY = Sql(f"(SELECT every.* FROM ({NEWEST}) every ORDER BY every.key LIMIT {MOST_PROGRAMS})")
ALL_PROGRAMS = Many(Sql("true"), source=BY_KEY, order="this.key")
