"""The eleven kinds of metrics, one by one. Money is in minor units."""

from collections.abc import Callable
from datetime import timedelta
from fractions import Fraction
from functools import cached_property

from tests.oracle.grammar import measures
from tests.oracle.grammar.rules import Table
from tests.oracle.grammar.ways import ZONE, Credited, Situation
from tests.oracle.records import Client

Value = Fraction | None


class Numbers:
    """What a partner's metrics are on a day, each worked out when it is asked for."""

    def __init__(self, here: Situation) -> None:
        self.here = here
        self.rules = here.rules
        self.known: dict[str, Value] = {}

    @cached_property
    def clients(self) -> list[tuple[Client, dict[str, Credited]]]:
        """The clients that appear, each with its credits by way."""
        ways = self.rules.used_ways()
        return [
            (client, {way["key"]: self.here.credited(way, client) for way in ways}) for client in self.here.listed()
        ]

    def value(self, key: str) -> Value:
        if key not in self.known:
            metric = self.rules.metric(key)
            kinds: dict[str, Callable[[Table], Fraction | int | None]] = {
                "sum": self.sum,
                "count": self.count,
                "share": self.share,
                "median": self.median,
                "measure": self.measure,
                "people": lambda metric: measures.people(self.here, metric),
                "points": self.points,
                "ratio": self.ratio,
                "certified": lambda _: self.certified(),
                "flag": self.flag,
                "coverage": self.coverage,
            }
            found = kinds[metric["kind"]](metric)
            self.known[key] = None if found is None else Fraction(found)
        return self.known[key]

    def adding(self, over: list[str]) -> list[tuple[Client, int]]:
        """The clients that add more than 0 in some ways, with what they add in all of them."""
        totals = [(client, sum(credits_[way].amount for way in over)) for client, credits_ in self.clients]
        return [(client, total) for client, total in totals if total > 0]

    def sum(self, metric: Table) -> Fraction:
        return sum(
            (
                total * self.rules.factor(metric.get("factors", []), client.country, self.here.day)
                for client, total in self.adding(metric["over"])
            ),
            Fraction(0),
        )

    def count(self, metric: Table) -> int:
        """Whoever does not have to pay counts from the sale on, or the first service, before any report."""
        paying = metric.get("paying", True)
        each = [(client, credits_[way]) for client, credits_ in self.clients for way in metric["over"]]
        if metric["of"] == "lines":
            parts = [part for _, credited in each for part in credited.parts if part.amount > 0 or not paying]
            return len({part.line for part in parts} - {None})
        in_time = ("COUNTED", "PENDING_REPORT")
        return len({client.id for client, one in each if (one.amount > 0 if paying else one.status in in_time)})

    def share(self, metric: Table) -> Value:
        part, whole = (sum(total for _, total in self.adding(metric[key])) for key in ("part", "over"))
        return Fraction(part, whole) if whole else None

    def median(self, metric: Table) -> Value:
        adding = self.adding(metric["over"])
        if metric["of"] == "mrr":
            return _middle([total for _, total in adding])
        counted = self.rules.members(metric["apps"], self.here.day)
        since = self.here.day - timedelta(days=metric["days"])
        used = [
            {one.app for one in self.here.facts.seen_in(client.id, ZONE) if since <= one.day <= self.here.day}
            for client, _ in adding
        ]
        return _middle([len(apps & counted) for apps in used])

    def measure(self, metric: Table) -> Value:
        if metric["of"] == "partner":
            return measures.of_partner(self.here, metric)
        clients = [client for client, _ in self.clients]
        if "over" in metric:
            clients = [client for client, _ in self.adding(metric["over"])]
        return measures.of_clients(self.here, metric, [client.id for client in clients])

    def points(self, metric: Table) -> Fraction:
        earned = [self.term(term) for term in metric["terms"]]
        total = max(earned) if metric.get("take", "sum") == "best" else sum(earned, Fraction(0))
        return min(total, Fraction(metric["cap"])) if "cap" in metric else total

    def term(self, term: Table) -> Fraction:
        requires = term.get("requires", {})
        if not all(gate["passed"] for gate in self.gates(requires, {})):
            return Fraction(0)
        rate = Fraction(term["points"]) / Fraction(term["per"])
        if "credits" in term:
            factors = term.get("factors", [])
            earned = sum(
                (
                    Fraction(total, self.rules.minor_units_in_one)
                    * rate
                    * self.rules.factor(factors, client.country, self.here.day)
                    for client, total in self.adding([term["credits"]])
                ),
                Fraction(0),
            )
        else:
            number = max(self.value(term["metric"]) or Fraction(0), Fraction(0)) / self.rules.scale(term["metric"])
            if term.get("whole_steps", False):
                number -= number % Fraction(term["per"])
            earned = number * rate
        return min(earned, Fraction(term["cap"])) if "cap" in term else earned

    def ratio(self, metric: Table) -> Value:
        above, below = self.value(metric["numerator"]), self.value(metric["denominator"])
        if below is None:
            return None
        if below <= 0:
            return Fraction(metric["when_empty"]) if "when_empty" in metric else None
        if "denominator_at_most" in metric:
            below = min(below, Fraction(metric["denominator_at_most"]) * self.rules.scale(metric["denominator"]))
        return None if above is None else above / below

    def certified(self) -> int:
        periods = self.here.facts.tables.certifications.values()
        mine = [one for one in periods if one.partner == self.here.partner]
        return int(any(one.valid_from <= self.here.day <= one.valid_until for one in mine))

    def flag(self, metric: Table) -> int:
        values = measures.dated(self.here, metric, partner=self.here.partner)
        return int(bool(values) and values[-1][1] > 0)

    def coverage(self, metric: Table) -> int:
        used = [area for area in metric["areas"] if (self.value(area["used"]) or 0) > 0]
        return int(all((self.value(area["needs"]) or 0) > 0 for area in used))

    def gates(self, gates: Table, factors: dict[str, Fraction]) -> list[dict[str, object]]:
        """Each gate of an alternative: what it requires beside what there is. Minima come first."""
        return [
            self.gate(key, required, factors, strictly=name == "above")
            for name in ("at_least", "above")
            for key, required in gates.get(name, {}).items()
        ]

    def gate(self, key: str, required: int | str, factors: dict[str, Fraction], *, strictly: bool) -> dict[str, object]:
        least = Fraction(required) * factors.get(key, 1) * self.rules.scale(key)
        actual = self.value(key)
        passed = actual is not None and (actual > least if strictly else actual >= least)
        steps = {"RATIO": Fraction(1, 10_000), "POINTS": Fraction(1, 100)}
        enough = least + (steps.get(self.rules.metric(key)["unit"], Fraction(1)) if strictly else 0)
        missing = Fraction(0) if passed else enough - (actual or 0)
        return {
            "metric": key,
            "comparison": "ABOVE" if strictly else "AT_LEAST",
            "required": least,
            "actual": actual,
            "passed": passed,
            "missing": missing,
        }


def _middle(values: list[int]) -> Value:
    ranked = sorted(values)
    if not ranked:
        return None
    return Fraction(ranked[(len(ranked) - 1) // 2] + ranked[len(ranked) // 2], 2)
