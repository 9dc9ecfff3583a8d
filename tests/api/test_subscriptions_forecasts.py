"""What is told of what is foreseen, and to whom."""

from collections.abc import Callable
from typing import Any

from api.reading.ids import encode_id
from events.kinds import EventKind
from events.outbox import publish
from models.database import acquire, transaction
from tests.api.foreseen import add_fall, add_foreseen
from tests.api.front import INGEST, OPERATOR, Api, partner_token
from tests.api.reading import NOW
from tests.api.rows import add_client, add_credit, add_partner
from tests.cursors import encode_cursor

FORECASTS = """
subscription ($partnerId: ID, $after: String) {
  forecastChanges(partnerId: $partnerId, after: $after) {
    kind cursor partner { externalId }
    decision {
      effectiveOn change tier { key } metric { key } client { externalId } lastDay partner { externalId }
      mrr { amount currencyCode }
    }
  }
}
"""


async def publish_foreseen(forecast: int) -> None:
    async with transaction() as connection:
        await publish(connection, EventKind.FORECAST_CHANGED, [forecast], NOW)


FALL = {
    "effectiveOn": "2019-08-15",
    "change": "DEMOTED",
    "tier": None,
    "metric": {"key": "SOLD_MRR"},
    "client": {"externalId": "C-1"},
    "lastDay": "2019-08-03",
    "mrr": {"amount": "2400.00", "currencyCode": "USD"},
    "partner": {"externalId": "P-1"},
}


async def test_what_is_foreseen_comes_as_it_was_when_it_was_told(api: Api, announce: Callable[[], Any]) -> None:
    partner, client = await add_partner("P-1"), await add_client("C-1")
    await add_credit(partner, client)
    await add_foreseen(partner)
    fall = await add_fall(partner, client)
    async with api.socket(OPERATOR) as socket:
        await socket.subscribe(FORECASTS, {"partnerId": encode_id("Partner", "P-1")})
        event = (await socket.next())["forecastChanges"]
        own = {"externalId": "P-1"}
        assert event == {"kind": "SNAPSHOT", "cursor": encode_cursor(0), "partner": own, "decision": FALL}
        await publish_foreseen(fall)
        async with acquire() as connection:
            await connection.execute("UPDATE forecast SET tier = 'GOLD', last_day = NULL")
        await announce()
        assert (await socket.next())["forecastChanges"] == event | {"kind": "CHANGE", "cursor": encode_cursor(1)}


async def test_a_partner_watches_itself_and_reads_no_client_that_does_not_appear_under_it(
    api: Api, announce: Callable[[], Any]
) -> None:
    mine, other = await add_partner("P-1"), await add_partner("P-2")
    seen, hidden = await add_client("C-1"), await add_client("C-2")
    await add_credit(other, hidden)
    await add_credit(mine, seen)
    unseen = await add_fall(mine, hidden)
    of_other = await add_fall(other, hidden)
    async with api.socket(partner_token("P-1")) as socket, api.socket(OPERATOR) as operator:
        for watching in (socket, operator):
            await watching.subscribe(FORECASTS)
        snapshot = (await socket.next())["forecastChanges"]
        assert (snapshot["kind"], snapshot["decision"]) == ("SNAPSHOT", FALL | {"client": None})
        assert (await operator.next())["forecastChanges"]["decision"] is None
        await publish_foreseen(of_other)
        await publish_foreseen(unseen)
        await announce()
        change = (await socket.next())["forecastChanges"]
        assert (change["partner"], change["decision"]) == ({"externalId": "P-1"}, FALL | {"client": None})
        told = [(await operator.next())["forecastChanges"] for _ in range(2)]
        assert [one["partner"]["externalId"] for one in told] == ["P-2", "P-1"]
        assert [one["decision"]["client"] for one in told] == [{"externalId": "C-2"}] * 2


async def test_others_are_as_if_they_did_not_exist(api: Api) -> None:
    for name in ("P-1", "P-2"):
        await add_partner(name)
    other = {"partnerId": encode_id("Partner", "P-2")}
    for token, variables, code in ((partner_token("P-1"), other, "BAD_USER_INPUT"), (INGEST, {}, "FORBIDDEN")):
        async with api.socket(token) as socket:
            await socket.subscribe(FORECASTS, variables)
            assert (await socket.error())[0] == code


async def test_before_anything_is_foreseen_there_is_nothing_in_the_snapshot(api: Api) -> None:
    await add_partner("P-1")
    async with api.socket(partner_token("P-1")) as socket:
        await socket.subscribe(FORECASTS)
        event = (await socket.next())["forecastChanges"]
        assert (event["partner"], event["decision"]) == ({"externalId": "P-1"}, None)
