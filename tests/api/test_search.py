"""What a search finds, in which order, and that this does not depend on how it is looked for."""

from collections.abc import Sequence
from datetime import date
from itertools import product
from typing import Any

import pytest

from api.auth.context import Info
from api.auth.principals import Principal
from api.reading import search
from api.reading.sql import Param, Sql, number, place
from models.database import acquire
from models.statements import statement
from tests.api.lists import CLIENTS, PARTNERS, names, page
from tests.api.reading import OPERATOR, Reader, partner_token
from tests.api.rows import add_actor, add_client, add_credit, add_employee, add_partner

LAST_CHARACTER = "\U0010ffff"
NAMES = [
    *("Nova", "nova 2", "NOVA Zwei", "Nóva Labs", "Nova", "Supernova", "Bossa Nova Ltd", "bossa nova", "Casanova"),
    *(
        "No",
        "Nov",
        "N ova",
        "Noval",
        "Novb",
        f"Nova{LAST_CHARACTER}",
        "Alpha",
        "Ωmega",
        "株式会社",
        "100% nova_x \\o/",
        "",
    ),
]
TEXTS = ["nova", "NÓVA", "n", "no", "a", "会社", "株", "ov", "%", "_", "\\", "n%a", "C-07", "c-1", "zzz", "nova ", " "]
WAYS = {"few": (False, False), "many": (True, True), "many at the beginning": (True, False)}


async def ask(reader: Reader, text: str | None, by: Principal = OPERATOR, /, **more: object) -> dict[str, Any]:
    """A page of clients."""
    found: dict[str, Any] = (await reader.ask(CLIENTS, {"search": text, **more}, by=by))["page"]
    return found


def look(monkeypatch: pytest.MonkeyPatch, way: str) -> None:
    """Has clients looked for as if the text were in few of them, or in many."""

    async def how_often(_: Info, __: str) -> tuple[bool, bool]:
        return WAYS[way]

    monkeypatch.setattr(search, "how_often", how_often)


async def walk(reader: Reader, text: str, size: int, *, backward: bool, **more: object) -> list[str]:
    """All pages of a list, which has to say truly where it goes on, and how long it is."""
    seen: list[str] = []
    ends = ("last", "before", "startCursor", "hasPreviousPage", "hasNextPage")
    size_of, at, cursor, goes_on, came_from = (
        ends if backward else ("first", "after", "endCursor", "hasNextPage", "hasPreviousPage")
    )
    place_: str | None = None
    while True:
        part = await ask(reader, text, OPERATOR, **{size_of: size, at: place_, **more})
        seen = names(part) + seen if backward else seen + names(part)
        assert part["pageInfo"][came_from] is (place_ is not None)
        assert part["pageInfo"][goes_on] is (len(seen) < part["totalCount"])
        if not part["pageInfo"][goes_on]:
            return seen
        place_ = part["pageInfo"][cursor]


@pytest.fixture
async def many(reader: Reader) -> Reader:
    seller = await add_partner("P-1")
    for place_, name in enumerate(reversed(NAMES)):
        sold = {"sold_by_id": seller} if place_ % 2 else {}
        await add_client(f"C-{place_:02}", name=name, country="DE" if place_ % 3 else None, **sold)
    return reader


async def test_partners_are_found_by_name_id_domain_and_address(reader: Reader) -> None:
    acme = await add_partner(
        "P-1", name="Ácme Söhne", domains=["Bücher.example"], domain_keys=["xn--bcher-kva.example"]
    )
    bolt = await add_partner("acme-2", name="Bolt", domains=["bolt.example"], domain_keys=["bolt.example"])
    for number_, (partner, address) in enumerate(
        [(acme, "ann@xn--bcher-kva.example"), (bolt, "ann@elsewhere.example"), (bolt, '"a b"@bolt.example')]
    ):
        await add_employee(f"E-{number_}", partner, await add_actor(address), address)
    for text, expected in (
        ("acme", ["P-1", "acme-2"]),
        ("ACME", ["P-1", "acme-2"]),
        ("acme-2", ["acme-2"]),
        ("sohne", ["P-1"]),
        ("p-1", ["P-1"]),
        ("bücher.EXAMPLE", ["P-1"]),
        ("@bücher.example", ["P-1"]),
        ("xn--bcher-kva.example", ["P-1"]),
        (" Ann@BÜCHER.example ", ["P-1"]),
        ("ann@elsewhere.example", ["acme-2"]),
        ('"a b"@bolt.example', ["acme-2"]),
        ("bolt.example", ["acme-2"]),
        ("ann@", []),
        ("ann@bolt.example", []),
        ("elsewhere.example", []),
        ("cher-kva", []),
    ):
        found = await page(reader, search=text)
        assert (text, names(found), found["totalCount"]) == (text, expected, len(expected))


