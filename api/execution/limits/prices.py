"""What an answer costs: how many objects it can hold. Sums in which sizes that only variables tell are kept open."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from api.execution.limits.bounds import COUNTED_TO
from api.execution.limits.sizes import Size

# What a field does besides giving objects, each of which is 1: some 10 microseconds of a processor.
COUNT = 25  # totalCount: the database walks the whole list for it,
OF_ALL = frozenset({"Query", "Portfolio"})  # whose lists are of all that there is
COUNT_ALL = 500  # in such a list all rows of a table,
FILTER_ALL = 1_000  # and a filter or a search looks at every one, and at all of its texts
ORDER_ALL = {"Query.partners": 500}  # an order by a metric reads the values of all of them,
DEAR_ORDERS = frozenset({"CERTIFIED_UNTIL"})  # and one by these fields looks something up for each
RECORD = 10  # of a mutation, which is checked, staged and merged; and each domain that one lists beyond three
CHARACTER = 3  # of an edition's text, in tenths: reading and checking it takes up to 3 microseconds for each
META = {"__schema": 6_000, "__type": 300, "__typename": 0}
# A look of the engine at a partner's day, as for `Standing.explain`, for any of these: one for all credits of a page.
LOOK = 3_000
LOOKS = {f"ClientCredit.{name}" for name in ("countsFrom", "lastActiveOn", "matchedAccess", "matchedEmployee")}
LOOKED_AT = {"ClientCredit", "CreditedClient"}  # what stands between them and a page
OF_ONE_CLIENT = {"Client.partners"}  # a page of credits of different partners, with a look for each
# Once. To compare two editions both may have to be read.
FIELDS = {
    "Client.usedApps": 100,  # a year of its activity is added up
    "DryRun.decisions": 500,  # sorts, and may count, those of all partners on a day,
    "Edition.diff": 1_000,
    "Partner.changes": 2_000,  # two looks of the engine at all clients of a partner,
    "Partner.dailyActivity": 100,
    "Partner.forecast": 2_000,  # two as well, and one for each decision,
    "Portfolio.history": 500,
    "Portfolio.movers": 1_000,
    "Portfolio.nearNext": 2_500,  # of all partners, the gates ahead
    "Portfolio.tierCounts": 500,
    "Query.tierCounts": 500,
    "Query.tierDecisions": 500,  # all of a day are put in order
    "Query.whatIf": 5_000,  # what facts are merged into is made, and the engine looks up to four times,
    "Standing.explain": LOOK,  # one, and what is known of a year before
}
# They too walk the whole list.
ARGUMENTS = {
    "DryRun.decisions.filter": COUNT_ALL,
    **{f"Partner.tierHistory.{name}": COUNT for name in ("filter", "knownAt", "orderBy")},
    "Query.tierDecisions.change": FILTER_ALL,  # the decision before each is looked up
}
# For each object of a list, or each decision, instead of 1: the events or decisions behind it are added up, the engine
# looks again.
ITEMS = {"Partner.dailyActivity": 40, "Partner.forecast": 1_000, "Portfolio.history": 200}
# What a scalar counts that is written under an alias, and so may be written many times over, in tenths: a microsecond,
AGAIN = 1
DERIVED: Mapping[str, int] = MappingProxyType(  # or what it takes to work it out
    {"id": 5, "cursor": 6, "startCursor": 3, "endCursor": 3, "certifiedUntil": 3, "Gate.id": 12}
)
REQUEST = 30  # whatever it asks for, and also if that is refused
BODY = (16 * 2**10, 512)  # bytes that are in the price of a request, and of what is beyond as many for 1
READING = (50, 2, 10_000)  # of a text that is not known: at least, for each character, at most
LOOKING = {
    "changes": 3,
    "explain": 25,
    "forecast": 10,
    "whatIf": 12,
}  # for each client that the engine has looked at, on each day
PLANNING = 4  # characters of a statement that is not known, for 1: it is written here, and planned by the database


@dataclass(frozen=True, slots=True)
class Price:
    """`fixed` and `tenths` of 1, and each part as often as its size says; None is the size of the page that it is in.

    `counts` is how often the length of the page's whole list is asked for. `looks` says that credits need a look of the
    engine, which is still to be paid for: once for all that are of one partner."""

    fixed: int = 0
    parts: tuple[tuple[int | Size | None, "Price"], ...] = ()
    counts: int = 0
    tenths: int = 0
    looks: bool = False

    def __add__(self, other: "Price") -> "Price":
        fixed = min(self.fixed + other.fixed, COUNTED_TO)
        counts = min(self.counts + other.counts, COUNTED_TO)
        tenths = min(self.tenths + other.tenths, COUNTED_TO)
        return Price(fixed, self.parts + other.parts, counts, tenths, self.looks or other.looks)

    @property
    def look(self) -> "Price":
        """The price of the look that is still to be paid for, if there is one."""
        return Price(LOOK) if self.looks else NOTHING

    def amount(self, variables: Mapping[str, Any] | None) -> int:
        """The cost with these values of the variables; with None the least that it can be with any."""
        return min(-(-self.in_tenths(variables) // 10), COUNTED_TO)

    def in_tenths(self, variables: Mapping[str, Any] | None) -> int:
        """The same, exactly."""
        total = 10 * self.fixed + self.tenths
        for size, each in self.parts:
            if isinstance(size, int):
                total += size * each.in_tenths(variables)
            elif size is not None and variables is not None:
                total += size(variables) * each.in_tenths(variables)
        return min(total, 10 * COUNTED_TO)

    def times(self, size: int | Size | None) -> "Price":
        """The price of a list of that length."""
        if isinstance(size, int) and not self.parts:
            return Price(min(self.fixed * size, COUNTED_TO), tenths=min(self.tenths * size, COUNTED_TO))
        return Price(0, ((size, self),))

    def on_page(self, size: int | Size, count: int) -> "Price":
        """The price with the size of the page, and the price of a count, filled in."""
        total = Price(min(self.fixed + self.counts * count, COUNTED_TO), tenths=self.tenths)
        for own, each in self.parts:
            total += each.times(size if own is None else own)
        return total


NOTHING = Price()
INPUTS: Mapping[str, Price] = MappingProxyType(  # each record, or character, that is brought in
    {
        **dict.fromkeys(("Mutation.importFacts", "Mutation.recordActivity", "Query.whatIf"), Price(RECORD)),
        **dict.fromkeys(
            ("Mutation.checkEdition", "Mutation.draftEdition", "Mutation.dryRun", "Mutation.publishEdition"),
            Price(tenths=CHARACTER),
        ),
    }
)


def price_again(kind: str, name: str) -> Price:
    """The price of a scalar under an alias, of an object of that type."""
    return Price(tenths=DERIVED.get(f"{kind}.{name}") or DERIVED.get(name, AGAIN))


def price_of_reading(text: str) -> int:
    """The price of parsing and validating a document."""
    least, each, most = READING
    return min(least + each * len(text), most)


def price_of_planning(length: int) -> int:
    """The price of writing a statement of so many characters, and of having it planned."""
    return length // PLANNING


def price_of_looking(question: str, clients: int) -> int:
    """The price of an answer of the engine's beyond that of its field. Who is looked at on two days is two clients."""
    return LOOKING[question] * clients


def price_of_body(size: int) -> int:
    """The price of taking and reading a request's body of so many bytes, besides that of a request."""
    free, each = BODY
    return max(0, size - free) // each
