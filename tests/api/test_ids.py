import base64
import json
from collections.abc import Sequence
from datetime import date

import pytest
from graphql import GraphQLInterfaceType

from api.execution.errors import BadInput
from api.reading.cursors import DAY, INTEGER, TEXT, Kind
from api.reading.ids import KEYS, Reference, decode_id, encode_id, plain_id
from api.schema import schema
from models.database import acquire
from tests.api.reading import Reader, partner_token
from tests.api.rows import add_client, add_partner
from tests.api.world import World, two_partners

NODES = "query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }"
NODE = "query ($id: ID!) { node(id: $id) { __typename id } }"
VALUES: dict[Kind, Sequence[str | int | date]] = {
    TEXT: ("P-1", "1", "", 'quo"te\\', "line\nbreak", "Ünïcödé", "🦊", "\u2028", "x" * 255, "a/b?c=d&e#f", "~~~???>>>"),
    DAY: (date(2019, 6, 15), date(1, 1, 15), date(9999, 12, 1)),
    INTEGER: (1, 7, 2**63 - 1),
}


def keys_of(kinds: Sequence[Kind]) -> list[list[str | int | date]]:
    """Some keys of those types."""
    return [[VALUES[kind][number % len(VALUES[kind])] for kind in kinds] for number in range(len(VALUES[TEXT]))]


def spelled(*parts: object, separators: tuple[str, str] = (", ", ": ")) -> str:
    """An id, spelled otherwise perhaps than the API would."""
    return base64.urlsafe_b64encode(json.dumps(parts, separators=separators).encode()).decode().rstrip("=")


async def newest_rows() -> None:
    """All rows that are there by now are of a version that gave ids with their numbers."""
    async with acquire() as connection:
        for key in KEYS.values():
            newest = f"(SELECT coalesce(max(id), 0) FROM {key.table})"
            await connection.execute(
                f"UPDATE installation SET plain_ids = plain_ids || jsonb_build_object('{key.table}', {newest})"
            )


@pytest.mark.parametrize("name", KEYS)
def test_an_id_stands_for_one_thing_of_one_type(name: str) -> None:
    keys = keys_of(KEYS[name].kinds)
    ids = [encode_id(name, *key) for key in keys]
    assert [decode_id(text, name) for text in ids] == [
        Reference(name, KEYS[name].kinds, KEYS[name].find, tuple(key)) for key in keys
    ]
    assert all(set(text) <= set(base64.urlsafe_b64encode(bytes(range(256))).decode()) for text in ids)
    assert not {encode_id(other, *key) for other in KEYS if other != name for key in keys} & set(ids)


def test_an_id_of_another_type_is_refused_by_name() -> None:
    with pytest.raises(BadInput, match="is the id of a Client, not of a Partner"):
        decode_id(encode_id("Client", "C-1"), "Partner")


@pytest.mark.parametrize(
    "text",
    [
        *("", "5", "Partner:1", "ÿ", "a" * 1000, "\ud800", "WyJQYXJ0bmVyIiwg", "[" * 5000),
        *("UGFydG5lcjow", "UGFydG5lcjox=", "UGFydG5lcjox\n", " UGFydG5lcjox"),  # Partner:0 and Partner:1
        *(plain_id("Nobody", 1), plain_id("Partner", -1), plain_id("Partner", 2**63)),
        *(plain_id(name, 1) for name, key in KEYS.items() if not key.plain),
        *(encode_id("Partner", "P-1") + "=", encode_id("Partner", "P-1") + "\n", " " + encode_id("Partner", "P-1")),
        *(encode_id("Nobody", "P-1"), encode_id("Partner", 1), encode_id("Partner"), encode_id("Partner", "P-1", 1)),
        *(
            encode_id("Partner", "\0"),
            spelled("Partner", "\ud800"),
            spelled("Partner", None),
            spelled("Partner", ["P"]),
        ),
        *(encode_id("MrrReport", "20190501", 1), encode_id("MrrReport", "2019-13-01", 1)),
        *(encode_id("MrrReport", "2019-05-01", "1"), spelled("MrrReport", "2019-05-01", *[True])),
        *(encode_id("RecomputeJob", 2**63), spelled("RecomputeJob", 1.0), spelled(["Partner"], "P-1"), spelled()),
        *(spelled("Partner", "P-1", separators=(",", ":")), spelled("Partner", "é")),
        base64.urlsafe_b64encode(b'{"Partner": "P-1"}').decode().rstrip("="),
        base64.urlsafe_b64encode(b"[" * 100_000).decode().rstrip("="),
        base64.urlsafe_b64encode(b'["RecomputeJob", ' + b"1" * 5_000 + b"]").decode().rstrip("="),
    ],
)
def test_what_is_no_id_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="is not an id: use the `id` of an object"):
        decode_id(text)


