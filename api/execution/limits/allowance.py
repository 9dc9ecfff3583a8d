"""What one principal may spend, as the installation says."""

from dataclasses import dataclass

COST_PER_SECOND = 10_000
BYTES_PER_SECOND = 2 * 2**20
REQUESTS_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Allowance:
    """What one principal may spend, the same for all of them; docs/limits.md says why so much."""

    cost_per_second: int = COST_PER_SECOND
    bytes_per_second: int = BYTES_PER_SECOND
    requests_at_once: int = REQUESTS_AT_ONCE
