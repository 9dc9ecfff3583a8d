"""Cases that the vendor has worked out itself, in its documents of 2023 on the designations in the examples."""

from datetime import date
from fractions import Fraction

import pytest

from tests.tiers.editions.editions import (
    assessed,
    holder,
    measured,
    tier_key,
    value,
)
from tiers.assessment import Assessment
from tiers.facts import PartnerFacts, Person

IN_2023 = date(2023, 8, 15)
STEPS = {
    "microsoft-data-ai-2023": {
        1: "azure-solutions-architect-expert",
        2: "azure-administrator-associate",
        3: "azure-data-scientist-associate",
    },
    "microsoft-infrastructure-2023": {
        1: "azure-administrator-associate",
        2: "azure-network-engineer-associate",
    },
}


def people(stem: str, steps: dict[int, str]) -> list[Person]:
    """The people named by letters, each with a certification of every step that it has completed."""
    names = sorted({name for held in steps.values() for name in held})
    return [
        holder(number, *(STEPS[stem][step] for step, held in steps.items() if name in held))
        for number, name in enumerate(names)
    ]


@pytest.mark.parametrize(
    ("stem", "steps", "points"),
    [
        ("microsoft-data-ai-2023", {1: "AB", 2: "CD", 3: "EFG"}, 12),
        ("microsoft-data-ai-2023", {1: "AB", 2: "AB", 3: "AB"}, 8),
        ("microsoft-data-ai-2023", {1: "AB", 3: "AB"}, 0),
        ("microsoft-data-ai-2023", {1: "A", 2: "BC", 3: "BC"}, 0),
        ("microsoft-data-ai-2023", {1: "AB", 2: "BC", 3: "BC"}, 8),
        ("microsoft-infrastructure-2023", {1: "AB", 2: "CD"}, 8),
        ("microsoft-infrastructure-2023", {1: "AB", 2: "AB"}, 8),
        ("microsoft-infrastructure-2023", {1: "A", 2: "BC"}, 0),
        ("microsoft-infrastructure-2023", {1: "AC", 2: "BC"}, 8),
        ("microsoft-infrastructure-2023", {1: "AB", 2: "ABCDE"}, 20),
        ("microsoft-infrastructure-2023", {1: "AB", 2: "ABCDEF"}, 20),
    ],
)
def test_people_earn_points_once_those_before_them_have_their_steps(
    stem: str, steps: dict[int, str], points: int
) -> None:
    found = assessed(stem, IN_2023, PartnerFacts(people=people(stem, steps)))
    assert value(found, "INTERMEDIATE_POINTS") == points


def test_a_person_with_several_certifications_of_a_step_counts_once() -> None:
    twice = holder(3, "azure-network-engineer-associate", "windows-server-hybrid-administrator-associate")
    staff = [*people("microsoft-infrastructure-2023", {1: "AB"}), twice]
    assert (
        value(assessed("microsoft-infrastructure-2023", IN_2023, PartnerFacts(people=staff)), "INTERMEDIATE_POINTS")
        == 4
    )


@pytest.mark.parametrize(("as_of", "points"), [(date(2024, 7, 31), 4), (date(2024, 8, 1), 0)])
def test_a_retired_certification_counts_through_july_2024(as_of: date, points: int) -> None:
    staff = [
        *people("microsoft-infrastructure-2023", {1: "AB"}),
        holder(3, "azure-stack-hub-operator-associate"),
    ]
    found = assessed("microsoft-infrastructure-2023", as_of, PartnerFacts(people=staff))
    assert value(found, "INTERMEDIATE_POINTS") == points


def grown(stem: str, **numbers: int) -> Assessment:
    """Measures that have grown from 100 by some numbers within a year."""
    measures = [
        one
        for name, number in numbers.items()
        for one in (measured(name, 100, date(2022, 7, 31)), measured(name, 100 + number, date(2023, 7, 31)))
    ]
    return assessed(stem, IN_2023, PartnerFacts(measures=measures))


