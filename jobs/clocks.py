"""Whether this machine's clock agrees with the database's, which days and what is kept go by."""

import logging
import time
from dataclasses import dataclass
from datetime import datetime

from models.clock import TOLERANCE

REPEAT_SECONDS = 3_600.0

logger = logging.getLogger(__name__)


@dataclass
class ClockWatch:
    """Warns when they differ by more than TOLERANCE, and again from time to time while they do."""

    _warned_at: float | None = None

    def compare(self, now: datetime, at_the_database: datetime) -> None:
        """Looks at what both say in the same moment."""
        if abs(now - at_the_database) <= TOLERANCE:
            self._warned_at = None
        elif self._warned_at is None or time.monotonic() - self._warned_at > REPEAT_SECONDS:
            self._warned_at = time.monotonic()
            text = "this machine's clock is at %s, and the database's at %s, which holds: set the one that is wrong"
            logger.warning(text, now.isoformat(), at_the_database.isoformat())
