from collections.abc import Callable
from decimal import Decimal
from typing import Any

from api.reading.ids import encode_id
from models.database import acquire
from tests.api.front import OPERATOR, Api, partner_token
from tests.api.reading import LAST_CLOSED
from tests.api.rows import add_computed_day, add_partner, add_standing
from tests.api.watching import STANDINGS, publish_standing
from tests.cursors import encode_cursor
from tiers.periods import days_after


async def test_a_changed_standing_comes_as_it_was_computed(api: Api, announce: Callable[[], Any]) -> None:
    one, other = await add_partner("P-1"), await add_partner("P-2")
    await add_computed_day(LAST_CLOSED)
    await add_standing(other, LAST_CLOSED)
    standing = await add_standing(
        one, LAST_CLOSED, sold_mrr=Decimal("2100.10"), managed_mrr=Decimal("90071992547409.93"), tier="SILVER"
    )
    async with api.socket(OPERATOR) as socket:
        await socket.subscribe(STANDINGS, {"partnerId": encode_id("Partner", "P-1")})
        event = (await socket.next())["standingChanges"]
        assert event == {
            "kind": "SNAPSHOT",
            "cursor": encode_cursor(0),
            "partner": {"externalId": "P-1"},
            "standing": {
                "asOf": "2019-06-30",
                "soldMrr": "2100.10",
                "managedMrr": "90071992547409.93",
                "medianAppUsage": None,
                "tier": {"key": "SILVER"},
                "computedAt": "2019-07-01T03:00:00.000000Z",
            },
        }
        await publish_standing(standing)
        async with acquire() as connection:
            await connection.execute(
                'UPDATE standing SET metrics = metrics || \'{"SOLD_MRR": 1, "MEDIAN_APP_USAGE": 3.5}\' WHERE id = $1',
                standing,
            )
        await announce()
        assert (await socket.next())["standingChanges"] == event | {"kind": "CHANGE", "cursor": encode_cursor(1)}
        await publish_standing(standing)
        await announce()
        change = (await socket.next())["standingChanges"]
        assert (change["standing"]["soldMrr"], change["standing"]["medianAppUsage"]) == ("1.00", "3.5")


async def test_all_standings_are_watched_without_a_partner(api: Api, announce: Callable[[], Any]) -> None:
    partner = await add_partner("P-1")
    async with api.socket(OPERATOR) as socket:
        await socket.subscribe(STANDINGS)
        snapshot = {"kind": "SNAPSHOT", "cursor": encode_cursor(0), "partner": None, "standing": None}
        assert (await socket.next())["standingChanges"] == snapshot
        await publish_standing(await add_standing(partner, LAST_CLOSED))
        await announce()
        assert (await socket.next())["standingChanges"]["partner"] == {"externalId": "P-1"}


async def test_a_partner_without_a_standing_has_none_in_its_snapshot(api: Api) -> None:
    await add_partner("P-1")
    async with api.socket(partner_token("P-1")) as socket:
        await socket.subscribe(STANDINGS)
        event = (await socket.next())["standingChanges"]
        assert (event["partner"], event["standing"]) == ({"externalId": "P-1"}, None)


async def test_a_standing_from_before_the_partner_joined_is_in_no_snapshot(api: Api) -> None:
    partner = await add_partner("P-1", joined_on=days_after(LAST_CLOSED, 1))
    await add_computed_day(LAST_CLOSED)
    await add_standing(partner, LAST_CLOSED)
    async with api.socket(partner_token("P-1")) as socket:
        await socket.subscribe(STANDINGS)
        assert (await socket.next())["standingChanges"]["standing"] is None
