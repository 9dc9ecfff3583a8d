from functools import partial

import pytest
from graphql import GraphQLObjectType, get_named_type

from api.schema import schema
from models.database import acquire
from tests.api.lists import CLIENTS, ORDERS, PARTNERS, encode_cursor, expect_pages, names, page
from tests.api.reading import Reader
from tests.api.rows import add_client, add_partner


@pytest.mark.parametrize("direction", ["ASC", "DESC"])
@pytest.mark.parametrize("field", ORDERS)
async def test_every_order_is_total_and_pages_forward_and_backward_alike(
    mixed: Reader, field: str, direction: str
) -> None:
    expected = ORDERS[field] if direction == "ASC" else ORDERS[field][::-1]
    order = {"field": field, "direction": direction}
    whole = await page(mixed, orderBy=order)
    assert names(whole) == expected
    assert whole["totalCount"] == 7
    assert whole["pageInfo"]["hasNextPage"] is whole["pageInfo"]["hasPreviousPage"] is False
    await expect_pages(partial(page, mixed, orderBy=order), expected, 1, 3, 7)


async def test_a_window_between_two_cursors_knows_what_lies_around_it(mixed: Reader) -> None:
    cursors = [edge["cursor"] for edge in (await page(mixed))["edges"]]
    window = {"after": cursors[1], "before": cursors[5]}
    inner = await page(mixed, **window)
    assert names(inner) == ORDERS["NAME"][2:5]
    assert inner["pageInfo"]["hasNextPage"] is inner["pageInfo"]["hasPreviousPage"] is True
    assert names(await page(mixed, first=1, **window)) == ORDERS["NAME"][2:3]
    assert names(await page(mixed, last=1, **window)) == ORDERS["NAME"][4:5]
    beyond = await page(mixed, after=cursors[6])
    assert beyond["edges"] == []
    assert beyond["pageInfo"] == {
        "hasNextPage": False,
        "hasPreviousPage": True,
        "startCursor": None,
        "endCursor": None,
    }


async def test_a_page_of_no_edges_still_counts_and_says_that_there_are_some(mixed: Reader) -> None:
    nothing = await page(mixed, first=0)
    assert (nothing["edges"], nothing["totalCount"]) == ([], 7)
    assert nothing["pageInfo"]["hasNextPage"] is True
    assert (await page(mixed, last=0))["pageInfo"]["hasPreviousPage"] is True


async def test_pages_neither_repeat_nor_lose_rows_while_others_come(mixed: Reader) -> None:
    first = await page(mixed, first=3)
    await add_partner("P-before", name="Aaa")
    await add_partner("P-after", name="Zzz")
    rest = await page(mixed, after=first["pageInfo"]["endCursor"])
    assert names(first) == ["P-4", "P-7", "P-6"]
    assert names(rest) == ["P-3", "P-1", "P-2", "P-5", "P-after"]
    assert rest["pageInfo"]["hasPreviousPage"] is True


async def test_the_cursor_of_a_row_that_is_gone_still_marks_its_place(reader: Reader) -> None:
    for name in ("a", "b", "c", "d"):
        await add_partner(f"P-{name}")
    cursors = [edge["cursor"] for edge in (await page(reader))["edges"]]
    async with acquire() as connection:
        await connection.execute("DELETE FROM partner WHERE external_id IN ('P-a', 'P-d')")
    after = await page(reader, after=cursors[0])
    before = await page(reader, last=1, before=cursors[3])
    assert (names(after), after["pageInfo"]["hasPreviousPage"]) == (["P-b", "P-c"], False)
    assert (names(before), before["pageInfo"]["hasNextPage"]) == (["P-c"], False)
    assert before["pageInfo"]["hasPreviousPage"] is True


async def test_twenty_edges_are_the_default_and_a_hundred_the_most(reader: Reader) -> None:
    for number in range(103):
        await add_partner(f"P-{number:03}")
    page_of_default = await page(reader)
    assert (len(page_of_default["edges"]), page_of_default["totalCount"]) == (20, 103)
    assert len((await page(reader, first=100))["edges"]) == 100
    assert len((await page(reader, last=100))["edges"]) == 100


async def test_a_window_that_cannot_be_is_refused(reader: Reader) -> None:
    for arguments, message in (
        ({"first": 1, "last": 1}, "first, last: give one of them, not both"),
        ({"first": -1}, "first: -1 is not between 0 and 100"),
        ({"first": 101}, "first: 101 is not between 0 and 100"),
        ({"last": 101}, "last: 101 is not between 0 and 100"),
        ({"last": -5}, "last: -5 is not between 0 and 100"),
    ):
        assert await reader.refusal(PARTNERS, arguments) == ("BAD_USER_INPUT", message)


