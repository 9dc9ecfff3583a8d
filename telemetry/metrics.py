"""What a process tells of itself, in Prometheus' text format."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
LOOK_SECONDS = 2.0  # for what is looked up at a scrape, before it counts as away

Look = Callable[[], Awaitable[list[GaugeMetricFamily] | None]]


class Metrics(Collector):
    """Counters of one process, and gauges that are read when somebody asks."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry(auto_describe=False)
        self._gauges: dict[str, tuple[str, Callable[[], float]]] = {}
        self._looks: dict[str, tuple[str, Look]] = {}
        self._looking: dict[str, asyncio.Task[list[GaugeMetricFamily] | None]] = {}
        self._seen: list[GaugeMetricFamily] = []
        self.registry.register(self)

    def watch(self, name: str, description: str, read: Callable[[], float]) -> None:
        """Adds a gauge that is read at every scrape."""
        self._gauges[name] = (description, read)

    def look_up(self, name: str, description: str, look: Look) -> None:
        """Adds gauges of another server, and one called `name` that is 1 when it gave them, in time, and else 0.

        `look` gives None when the server is away."""
        self._looks[name] = (description, look)

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """The gauges, as the registry asks for them."""
        for name, (description, read) in self._gauges.items():
            yield GaugeMetricFamily(name, description, value=read())
        yield from self._seen

    async def text(self) -> bytes:
        """All of it. Never waits for longer than LOOK_SECONDS, and tells the rest when another server is away."""
        found = await asyncio.gather(*(self._look(name) for name in self._looks))
        self._seen = [gauge for gauges in found for gauge in gauges]
        return generate_latest(self.registry)

    async def _look(self, name: str) -> list[GaugeMetricFamily]:
        description, look = self._looks[name]
        # A server that hangs may keep its connection, and so the task, for long: then nobody asks it once more.
        looking = self._looking.get(name)
        if looking is None or looking.done():
            looking = self._looking[name] = asyncio.ensure_future(look())
        await asyncio.wait({looking}, timeout=LOOK_SECONDS)
        if not looking.done():
            looking.cancel()
        seen = looking.result() if looking.done() and not looking.cancelled() else None
        return [GaugeMetricFamily(name, description, value=float(seen is not None)), *(seen or [])]