@pytest.mark.parametrize("external_id", VALUES[TEXT][1:])
async def test_what_the_database_writes_is_found_again_whatever_the_facts_call_it(
    reader: Reader, external_id: str
) -> None:
    await add_partner(external_id)
    await add_client(external_id)
    for name in ("partner", "client"):
        document = f"query ($name: String) {{ found: {name}(externalId: $name) {{ id }} }}"
        found = (await reader.ask(document, {"name": external_id}))["found"]
        assert found == {"id": encode_id(name.capitalize(), external_id)}
        by_id = f"query ($id: ID) {{ found: {name}(id: $id) {{ id }} }}"
        assert (await reader.ask(by_id, found))["found"] == found


async def test_an_id_that_was_made_up_stands_for_nothing(reader: Reader) -> None:
    await two_partners(reader)
    for name, key in KEYS.items():
        for values in keys_of(key.kinds):
            made_up = [f"{value}?" if kind is TEXT else value for value, kind in zip(values, key.kinds, strict=True)]
            if name == "RecomputeJob":
                made_up = [10**9]
            assert (await reader.ask(NODE, {"id": encode_id(name, *made_up)}))["node"] is None


async def test_ids_with_the_numbers_of_rows_are_taken_of_the_rows_of_the_version_that_gave_them(
    reader: Reader,
) -> None:
    world = await two_partners(reader)
    old: dict[str, str] = {}
    async with acquire() as connection:
        for name, key in ((name, key) for name, key in KEYS.items() if key.plain):
            for row in await connection.fetch(f"SELECT id FROM {key.table}"):
                old[plain_id(name, row["id"])] = name
    unknown = [None] * len(old)
    assert (await reader.ask(NODES, {"ids": list(old)}))["nodes"] == unknown
    await newest_rows()
    found = (await reader.ask(NODES, {"ids": list(old)}))["nodes"]
    assert [node["__typename"] for node in found] == list(old.values())
    assert {node["id"] for node in found} >= set(world.ids.values())
    for text, node in zip(old, found, strict=True):
        assert (await reader.ask(NODE, {"id": text}))["node"] == node
    later = plain_id("Partner", await add_partner("P-9"))
    assert (await reader.ask(NODES, {"ids": [later, *old]}))["nodes"] == [None, *found]
    assert (await reader.ask(NODE, {"id": later}))["node"] is None


async def test_ids_of_either_form_show_a_partner_what_is_its_own(reader: Reader) -> None:
    world: World = await two_partners(reader)
    await newest_rows()
    async with acquire() as connection:
        rows = await connection.fetch("SELECT external_id, id FROM partner ORDER BY external_id")
    old = [plain_id("Partner", row["id"]) for row in rows]
    new = [world.ids["acme Partner"], world.ids["bolt Partner"]]
    found = (await reader.ask(NODES, {"ids": [*old, *new]}, by=partner_token("P-1")))["nodes"]
    mine = {"__typename": "Partner", "id": new[0]}
    assert found == [mine, None, mine, None]


def test_everything_that_has_an_id_to_be_found_by_says_what_it_is_made_of() -> None:
    node = schema._schema.type_map["Node"]
    assert isinstance(node, GraphQLInterfaceType)
    assert {kind.name for kind in schema._schema.get_possible_types(node)} == set(KEYS)
