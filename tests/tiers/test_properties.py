from datetime import date
from decimal import Decimal
from statistics import median

from hypothesis import given
from hypothesis import strategies as st

from tests.tiers.edition import EDITION
from tiers.assessment import assess
from tiers.credits import MANAGED_STATUSES, SOLD_STATUSES, Credit, CreditStatus, basis_of, credit_client, last_sold_day
from tiers.facts import Access, ClientFacts, PartnerFacts, Report
from tiers.periods import days_after, days_before, minus_months
from tiers.standings import Numbers, gates_of, tier_of

# Two leap years and the year between, so that windows begin, end and lie on either side of a 29 February.
DAYS = st.dates(date(2019, 1, 1), date(2021, 4, 30))
AS_OF_DAYS = st.dates(date(2020, 1, 15), date(2021, 4, 30))
AMOUNTS = st.integers(0, 3_000_00)
REPORTS = st.none() | st.builds(
    Report, period=st.sampled_from([date(2019, 12, 1), date(2020, 6, 1)]), revision=st.just(1), ran_on=st.just(date.min)
)


@st.composite
def accesses(draw: st.DrawFn) -> Access:
    granted_on = draw(DAYS)
    revoked_on = draw(st.none() | st.integers(1, 500).map(lambda days: days_after(granted_on, days)))
    matches = draw(st.sampled_from([True, True, False]))
    return Access(draw(st.integers(1, 3)), granted_on, revoked_on, matches, draw(st.none() | DAYS))


CLIENTS = st.builds(
    ClientFacts,
    client=st.integers(1, 1_000),
    registered_on=DAYS,
    sold_on=st.none() | DAYS,
    reported=st.none() | AMOUNTS,
    accesses=st.lists(accesses(), max_size=3).map(tuple),
    apps_used=st.integers(0, 16),
)
PORTFOLIOS = st.lists(CLIENTS, max_size=8, unique_by=lambda facts: facts.client)
NUMBERS = st.builds(
    Numbers,
    sold_mrr=st.integers(0, 12_000_00),
    managed_mrr=st.integers(0, 60_000_00),
    median_app_usage=st.none() | st.integers(0, 32).map(lambda halves: Decimal(halves) / 2),
    certified=st.booleans(),
)


def rank(numbers: Numbers) -> int:
    tier = tier_of(EDITION, numbers)
    return 0 if tier is None else tier.rank


@given(NUMBERS, st.integers(0, 10_000_00), st.integers(0, 50_000_00), st.integers(0, 4), st.booleans())
def test_better_numbers_never_give_a_lower_tier(
    numbers: Numbers,
    sold: int,
    managed: int,
    apps: int,
    certified: bool,  # noqa: FBT001 - drawn
) -> None:
    better = Numbers(
        numbers.sold_mrr + sold,
        numbers.managed_mrr + managed,
        apps + (numbers.median_app_usage or Decimal(0)),
        certified or numbers.certified,
    )
    assert rank(better) >= rank(numbers)


@given(NUMBERS)
def test_a_tier_is_reached_exactly_when_none_of_its_gates_misses_anything(numbers: Numbers) -> None:
    passed = [tier.rank for tier in EDITION.tiers if all(gate.passed for gate in gates_of(tier, numbers))]
    assert rank(numbers) == max(passed, default=0)
    for tier in EDITION.tiers:
        for gate in gates_of(tier, numbers):
            assert gate.passed is (gate.missing == 0)
            assert gate.missing == max(gate.required - (gate.actual or 0), Decimal(0))


@given(AS_OF_DAYS, REPORTS, PORTFOLIOS, st.data())
def test_more_mrr_of_a_client_that_adds_something_never_lowers_the_tier(
    as_of: date, report: Report | None, portfolio: list[ClientFacts], data: st.DataObject
) -> None:
    basis = basis_of(EDITION, as_of, report)
    before = assess(basis, PartnerFacts(certified=True, clients=portfolio))
    adding = {credit.client for credit in before.credits if credit.counts_in_median}
    more = [
        facts._replace(reported=(facts.reported or 0) + data.draw(AMOUNTS)) if facts.client in adding else facts
        for facts in portfolio
    ]
    after = assess(basis, PartnerFacts(certified=True, clients=more))
    assert rank(after.standing) >= rank(before.standing)


@given(AS_OF_DAYS, REPORTS, PORTFOLIOS, st.data())
def test_the_order_of_facts_with_distinct_keys_never_matters(
    as_of: date, report: Report | None, portfolio: list[ClientFacts], data: st.DataObject
) -> None:
    shuffled = [
        facts._replace(accesses=tuple(data.draw(st.permutations(facts.accesses))))
        for facts in data.draw(st.permutations(portfolio))
    ]
    basis = basis_of(EDITION, as_of, report)
    one, other = (assess(basis, PartnerFacts(certified=True, clients=clients)) for clients in (portfolio, shuffled))
    assert one.standing == other.standing
    assert set(one.credits) == set(other.credits)
    assert len(one.credits) == len(other.credits)