async def test_what_is_named_comes_first_then_what_begins_so_and_each_by_name(reader: Reader) -> None:
    names_ = {"P-1": "Zulu", "P-2": "Nova p-1", "P-3": "p-1 works", "P-4": "P-1", "P-5": "Ärger p-1", "P-10": "Bare"}
    for key, name in names_.items():
        await add_partner(key, name=name)
        await add_client(key, name=name)
    expected = ["P-1", "P-4", "P-3", "P-5", "P-10", "P-2"]
    assert names(await page(reader, search="p-1")) == names(await ask(reader, "p-1")) == expected
    employee = await add_actor("p-1@x.example")
    for key in ("P-2", "P-10"):
        async with acquire() as connection:
            partner = await connection.fetchval("SELECT id FROM partner WHERE external_id = $1", key)
        await add_employee(f"E-{key}", partner, employee, "p-1@x.example")
    assert names(await page(reader, search="p-1@x.example")) == ["P-10", "P-2"]


async def test_another_order_may_be_asked_for(reader: Reader) -> None:
    for key, name, day in (("1", "b nova", 2), ("2", "nova", 3), ("3", "a nova", 1), ("4", "other", 1)):
        await add_partner(key, name=name, joined_on=date(2018, 1, day))
        await add_client(key, name=name, registered_on=date(2018, 1, day))
    for order, expected in (({"field": "NAME"}, ["3", "1", "2"]), (None, ["2", "3", "1"])):
        assert names(await page(reader, search="nova", orderBy=order)) == expected
        assert names(await ask(reader, "nova", orderBy=order)) == expected
    assert names(await page(reader, search="nova", orderBy={"field": "JOINED_ON"})) == ["3", "1", "2"]
    newest = {"field": "REGISTERED_ON", "direction": "DESC"}
    assert names(await ask(reader, "nova", orderBy=newest)) == ["2", "1", "3"]


