"""What this process tells of itself, in Prometheus' text format."""

from collections.abc import Callable, Iterator

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
COSTS = (1, 10, 100, 1_000, 5_000, 10_000, 20_000)


class Metrics(Collector):
    """Counters of one application, and gauges that are read when somebody asks."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry(auto_describe=False)
        own = self.registry
        self.requests = Histogram(
            "tierline_request_seconds", "Requests to /graphql, by status.", ["status"], buckets=SECONDS, registry=own
        )
        self.costs = Histogram("tierline_operation_cost", "Costs of operations that ran.", buckets=COSTS, registry=own)
        self.payloads = Counter("tierline_live_payloads", "Payloads of events that were rendered.", registry=own)
        self.frames = Counter("tierline_live_frames", "Payloads that were sent to clients.", registry=own)
        self.closes = Counter(
            "tierline_socket_closes", "Sockets that the server closed, by code.", ["code"], registry=own
        )
        self._gauges: dict[str, tuple[str, Callable[[], float]]] = {}
        self.registry.register(self)

    def watch(self, name: str, description: str, read: Callable[[], float]) -> None:
        """Adds a gauge that is read at every scrape."""
        self._gauges[name] = (description, read)

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """The gauges, as the registry asks for them."""
        for name, (description, read) in self._gauges.items():
            yield GaugeMetricFamily(name, description, value=read())

    def text(self) -> bytes:
        """All of it."""
        return generate_latest(self.registry)