async def test_a_cursor_of_another_order_list_or_filter_is_refused(mixed: Reader) -> None:
    await add_client("C-1")
    cursor = (await page(mixed, first=1))["pageInfo"]["endCursor"]
    foreign = (await mixed.ask(CLIENTS))["page"]["pageInfo"]["endCursor"]
    for arguments in (
        {"after": cursor, "orderBy": {"field": "TIER"}},
        {"after": cursor, "orderBy": {"field": "NAME", "direction": "DESC"}},
        {"after": cursor, "filter": {"untiered": True}},
        {"after": cursor, "search": "same"},
        {"after": cursor, "search": "same", "orderBy": {"field": "NAME"}},
        {"after": foreign},
    ):
        assert await mixed.refusal(PARTNERS, arguments) == (
            "BAD_USER_INPUT",
            "after: this cursor is of another list, order or filter; begin again without it",
        )


@pytest.mark.parametrize(
    ("given", "same", "others"),
    [
        ({"filter": {"country": "DE"}}, {"filter": {"country": "DE", "tier": None}}, [{"filter": {"country": "AT"}}]),
        ({"search": " same"}, {"search": "same"}, [{"search": "sam"}, {"search": "a"}]),
        ({"filter": {}}, {"filter": None}, [{"filter": {"untiered": False}}]),
        (
            {"filter": {"metrics": [{"key": "SOLD_MRR", "min": "7.00"}]}},
            {"filter": {"metrics": [{"key": "SOLD_MRR", "min": 7}]}},
            [{"filter": {"metrics": [{"key": "SOLD_MRR", "min": "7.01"}]}}, {"filter": {"metrics": []}}],
        ),
    ],
)
async def test_a_cursor_is_of_the_values_that_were_given(
    mixed: Reader, given: dict[str, object], same: dict[str, object], others: list[dict[str, object]]
) -> None:
    cursor = (await page(mixed, first=1, **given))["pageInfo"]["endCursor"]
    assert (await page(mixed, after=cursor, **same))["totalCount"] >= 1
    for other in others:
        _, message = await mixed.refusal(PARTNERS, {"after": cursor, **other})
        assert message == "after: this cursor is of another list, order or filter; begin again without it"


async def test_what_is_no_cursor_is_refused(reader: Reader) -> None:
    positions: list[list[object]] = [
        ["Name", "P"], ["name", "Name"], ["name", "Name", 1], ["name", "Name", True], ["name", "Name", None],
        ["name", "\0", "P"], ["name", "\ud800", "P"], [None, "Name", "P"], ["name", None, "P"],
        ["name", "Name", "P", "P"],
    ]  # fmt: skip
    made = [encode_cursor("partners/NAME/asc/", position) for position in positions]
    for cursor in ["", "nonsense", "ÿ", "W10", "bnVsbA", *made]:
        expected = ("BAD_USER_INPUT", "before: not a cursor; use one that a page of this list gave")
        assert await reader.refusal(PARTNERS, {"before": cursor}) == expected


async def test_a_cursor_of_an_amount_holds_an_exact_decimal(reader: Reader) -> None:
    for value in ("NaN", "1e9", "", 5, None):
        cursor = encode_cursor("partners/SOLD_MRR/asc/", [value, "P-1"])
        code, _ = await reader.refusal(PARTNERS, {"after": cursor, "orderBy": {"field": "SOLD_MRR"}})
        assert code == "BAD_USER_INPUT"


async def test_nodes_are_what_the_edges_of_the_same_page_lead_to(mixed: Reader) -> None:
    document = """query ($first: Int, $last: Int, $after: String) {
      page: partners(first: $first, last: $last, after: $after) {
        nodes { externalId name } edges { cursor node { externalId name } }
      }
      alone: partners(first: $first, last: $last, after: $after) { nodes { externalId name } }
    }"""
    begin: dict[str, object] = {"first": 2}
    second = (await mixed.ask(document, begin))["page"]["edges"][1]["cursor"]
    for arguments, expected in (
        ({}, ORDERS["NAME"]),
        ({"first": 3, "after": second}, ORDERS["NAME"][2:5]),
        ({"last": 2}, ORDERS["NAME"][-2:]),
        ({"first": 0}, []),
    ):
        answer = await mixed.ask(document, arguments)
        assert [node["externalId"] for node in answer["page"]["nodes"]] == expected
        assert answer["page"]["nodes"] == [edge["node"] for edge in answer["page"]["edges"]] == answer["alone"]["nodes"]


def test_every_connection_has_nodes_of_the_type_of_its_edges_nodes() -> None:
    core = schema._schema
    connections = [kind for name, kind in core.type_map.items() if name.endswith("Connection")]
    assert connections
    for kind in connections:
        assert isinstance(kind, GraphQLObjectType)
        edge = get_named_type(kind.fields["edges"].type)
        assert isinstance(edge, GraphQLObjectType)
        assert str(kind.fields["nodes"].type) == f"[{edge.fields['node'].type}]!"
