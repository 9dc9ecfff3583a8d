"""The kinds of jobs. What ledger, queue, API, status and metrics know of a kind is what is declared of it here.

What a worker does with a job of a kind is in `workers/entries.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from models.enums import Audience
from models.locks import Lock


@dataclass(frozen=True)
class JobDeclaration:
    """What there is to a kind of jobs.

    `description` says what one computes, `unit` what its progress counts, `asked_by` who may ask for it. A job `locks`
    what only one at a time may have: each of its steps waits for its turn. Of those that wait, ones of a kind of higher
    `priority` come first, but after all of the schedule's. `command` is how an operator asks for one: the words after
    `tierline`, which take its days or month as options; without, only a job that has failed can be asked for again.
    `arguments` is a frozen dataclass: what jobs take beside days or a month, kept as JSON in their rows."""

    description: str
    unit: str
    asked_by: Audience = Audience.OPERATORS
    locks: Lock | None = None
    priority: int = 0
    command: str | None = None
    arguments: type[Any] | None = None


@dataclass(frozen=True)
class Trial:
    """What a dry run decides by and when: an edition by its key and its digest, days on which decisions take effect."""

    edition: str
    digest: str
    first_on: date
    last_on: date


class RecomputeKind(StrEnum):
    """The kinds by name, as rows and callers have them."""

    ACTIVITY = "ACTIVITY"
    TIERS = "TIERS"
    FORECAST = "FORECAST"
    DRY_RUN = "DRY_RUN"

    @property
    def declared(self) -> JobDeclaration:
        """What is declared of it."""
        return KINDS[self]


KINDS: Mapping[RecomputeKind, JobDeclaration] = {
    RecomputeKind.ACTIVITY: JobDeclaration(
        "The standings of a range of days.", unit="parts", locks=Lock.RECOMPUTE, command="recompute activity"
    ),
    RecomputeKind.TIERS: JobDeclaration(
        "The decisions of a month.", unit="parts", locks=Lock.RECOMPUTE, command="recompute tiers"
    ),
    RecomputeKind.FORECAST: JobDeclaration(
        "What is foreseen of the next three decisions after the newest computed day.", unit="partners"
    ),
    RecomputeKind.DRY_RUN: JobDeclaration(
        "What an edition would decide, of which nothing takes effect.",
        unit="partners",
        command="dry-run",
        arguments=Trial,
    ),
}


def kinds_that_lock(what: Lock) -> list[str]:
    """The names of the kinds whose jobs take turns at it."""
    return [kind.value for kind in RecomputeKind if kind.declared.locks is what]


_PRIORITIES = " ".join(f"WHEN '{kind}' THEN {kind.declared.priority}" for kind in RecomputeKind)
PRIORITY = f"CASE kind {_PRIORITIES} END"
"""In SQL: the priority of a job, null for one of a kind that only another version knows."""