@pytest.mark.parametrize("way", WAYS)
async def test_pages_are_the_same_however_clients_are_looked_for(
    many: Reader, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    expected = {}
    filters: list[dict[str, object]] = [{}, {"soldByExternalId": "P-1", "country": "de"}]
    async with acquire() as connection:
        rows = await connection.fetch(
            "SELECT external_id, name, folded(name) AS key, folded(external_id) AS id, country, sold_by_id FROM client"
        )
        for text in TEXTS:
            asked = await connection.fetchval("SELECT folded($1)", text.strip())
            expected[text] = sorted(
                (
                    (
                        bool(asked) and (0 if row["id"] == asked else 1 if _begins(row["key"], asked) else 2),
                        row["key"],
                        row["name"],
                        row["external_id"],
                        row,
                    )
                    for row in rows
                    if asked in row["key"] or asked in row["id"]
                ),
                key=lambda one: one[:-1],
            )
    look(monkeypatch, way)
    for text, size, filter_ in product(TEXTS, (3, 100), filters):
        listed = [
            key for *_, key, row in expected[text] if not filter_ or (row["country"] == "DE" and row["sold_by_id"])
        ]
        for backward in (False, True):
            assert await walk(many, text, size, backward=backward, filter=filter_) == listed, (text, size, filter_)


def _begins(name: str, text: str) -> bool:
    return name.startswith(text) and not name.startswith(text + LAST_CHARACTER)


@pytest.mark.parametrize("way", WAYS)
async def test_a_cursor_holds_while_rows_come_and_go_and_however_the_next_page_is_looked_for(
    many: Reader, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    look(monkeypatch, "few")
    whole = await ask(many, "nova")
    cursors = {key: edge["cursor"] for key, edge in zip(names(whole), whole["edges"], strict=True)}
    look(monkeypatch, way)
    for gone, (key, cursor) in enumerate(cursors.items(), 1):
        async with acquire() as connection:
            await connection.execute("DELETE FROM client WHERE external_id = $1", key)
        left = list(cursors)[gone:]
        assert names(await ask(many, "nova", after=cursor)) == left
        assert names(await ask(many, "nova", last=100)) == left
    await add_client("C-99", name="A nova")
    assert names(await ask(many, "nova", before=cursors[names(whole)[-1]])) == ["C-99"]


async def test_odd_texts_are_texts(reader: Reader) -> None:
    await add_partner("P-1", name="100% sure_thing \\o/")
    await add_partner("P-2", name="1000 surething o/\x01")
    await add_client("C-1", name="100% sure_thing \\o/")
    await add_client("C-2", name="1000 surething o/\x01")
    for text, expected in (
        ("100% ", "1"), ("sure_t", "1"), ("\\O/", "1"), ("\x01", "2"), ("o/\x01", "2"), ("\x02", ""), ("\n", "12"),
        ("%", "1"), ("_", "1"), ("\\", "1"), ("'", ""), ("", "12"), (" \t", "12"), (None, "12"), ("g o", "2"),
        ("1", "12"), ("00", "12"), ("x" * 255, ""), ("\N{COMBINING ACUTE ACCENT}", "12"),
        ("\N{FULLWIDTH LOW LINE}", "1"), ("\N{FULLWIDTH PERCENT SIGN}", "1"),
        ("{}", ""), ("$1", ""), ("this", ""),
    ):  # fmt: skip
        found = await page(reader, search=text)
        assert (text, sorted(names(found))) == (text, [f"P-{key}" for key in expected])
        assert (text, sorted(names(await ask(reader, text)))) == (text, [f"C-{key}" for key in expected])


@pytest.mark.parametrize("document", [PARTNERS, CLIENTS], ids=["partners", "clients"])
async def test_a_text_that_nothing_can_have_is_refused(reader: Reader, document: str) -> None:
    for text, message in (
        ("x" * 256, "search: at most 255 characters"),
        ("a\0b", "search: 'a\\x00b' has a character that no text can have"),
        ("\ud800", "search: '\\ud800' has a character that no text can have"),
    ):
        assert await reader.refusal(document, {"search": text}) == ("BAD_USER_INPUT", message)


async def test_a_partner_finds_its_own_and_is_told_of_no_other(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    acme, bolt = await add_partner("P-1", name="Acme Nova"), await add_partner("P-2", name="Nova Bolt")
    await add_employee("E-2", bolt, await add_actor("ann@bolt.example"), "ann@bolt.example")
    for key, name, partner in (("C-1", "Big Nova", acme), ("C-2", "Nova", bolt), ("C-3", "nova 3", bolt)):
        await add_credit(partner, await add_client(key, name=name))

    async def nobody_is_counted(_: Info, __: str) -> tuple[bool, bool]:
        raise AssertionError

    monkeypatch.setattr(search, "how_often", nobody_is_counted)
    token = partner_token("P-1")
    none = {"hasNextPage": False, "hasPreviousPage": False}
    for text, partners, clients in (
        ("nova", ["P-1"], ["C-1"]),
        ("bolt", [], []),
        ("ann@bolt.example", [], []),
        ("bolt.example", [], []),
        ("C-2", [], []),
        ("n", ["P-1"], ["C-1"]),
    ):
        mine = (await reader.ask(PARTNERS, {"search": text}, by=token))["page"]
        theirs = await ask(reader, text, token)
        assert (text, names(mine), mine["totalCount"]) == (text, partners, len(partners))
        assert (text, names(theirs), theirs["totalCount"]) == (text, clients, len(clients))
        assert mine["pageInfo"].items() >= none.items() <= theirs["pageInfo"].items()
    stranger = await ask(reader, "nova", partner_token("nobody"))
    assert (names(stranger), stranger["totalCount"]) == ([], 0)


def explained(sql: Sql) -> tuple[str, Sequence[object]]:
    """A statement that tells how clients are found by a condition."""
    text, _ = number(place(sql, "this", "", (Param("", one) for one in range(len(sql.values)))))
    return f"EXPLAIN SELECT FROM client this WHERE {text}", sql.values


async def test_what_few_have_is_found_by_the_index_and_by_what_the_sample_tells(reader: Reader) -> None:
    async with acquire() as connection:
        await connection.execute(
            "INSERT INTO client (external_id, name, registered_on)"
            " SELECT 'C-' || n, 'Nova ' || n || ' GmbH', '2018-01-01' FROM generate_series(1, 20000) n"
        )
        await connection.execute("ANALYZE client")
        await connection.execute("SET plan_cache_mode = force_generic_plan")
        for text, is_indexed in (
            ("1999", True),
            ("a nova b", True),
            ("zz", False),
            ("株式会社", False),
            ("9-9-9", False),
        ):
            asked, values = explained(search.few(text))
            plan = "\n".join(row[0] for row in await connection.fetch(asked, *values))
            assert (text, "client_by_trigrams" in plan) == (text, is_indexed), plan
        await connection.execute("RESET plan_cache_mode")
        told = {
            text: dict(await connection.fetchrow(statement("api/search_sample"), text) or {})
            for text in ("nova", "GMBH", "zzz", "c-1")
        }
    rows = told["nova"]["rows"]
    assert 0 < rows < 20_000
    assert told["nova"] == {"rows": rows, "found": rows, "inside": 0}
    assert told["GMBH"] == {"rows": rows, "found": rows, "inside": rows}
    assert told["zzz"] == {"rows": rows, "found": 0, "inside": 0}
    assert told["c-1"]["found"] == told["c-1"]["inside"] > 0
    for text, count in (("nova", 20_000), ("gmbh", 20_000), ("1999", 12), ("zz", 0), ("zzzz", 0)):
        assert (await ask(reader, text))["totalCount"] == count


async def test_what_was_loaded_together_is_not_taken_for_what_many_have(database: str) -> None:
    async with acquire() as connection:
        await connection.execute(
            "INSERT INTO client (external_id, name, registered_on)"
            " SELECT 'C-' || n, 'Load ' || n / 50 || '.', '2018-01-01' FROM generate_series(0, 19999) n"
        )
        sample = statement("api/search_sample")
        loads = [dict(await connection.fetchrow(sample, f"load {n}.") or {}) for n in range(400)]
        (many,) = await connection.fetch(sample, "load 1")
    assert {one["found"] for one in loads} == {0}
    assert 0 < many["found"] < many["rows"]
