"""The partners that tokens name."""

import time
from collections.abc import Callable

from models.database import Purpose, acquire_reserved

ABSENT_SECONDS = 2.0  # after which a partner that was not there is looked for again
MOST_ABSENT = 1_000  # that are remembered


class Partners:
    """The rows of partners by the ids that tokens name, each of which is looked for once, and not for every request.

    Rows never go, so one that was found is kept. That there is none is kept for ABSENT_SECONDS: so soon a partner that
    is loaded now can sign in."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self._rows: dict[str, int] = {}
        self._absent: dict[str, float] = {}  # until when, the first ones first

    async def find(self, external_id: str) -> int | None:
        """The row of a partner; None if there is none."""
        if not self._knows(external_id):
            async with acquire_reserved(Purpose.SIGNING_IN) as connection:
                if not self._knows(external_id):  # as others wanted to know it too
                    found = await connection.fetchval("SELECT id FROM partner WHERE external_id = $1", external_id)
                    self._note(external_id, found)
        return self._rows.get(external_id)

    def _knows(self, external_id: str) -> bool:
        return external_id in self._rows or self._absent.get(external_id, 0.0) > self.clock()

    def _note(self, external_id: str, row: int | None) -> None:
        self._absent.pop(external_id, None)
        if row is not None:
            self._rows[external_id] = row
            return
        self._absent[external_id] = self.clock() + ABSENT_SECONDS
        if len(self._absent) > MOST_ABSENT:
            del self._absent[next(iter(self._absent))]
