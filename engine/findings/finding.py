"""What a kind of findings is, what it looks at, and what is found."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from models.enums import FindingKind, FindingSeverity
from models.statements import statement
from tiers.needs import Needs
from tiers.reports import Report


@dataclass(frozen=True)
class Ground:
    """What is looked at: the facts dated up to a day, by what the edition in force on it needs, None before the first.

    `reports` are those that had run by then; the one in force on the day, and of those of earlier months the last one,
    are `report` and `former`."""

    day: date
    program: str
    needs: Needs | None
    reports: Sequence[Report]
    report: Report | None
    former: Report | None


@dataclass(frozen=True)
class Declaration:
    """What there is to a kind of findings.

    `engine/sql/find_KIND.sql`, with the values of `takes`, gives them: `size`, the rows that it is about (`partner_id`,
    `client_id`, `employee_id`), `period` and `detail`, each null where there is none, and no two that are about the
    same. `says` is what is doubtful, `remedy` what a person does, `size` what the size is, a line each; `line` tells of
    one, with what those are called that it is about. Editions that do not need it have none."""

    severity: FindingSeverity
    says: str
    remedy: str
    size: str
    line: str
    takes: tuple[Callable[[Ground], object], ...]
    needed: Callable[[Needs], bool]

    def is_needed(self, ground: Ground) -> bool:
        """Whether anything rests on it."""
        return ground.needs is not None and self.needed(ground.needs)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something doubtful, with the external ids of what it is about. `period` is the first day of a month."""

    kind: FindingKind
    size: Decimal
    partner: str | None
    client: str | None
    employee: str | None
    period: date | None
    detail: str | None


def text_of(kind: FindingKind) -> str:
    """The statement of its file."""
    return statement(f"engine/find_{kind.lower()}")
