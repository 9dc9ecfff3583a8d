"""Events as payloads: rendered once for all who watch with the same document, variables and scope."""

import asyncio
import logging
from collections.abc import Callable, Collection, Sequence

import asyncpg
import orjson
from graphql import GraphQLError, GraphQLObjectType, get_named_type, is_non_null_type

from api.auth.context import Info
from api.auth.principals import Owner
from api.execution.errors import TookTooLong, TooMuch, present
from api.execution.framework import Answer
from api.execution.limits import bounds
from api.execution.limits.turns import Turns
from api.live.cursors import Cursors
from api.live.events import Snapshot
from api.live.payload_cache import Wanted
from api.reading.batches import Batch, Room
from api.reading.declared import EventRow
from api.reading.reads import read_batch
from api.reading.selections import TYPENAME, Selected
from events.log import Event
from models.database import AWAY, Purpose, acquire_reserved

BATCH = 500  # rows of one statement, at most
ROOMY = 4  # for batches of twice as many events, those before have taken less than such a part of the room
RETRY_SECONDS = 1.0
SECONDS = bounds.EVENTS_TIMEOUT.total_seconds()

FieldInfo = Callable[[Selected, Sequence[str]], Info]
Member = tuple[str, Sequence[GraphQLError]]
Column = list[Member]

logger = logging.getLogger(__name__)


class TooManyRows(Exception):
    """What a batch of events shows is too large together. The renderer takes fewer at once from now on."""


class Renderer:
    """Payloads of one subscription field, as one document selects it with the same variables, for one role.

    `root` is the field as it is selected; `info_of` gives what is needed to read a field inside it; `cost` is that of
    an event. Statements take turns, one for each batch; a batch that takes too long fails, and no other. `rows` is how
    many events a batch has at most; it follows how much they show."""

    def __init__(self, root: Selected, info_of: FieldInfo, cost: int, cursors: Cursors, turns: Turns) -> None:
        self._root = root
        self._info_of = info_of
        self._end = f',"extensions":{{"cost":{cost}}}}}'
        self._cursors = cursors
        self._turns = turns
        self._most_rows = min(max(bounds.MAX_COST // max(cost, 1), 1), BATCH)
        self.rows = self._most_rows

    async def render(self, choose: Callable[[], Sequence[Wanted]], owners: Collection[Owner]) -> dict[Wanted, str]:
        """The payloads of what is wanted by the time that it is its turn, at most `rows`, once PostgreSQL is there.

        `owners` are those for whom it works. Raises TooManyRows, TooMuch for one event that shows too much by itself,
        TookTooLong, and what else a statement comes to."""
        while True:
            try:
                async with self._turns.take(owners):
                    wanted = choose()
                    return {} if not wanted else dict(zip(wanted, await self._in_room(wanted), strict=True))
            except AWAY as error:
                logger.warning("could not read what events tell of, trying again: %s", error)
                await asyncio.sleep(RETRY_SECONDS)

    async def _in_room(self, wanted: Sequence[Wanted]) -> list[str]:
        try:
            payloads = await self._in_time(wanted)
        except TooMuch:
            if len(wanted) == 1:
                raise
            self.rows = min(self.rows, len(wanted) // 2)
            raise TooManyRows from None
        if self.rows < self._most_rows and sum(map(len, payloads)) < bounds.MAX_EVENTS_BYTES // ROOMY:
            self.rows = min(max(self.rows, 2 * len(wanted)), self._most_rows)
        return payloads

    async def _in_time(self, wanted: Sequence[Wanted]) -> list[str]:
        async with acquire_reserved(Purpose.LIVE) as connection:
            limit = asyncio.timeout(SECONDS)
            try:
                async with limit:
                    return await self._render(wanted, connection)
            except TimeoutError:
                if not limit.expired():
                    raise
                raise slow() from None
            except asyncpg.QueryCanceledError:
                raise slow() from None

    async def _render(self, wanted: Sequence[Wanted], connection: asyncpg.Connection) -> list[str]:
        reading, room = self._root.reading, Room(bounds.MAX_EVENTS_BYTES)
        if isinstance(reading, EventRow):
            values = await self._read_rows(self._root, [self._root.key], reading, wanted, connection, room)
            return [self._payload(*value) for value in values]
        columns = [await self._column(one, wanted, connection, room) for one in self._root.below]
        return [self._object([column[row] for column in columns]) for row in range(len(wanted))]

    async def _column(
        self, one: Selected, wanted: Sequence[Wanted], connection: asyncpg.Connection, room: Room
    ) -> Column:
        """A member of the events' objects, for all of them."""
        if one.name == TYPENAME:
            return [(f'"{get_named_type(self._root.field.type).name}"', [])] * len(wanted)
        if one.name == "kind":
            return [('"SNAPSHOT"' if isinstance(event, Snapshot) else '"CHANGE"', []) for event, _ in wanted]
        if one.name == "cursor":
            return [(f'"{self._cursor(event, viewer)}"', []) for event, viewer in wanted]
        assert isinstance(one.reading, EventRow)
        return await self._read_rows(one, [self._root.key, one.key], one.reading, wanted, connection, room)

    async def _read_rows(
        self,
        one: Selected,
        path: Sequence[str],
        reading: EventRow,
        wanted: Sequence[Wanted],
        connection: asyncpg.Connection,
        room: Room,
    ) -> Column:
        """What the field selects of the rows that the events tell of; null where they tell of none."""
        found = [(place, getattr(event, reading.name), viewer) for place, (event, viewer) in enumerate(wanted)]
        present_rows = [entry for entry in found if entry[1] is not None]
        column: Column = [("null", [])] * len(wanted)
        if present_rows:
            kind = get_named_type(one.field.type)
            assert isinstance(kind, GraphQLObjectType)
            places, rows, viewers = zip(*present_rows, strict=True)
            info = self._info_of(one, path)
            batch = Batch.of(rows, viewers, reading.table)
            field, texts = await read_batch(info, kind.name, batch, connection, room)
            for number, place in enumerate(places):
                column[place] = _settle(field.answer, texts.get(number))
        return column

    def _cursor(self, event: Event, viewer: int | None) -> str:
        """The event's place. Partners' snapshots tell it in other words each time.

        Else who asked again and again would see by it when anything happened to anybody."""
        return self._cursors.encode(event.seq, salted=isinstance(event, Snapshot) and viewer is not None)

    def _object(self, members: Sequence[Member]) -> str:
        parts = [f'"{one.key}":{json}' for one, (json, _) in zip(self._root.below, members, strict=True)]
        return self._payload(f"{{{','.join(parts)}}}", [error for _, errors in members for error in errors])

    def _payload(self, json: str, errors: Sequence[GraphQLError]) -> str:
        presented = [present(error).formatted for error in errors]
        errors_json = f',"errors":{orjson.dumps(presented).decode()}' if errors else ""
        if json == "null" and is_non_null_type(self._root.field.type):
            return f'{{"data":null{errors_json}{self._end}'
        return f'{{"data":{{"{self._root.key}":{json}}}{errors_json}{self._end}'


def slow() -> TookTooLong:
    """What is said to those who watch with a document that takes too long."""
    return TookTooLong("it took too long to show what has happened, and was stopped; select less, or of fewer objects")


def _settle(answer: Callable[[bytes | None], Answer | None], text: bytes | None) -> Member:
    try:
        found = answer(text)
    except GraphQLError as error:
        return "null", [error]
    if found is None or found.json is None:
        return "null", [] if found is None else found.errors
    return orjson.dumps(found.json).decode(), found.errors
