"""What was decided, as it was known at a moment."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests.api.reading import Reader, of_partner, partner_token
from tests.api.rows import add_decision, add_partner

MAY, JUNE = date(2019, 5, 15), date(2019, 6, 15)


def at(month: int, day: int) -> datetime:
    return datetime(2019, month, day, 3, tzinfo=UTC)


@pytest.fixture
async def revised(reader: Reader) -> Reader:
    """P-1 was Silver in May and Gold in June, until recomputes made May Gold on 20 June, and June none a day later."""
    partner, other = await add_partner("P-1"), await add_partner("P-2")
    for effective_on, tier, revision, known_at in (
        (MAY, "SILVER", 1, at(5, 15)),
        (JUNE, "GOLD", 1, at(6, 15)),
        (MAY, "GOLD", 2, at(6, 20)),
        (JUNE, None, 2, at(6, 21)),
    ):
        await add_decision(partner, effective_on, tier, revision=revision, known_at=known_at)
    await add_decision(other, JUNE, "DIAMOND", known_at=at(6, 15))
    return reader


async def told(reader: Reader, fields: str) -> Any:  # noqa: ANN401 - any JSON
    return (await of_partner(reader, f"told: {fields}"))["told"]


async def history(reader: Reader, known_at: datetime | None) -> list[tuple[str, int, str | None]]:
    moment = "" if known_at is None else f', knownAt: "{known_at.isoformat()}"'
    page = await told(
        reader, f"tierHistory(first: 5{moment}) {{ totalCount nodes {{ effectiveOn revision tier {{ key }} }} }}"
    )
    assert page["totalCount"] == len(page["nodes"])
    return [(one["effectiveOn"], one["revision"], one["tier"] and one["tier"]["key"]) for one in page["nodes"]]


async def test_a_history_has_of_each_decision_the_revision_that_was_the_latest(revised: Reader) -> None:
    assert await history(revised, at(5, 14)) == []
    assert await history(revised, at(5, 15)) == [("2019-05-15", 1, "SILVER")]
    assert await history(revised, at(6, 19)) == [("2019-06-15", 1, "GOLD"), ("2019-05-15", 1, "SILVER")]
    assert await history(revised, at(6, 20)) == [("2019-06-15", 1, "GOLD"), ("2019-05-15", 2, "GOLD")]
    assert await history(revised, at(6, 21)) == [("2019-06-15", 2, None), ("2019-05-15", 2, "GOLD")]
    assert await history(revised, None) == await history(revised, at(7, 1))


async def compared(reader: Reader, known_at: datetime, orders: str = "") -> list[tuple[str, str | None]]:
    """By what is said of each decision: how it compares, and with which tier."""
    page = await told(
        reader,
        f'tierHistory(first: 5, knownAt: "{known_at.isoformat()}"{orders})'
        " { nodes { change previousTier { key } edition { key } } }",
    )
    return [(one["change"], one["previousTier"] and one["previousTier"]["key"]) for one in page["nodes"]]


@pytest.mark.parametrize("orders", ["", ', orderBy: { metric: "SOLD_MRR", direction: DESC }'])
async def test_a_decision_compares_with_the_one_in_effect_before_it_as_that_was_known(
    revised: Reader, orders: str
) -> None:
    assert await compared(revised, at(6, 19)) == [("PROMOTED", "SILVER"), ("PROMOTED", None)]
    assert await compared(revised, at(6, 20)) == [("UNCHANGED", "GOLD"), ("PROMOTED", None)]
    assert await compared(revised, at(6, 21)) == [("DEMOTED", "GOLD"), ("PROMOTED", None)]
    assert set(await compared(revised, at(6, 19), orders)) == {("PROMOTED", "SILVER"), ("PROMOTED", None)}


async def test_histories_of_two_moments_are_asked_for_at_once(revised: Reader) -> None:
    found = await of_partner(
        revised,
        """then: tierHistory(first: 1, knownAt: "2019-06-19T00:00:00Z") { nodes { change } }
        later: tierHistory(first: 1, knownAt: "2019-06-20T12:00:00Z") { nodes { change } }
        now: tierHistory(first: 1) { nodes { change } }""",
    )
    changes = {name: page["nodes"][0]["change"] for name, page in found.items()}
    assert changes == {"then": "PROMOTED", "later": "UNCHANGED", "now": "DEMOTED"}


@pytest.mark.parametrize(
    ("day", "known_at", "tier"),
    [
        ("2019-05-14", None, None),
        ("2019-05-15", None, "GOLD"),
        ("2019-05-15", at(6, 19), "SILVER"),
        ("2019-06-14", at(6, 20), "GOLD"),
        ("2019-06-30", at(6, 20), "GOLD"),
        ("2019-06-30", None, None),
        ("2019-06-30", at(5, 14), None),
        ("2019-06-30", at(5, 16), "SILVER"),
    ],
)
async def test_the_tier_on_a_day_is_that_of_the_decision_in_effect_as_it_was_known(
    revised: Reader, day: str, known_at: datetime | None, tier: str | None
) -> None:
    moment = "" if known_at is None else f', knownAt: "{known_at.isoformat()}"'
    assert await told(revised, f'tierOn(day: "{day}"{moment}) {{ key }}') == (tier and {"key": tier})


async def test_several_days_and_moments_are_asked_for_at_once(revised: Reader) -> None:
    found = await of_partner(
        revised,
        """then: tierOn(day: "2019-05-20", knownAt: "2019-06-01T00:00:00Z") { key }
        now: tierOn(day: "2019-05-20") { key } tier { key } today: tierOn(day: "2019-07-01") { key }""",
    )
    assert found == {"then": {"key": "SILVER"}, "now": {"key": "GOLD"}, "tier": None, "today": None}


async def test_a_day_to_come_is_refused(revised: Reader) -> None:
    document = '{ partner(externalId: "P-1") { tierOn(day: "2019-07-02") { key } } }'
    code, message = await revised.refusal(document)
    assert (code, message) == (
        "BAD_USER_INPUT",
        "day: 2019-07-02 is still to come; nobody knows yet which tier it holds then",
    )


async def test_a_cursor_of_a_history_as_it_was_known_is_of_no_other(revised: Reader) -> None:
    known = 'tierHistory(first: 1, knownAt: "2019-06-20T03:00:00Z"'
    first = await told(revised, f"{known}) {{ pageInfo {{ endCursor }} }}")
    cursor = first["pageInfo"]["endCursor"]
    page = await told(revised, f'{known}, after: "{cursor}") {{ nodes {{ effectiveOn revision }} }}')
    assert page["nodes"] == [{"effectiveOn": "2019-05-15", "revision": 2}]
    document = f'{{ partner(externalId: "P-1") {{ tierHistory(after: "{cursor}") {{ totalCount }} }} }}'
    assert "another list, order or filter" in (await revised.refusal(document))[1]


DECISIONS = """query ($on: Date, $change: TierChangeKind, $tier: String, $first: Int, $after: String) {
  tierDecisions(on: $on, change: $change, tier: $tier, first: $first, after: $after) {
    totalCount nodes { effectiveOn revision change tier { key } partner { externalId } } pageInfo { endCursor } } }"""


async def decided(reader: Reader, **given: object) -> list[tuple[str, str]]:
    """The partners of the decisions, and how these compare with the ones before."""
    page = (await reader.ask(DECISIONS, given))["tierDecisions"]
    assert page["totalCount"] >= len(page["nodes"])
    return [(one["partner"]["externalId"], one["change"]) for one in page["nodes"]]


async def test_the_decisions_of_a_day_are_listed_by_their_partners_names(revised: Reader) -> None:
    assert await decided(revised) == [("P-1", "DEMOTED"), ("P-2", "PROMOTED")]
    assert await decided(revised, on="2019-06-15") == await decided(revised)
    assert await decided(revised, on="2019-05-15") == [("P-1", "PROMOTED")]
    assert await decided(revised, on="2019-05-14") == await decided(revised, on="2019-07-15") == []
    assert await decided(revised, change="DEMOTED") == [("P-1", "DEMOTED")]
    assert await decided(revised, tier="DIAMOND") == [("P-2", "PROMOTED")]
    assert await decided(revised, tier="DIAMOND", change="DEMOTED") == []
    first = (await revised.ask(DECISIONS, {"first": 1}))["tierDecisions"]
    assert first["totalCount"] == 2
    rest = {"first": 5, "after": first["pageInfo"]["endCursor"]}
    assert await decided(revised, **rest) == [("P-2", "PROMOTED")]
    assert "is not a tier" in (await revised.refusal(DECISIONS, {"tier": "TIN"}))[1]


async def test_a_partner_lists_its_own_decisions(revised: Reader) -> None:
    page = (await revised.ask(DECISIONS, by=partner_token("P-1")))["tierDecisions"]
    assert page["totalCount"] == 1
    assert [one["partner"]["externalId"] for one in page["nodes"]] == ["P-1"]


async def test_a_partners_newest_decisions_are_its_own_newest(revised: Reader) -> None:
    await add_decision(await add_partner("P-3"), date(2019, 7, 1), "GOLD", as_of=date(2019, 6, 30))
    page = (await revised.ask(DECISIONS, by=partner_token("P-1")))["tierDecisions"]
    assert [one["effectiveOn"] for one in page["nodes"]] == ["2019-06-15"]