@given(AS_OF_DAYS, REPORTS, PORTFOLIOS)
def test_a_standing_equals_the_sum_of_its_credits(
    as_of: date, report: Report | None, portfolio: list[ClientFacts]
) -> None:
    assessment = assess(basis_of(EDITION, as_of, report), PartnerFacts(certified=True, clients=portfolio))
    standing, credited = assessment.standing, assessment.credits
    assert standing.sold_mrr == sum(credit.sold.amount for credit in credited)
    assert standing.managed_mrr == sum(credit.managed.amount for credit in credited)
    usages = [Decimal(credit.apps_used) for credit in credited if credit.sold.amount or credit.managed.amount]
    assert standing.median_app_usage == (median(usages) if usages else None)


@given(AS_OF_DAYS, REPORTS, CLIENTS)
def test_only_counted_credits_have_an_amount_and_exactly_they_have_a_last_day(
    as_of: date, report: Report | None, facts: ClientFacts
) -> None:
    both = credit_client(basis_of(EDITION, as_of, report), facts)
    for credit in (both.sold, both.managed):
        counted = credit.status is CreditStatus.COUNTED
        assert credit.amount == (counted and (facts.reported or 0))
        assert (credit.counts_until is not None) is counted
        assert credit.counts_until is None or credit.counts_until >= as_of


@given(AS_OF_DAYS, REPORTS, CLIENTS)
def test_each_kind_of_credit_has_statuses_of_its_own(as_of: date, report: Report | None, facts: ClientFacts) -> None:
    both = credit_client(basis_of(EDITION, as_of, report), facts)
    assert both.sold.status in SOLD_STATUSES
    assert both.managed.status in MANAGED_STATUSES


@given(st.dates(), st.integers(1, 1_200))
def test_the_last_day_of_a_sale_is_in_its_window_and_the_day_after_is_not(sold_on: date, months: int) -> None:
    last = last_sold_day(sold_on, months)
    assert minus_months(last, months) <= sold_on
    assert last == date.max or minus_months(days_after(last, 1), months) > sold_on


def counted_on(facts: ClientFacts, day: date, report: Report) -> tuple[Credit, Credit]:
    both = credit_client(basis_of(EDITION, day, report), facts)
    return both.sold, both.managed


def known_by(facts: ClientFacts, day: date) -> ClientFacts:
    """The facts dated up to the day; revocations belong to accesses and may be known before their day."""
    return facts._replace(
        sold_on=facts.sold_on and min(facts.sold_on, day),
        accesses=tuple(
            access._replace(last_active_on=access.last_active_on and min(access.last_active_on, day))
            for access in facts.accesses
            if access.granted_on <= day
        ),
    )


@given(AS_OF_DAYS, CLIENTS, st.data())
def test_a_credit_counts_on_its_last_counting_day_and_not_on_the_day_after(
    as_of: date, drawn: ClientFacts, data: st.DataObject
) -> None:
    report = Report(date(2021, 5, 1), 1, date.min)  # of a later month than any registration
    facts = known_by(drawn, as_of)
    for now, which in zip(counted_on(facts, as_of, report), (0, 1), strict=True):
        if now.counts_until is None:
            continue
        until = now.counts_until
        between = data.draw(st.dates(as_of, until))
        assert counted_on(facts, between, report)[which] == now
        assert counted_on(facts, until, report)[which] == now
        assert counted_on(facts, days_after(until, 1), report)[which].status is not CreditStatus.COUNTED


@given(AS_OF_DAYS, CLIENTS, st.integers(1, 400), st.lists(accesses(), max_size=2))
def test_facts_dated_after_the_day_change_no_credit(
    as_of: date, drawn: ClientFacts, days: int, others: list[Access]
) -> None:
    report = Report(date(2021, 5, 1), 1, date.min)
    known, later = known_by(drawn, as_of), days_after(as_of, days)
    granted_later = [access._replace(granted_on=later, revoked_on=None, last_active_on=as_of) for access in others]
    noisy = known._replace(sold_on=known.sold_on or later, accesses=(*granted_later, *known.accesses))
    assert counted_on(noisy, as_of, report) == counted_on(known, as_of, report)


@given(st.dates(), st.dates(), st.dates(), st.none() | st.dates(), st.none() | st.dates())
def test_no_legal_date_is_too_early_or_too_late_to_decide(
    as_of: date, registered_on: date, granted_on: date, sold_on: date | None, last_active_on: date | None
) -> None:
    access = Access(1, granted_on, days_after(granted_on, 1), domain_matches=True, last_active_on=last_active_on)
    for edge in (as_of, days_before(as_of, 36_500), days_after(as_of, 36_500), date.min, date.max):
        facts = ClientFacts(1, registered_on, sold_on, 1, (access,), 3)
        report = Report(edge.replace(day=1), 1, edge)
        assessment = assess(basis_of(EDITION, edge, report), PartnerFacts(certified=True, clients=[facts]))
        assert assessment.standing.sold_mrr in {0, 1}
