"""`tierline movers` and `tierline near-next`: of stored decisions and standings, for people and for machines."""

import asyncio
import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from tests.api.reading import load_rules, publish_rules
from tests.api.rows import Values, add_computed_day, add_decision, add_partner, add_standing
from tests.ops.conftest import Tierline
from tests.postgres import opened

BEFORE, DAY = date(2019, 5, 15), date(2019, 6, 15)
GOLD: Values = {
    "sold_mrr": Decimal("2100.00"),
    "managed_mrr": Decimal("6000.00"),
    "median_app_usage": Decimal("3.0"),
    "certified": True,
}
SILVER: Values = GOLD | {"sold_mrr": Decimal("1890.00")}


async def add_rows(url: str) -> None:
    async with opened(url):
        await publish_rules(load_rules())
        for name, before, now in (("rising", "SILVER", "GOLD"), ("falling", "GOLD", "SILVER")):
            pk = await add_partner(name, name=f"{name} \N{RIGHT-TO-LEFT OVERRIDE}")
            for day, tier in ((BEFORE, before), (DAY, now)):
                await add_decision(pk, day, tier, **(GOLD if tier == "GOLD" else SILVER))
            await add_standing(pk, DAY, tier=now, **(GOLD if now == "GOLD" else SILVER))
        await add_computed_day(DAY)


@pytest.fixture
def decided(installed: Tierline, database_url: str) -> Tierline:
    """One partner has risen to GOLD by what it sold, and one has fallen from it."""
    asyncio.run(add_rows(database_url))
    return installed


def test_people_read_who_moved_and_by_what(decided: Tierline) -> None:
    assert decided("movers").out.splitlines() == [
        "2019-06-15: 1 rose, 1 fell",
        "FELL        GOLD to SILVER     falling falling \\u202e",
        "      SOLD_MRR is 1,890.00 of 2,100.00, was 2,100.00",
        "ROSE      SILVER to GOLD       rising rising \\u202e",
        "      SOLD_MRR is 2,100.00 of 2,100.00, was 1,890.00",
    ]
    assert decided("movers", "--on", "2019-06-16").out == "2019-06-16: 0 rose, 0 fell\n"


@pytest.mark.parametrize(("asked", "named"), [("rose", "rising"), ("FELL", "falling")])
def test_machines_get_those_that_moved_one_way(decided: Tierline, asked: str, named: str) -> None:
    told = json.loads(decided("movers", "--on", f"{DAY}", "--change", asked, "--json").out)
    assert (told["program"], told["on"]) == ("agency", f"{DAY}")
    (mover,) = told["movers"]
    assert (mover["partner"], mover["edition"]) == (named, "2018-05")
    assert (mover["change"], mover["previousTier"], mover["tier"]) == {
        "rising": ("PROMOTED", "SILVER", "GOLD"),
        "falling": ("DEMOTED", "GOLD", "SILVER"),
    }[named]
    (gate,) = mover["gates"]
    assert (gate["metric"], gate["comparison"], gate["required"]) == ("SOLD_MRR", "AT_LEAST", "2100.00")
    numbers = ("2100.00", "1890.00") if named == "rising" else ("1890.00", "2100.00")
    assert (gate["actual"], gate["before"]) == numbers


def test_those_who_lack_least_are_told_first(decided: Tierline) -> None:
    told = decided("near-next", "--first", "1").out.splitlines()
    assert told == [
        "by the numbers of 2019-06-15:",
        "    SILVER to GOLD       lacks 0.100000  falling falling \\u202e",
        "      SOLD_MRR is 1,890.00 of 2,100.00, lacks 210.00",
    ]
    found = json.loads(decided("near-next", "--json").out)["partners"]
    assert [(one["partner"], one["nextTier"], len(one["gates"])) for one in found] == [
        ("falling", "GOLD", 1),
        ("rising", "PLATINUM", len(found[1]["gates"])),
    ]
    assert found[0]["gates"][0]["missing"] == "210.00"


def test_what_cannot_be_asked_gets_one_line(installed: Tierline) -> None:
    told = installed("movers")
    assert (told.code, told.err) == (
        1,
        "tierline: nothing has been decided yet: `tierline recompute tiers` decides a month\n",
    )
    coming = datetime.now(UTC).date() + timedelta(days=30)
    told = installed("movers", "--on", f"{coming}")
    assert (told.code, told.err.startswith(f"tierline: {coming} is still to come; today is ")) == (1, True)
    assert installed("near-next").out == "nobody lacks anything for a next tier\n"
    assert installed("near-next", "--first", "0").code == 2
