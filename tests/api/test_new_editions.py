"""An edition that is published while a process answers: rows that were decided by it are shown at once."""

import asyncio
from datetime import date

import pytest

import api.renewal
from api.renewal import Renewal
from tests.api.lives import publish_text
from tests.api.reading import Reader, of_partner
from tests.api.rows import add_computed_day, add_partner, add_standing
from tests.tiers.editions.editions import following

DAY = date(2019, 6, 29)
LATER = following("2019-01-02", ('key = "SILVER"\nname = "Silver"', 'key = "SILVER"\nname = "Sterling"'))


async def test_a_row_of_an_edition_that_was_just_published_is_shown_by_it(reader: Reader) -> None:
    pk = await add_partner("P-1")
    await add_standing(pk, DAY, tier="SILVER", edition="2018-05")
    await add_computed_day(DAY)
    selection = "standing { tier { name } nextTier { name } gates { metric { key } } }"
    assert (await of_partner(reader, selection))["standing"]["tier"] == {"name": "Silver"}
    await publish_text(LATER)
    other = await add_partner("P-2")
    await add_standing(other, DAY, tier="SILVER", edition="2019-01")
    answer = await reader.ask(f'{{ partner(externalId: "P-2") {{ {selection} }} }}')
    shown = answer["partner"]["standing"]
    assert (shown["tier"], shown["nextTier"], len(shown["gates"])) == ({"name": "Sterling"}, {"name": "Gold"}, 4)
    assert [one.key for one in reader.rules.editions] == ["2016-11", "2018-01", "2018-05", "2019-01"]


async def test_a_process_learns_of_it_by_itself(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    looked = asyncio.Event()
    renew = reader.rules.renew

    async def look(connection: object) -> bool:
        changed = await renew(connection)  # type: ignore[arg-type]
        if reader.rules.in_force(DAY).key == "2019-01":
            looked.set()
        return changed

    monkeypatch.setattr(api.renewal, "RENEW_SECONDS", 0.01)
    monkeypatch.setattr(reader.rules, "renew", look)
    renewal = Renewal(reader.rules)
    renewal.open()
    try:
        await publish_text(LATER)
        async with asyncio.timeout(10):
            await looked.wait()
    finally:
        await renewal.close()
    assert [one.key for one in reader.rules.editions][-1] == "2019-01"
