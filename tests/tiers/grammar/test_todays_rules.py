"""Edition 2018-05 as a file of the grammar decides as the functions do that have decided it so far."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from tests.tiers.edition import EDITION as TODAYS
from tests.tiers.edition import EVEN_EDITION as TODAYS_EVEN
from tests.tiers.grammar.editions import changed, edition
from tests.tiers.test_properties import AS_OF_DAYS, DAYS, PORTFOLIOS, REPORTS
from tiers.apps import APPS
from tiers.assessment import Assessment as TodaysAssessment
from tiers.assessment import assess as todays_assess
from tiers.credits import Credit as TodaysCredit
from tiers.credits import basis_of as todays_basis_of
from tiers.credits import qualifies_as_manager as todays_manager
from tiers.facts import ClientFacts as TodaysClient
from tiers.facts import PartnerFacts as TodaysFacts
from tiers.facts import Report
from tiers.grammar.credits import Managed, SaleKind
from tiers.grammar.evaluation.assessment import Assessment, assess
from tiers.grammar.evaluation.basis import Basis, basis_of
from tiers.grammar.evaluation.credits import Credit
from tiers.grammar.evaluation.facts import Access, Certification, ClientFacts, MrrLine, PartnerFacts, Sale
from tiers.grammar.evaluation.gates import performing_tier
from tiers.grammar.evaluation.management import qualifies_as_manager
from tiers.grammar.parsing import parse_edition
from tiers.periods import days_before
from tiers.shares import EvenShares
from tiers.standings import Numbers, gates_of, tier_of

WRITTEN = edition("agency-2018-05")
WRITTEN_EVEN = parse_edition(changed("agency-2018-05", ('split = "full"', 'split = "even"')), "even.toml")


def now(facts: TodaysClient, as_of: date) -> ClientFacts:
    """The same client as the new facts know it: each app used the longest ago that counts, others long before."""
    start = days_before(as_of, 90)
    return ClientFacts(
        facts.client,
        None,
        facts.registered_on,
        () if facts.sold_on is None else (Sale(None, SaleKind.SOURCED, facts.sold_on, None, own=True),),
        () if facts.reported is None else (MrrLine(None, facts.reported, "USD"),),
        tuple(
            Access(one.employee, one.granted_on, one.revoked_on, one.domain_matches, one.last_active_on, None)
            for one in facts.accesses
        ),
        {app.key: start if number < facts.apps_used else days_before(start, 1) for number, app in enumerate(APPS)}
        | {"SOCIAL_INBOX": as_of},
    )


def same_credit(new: Credit, todays: TodaysCredit) -> bool:
    return (new.amount, new.status, new.counts_until) == (todays.amount, todays.status, todays.counts_until)


def check(found: Assessment, todays: TodaysAssessment) -> None:
    standing = todays.standing
    assert found.values == {
        "SOLD_MRR": standing.sold_mrr,
        "MANAGED_MRR": standing.managed_mrr,
        "MEDIAN_APP_USAGE": standing.median_app_usage,
        "CERTIFIED": standing.certified,
    }
    assert found.provisional is standing.provisional
    tier = tier_of(TODAYS, standing)
    assert (found.tier and found.tier.key) == (tier and tier.key)
    assert [one.client for one in found.credits] == [one.client for one in todays.credits]
    for new, old in zip(found.credits, todays.credits, strict=True):
        sold, managed = new.credits
        assert same_credit(sold, old.sold)
        assert same_credit(managed, old.managed)
    for rung in TODAYS.tiers:
        written = next(one for one in WRITTEN.tiers if one.key == rung.key)
        (gates,) = found.alternatives(written)
        units = {"SOLD_MRR": 100, "MANAGED_MRR": 100}
        assert [
            (
                gate.metric,
                gate.required / units.get(gate.metric, 1),
                None if gate.actual is None else gate.actual / units.get(gate.metric, 1),
                gate.passed,
                gate.missing / units.get(gate.metric, 1),
            )
            for gate in gates
        ] == [
            (
                gate.metric.value,
                Fraction(gate.required),
                None if gate.actual is None else Fraction(gate.actual),
                gate.passed,
                Fraction(gate.missing),
            )
            for gate in gates_of(rung, standing)
        ]


@given(AS_OF_DAYS, REPORTS, PORTFOLIOS, st.booleans())
def test_numbers_credits_gates_and_tier_are_todays(
    as_of: date,
    report: Report | None,
    clients: list[TodaysClient],
    certified: bool,  # noqa: FBT001 - drawn
) -> None:
    certifications = [Certification(as_of, as_of) if certified else Certification(date.min, days_before(as_of, 1))]
    facts = PartnerFacts(certifications=certifications, clients=[now(client, as_of) for client in clients])
    found = assess(basis_of(WRITTEN, as_of, report), facts)
    check(found, todays_assess(todays_basis_of(TODAYS, as_of, report), TodaysFacts(certified, clients)))


@given(AS_OF_DAYS, REPORTS, PORTFOLIOS, DAYS, st.integers(0, 3))
def test_shares_of_an_even_split_are_todays(
    as_of: date, report: Report | None, clients: list[TodaysClient], joined_on: date, others: int
) -> None:
    managers = {one.client: sorted({"p", *(f"{'a' if n % 2 else 'z'}{n}" for n in range(others))}) for one in clients}
    shares = EvenShares("p", managers)
    facts = PartnerFacts(clients=[now(client, as_of) for client in clients])
    found = assess(basis_of(WRITTEN_EVEN, as_of, report), facts, {"MANAGED": shares})
    todays = todays_basis_of(TODAYS_EVEN, as_of, report)
    check(found, todays_assess(todays, TodaysFacts(certified=False, clients=clients), shares))


@given(AS_OF_DAYS, PORTFOLIOS)
def test_who_manages_a_client_is_todays(as_of: date, clients: list[TodaysClient]) -> None:
    basis: Basis = basis_of(WRITTEN, as_of, None)
    (here,) = (one for one in basis.ways if isinstance(one.way, Managed))
    assert isinstance(here.way, Managed)
    for client in clients:
        new = qualifies_as_manager(basis, here, here.way, now(client, as_of))
        assert new is todays_manager(todays_basis_of(TODAYS, as_of, None), client)


@given(
    st.integers(0, 12_000_00),
    st.integers(0, 60_000_00),
    st.none() | st.integers(0, 32).map(lambda halves: Decimal(halves) / 2),
    st.booleans(),
)
def test_whatever_the_numbers_the_tier_is_todays(
    sold: int,
    managed: int,
    median: Decimal | None,
    certified: bool,  # noqa: FBT001 - drawn
) -> None:
    tier = tier_of(TODAYS, Numbers(sold, managed, median, certified))
    values = {
        "SOLD_MRR": Fraction(sold),
        "MANAGED_MRR": Fraction(managed),
        "MEDIAN_APP_USAGE": None if median is None else Fraction(median),
        "CERTIFIED": Fraction(certified),
    }
    found = performing_tier(WRITTEN, values)
    assert (found and found.key) == (tier and tier.key)
