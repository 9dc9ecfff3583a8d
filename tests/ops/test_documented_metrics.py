import re
from pathlib import Path

from api.live.feed import Feed
from api.live.lag import watch_lag
from api.live.sockets import Sockets
from api.metrics import ApiMetrics
from jobs.queue import Queue
from tests.api.front import RULES, at_now
from workers.metrics import WorkerMetrics

OPERATIONS = Path(__file__).parents[2] / "docs" / "operations.md"
OF_HISTOGRAMS = re.compile(r"_(count|bucket)$")


async def test_the_metrics_that_operators_are_told_of_are_those_that_there_are(database: str, redis_url: str) -> None:
    api, worker = ApiMetrics(), WorkerMetrics()
    feed = Feed(redis_url, api)
    watch_lag(feed, api)
    Sockets(api)
    async with Queue(redis_url) as queue:
        worker.look_at(RULES, at_now, queue)
        text = (await api.text() + await worker.text()).decode()
        served = set(re.findall(r"^# TYPE (\w+) ", text, re.MULTILINE))
        served = {name for name in served if not name.endswith("_created")}
        # Neither is told before something was computed.
        served |= {"tierline_computed_days_behind", "tierline_decided_months_behind"}
        told = {OF_HISTOGRAMS.sub("", name) for name in re.findall(r"tierline_[a-z_]+", OPERATIONS.read_text())}
        told -= {"tierline_postgres", "tierline_writer", "tierline_api"}  # accounts
        assert told == served
        await feed.close()
