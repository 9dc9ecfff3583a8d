"""What is given for arguments and members of inputs: by their coordinates where we know better, else by their types."""

from collections.abc import Callable, Mapping

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInputType,
    get_named_type,
    get_nullable_type,
    is_list_type,
    is_required_input_field,
)

from tests.differential.documents.choices import Choices
from tests.differential.documents.cursors import draw_cursor
from tests.differential.worlds.texts import NAMES

Given = Mapping[str, object]

DEPENDENT = ("after", "before", "to")
"""Arguments whose value depends on those of the others, and so come last."""

EITHER = {"field", "metric"}
"""Members of an order of which exactly one is to be given."""


class Values(Choices):
    """Draws values of any input type that mean something in a world."""

    def draw(
        self, coordinate: str, kind: GraphQLInputType, given: Given, room: int = 100, about: str | None = None
    ) -> object:
        """A value for an argument (`Type.field.argument`) or a member (`Type.member`), beside what else is given.

        A page has mostly at most `room` edges, and ids are mostly of things of the type `about`."""
        field, _, name = coordinate.rpartition(".")
        if name in ("first", "last"):
            return self.size(room)
        if name in ("after", "before"):
            return draw_cursor(self.rng, self.asker, field, given)
        if name == "to" and isinstance(given.get("from"), str):
            return self.end(str(given["from"]), room)
        if coordinate in BY_COORDINATE:
            return BY_COORDINATE[coordinate](self)
        return self.by_type(kind, about)

    def by_type(self, kind: GraphQLInputType, about: str | None = None) -> object:
        named, nullable = get_named_type(kind), get_nullable_type(kind)
        if is_list_type(nullable):
            items = [self.by_type(nullable.of_type, about) for _ in range(self.rng.choice([0, 1, 1, 2, 3, 5, 9]))]
            return items[0] if items and self.rng.random() < 0.1 else items
        if isinstance(named, GraphQLEnumType):
            return self.rng.choice(list(named.values))
        if isinstance(named, GraphQLInputObjectType):
            return {
                name: self.draw(f"{named.name}.{name}", named.fields[name].type, {}) for name in self.members(named)
            }
        return self.any_id(about) if named.name == "ID" else BY_TYPE[named.name](self)

    def members(self, kind: GraphQLInputObjectType) -> list[str]:
        """The members to give: what has to be given, and some of the others."""
        share = self.rng.choice([0.2, 0.3, 0.5, 0.9])
        names = {
            name for name, member in kind.fields.items() if is_required_input_field(member) or self.rng.random() < share
        }
        if kind.fields.keys() >= EITHER and self.rng.random() > 0.05:
            names = names - EITHER | {self.rng.choice(sorted(EITHER))}
        return [name for name in kind.fields if name in names]


BY_COORDINATE: Mapping[str, Callable[[Values], object]] = {
    "ClientFilter.country": Values.country,
    "ClientFilter.soldByExternalId": lambda values: values.external_id("partner"),
    "DryRunDecision.by.dryRun": lambda values: values.any_id("DryRun"),
    "DryRunDecisionFilter.differsFrom": lambda values: values.any_id("DryRun"),
    "DryRunDecisionFilter.on": lambda values: values.rng.choice(["2019-05-15", "2019-06-15", "2019-07-15"]),
    "DryRunDecisionFilter.tierAfter": Values.tier,
    "DryRunDecisionFilter.tierBefore": Values.tier,
    "Edition.diff.with": lambda values: values.any_id("Edition"),
    "MetricRange.key": Values.metric,
    "MetricRange.max": lambda values: values.rng.choice(["999999999999.99", "1125.5", 4, "0.000003", "-1"]),
    "MetricRange.min": lambda values: values.rng.choice(["-1", 0, 0, "0.000001", "1125.00", "1000000000000"]),
    "MrrLineFilter.clientExternalId": lambda values: values.external_id("client"),
    "MrrLineFilter.period": Values.month,
    "MrrLineFilter.revision": lambda values: values.rng.choice([1, 1, 2, 2, 3, -(2**31)]),
    "MrrReportFilter.period": Values.month,
    "Partner.standing.asOf": Values.computed_day,
    "Standing.alternatives.tier": Values.tier,
    "Standing.gates.tier": Values.tier,
    "Standing.metric.key": Values.metric,
    "TierDecision.metric.key": Values.metric,
    "PartnerClientFilter.expiresBefore": Values.last_day,
    "PartnerClientFilter.name": lambda values: values.search("client"),
    "PartnerOrder.metric": Values.metric,
    "TierDecisionOrder.metric": Values.metric,
    "PartnerFilter.atRiskWithin": lambda values: values.rng.choice([1, 2, 3, 3, 3, 3, 0, 4]),
    "PartnerFilter.country": Values.country,
    "PartnerFilter.tier": Values.tier,
    "Portfolio.atRisk.decisions": lambda values: values.rng.choice([1, 2, 3, 3, 3, 3, 0, 4, -1, 2**31 - 1]),
    "Partner.tierHistory.knownAt": Values.known,
    "Partner.tierOn.day": Values.day,
    "Partner.tierOn.knownAt": Values.known,
    "Query.clientsByExternalId.externalIds": lambda values: values.external_ids("client"),
    "Query.partnersByExternalId.externalIds": lambda values: values.external_ids("partner"),
    "Query.tierDecisions.on": Values.deciding_day,
    "Query.tierDecisions.tier": Values.tier,
    "Query.client.externalId": lambda values: values.external_id("client"),
    "Query.clients.search": lambda values: values.search("client"),
    "Query.client.id": lambda values: values.any_id("Client"),
    "Query.dryRun.id": lambda values: values.any_id("DryRun"),
    "Query.edition.id": lambda values: values.any_id("Edition"),
    "Query.partner.externalId": lambda values: values.external_id("partner"),
    "Query.partner.id": lambda values: values.any_id("Partner"),
    "Query.partners.search": lambda values: values.search("partner"),
    "Query.program.key": Values.program,
    "Query.recomputeJob.id": lambda values: values.any_id("RecomputeJob"),
}
BY_TYPE: Mapping[str, Callable[[Values], object]] = {
    "Boolean": lambda values: values.rng.random() < 0.5,
    "Date": Values.day,
    "DateTime": lambda values: f"{values.day()}T03:00:00.5+02:00",
    "Decimal": lambda values: values.rng.choice(["0", "1125.00", "-1", 7]),
    "Float": lambda values: values.rng.choice([0, 1, 2.5]),
    "Int": lambda values: values.rng.choice([0, 1, 2, 20, -1, 2**31 - 1]),
    "String": lambda values: values.rng.choice(NAMES),
}
