"""Partners and clients by lists of external ids."""

import pytest

from tests.api.reading import LAST_CLOSED, Reader, partner_token
from tests.api.rows import add_client, add_computed_day, add_credit, add_partner, sold

BOTH = """query ($ids: [String!]!) {
  partnersByExternalId(externalIds: $ids) { externalId name }
  clientsByExternalId(externalIds: $ids) { externalId name }
}"""


async def test_things_come_in_the_order_of_their_ids_and_null_for_those_that_are_not_there(reader: Reader) -> None:
    for external_id in ("A", "B", "é"):
        await add_partner(external_id, name=f"partner {external_id}")
    await add_client("A", name="client A")
    answer = await reader.ask(BOTH, {"ids": ["é", "nobody", "A", "B", "A", ""]})
    assert [one and one["name"] for one in answer["partnersByExternalId"]] == [
        "partner é",
        None,
        "partner A",
        "partner B",
        "partner A",
        None,
    ]
    client = {"externalId": "A", "name": "client A"}
    assert answer["clientsByExternalId"] == [None, None, client, None, client, None]
    assert await reader.ask(BOTH, {"ids": []}) == {"partnersByExternalId": [], "clientsByExternalId": []}


async def test_a_partner_finds_itself_and_the_clients_that_appear_under_it(reader: Reader) -> None:
    await add_computed_day(LAST_CLOSED)
    own, _ = await add_partner("P-1"), await add_partner("P-2")
    await add_credit(own, await add_client("C-1"), **sold("1.00"))
    await add_client("C-2")
    answer = await reader.ask(BOTH, {"ids": ["P-1", "P-2", "C-1", "C-2"]}, by=partner_token("P-1"))
    assert [one and one["externalId"] for one in answer["partnersByExternalId"]] == ["P-1", None, None, None]
    assert [one and one["externalId"] for one in answer["clientsByExternalId"]] == [None, None, "C-1", None]


@pytest.mark.parametrize(
    ("ids", "message"),
    [
        (["x"] * 101, "externalIds: 101 are too many; ask for at most 100 at a time"),
        (["x" * 256], "externalIds: at most 255 characters"),
        (["a\0b"], "externalIds: 'a\\x00b' has a character that no text can have"),
    ],
)
async def test_ids_that_cannot_be_are_refused_by_name(reader: Reader, ids: list[str], message: str) -> None:
    answer = await reader.execute(BOTH, {"ids": ids})
    assert [error.message for error in answer.errors or ()] == [message, message]
    assert answer.data == {"partnersByExternalId": None, "clientsByExternalId": None}
