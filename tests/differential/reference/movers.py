"""Who rose and who fell, and who lacks least for the next tier."""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

from tests.differential.reference.arguments import Arguments, fold
from tests.differential.reference.asker import Asker, bad_input
from tests.differential.reference.decisions import change_of, latest_revisions, preceding
from tests.differential.reference.editions import numbers_of, show_gate, standing_gates, values_of
from tests.differential.reference.held import count_tiers
from tests.differential.reference.lists import Listing, page, what_is_given
from tests.differential.reference.partners import standing_on
from tests.differential.reference.tables import Row
from tests.differential.reference.written import shortest
from tiers.editions.ladder import Tier
from tiers.gates import Gate, gates_of, is_limiting

Nearest = tuple[int, Decimal, list[Row]]
NOTHING: Nearest = (0, Decimal(0).quantize(Decimal("0.000001")), [])


def movers_listing(asker: Asker, arguments: Arguments) -> Listing:
    """Of decisions, by the partner's name."""

    def key(row: Row) -> tuple[str, str, str]:
        partner = asker.tables.get("partner", row["partner_id"])
        return fold(partner["name"]), partner["name"], partner["external_id"]

    return Listing("movers", "NAME", key, (str, str, str), what_is_given(arguments))


def _movers(_: object, asker: Asker, arguments: Arguments) -> Row:
    on, wanted = arguments.get("on"), arguments.get("change")
    if on is not None and on > asker.today:
        raise bad_input(f"on: {on} is still to come; nobody knows yet who moves then")
    if wanted == "UNCHANGED":
        raise bad_input("change: who keeps a tier has not moved; ask for PROMOTED or DEMOTED")
    latest = [row for partner in asker.tables["partner"] for row in latest_revisions(asker, partner["id"])]
    day = on or max((row["effective_on"] for row in latest if row["effective_on"] <= asker.today), default=None)
    kinds = [wanted] if wanted else ["PROMOTED", "DEMOTED"]
    rows = [row for row in latest if row["effective_on"] == day and change_of(row, asker) in kinds]
    return page(
        movers_listing(asker, arguments), rows, arguments, lambda row: {"node": row, "gates": _moved_by(row, asker)}
    )


def _moved_by(row: Row, asker: Asker) -> list[Row]:
    """The gates that keep it from the tier it lost, or those of its tier that the numbers before did not pass."""
    before = preceding(row, asker)
    edition = asker.edition(row["edition"])
    fell = change_of(row, asker) == "DEMOTED"
    key = before["tier"] if before is not None and fell else row["tier"]
    tier: Tier | None = next((one for one in edition.tiers if one.key == key), None)
    if tier is None:
        return []
    earlier = {} if before is None else numbers_of(before, "metrics")
    earlier_row = {**row, "metrics": {name: earlier.get(name) for name in edition.metric_by_key}}
    now = _beside(row, asker, tier)
    then = _beside(earlier_row, asker, tier)
    if fell:
        pairs = [
            (gate, old)
            for gates, olds in zip(now, then, strict=True)
            for gate, old in zip(gates, olds, strict=True)
            if is_limiting(gate, now)
        ]
    else:
        met = [place for place, gates in enumerate(now) if all(gate.passed for gate in gates)]
        pairs = [pair for place in met[:1] for pair in zip(now[place], then[place], strict=True) if not pair[1].passed]
    return [{**show_gate(edition, gate, ""), "before": show_gate(edition, old, "")["actual"]} for gate, old in pairs]


def _beside(row: Row, asker: Asker, tier: Tier) -> Sequence[Sequence[Gate]]:
    edition = asker.edition(row["edition"])
    return [gates_of(edition, gates, *values_of(row, edition)) for gates in tier.alternatives]


def near_listing(asker: Asker, _: Arguments) -> Listing:
    """Of partners."""

    def key(partner: Row) -> tuple[int, Decimal, str]:
        lacking, lack, _ = _nearest(partner, asker)
        return lacking, lack, partner["external_id"]

    return Listing("nearNext", "LACK", key, (int, Decimal, str))


def _near(_: object, asker: Asker, arguments: Arguments) -> Row:
    def edge(partner: Row) -> Row:
        _, lack, gates = _nearest(partner, asker)
        standing = standing_on(asker, partner, asker.newest_day)
        assert standing is not None
        edition = asker.edition(standing["edition"])
        tier = edition.tiers[edition.rank(asker.tier(standing["edition"], standing["tier"]))]
        return {"node": partner, "tier": tier, "lack": shortest(lack), "gates": gates}

    rows = [partner for partner in asker.tables["partner"] if _nearest(partner, asker)[0]]
    return page(near_listing(asker, arguments), rows, arguments, edge)


def _nearest(partner: Row, asker: Asker) -> Nearest:
    """How many gates of the next tier fail, how much they lack in all, and these gates: of the best alternative."""
    standing = standing_on(asker, partner, asker.newest_day)
    if standing is None or standing["tier"] == asker.edition(standing["edition"]).tiers[-1].key:
        return NOTHING
    found = []
    for gates in standing_gates(standing, asker, {}):
        lacking = [gate for gate in gates if not gate["passed"]]
        parts = [
            Fraction(gate["missing"]) / Fraction(gate["required"]) if Fraction(gate["required"]) > 0 else Fraction(1)
            for gate in lacking
        ]
        found.append((len(lacking), _rounded(sum(parts, Fraction(0))), lacking))
    return min(found, key=lambda one: one[:2], default=NOTHING)


def _rounded(number: Fraction) -> Decimal:
    with localcontext(prec=100):
        found = Decimal(number.numerator) / number.denominator
        return found.quantize(Decimal("0.000001"), ROUND_HALF_UP)


def _history(_: object, asker: Asker, arguments: Arguments) -> list[Row]:
    months = arguments["months"]
    if not 1 <= months <= 60:
        raise bad_input(f"months: {months} is not between 1 and 60")
    since = _months_before(asker.today, months)
    latest = [row for partner in asker.tables["partner"] for row in latest_revisions(asker, partner["id"])]
    deciding = {row["effective_on"] for row in latest if since < row["effective_on"] <= asker.today}
    days = sorted({(day.year, day.month): day for day in sorted(deciding)}.values())
    found = [_day(asker, day, [row for row in latest if row["effective_on"] == day]) for day in days]
    if asker.today in days:
        return found
    standings = [standing_on(asker, partner, asker.newest_day) for partner in asker.tables["partner"]]
    return [*found, _day(asker, asker.today, [row for row in standings if row is not None])]


def _day(asker: Asker, day: date, rows: Sequence[Row]) -> Row:
    def total(column: str) -> Row | None:
        values = [
            row[column]
            for row in rows
            if row[column] is not None and asker.tables.get("partner", row["partner_id"])["joined_on"] <= day
        ]
        return asker.amount(sum(values, Decimal(0)), day) if values else None

    return {
        "day": day,
        "tier_counts": count_tiers(asker, day),
        "sold": total("sold_mrr"),
        "managed": total("managed_mrr"),
    }


def _months_before(day: date, months: int) -> date:
    number = day.year * 12 + day.month - 1 - months
    for last in range(day.day, 0, -1):
        try:
            return date(number // 12, number % 12 + 1, last)
        except ValueError:
            continue
    raise AssertionError


FIELDS = {
    "Portfolio.history": _history,
    "Portfolio.movers": _movers,
    "Portfolio.nearNext": _near,
}
