"""Reports, computed days, standings and credits."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from engine.rows import write_numbers, write_ways
from models.rulebook import Rulebook
from tests.differential.worlds.ledger import AMOUNTS, MEDIANS, SUMS, TODAY, Ledger
from tiers.by_way import CreditByWay, PartByWay
from tiers.credits import CreditStatus
from tiers.decisions import TierChangeKind
from tiers.editions.decimals import rounded_down
from tiers.editions.edition import Edition
from tiers.editions.metrics.common import Metric, Unit
from tiers.stored import factors_of

DAY = timedelta(days=1)
FINEST = Fraction(1, 3 * 10**12)  # less than thresholds and factors can say
PERIODS = (date(2019, 3, 1), date(2019, 4, 1), date(2019, 5, 1), date(2019, 8, 1))
COUNTED = CreditStatus.COUNTED
SOLD = (CreditStatus.NOT_SOLD_BY_PARTNER, CreditStatus.EXPIRED, CreditStatus.PENDING_REPORT, COUNTED)
MANAGED = (
    CreditStatus.NO_ACCESS,
    CreditStatus.DOMAIN_MISMATCH,
    CreditStatus.NO_RECENT_ACTIVITY,
    CreditStatus.PENDING_REPORT,
    COUNTED,
)


def add_reports(ledger: Ledger) -> None:
    """Of every month two revisions, of which one may not have run; clients have lines, one of zero, or none."""
    for period in PERIODS:
        for revision in (1, 2):
            for client in ledger.keys("client"):
                currency = ledger.pick(["USD", "USD", "USD", "EUR"])
                lines = ledger.pick([(None,), (None,), ("CRM",), ("CRM", "CMS", "Ärger")])
                for line in lines if ledger.chance(0.6) else ():
                    ledger.add(
                        "mrr_line",
                        period=period,
                        revision=revision,
                        client_id=client,
                        amount=ledger.pick(AMOUNTS),
                        currency=currency,
                        line=line,
                    )
            if revision == 1 or ledger.chance(0.6):
                by, at = ledger.pick([(None, None), (None, None), ("ann", ledger.moment())])
                values = {"ran_on": period + 33 * DAY, "confirmed_by": by, "confirmed_at": at}
                ledger.add("mrr_report", period=period, revision=revision, **values)


def add_computed_days(ledger: Ledger, count: int) -> None:
    """So many days, the newest of them yesterday or some days ago."""
    newest = TODAY - ledger.pick([1, 1, 2, 17]) * DAY
    for day in [newest - number * ledger.pick([1, 9]) * DAY for number in range(count)]:
        report = ledger.pick([None, *ledger.keys("mrr_report"), *ledger.keys("mrr_report")])
        if day not in [row["day"] for row in ledger["computed_day"]]:
            ledger.add("computed_day", day=day, report_id=report, computed_at=ledger.moment())


def numbers(ledger: Ledger, edition: Edition, *, ranked: bool) -> dict[str, Any]:
    """Values, factors and tier, whether they go together or not; with the tier's rank where that is stored."""
    tier = ledger.pick([None, *edition.tiers])
    factors = {key: one.factor for one in edition.threshold_factors for key in one.metrics if ledger.chance(0.7)}
    values: dict[str, Any] = {
        "metrics": write_numbers({metric.key: _value(ledger, edition, metric) for metric in edition.metrics}),
        "factors": write_numbers(factors_of(factors)) if factors and ledger.chance(0.6) else None,
        "provisional": ledger.chance(0.5),
        "tier": None if tier is None else tier.key,
        "edition": edition.key,
    }
    if ranked:
        values["rank"] = edition.rank(tier)
    return values


def _value(ledger: Ledger, edition: Edition, metric: Metric) -> Decimal | None:
    """A value as it is stored; often one that a gate asks for, or just beside it."""
    thresholds: list[Fraction] = [
        threshold * factor
        for tier in edition.tiers
        for gates in tier.alternatives
        for key, threshold in (*gates.at_least.items(), *gates.above.items())
        for factor in [Fraction(1), *(one.factor for one in edition.threshold_factors if key in one.metrics)]
        if key == metric.key
    ]
    if metric.unit is Unit.FLAG:
        return Decimal(ledger.chance(0.5))
    if metric.unit is Unit.MONEY:
        return rounded_down(Fraction(ledger.pick(SUMS)))
    if metric.unit is Unit.COUNT:
        median = ledger.pick(MEDIANS)
        return None if median is None else rounded_down(Fraction(median))
    beside = ledger.pick([Fraction(0), Fraction(0), FINEST, -FINEST, Fraction(1, 7), -Fraction(2, 3)])
    return None if ledger.chance(0.2) else rounded_down(ledger.pick([Fraction(0), *thresholds]) + beside)


