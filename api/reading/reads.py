"""The doors of the compiler: what a field asks for, as one statement, with the answer as it goes to the caller."""

from collections.abc import Sequence

import asyncpg
from graphql import GraphQLObjectType, get_named_type

from api.auth.context import Info
from api.auth.scope import only_partner
from api.execution.framework import Answer, core_info
from api.reading.batches import Batch, Room, select_batch
from api.reading.declared import Many, One, Reading
from api.reading.field import FieldRead, Select
from api.reading.ids import Reference
from api.reading.json_text import concat
from api.reading.listings import Page
from api.reading.nodes import Nodes, select_nodes
from api.reading.objects import Objects
from api.reading.pages import select_page
from api.reading.plans import Plan
from api.reading.rows import ROOM, Given, stored_of
from api.reading.sql import Param, Pieces, Sql, both
from models.database import acquire


async def read_one(info: Info, type_name: str, where: Sql) -> Answer | None:
    """What the field that is being resolved selects of a row of the type; None if there is none that is visible.

    `where` finds the row as `this`."""
    kind = kind_named(info, type_name)

    def select(objects: Objects, plan: Plan, given: Given) -> Pieces:
        return objects.select_one(kind, plan.below[kind.name], given, "")

    return await _read(FieldRead(info, [kind]), info, One(where), select)


async def read_node(info: Info, reference: Reference) -> Answer | None:
    """What the field selects of the row that an id stands for; None if there is none that may be found by its id."""
    visible = stored_of(kind_named(info, reference.type_name)).visible
    return await read_one(info, reference.type_name, both([Sql("this.id =") + reference.row, visible]))


async def read_page(info: Info, page: Page) -> Answer | None:
    """What the field that is being resolved selects of the page."""
    kind = get_named_type(core_info(info).return_type)
    assert isinstance(kind, GraphQLObjectType)

    def select(objects: Objects, plan: Plan, given: Given) -> Pieces:
        return select_page(objects, kind, plan.below[kind.name], given)

    return await _read(FieldRead(info, [kind]), info, page, select)


async def read_many(info: Info, type_name: str, many: Many) -> Answer | None:
    """What the field selects of each of the rows of the type."""
    kind = kind_named(info, type_name)

    def select(objects: Objects, plan: Plan, given: Given) -> Pieces:
        return ("SELECT ", *concat(objects.write_many(kind, plan.below[kind.name], given, "")))

    return await _read(FieldRead(info, [kind]), info, many, select)


async def read_nodes(info: Info, references: Sequence[Reference]) -> Answer | None:
    """What the field selects of each of the rows that ids stand for; null for those that are not visible."""
    nodes = Nodes.of(references)
    kinds = {group.type_name: kind_named(info, group.type_name) for group in nodes.groups}

    def select(objects: Objects, plan: Plan, given: Given) -> Pieces:
        return select_nodes(objects, kinds, plan, given)

    of_items = [one.type_name for one in references]
    return await _read(FieldRead(info, list(kinds.values()), of_items), info, nodes, select)


async def read_batch(
    info: Info, type_name: str, batch: Batch, connection: asyncpg.Connection, room: Room
) -> tuple[FieldRead, dict[int, bytes]]:
    """What a field selects of many rows: by its place in the batch, the text of each that its viewer sees.

    Read by a connection of the caller's. The field that comes with them makes answers of the texts. Raises TooMuch for
    texts that do not all go into the room."""
    kind = kind_named(info, type_name)
    field = FieldRead(info, [kind])

    def select(objects: Objects, plan: Plan, given: Given) -> Pieces:
        return select_batch(objects, kind, plan.below[kind.name], given)

    rows = await field.fetch(batch, select, 0 if batch.for_partners else None, connection, room.left)
    room.take(rows[0]["total"] if rows else 0)
    return field, {row["place"] - 1: row["text"] for row in rows}


async def _read(field: FieldRead, info: Info, reading: Reading, select: Select) -> Answer | None:
    def as_bytes(objects: Objects, plan: Plan, given: Given) -> Pieces:
        # Nothing on the way to the socket has to decode and encode the text then. OFFSET keeps PostgreSQL from working
        # it out twice.
        return (
            "SELECT CASE WHEN octet_length(text) <= ", Param(ROOM), " THEN convert_to(text, 'UTF8') END AS text,",
            " octet_length(text) AS size FROM (SELECT (", *select(objects, plan, given), ") AS text OFFSET 0) AS built",
        )  # fmt: skip

    work = info.context.work
    async with work.turn(), acquire() as connection:
        room = work.room
        (row,) = await field.fetch(reading, as_bytes, only_partner(info), connection, room)
    work.add(row["size"] or 0, room)
    return field.answer(row["text"])


def kind_named(info: Info, name: str) -> GraphQLObjectType:
    """The schema's object type of that name."""
    kind = core_info(info).schema.get_type(name)
    assert isinstance(kind, GraphQLObjectType)
    return kind
