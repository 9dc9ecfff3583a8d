"""How names are found and sorted: as people do it, whatever the database's own language."""

import unicodedata
from collections.abc import AsyncIterator

import asyncpg
import pytest

from models.migrate import migrate
from ops.data import DataDirectory
from tests.api.lists import CLIENTS, PARTNERS, names, page
from tests.api.reading import Reader, load_rules
from tests.api.rows import add_client, add_partner
from tests.conftest import named
from tests.postgres import opened

FOUND = [
    ("ecole numerique", "ÉCOLE Numérique"),
    ("École", "ecole"),
    ("strasse", "Straße & Söhne"),
    ("STRASSE", "Straße & Söhne"),
    ("Straße", "STRASSE"),
    ("straẞe", "Strasse"),
    ("sohne", "Straße & Söhne"),
    ("istanbul", "İstanbul Ajans"),
    ("İSTANBUL", "istanbul"),
    ("ISPARTA", "\u0131sparta"),
    ("\u0131sparta", "ISPARTA"),
    ("zlutoucky kun", "Žluťoučký KŮŇ"),
    ("βορρας", "ΒΟΡΡΆΣ"),
    ("ΒΟΡΡΑΣ", "βορράς"),
    ("привет", "ПРИВЕТ"),
    ("lodz", "Łódź"),
    ("oresund", "Øresund"),
    ("AEro", "ærø"),
    ("thor", "Þór"),
    ("株式", "株式会社"),
    ("\uff54\uff49\uff45\uff52", "Tier"),
    ("😀", "Emoji 😀 Ltd"),
    ("café", unicodedata.normalize("NFD", "Café")),
    (unicodedata.normalize("NFD", "café"), "CAFÉ"),
    ("한국", unicodedata.normalize("NFD", "한국")),
]
LOST = [("カ", "ガ"), ("ㅎ", "한국"), ("straße", "Strase"), ("100%", "100 percent"), ("a_b", "axb")]

LOCALES = {
    "C": "LOCALE 'C'",
    "C.UTF-8": "LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C'",
    "Unicode": "LOCALE_PROVIDER builtin BUILTIN_LOCALE 'PG_UNICODE_FAST' LOCALE 'C'",
}


@pytest.fixture(params=list(LOCALES.values()), ids=list(LOCALES))
async def speaking(request: pytest.FixtureRequest, servers: DataDirectory) -> AsyncIterator[Reader]:
    """Databases to which other letters are capitals: the first knows those of English only."""
    admin = await asyncpg.connect(servers.database_url)
    try:
        await admin.execute(f"CREATE DATABASE speaking TEMPLATE template0 ENCODING 'UTF8' {request.param}")
        url = named(servers, "speaking")
        await migrate(url)
        async with opened(url):
            yield Reader(load_rules())
    finally:
        await admin.execute("DROP DATABASE IF EXISTS speaking WITH (FORCE)")
        await admin.close()


async def test_search_finds_names_and_ids_whatever_case_and_accents_either_side_has(speaking: Reader) -> None:
    for number, (_, name) in enumerate([*FOUND, *LOST]):
        await add_partner(f"P-{number}", name=name)
        await add_client(f"C-{number}", name=name)
    await add_partner("Zürich-1", name="-")
    for document, kind in ((PARTNERS, "P"), (CLIENTS, "C")):
        for number, (text, name) in enumerate([*FOUND, *LOST]):
            found = names((await speaking.ask(document, {"search": text, "first": 100}))["page"])
            assert (f"{kind}-{number}" in found) == (number < len(FOUND)), (text, name)
    assert names(await page(speaking, search="ZURICH")) == ["Zürich-1"]


async def test_names_are_sorted_as_people_sort_them(speaking: Reader) -> None:
    ordered = ["Apfel", "apfel", "Äpfel", "Apfelbaum", "Straße", "Strasse 2", "straßen", "zebra", "Zinnia", "Ж", "株"]
    keys = {f"P-{number}": name for number, name in enumerate(reversed(ordered))}
    for key, name in keys.items():
        await add_partner(key, name=name)
    assert [keys[key] for key in names(await page(speaking))] == ordered
    backwards = await page(speaking, orderBy={"field": "NAME", "direction": "DESC"})
    assert [keys[key] for key in names(backwards)] == ordered[::-1]
    seen: list[str] = []
    after = None
    while len(seen) < len(ordered):
        part = await page(speaking, first=2, after=after)
        seen += [keys[key] for key in names(part)]
        after = part["pageInfo"]["endCursor"]
    assert seen == ordered
