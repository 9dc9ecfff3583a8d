import re

from tests.api.front import OPERATOR, VIEWER, Api, partner_token
from tests.api.test_socket_lifetime import until
from tests.api.watching import TIERS


async def scrape(api: Api) -> dict[str, float]:
    answer = await api.http.get("/metrics", headers={"Authorization": f"Bearer {OPERATOR}"})
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    found = re.findall(r"^(\w+(?:\{[^}]*\})?) (\S+)$", answer.text, re.MULTILINE)
    return {name: float(value) for name, value in found}


async def test_metrics_tell_of_requests_sockets_and_subscriptions(api: Api) -> None:
    await api.ask(OPERATOR, VIEWER)
    assert (await api.post(None, VIEWER)).status_code == 401
    async with api.socket(OPERATOR) as socket:
        await socket.subscribe(TIERS)
        await socket.next()
        during = await scrape(api)
    await until(api, 0)
    after = await scrape(api)
    assert during['tierline_request_seconds_count{status="200"}'] == 1
    assert during['tierline_request_seconds_count{status="401"}'] == 1
    assert during["tierline_operation_cost_count"] == 1
    assert during["tierline_sockets"] == during["tierline_subscriptions"] == 1
    assert during["tierline_live_frames_total"] == 1
    assert after["tierline_sockets"] == after["tierline_subscriptions"] == 0


async def test_metrics_are_for_operators(api: Api) -> None:
    assert (await api.http.get("/metrics")).status_code == 401
    answer = await api.http.get("/metrics", headers={"Authorization": f"Bearer {partner_token('P-1')}"})
    assert answer.status_code == 403
