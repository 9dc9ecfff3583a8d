"""The kinds of events. What outbox, log, subscriptions and checks know of a kind is what is declared of it here."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from models.enums import FINAL, Audience


@dataclass(frozen=True)
class EventDeclaration:
    """What an event of a kind tells, and to whom.

    It is about a row of `table`: with `keeps="row"` the event has that row as JSON, as it was when it was published;
    with `keeps="decision"`, for what never changes, its id in the event's column of that name. `about` is the event's
    column for whom or what it can be watched by, which the row gives by `subject`; None for what is watched as a whole.
    `now` is SQL for what a subscription begins with, by what is watched ($1) and, where it needs it, today ($2).
    `last` are the row's statuses after which nothing follows. `of_all`, where there is one, is the subscription for who
    wants to know how all rows stand: it is told the newest state of each, and not more often than every so many seconds
    (`pace`). All kinds share one retention: the log has no gaps."""

    description: str
    table: str
    audience: Audience
    subscription: str
    now: str
    about: str | None = "partner"
    subject: str = "partner_id"
    keeps: str = "row"
    last: frozenset[str] = frozenset()
    of_all: str | None = None
    pace: float = 0.0

    @property
    def columns(self) -> dict[str, str]:
        """The columns of `event` that are its own, each with what gives it of the row `r`, in SQL."""
        held = {"payload": "to_jsonb(r)"} if self.keeps == "row" else {f"{self.keeps}_id": "r.id"}
        return held if self.about is None else {f"{self.about}_id": f"r.{self.subject}", **held}

    @property
    def named(self) -> str:
        """What it has, in a word for people."""
        return self.table.removeprefix("recompute_") if self.keeps == "row" else self.keeps

    @property
    def order(self) -> str:
        """In which order several of one moment are numbered, in SQL."""
        return "r.id" if self.about is None else f"r.{self.subject}, r.id"


class EventKind(StrEnum):
    """The kinds by name, as rows have them."""

    TIER_CHANGED = "TIER_CHANGED"
    STANDING_CHANGED = "STANDING_CHANGED"
    FORECAST_CHANGED = "FORECAST_CHANGED"
    JOB_CHANGED = "JOB_CHANGED"

    @property
    def declared(self) -> EventDeclaration:
        """What is declared of it."""
        return KINDS[self]


KINDS: Mapping[EventKind, EventDeclaration] = {
    EventKind.TIER_CHANGED: EventDeclaration(
        "A decision changed a partner's tier, or a new revision decided a past month otherwise.",
        table="tier_decision",
        keeps="decision",
        audience=Audience.PARTNERS,
        subscription="tierChanges",
        now="SELECT id FROM decision_in_effect($1, $2)",
    ),
    EventKind.STANDING_CHANGED: EventDeclaration(
        "A partner's newest standing differs from the one before it in more than its day.",
        table="standing",
        audience=Audience.PARTNERS,
        subscription="standingChanges",
        now="SELECT to_jsonb(s) FROM newest_standing s WHERE s.partner_id = $1",
    ),
    EventKind.FORECAST_CHANGED: EventDeclaration(
        "Something else is foreseen of a partner's next decisions: that it falls, or rises, or no longer does.",
        table="forecast",
        audience=Audience.PARTNERS,
        subscription="forecastChanges",
        now="SELECT to_jsonb(f) FROM forecast f WHERE f.partner_id = $1"
        " ORDER BY f.change = 'UNCHANGED', f.place LIMIT 1",
    ),
    EventKind.JOB_CHANGED: EventDeclaration(
        "A job got another state, or came further.",
        table="recompute_job",
        about="job",
        subject="id",
        audience=Audience.OPERATORS,
        subscription="recomputeProgress",
        now="SELECT to_jsonb(j) FROM recompute_job j WHERE j.id = $1",
        last=frozenset(FINAL),
        of_all="jobChanges",
        pace=1.0,
    ),
}