def add_standings(ledger: Ledger, rules: Rulebook) -> None:
    """On computed days and on others, before and after partners joined; some partners have none."""
    computed = [row["day"] for row in ledger["computed_day"]]
    for partner in ledger.keys("partner"):
        others = [TODAY - number * DAY for number in (1, 2, 3, 30, 31, 150, 200, 401)]
        days = [day for day in dict.fromkeys([*computed, *others]) if ledger.chance(0.85 if day in computed else 0.4)]
        for day in days:
            edition = rules.in_force(day) if ledger.chance(0.8) else ledger.pick(rules.editions)
            values = numbers(ledger, edition, ranked=False)
            ledger.add("standing", partner_id=partner, as_of=day, computed_at=ledger.moment(), **values)


def add_forecasts(ledger: Ledger, rules: Rulebook) -> None:
    """Of some partners one, two or three decisions to come, whether they go together or not."""
    for partner in ledger.keys("partner"):
        falls = ledger.pick([0, 1, 2, 3])
        for place in range(1, ledger.pick([0, 1, 2, 3, 3]) + 1):
            edition = ledger.pick(rules.editions)
            tier = ledger.pick([None, *edition.tiers])
            ledger.add(
                "forecast",
                program=edition.program,
                partner_id=partner,
                place=place,
                effective_on=TODAY + ledger.pick([14, 45, 76]) * DAY,
                tier=None if tier is None else tier.key,
                rank=edition.rank(tier),
                edition=edition.key,
                change=ledger.pick([*TierChangeKind]).value,
                falls_first=place == falls,
                metric=ledger.pick([None, *(metric.key for metric in edition.metrics)]),
                client_id=ledger.pick([None, *ledger.keys("client")]),
                last_day=ledger.pick([None, ledger.day(0, 80)]),
                mrr=ledger.pick(SUMS),
                foreseen_on=TODAY - ledger.pick([1, 1, 2]) * DAY,
            )


def both_credits(ledger: Ledger) -> dict[str, Any]:
    """Both credits of a client."""
    values: dict[str, Any] = {}
    for kind, statuses in (("sold", SOLD), ("managed", MANAGED)):
        status = ledger.pick([*statuses, COUNTED])
        counted = status is COUNTED
        values[f"{kind}_amount"] = ledger.pick(AMOUNTS) if counted else Decimal("0.00")
        values[f"{kind}_status"] = status.value
        values[f"{kind}_until"] = ledger.pick([ledger.day(0, 400), date(9999, 12, 31)]) if counted else None
    ways = write_ways(_ways(ledger)) if ledger.chance(0.5) else None
    return values | {"apps_used": ledger.rng.randint(0, 16), "counts_in_median": ledger.chance(0.5), "ways": ways}


def _ways(ledger: Ledger) -> tuple[CreditByWay, ...]:
    """Some of both kinds, with none to three lines, whether they go together with the sums or not."""
    return tuple(_way(ledger, key) for key in ledger.sample(["SOLD", "MANAGED", "SOURCED", "ASSISTED"], 3))


def _way(ledger: Ledger, key: str) -> CreditByWay:
    status = ledger.pick([COUNTED, COUNTED, CreditStatus.EXPIRED, CreditStatus.NO_ACCESS])
    if status is not COUNTED:
        return CreditByWay(key, status, Decimal(0), None, ())
    lines = ledger.pick([(), (None,), ("CRM",), ("CMS", "CRM", "Ärger")])
    until = ledger.pick([ledger.day(0, 400), date.max])
    return CreditByWay(key, status, ledger.pick(AMOUNTS), until, tuple(_part(ledger, line) for line in lines))


def _part(ledger: Ledger, line: str | None) -> PartByWay:
    return PartByWay(
        line,
        ledger.pick([None, ledger.day(-400, 0)]),
        ledger.pick([*AMOUNTS, Decimal(70)]),
        ledger.pick(["USD", "EUR", "JPY"]),
        ledger.pick([Decimal(1), Decimal("1.08"), Decimal("0.0067"), Decimal("0.3333333333333")]),
        ledger.pick(AMOUNTS),
        ledger.pick([*AMOUNTS, Decimal("0.5")]),
        ledger.pick([ledger.day(0, 400), date.max]),
    )


def add_credits(ledger: Ledger) -> None:
    """Of the newest computed day, so there are none without one. Clients appear under several partners, or none."""
    if ledger["computed_day"]:
        for client in ledger.keys("client"):
            for partner in {ledger.partner() for _ in range(ledger.rng.randint(0, 4))}:
                ledger.add("client_credit", partner_id=partner, client_id=client, **both_credits(ledger))
