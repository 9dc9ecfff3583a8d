"""What an API process tells of itself."""

from prometheus_client import Counter, Histogram

from telemetry.metrics import Metrics

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
COSTS = (1, 10, 100, 1_000, 5_000, 10_000, 20_000)


class ApiMetrics(Metrics):
    """Requests, costs, and what is live."""

    def __init__(self) -> None:
        super().__init__()
        own = self.registry
        self.requests = Histogram(
            "tierline_request_seconds", "Requests to /graphql, by status.", ["status"], buckets=SECONDS, registry=own
        )
        self._of_status: dict[int, Histogram] = {}  # which takes a lock and some texts to find
        self.costs = Histogram("tierline_operation_cost", "Costs of operations that ran.", buckets=COSTS, registry=own)
        self.payloads = Counter("tierline_live_payloads", "Payloads of events that were rendered.", registry=own)
        self.frames = Counter("tierline_live_frames", "Payloads that were sent to clients.", registry=own)
        self.closes = Counter(
            "tierline_socket_closes", "Sockets that the server closed, by code.", ["code"], registry=own
        )

    def observe_request(self, status: int, seconds: float) -> None:
        """Counts a request to /graphql."""
        observed = self._of_status.get(status)
        if observed is None:
            observed = self._of_status[status] = self.requests.labels(str(status))
        observed.observe(seconds)
