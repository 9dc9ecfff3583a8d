"""Events as payloads: rendered once for all who watch with the same document, variables and scope."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Sequence

import orjson
from graphql import GraphQLError, GraphQLObjectType, get_named_type, is_non_null_type

from api.context import Info
from api.errors import present
from api.live.events import Event, encode_cursor
from api.reading.batches import Batch
from api.reading.declared import Told
from api.reading.field import Answer
from api.reading.reads import read_batch
from api.reading.selections import TYPENAME, Selected

Wanted = tuple[Event, int | None]  # an event, and who looks at it: the key of a partner, None for operators

BATCH = 500  # rows of one statement
KEPT = 2_000  # payloads, for those who come back
RENDERERS = 512

FieldInfo = Callable[[Selected, Sequence[str]], Info]


class Renderer:
    """Payloads of one subscription field, as one document selects it with the same variables, for one role.

    `root` is the field as it is selected; `info_of` gives what is needed to read a field inside it. What is asked for
    while the database works on something else is put together, and what several ask for is rendered once."""

    def __init__(self, root: Selected, info_of: FieldInfo, cost: int) -> None:
        self._root = root
        self._info_of = info_of
        self._end = f',"extensions":{{"cost":{cost}}}}}'
        self._kept: OrderedDict[Wanted, str] = OrderedDict()
        self._asked: dict[Wanted, asyncio.Future[str]] = {}
        self._working: asyncio.Task[None] | None = None

    async def render(self, wanted: Sequence[Wanted]) -> list[str]:
        """The payload of each; takes a statement for each field and some hundreds of events that are not known yet."""
        found = [self._kept.get(one) or self._ask(one) for one in wanted]
        return [one if isinstance(one, str) else await asyncio.shield(one) for one in found]

    def _ask(self, one: Wanted) -> asyncio.Future[str]:
        if one not in self._asked:
            self._asked[one] = asyncio.get_running_loop().create_future()
            if self._working is None or self._working.done():
                self._working = asyncio.create_task(self._work())
        return self._asked[one]

    async def _work(self) -> None:
        await asyncio.sleep(0)  # until all who are asking now have asked
        while self._asked:
            part = list(self._asked)[:BATCH]
            try:
                payloads: Sequence[str | Exception] = await self._render(part)
            except Exception as error:  # noqa: BLE001 - those who asked get it
                payloads = [error] * len(part)
            for one, payload in zip(part, payloads, strict=True):
                answer = self._asked.pop(one)
                if isinstance(payload, Exception):
                    answer.set_exception(payload)
                    answer.exception()  # who asked may be gone
                else:
                    answer.set_result(payload)
                    self._keep(one, payload)

    def _keep(self, one: Wanted, payload: str) -> None:
        if not one[0].is_snapshot:  # which tells what holds now, also of what no event tells
            self._kept[one] = payload
            if len(self._kept) > KEPT:
                self._kept.popitem(last=False)

    async def _render(self, wanted: Sequence[Wanted]) -> list[str]:
        told = self._root.reading
        if isinstance(told, Told):
            return [self._payload(*value) for value in await self._tell(self._root, [self._root.key], told, wanted)]
        columns = [await self._column(one, wanted) for one in self._root.below]
        return [self._object([column[row] for column in columns]) for row in range(len(wanted))]

    async def _column(self, one: Selected, wanted: Sequence[Wanted]) -> "Column":
        """A member of the events' objects, for all of them."""
        if one.name == TYPENAME:
            return [(f'"{get_named_type(self._root.field.type).name}"', [])] * len(wanted)
        if one.name == "kind":
            return [('"SNAPSHOT"' if event.is_snapshot else '"CHANGE"', []) for event, _ in wanted]
        if one.name == "cursor":
            return [(f'"{encode_cursor(event.seq)}"', []) for event, _ in wanted]
        assert isinstance(one.reading, Told)
        return await self._tell(one, [self._root.key, one.key], one.reading, wanted)

    async def _tell(self, one: Selected, path: Sequence[str], told: Told, wanted: Sequence[Wanted]) -> "Column":
        """What the field selects of the rows that the events tell of; null where they tell of none."""
        found = [(place, getattr(event, told.name), viewer) for place, (event, viewer) in enumerate(wanted)]
        present_rows = [entry for entry in found if entry[1] is not None]
        column: Column = [("null", [])] * len(wanted)
        if present_rows:
            kind = get_named_type(one.field.type)
            assert isinstance(kind, GraphQLObjectType)
            places, rows, viewers = zip(*present_rows, strict=True)
            info = self._info_of(one, path)
            field, texts = await read_batch(info, kind.name, Batch.of(rows, viewers, told.table))
            for number, place in enumerate(places):
                column[place] = _settle(field.answer, texts.get(number))
        return column

    def _object(self, members: Sequence["Member"]) -> str:
        parts = [f'"{one.key}":{json}' for one, (json, _) in zip(self._root.below, members, strict=True)]
        return self._payload(f"{{{','.join(parts)}}}", [error for _, errors in members for error in errors])

    def _payload(self, json: str, errors: Sequence[GraphQLError]) -> str:
        said = f',"errors":{orjson.dumps([present(error).formatted for error in errors]).decode()}' if errors else ""
        if json == "null" and is_non_null_type(self._root.field.type):
            return f'{{"data":null{said}{self._end}'
        return f'{{"data":{{"{self._root.key}":{json}}}{said}{self._end}'


class Renderers:
    """The renderers of one feed, by what they depend on; those that were asked for last are kept."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[object, ...], tuple[object, Renderer]] = OrderedDict()

    def find(self, identity: tuple[object, ...], operation: object, make: Callable[[], Renderer]) -> Renderer:
        """The renderer of that identity, made when asked for first; keeps the operation whose id is a part of it."""
        found = self._kept.pop(identity, None) or (operation, make())
        self._kept[identity] = found
        if len(self._kept) > RENDERERS:
            self._kept.popitem(last=False)
        return found[1]


Member = tuple[str, Sequence[GraphQLError]]
Column = list[Member]


def _settle(answer: Callable[[bytes | None], Answer | None], text: bytes | None) -> Member:
    try:
        found = answer(text)
    except GraphQLError as error:
        return "null", [error]
    if found is None or found.json is None:
        return "null", [] if found is None else found.errors
    return orjson.dumps(found.json).decode(), found.errors
