"""Enumerations of the contract that are defined where they are decided; here they get their descriptions.

Types import them from here: Strawberry describes an enumeration when it first meets it, and never again.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

import strawberry

from api.auth import principals
from api.execution.framework import describe_values
from engine.findings.kinds import KINDS as FINDING_KINDS
from jobs.kinds import RecomputeKind
from models.enums import EditionStatus, FindingKind, FindingSeverity, RecomputeStatus
from tiers.change_causes import Cause as ChangeCause
from tiers.credits import CreditStatus
from tiers.decisions import DecisionReason, TierChangeKind
from tiers.editions.difference import ChangeKind
from tiers.editions.metrics.common import Unit as MetricUnit
from tiers.editions.policy import Review, Rhythm
from tiers.editions.ways import SaleKind
from tiers.forecasts import Assumption
from tiers.gates import Comparison

__all__ = [
    "Assumption",
    "ChangeCause",
    "ChangeKind",
    "Comparison",
    "CreditStatus",
    "DecisionReason",
    "EditionStatus",
    "FindingKind",
    "FindingSeverity",
    "MetricUnit",
    "RecomputeKind",
    "RecomputeStatus",
    "Review",
    "Rhythm",
    "Role",
    "SaleKind",
    "TierChangeKind",
    "expose",
]

E = TypeVar("E", bound=StrEnum)


class Role(StrEnum):
    """The roles that may ask anything over GraphQL."""

    OPERATOR = principals.Role.OPERATOR
    PARTNER = principals.Role.PARTNER
    INGEST = principals.Role.INGEST


def expose(enum: type[E], description: str, values: Mapping[E, str], name: str | None = None) -> None:
    """Makes an enumeration part of the schema; every member needs its description."""
    strawberry.enum(enum, name=name, description=description)
    describe_values(enum, values)


expose(
    Role,
    "What a token may do.",
    {
        Role.OPERATOR: "Runs the program: sees everything, loads facts, asks for recomputes.",
        Role.PARTNER: "One partner agency: sees itself and the clients that appear under it.",
        Role.INGEST: "Loads facts and reads nothing of them.",
    },
)
expose(
    RecomputeKind,
    "What a recompute job computes.",
    {kind: kind.declared.description for kind in RecomputeKind},
)
expose(
    RecomputeStatus,
    "Where a recompute job stands. SUCCEEDED, FAILED and CANCELLED are final.",
    {
        RecomputeStatus.QUEUED: "It waits for a worker, also between two attempts.",
        RecomputeStatus.RUNNING: "A worker is at it.",
        RecomputeStatus.SUCCEEDED: "All of it is computed.",
        RecomputeStatus.FAILED: "Its last attempt failed; what it had computed stays.",
        RecomputeStatus.CANCELLED: "An operator stopped it; what it had computed stays.",
    },
)
expose(
    CreditStatus,
    "Why a client counts or does not. Of several reasons the first that applies is given.",
    {
        CreditStatus.COUNTED: "It counts, with an amount that may be 0.",
        CreditStatus.PENDING_REPORT: "It will count once a report of a month after its registration has run.",
        CreditStatus.EXPIRED: "It was sold too long ago: more than 12 months in edition 2018-05.",
        CreditStatus.NOT_SOLD_BY_PARTNER: "The partner did not sell it, or not by that day.",
        CreditStatus.NO_ACCESS: "No employee of the partner has access to its account on that day.",
        CreditStatus.DOMAIN_MISMATCH: "No employee with access has an e-mail of one of the partner's domains.",
        CreditStatus.NO_RECENT_ACTIVITY: "No such employee was active in it lately: 90 days in edition 2018-05.",
    },
)
expose(
    TierChangeKind,
    "How a decision's tier compares, by rank, with that of the decision before it. No tier is below the lowest.",
    {
        TierChangeKind.PROMOTED: "A higher tier than before.",
        TierChangeKind.DEMOTED: "A lower tier than before, or none any more.",
        TierChangeKind.UNCHANGED: "The same rank as before.",
    },
)
expose(
    MetricUnit,
    "What the values of a metric are.",
    {
        MetricUnit.MONEY: "An amount of money in the program's currency.",
        MetricUnit.COUNT: "How many there are of something; a median of counts may end in a half.",
        MetricUnit.RATIO: "A part of a whole, which is 1.",
        MetricUnit.POINTS: "Points.",
        MetricUnit.FLAG: "1 if something holds, else 0.",
    },
    name="MetricUnit",
)
expose(
    Comparison,
    "How a gate compares a number with what it requires.",
    {
        Comparison.AT_LEAST: "It passes from the required number on.",
        Comparison.ABOVE: "It passes above the required number.",
    },
    name="GateComparison",
)
expose(
    SaleKind,
    "Who found the client of a sale.",
    {SaleKind.SOURCED: "The partner did.", SaleKind.ASSISTED: "The vendor did, with the partner's help."},
)
expose(
    EditionStatus,
    "Where an edition stands.",
    {
        EditionStatus.DRAFT: "Kept, and nothing is decided by it. It can be written anew.",
        EditionStatus.PUBLISHED: "In force from its first day on. It never changes.",
        EditionStatus.WITHDRAWN: "A draft that was taken back: its key is free.",
    },
)
expose(
    ChangeKind,
    "What became of something from one edition to another.",
    {ChangeKind.ADDED: "It came.", ChangeKind.REMOVED: "It went.", ChangeKind.CHANGED: "It says something else."},
    name="EditionChangeKind",
)
expose(
    Rhythm,
    "On which days an edition decides.",
    {
        Rhythm.DAILY: "Each closed day, for the next one.",
        Rhythm.MONTHLY: "On a day of some months, as of the day before.",
    },
    name="DecidingRhythm",
)
expose(
    Review,
    "On which of the deciding days partners can move.",
    {
        Review.ALWAYS: "On all of them.",
        Review.MONTHS: "On those in some months.",
        Review.ANNIVERSARY: "On the first one that is a year, or several, since the partner joined, or later.",
        Review.NEVER: "On none.",
    },
    name="ReviewDays",
)
expose(
    DecisionReason,
    "Why a partner holds a tier after a decision.",
    {
        DecisionReason.MET: "Its numbers give this tier, which is not below the one before.",
        DecisionReason.FELL: "Its numbers give this tier, which is below the one before, or none.",
    },
)
expose(
    Assumption,
    "What a forecast takes to happen besides what is loaded already for days to come.",
    {
        Assumption.ACTIVITY_CONTINUES: "Whoever is active now stays active, and reports that are due say what the last"
        " one does.",
        Assumption.NO_FURTHER_FACTS: "There is no further activity; reports that are due say what the last one does.",
    },
    name="ForecastAssumption",
)
expose(
    ChangeCause,
    "Why a client adds another amount than on an earlier day. Of several causes the first that applies is given.",
    {
        ChangeCause.SOLD: "The partner sold it, or a product line of it; of less than before: somebody else sold the"
        " line.",
        ChangeCause.SALE_ENDED: "A sale has ended: the partner's, or the one that its own came after.",
        ChangeCause.EXPIRED: "A sale does not count any more, as it is too old.",
        ChangeCause.ACCESS_GRANTED: "The employee that makes it count got access.",
        ChangeCause.ACCESS_ENDED: "Nobody that makes it count has access any more.",
        ChangeCause.ACTIVE_AGAIN: "The employee was active again.",
        ChangeCause.ACTIVITY_LAPSED: "Nobody that has access has been active for long enough.",
        ChangeCause.REGISTERED: "It has registered.",
        ChangeCause.REPORT: "Another report is in force: the first that counts for it, or one that says otherwise.",
        ChangeCause.SHARED: "Others manage it too, or no longer do, where that is shared.",
        ChangeCause.EDITION: "Nothing else: the edition says something else, or it says it of these days.",
    },
    name="ChangeCause",
)
expose(
    FindingKind,
    "What is doubtful in the facts.",
    {kind: f"{declared.says[0].upper()}{declared.says[1:]}." for kind, declared in FINDING_KINDS.items()},
)
expose(
    FindingSeverity,
    "How much depends on what is doubtful.",
    {
        FindingSeverity.HIGH: "Many tiers rest on it, or it says who counts as a partner.",
        FindingSeverity.MEDIUM: "One partner may have too little or too much.",
        FindingSeverity.LOW: "Often it is as it should be.",
    },
)
