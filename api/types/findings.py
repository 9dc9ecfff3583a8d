"""What is doubtful in the facts, as it was found last. For operators only."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import strawberry

from api.reading.cursors import INTEGER, NUMBER
from api.reading.declared import OPERATORS_ONLY, Relation, column, declared, stored, value
from api.reading.listings import Condition, Key, Listing, Order, by_text
from api.reading.sql import Sql
from api.types.employees import Employee
from api.types.enums import FindingKind, FindingSeverity
from api.types.nodes import Node
from api.types.references import LazyClient, LazyPartner
from engine.findings.kinds import KINDS
from models import findings as rows


@stored(rows.Finding, scope=OPERATORS_ONLY)
@strawberry.type(description="Something doubtful in the facts. Nothing that is computed looks at it.")
class Finding(Node):
    kind: FindingKind = column("What is doubtful.")
    severity: FindingSeverity = column("How much depends on it.")
    size: Decimal = column("How much of it there is; `FindingCount.sizeIs` says of what.")
    partner: LazyPartner | None = declared("The partner that it is about; null if about none.", Relation())
    client: LazyClient | None = declared("The client that it is about; null if about none.", Relation())
    employee: Employee | None = declared("The employee that it is about; null if about none.", Relation())
    period: str | None = value(
        "The month, YYYY-MM, whose MRR report it is about; null if about none.", "to_char(this.period, 'YYYY-MM')"
    )
    detail: str | None = column("What else it is about: an address, a domain, days, or numbers of a report; or null.")
    found_at: datetime = column("When it was found first; since then each look has found it.")


@strawberry.type(description="What is to be known of a kind of findings, and how many there are.")
class FindingCount:
    kind: FindingKind = strawberry.field(description="The kind.")
    severity: FindingSeverity = strawberry.field(description="How much depends on findings of this kind.")
    says: str = strawberry.field(description="What is doubtful, in English.")
    remedy: str = strawberry.field(description="What a person does, in English.")
    size_is: str = strawberry.field(description="What the size of a finding is, in English.")
    count: int | None = strawberry.field(description="How many there are; null before they were looked for.")
    as_of: date | None = strawberry.field(description="The day as of which they were looked for last; or null.")
    looked_at: datetime | None = strawberry.field(description="When they were looked for last; or null.")


FINDINGS = Listing("findings", Finding, of_parent=False)
GREATEST_FINDING = Order(
    "SEVERITY",
    (Key(Sql("this.weight"), INTEGER), Key(Sql("this.size"), NUMBER), by_text("this.about")),
    descending=True,
)
_WEIGHTS = {FindingSeverity.HIGH: 3, FindingSeverity.MEDIUM: 2, FindingSeverity.LOW: 1}


def of_kinds(kinds: Sequence[FindingKind] | None, severity: FindingSeverity | None) -> list[Condition]:
    """Only findings of these kinds and of this severity."""
    found = []
    if kinds is not None:
        names = sorted({kind.value for kind in kinds})
        # An index has those of one kind in the list's order.
        condition = (
            Sql("this.kind = {}::text", (names[0],))
            if len(names) == 1
            else Sql("this.kind = ANY ({}::text[])", (names,))
        )
        found.append(Condition(condition))
    if severity is not None:
        found.append(Condition(Sql("this.weight = {}::smallint", (_WEIGHTS[severity],))))
    return found


def count_findings(looks: Sequence[Mapping[str, Any]]) -> list[FindingCount]:
    """All kinds, with what the last look at each of them says."""
    by_kind = {look["kind"]: look for look in looks}
    return [
        FindingCount(
            kind=kind,
            severity=declared.severity,
            says=declared.says,
            remedy=declared.remedy,
            size_is=declared.size,
            count=look.get("total"),
            as_of=look.get("as_of"),
            looked_at=look.get("looked_at"),
        )
        for kind, declared in KINDS.items()
        for look in [by_kind.get(kind, {})]
    ]
