"""How long the lists in an answer can get, by their arguments."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from graphql import (
    FieldNode,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    ListValueNode,
    ObjectValueNode,
    Undefined,
    ValueNode,
    VariableNode,
    get_named_type,
    get_nullable_type,
    is_composite_type,
    is_introspection_type,
    is_list_type,
    value_from_ast_untyped,
)

from api.mutations.edition_payloads import MOST_ERRORS
from api.mutations.ingest import MAX_RECORDS
from api.reading.days import LONGEST_RANGE
from api.reading.listings import DEFAULT_SIZE, GREATEST_SIZE
from api.types.answered import MOST_SHOWN, USUALLY_SHOWN
from api.types.decisions import MOST_REVISIONS
from api.types.portfolio import MOST_MONTHS, USUAL_MONTHS
from api.types.programs import MOST_EDITIONS
from engine.dry_run_requests import MOST_DAYS
from engine.forecasts import MOST_DECISIONS
from models.enums import FindingKind
from tiers.apps import APPS
from tiers.editions.parsing import MOST_BYTES

Arguments = Mapping[str, Any]
Size = Callable[[Arguments], int]  # of a list, by the values of the request's variables

CONNECTION = "Connection"
ON_PAGE = ("edges", "nodes")  # as long as the page
TIERS = 10  # a ladder has as many as its edition file says; more than this would be news
GATES = 8  # of one alternative, likewise
ALTERNATIVES = 2
METRICS = 20
WAYS = 4  # in which clients count, as many as an edition has
LINES = 5  # product lines that a client pays for
MOVES = 20  # from which tier to which, of all that there could be
CURRENCIES = 10  # as many as editions count in, which is one as a rule
CHANGES = 50  # from one edition to the next, as a rule
PROGRAMS = 5  # as many as a vendor has, with those that are only drafted
FORESEEN = 3  # decisions, where a forecast is not asked for another number
SCHEDULED = 5  # what is due and what comes, unless no worker has run for months
WORKERS = 10  # of most installations
USER_ERRORS = 10
USUAL_LENGTH = 4_000  # of an edition's text


class UnboundedList(LookupError):
    """A list of objects of which nobody has said how long it can get."""


def page(given: Arguments) -> int:
    """The edges of a page; of arguments that cannot be used the most that they could mean."""
    asked = [given[name] for name in ("first", "last") if given.get(name) is not None]
    sizes = [min(max(size, 0), GREATEST_SIZE) if isinstance(size, int) else GREATEST_SIZE for size in asked]
    return max(sizes, default=DEFAULT_SIZE)


def shown(given: Arguments) -> int:
    """As many as are shown of a list in an answer of the engine's; of what cannot be used the most that is shown."""
    asked = given.get("first", USUALLY_SHOWN)
    return min(max(asked, 0), MOST_SHOWN) if isinstance(asked, int) else MOST_SHOWN


def decisions(given: Arguments) -> int:
    """The decisions of a forecast, likewise."""
    asked = given.get("decisions", FORESEEN)
    return min(max(asked, 0), MOST_DECISIONS) if isinstance(asked, int) else MOST_DECISIONS


def months(given: Arguments) -> int:
    """The days of the portfolio's history, one a month and today; of what cannot be used the most that there are."""
    asked = given.get("months", USUAL_MONTHS)
    return 1 + (min(max(asked, 0), MOST_MONTHS) if isinstance(asked, int) else MOST_MONTHS)


def days(given: Arguments) -> int:
    """The days of a range."""
    try:
        length = (date.fromisoformat(given["to"]) - date.fromisoformat(given["from"])).days + 1
    except (KeyError, TypeError, ValueError):
        return LONGEST_RANGE
    return min(max(length, 0), LONGEST_RANGE)


def ids(given: Arguments) -> int:
    """The things that are asked for by their ids."""
    asked = given.get("ids", given.get("externalIds"))
    return min(len(asked), GREATEST_SIZE) if isinstance(asked, list) else 1


LISTED_FREE = 3  # of what a record lists, as most partners have no more domains: a load of full length can be paid for


def records(given: Arguments) -> int:
    """The records of a load, or those that are supposed, and what they list beyond a few.

    More than there may be are refused before anything is done.
    """
    argument = given.get("input")
    lists = argument.values() if isinstance(argument, Mapping) else [given.get("facts")]
    return sum(map(_count_records, lists))


def _count_records(value: object) -> int:
    if not isinstance(value, list):
        return 0
    facts = (fact for one in value[:MAX_RECORDS] if isinstance(one, Mapping) for fact in one.values())
    listed = (each for fact in facts if isinstance(fact, Mapping) for each in fact.values() if isinstance(each, list))
    return min(len(value), MAX_RECORDS) + sum(max(0, len(each) - LISTED_FREE) for each in listed)


def characters(given: Arguments) -> int:
    """The characters of an edition's text, as far as it is read; as many as one usually has where a draft is meant."""
    argument = given.get("input")
    text = argument.get("text") if isinstance(argument, Mapping) else None
    return min(len(text), MOST_BYTES) if isinstance(text, str) else USUAL_LENGTH


