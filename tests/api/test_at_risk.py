"""Who is foreseen to fall, for who may see everybody."""

from decimal import Decimal
from typing import Any

import pytest

from tests.api.foreseen import add_fall, add_foreseen
from tests.api.reading import Reader, partner_token
from tests.api.rows import add_client, add_partner

AT_RISK = """query ($decisions: Int! = 1, $first: Int, $after: String) {
  portfolio { atRisk(decisions: $decisions, first: $first, after: $after) {
    totalCount pageInfo { endCursor }
    edges { node {
      partner { externalId } effectiveOn tier { key } metric { key } client { externalId } lastDay
      mrr { amount currencyCode }
    } }
  } }
}"""


@pytest.fixture
async def falling(reader: Reader) -> Reader:
    """Two that fall by the second decision, one by the first, one that stays."""
    client = await add_client("C-1")
    for name, mrr in (("P-1", "10.00"), ("P-2", "300.00"), ("P-3", "10.00")):
        partner = await add_partner(name)
        await add_foreseen(partner)
        await add_fall(partner, client, mrr=Decimal(mrr))
    await add_foreseen(await add_partner("P-4"), change="DEMOTED", falls_first=True, mrr=Decimal(20))
    await add_foreseen(await add_partner("P-5"))
    return reader


async def names(reader: Reader, **variables: Any) -> list[str]:  # noqa: ANN401
    found = (await reader.ask(AT_RISK, variables))["portfolio"]["atRisk"]
    return [edge["node"]["partner"]["externalId"] for edge in found["edges"]]


async def test_the_largest_come_first(falling: Reader) -> None:
    assert await names(falling) == ["P-4"]
    for decisions in (2, 3):
        assert await names(falling, decisions=decisions) == ["P-2", "P-4", "P-3", "P-1"]
    found = (await falling.ask(AT_RISK, {"decisions": 3, "first": 1}))["portfolio"]["atRisk"]
    assert found["totalCount"] == 4
    assert found["edges"][0]["node"] == {
        "partner": {"externalId": "P-2"},
        "effectiveOn": "2019-08-15",
        "tier": None,
        "metric": {"key": "SOLD_MRR"},
        "client": {"externalId": "C-1"},
        "lastDay": "2019-08-03",
        "mrr": {"amount": "300.00", "currencyCode": "USD"},
    }
    after = found["pageInfo"]["endCursor"]
    assert await names(falling, decisions=3, first=2, after=after) == ["P-4", "P-3"]
    for given in ({"decisions": 2}, {}):
        _, message = await falling.refusal(AT_RISK, {**given, "after": after})
        assert message == "after: this cursor is of another list, order or filter; begin again without it"


@pytest.mark.parametrize("decisions", [0, 4])
async def test_no_more_is_foreseen_than_three(falling: Reader, decisions: int) -> None:
    refused = await falling.refusal(AT_RISK, {"decisions": decisions})
    assert refused == ("BAD_USER_INPUT", f"decisions: {decisions} is not between 1 and 3")


PARTNERS = """query ($decisions: Int, $search: String) {
  partners(filter: { atRiskWithin: $decisions }, search: $search, orderBy: { field: JOINED_ON }) {
    totalCount edges { node { externalId } } } }"""


@pytest.mark.parametrize(
    ("decisions", "expected"),
    [(1, ["P-4"]), (2, ["P-1", "P-2", "P-3", "P-4"]), (3, ["P-1", "P-2", "P-3", "P-4"]), (None, None)],
)
async def test_partners_are_narrowed_to_those_that_fall(
    falling: Reader, decisions: int | None, expected: list[str] | None
) -> None:
    found = (await falling.ask(PARTNERS, {"decisions": decisions}))["partners"]
    listed = [edge["node"]["externalId"] for edge in found["edges"]]
    assert listed == (expected or ["P-1", "P-2", "P-3", "P-4", "P-5"])
    assert found["totalCount"] == len(listed)
    for name in ("P-4", "P-5"):
        own = (await falling.ask(PARTNERS, {"decisions": decisions}, by=partner_token(name)))["partners"]
        assert own["totalCount"] == (name in listed)
    [only] = (await falling.ask(PARTNERS, {"decisions": decisions, "search": "p-4"}))["partners"]["edges"]
    assert only["node"]["externalId"] == "P-4"


@pytest.mark.parametrize("decisions", [0, 4])
async def test_partners_fall_by_no_other_decisions(falling: Reader, decisions: int) -> None:
    refused = await falling.refusal(PARTNERS, {"decisions": decisions})
    assert refused == ("BAD_USER_INPUT", f"atRiskWithin: {decisions} is not between 1 and 3")


async def test_no_partner_reads_who_falls(falling: Reader) -> None:
    code, _ = await falling.refusal(AT_RISK, by=partner_token("P-1"))
    assert code == "FORBIDDEN"