@pytest.mark.parametrize(
    ("stem", "growth", "points"),
    [
        # 2,000 of 4,000 are worth 15 points and 1,500 of 1,000 are worth 45: the higher, and no more than 30.
        (
            "microsoft-modern-work-enterprise-2023",
            {"enterprise_active_users_dpor": 2000, "enterprise_active_users_cpor": 1500},
            30,
        ),
        ("microsoft-modern-work-enterprise-2023", {"enterprise_active_users_dpor": 2000}, 15),
        # 1,000 of 2,000 are worth 15, and 1,000 of 500 are worth 60.
        ("microsoft-modern-work-smb-2023", {"smb_active_users_csp": 1000, "smb_active_users_cpor": 1000}, 30),
        ("microsoft-modern-work-smb-2023", {"smb_active_users_csp": 1000, "smb_active_users_cpor": 100}, 15),
        (
            "microsoft-modern-work-smb-2023",
            {"smb_active_users_csp": -1000, "smb_active_users_cpor": 1},
            Fraction(30, 500),
        ),
        ("microsoft-modern-work-smb-2023", {"smb_active_users_csp": -1000}, 0),
    ],
)
def test_usage_growth_is_worth_the_better_of_two_and_thirty_at_most(
    stem: str, growth: dict[str, int], points: Fraction
) -> None:
    assert value(grown(stem, **growth), "GROWTH_POINTS") == points


@pytest.mark.parametrize(
    ("stem", "deployed", "points"),
    [
        # 4 of 10 are worth 10 points, and 3 of 5 are worth 15.
        (
            "microsoft-modern-work-enterprise-2023",
            {"enterprise_deployments_dpor": 4, "enterprise_deployments_cpor": 3},
            15,
        ),
        ("microsoft-modern-work-smb-2023", {"smb_deployments_csp": 4, "smb_deployments_cpor": 3}, 15),
        ("microsoft-modern-work-smb-2023", {"smb_deployments_csp": 7, "smb_deployments_cpor": 3}, Fraction(35, 2)),
        ("microsoft-modern-work-smb-2023", {"smb_deployments_csp": 11}, 25),
    ],
)
def test_deployments_are_worth_the_better_of_two_and_25_at_most(
    stem: str, deployed: dict[str, int], points: Fraction
) -> None:
    assert value(grown(stem, **deployed), "DEPLOYMENT_POINTS") == points


def consumed(before: str, now: str) -> Assessment:
    measures = [
        measured("azure_consumed_revenue", before, date(2022, 7, 31), "USD"),
        measured("azure_consumed_revenue", now, date(2023, 7, 31), "USD"),
    ]
    return assessed("microsoft-infrastructure-2023", IN_2023, PartnerFacts(measures=measures))


@pytest.mark.parametrize(
    ("before", "now", "points"),
    [
        ("1000.00", "1070.00", 7),
        ("1000.00", "1200.00", 20),
        ("1000.00", "1500.00", 20),
        ("1000.00", "1000.00", 0),
        ("2000.00", "1000.00", 0),
        ("950.00", "999.99", 0),  # a growth of 5 %, of less than 1,000 USD
        ("950.00", "1000.00", Fraction(5000, 950)),
        ("0.00", "1000.00", 0),
    ],
)
def test_a_percent_of_growth_is_a_point_from_a_thousand_dollars_on(before: str, now: str, points: Fraction) -> None:
    assert value(consumed(before, now), "GROWTH_POINTS") == points


def qualified(customers: int, deployments: int) -> Assessment:
    """A partner with 10 points for intermediate certifications, 15 for advanced ones, and 30 for growth."""
    numbers = {"smb_customers": customers, "smb_active_users_cpor": 500, "smb_deployments_csp": deployments}
    measures = [
        one
        for name, number in numbers.items()
        for one in (measured(name, 0, date(2022, 7, 31)), measured(name, number, date(2023, 7, 31)))
    ]
    staff = [
        holder(1, "microsoft-365-fundamentals", "enterprise-administrator-expert"),
        holder(2, "teams-administrator-associate"),
    ]
    return assessed("microsoft-modern-work-smb-2023", IN_2023, PartnerFacts(measures=measures, people=staff))


@pytest.mark.parametrize(
    ("customers", "deployments", "total", "tier"),
    [
        (5, 2, 70, "SOLUTIONS_PARTNER"),
        (3, 2, 66, None),
        (10, 10, 100, "SOLUTIONS_PARTNER"),
        (0, 10, 80, None),  # enough points, and none for one of the metrics
        (-1, 10, 80, None),
    ],
)
def test_seventy_points_qualify_with_some_in_every_metric(
    customers: int, deployments: int, total: int, tier: str | None
) -> None:
    found = qualified(customers, deployments)
    assert value(found, "TOTAL_POINTS") == total
    assert tier_key(found) == tier