SIZES: dict[str, Callable[[Arguments], int] | int] = {
    "DryRun.days": MOST_DAYS,
    "DryRunDay.moves": MOVES,
    "DryRunDay.tiers": 2 * TIERS + 1,
    "DryRunDecision.gates": ALTERNATIVES * GATES,
    "DryRunPayload.userErrors": MOST_ERRORS,
    "Explanation.metrics": METRICS,
    "ForecastDecision.alternatives": ALTERNATIVES * GATES,
    "ForecastDecision.expired": shown,
    "ForecastDecision.gates": GATES,
    "ForecastDecision.metrics": METRICS,
    "Forecast.decisions": 1,  # `Partner.forecast` has the number
    "IngestPayload.rejected": MAX_RECORDS,
    "IngestPayload.warnings": MAX_RECORDS,
    "IngestPayload.userErrors": USER_ERRORS,
    "MetricChange.clients": shown,
    "MetricExplanation.contributions": shown,
    "MoverEdge.gates": GATES,
    "MrrReport.totals": CURRENCIES,
    "NearNextEdge.gates": GATES,
    "Partner.dailyActivity": days,
    "Partner.forecast": decisions,
    "Partner.standings": days,
    "PartnerChanges.metrics": METRICS,
    "CheckEditionPayload.userErrors": MOST_ERRORS,
    "Client.usedApps": len(APPS),
    "ClientCredit.ways": WAYS,
    "Edition.apps": len(APPS),
    "Edition.diff": CHANGES,
    "Edition.metrics": METRICS,
    "Edition.tiers": TIERS,
    "EditionPayload.userErrors": MOST_ERRORS,
    "Policy.carry": TIERS,
    "Policy.terms": TIERS,
    "Portfolio.findingCounts": len(FindingKind),
    "Portfolio.history": months,
    "Portfolio.tierCounts": TIERS + 1,
    "PortfolioDay.tierCounts": TIERS + 1,
    "Program.editions": MOST_EDITIONS,
    "PublishEditionPayload.userErrors": MOST_ERRORS,
    "Query.clientsByExternalId": ids,
    "Query.nodes": ids,
    "Query.partnersByExternalId": ids,
    "Query.programs": PROGRAMS,
    "Query.schedule": SCHEDULED,
    "Query.tierCounts": TIERS + 1,
    "Query.workers": WORKERS,
    "RecomputePayload.userErrors": USER_ERRORS,
    "Standing.alternatives": ALTERNATIVES * GATES,
    "Standing.gates": GATES,
    "Standing.metrics": METRICS,
    "Tier.alternatives": ALTERNATIVES * GATES,
    "Tier.gates": GATES,
    "TierDecision.metrics": METRICS,
    "TierDecision.revisions": MOST_REVISIONS,
    "WayCredit.parts": LINES,
    "WhatIf.credits": shown,
    "WhatIf.rejected": MAX_RECORDS,
    "WhatIf.warnings": MAX_RECORDS,
    "WhatIfStanding.alternatives": ALTERNATIVES * GATES,
    "WhatIfStanding.gates": GATES,
    "WhatIfStanding.metrics": METRICS,
}


# What a list of scalars counts, whatever it holds, a text that may be long, what looks at a tier's gates again, and a
# look for activity.
SCALARS = {
    "Access.lastActiveOn": 20,
    "CheckEditionPayload.notApplied": 0,
    "CheckEditionPayload.warnings": 0,
    "DataThrough.newestActivity": 500,  # the activity of a quarter is looked through
    "DecidingDays.months": 0,
    "DryRun.editionText": 50,
    "Edition.sources": 1,
    "Edition.text": 50,
    "Gate.limiting": 5,
    "MatchedAccess.partnerDomains": 20,
    "MovingDays.months": 0,
    "Partner.domains": 20,
    "Policy.mustHold": 0,
    "PublishEditionPayload.notApplied": 0,
    "PublishEditionPayload.warnings": 0,
    "UserError.path": 0,
}

LOADS = frozenset({"Mutation.importFacts", "Mutation.recordActivity", "Query.whatIf"})


def size_of(coordinate: str, field: GraphQLField, node: FieldNode) -> int | Size:
    """The length of the list that a field gives, or of the page that a connection is; 1 for any other field."""
    declared = page if get_named_type(field.type).name.endswith(CONNECTION) else SIZES.get(coordinate, 1)
    if isinstance(declared, int):
        return declared
    return _sized(node, declared)


def input_of(coordinate: str, node: FieldNode) -> int | Size:
    """How many records a field brings in, or how many characters of an edition."""
    return _sized(node, records if coordinate in LOADS else characters)


def _sized(node: FieldNode, measure: Size) -> int | Size:
    """The size that the arguments come to, or how to work it out once the variables are known."""
    values = {argument.name.value: argument.value for argument in node.arguments or ()}

    def size(variables: Arguments) -> int:
        read = {name: value_from_ast_untyped(value, dict(variables)) for name, value in values.items()}
        return measure({name: value for name, value in read.items() if value is not Undefined})

    return size if any(_varies(value) for value in values.values()) else size({})


def check_sizes(schema: GraphQLSchema) -> None:
    """Raises UnboundedList, naming the fields, where the length of a list of objects is not declared above.

    Of a list of scalars it is the price that has to be declared, or that it is free."""
    unknown = [
        f"{kind.name}.{name}"
        for kind in schema.type_map.values()
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType) and not is_introspection_type(kind)
        for name, field in kind.fields.items()
        if is_list_type(get_nullable_type(field.type))
        if f"{kind.name}.{name}" not in (SIZES if is_composite_type(get_named_type(field.type)) else SCALARS)
        if not (kind.name.endswith(CONNECTION) and name in ON_PAGE)
    ]
    if unknown:
        raise UnboundedList(
            f"say in api/execution/limits/sizes.py how long these lists can get: {', '.join(sorted(unknown))}"
        )


def _varies(value: ValueNode) -> bool:
    """Whether it depends on variables."""
    if isinstance(value, ObjectValueNode):
        return any(_varies(member.value) for member in value.fields)
    return isinstance(value, VariableNode) or (isinstance(value, ListValueNode) and any(map(_varies, value.values)))
