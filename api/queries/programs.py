"""Programs, and the rules in force on a day."""

from typing import Annotated

import strawberry

from api.auth.context import Info
from api.auth.scope import today
from api.execution.errors import BadInput
from api.execution.framework import Answer
from api.reading import filters
from api.reading.ids import decode_id
from api.reading.reads import read_many, read_node, read_one
from api.reading.sql import Sql
from api.types.programs import ALL_PROGRAMS, MOST_PROGRAMS, Day, Edition, Program, in_force
from api.types.resolved import resolved


@strawberry.type
class ProgramQueries:
    @resolved(
        "The rules in force on a day, of the program by which partners are decided; or an edition by its id. Null"
        " before the first one, and if there is none that is visible.",
        Edition | None,
    )
    async def edition(
        self,
        info: Info,
        on: Day = None,
        id: Annotated[strawberry.ID | None, strawberry.argument(description="Its id; or give a day.")] = None,  # noqa: A002
    ) -> Answer | None:
        if id is None:
            return await read_one(info, "Edition", in_force(info.context.rules.program, on or today(info)))
        if on is not None:
            raise BadInput("on, id: give one of the two at most")
        return await read_node(info, decode_id(id, "Edition"))

    @resolved("A program; null if there is none that is visible.", Program | None)
    async def program(
        self,
        info: Info,
        key: Annotated[
            str | None,
            strawberry.argument(description="Its key; by default that of the program by which partners are decided."),
        ] = None,
    ) -> Answer | None:
        own = info.context.rules.program if key is None else filters.plain("key", key)
        return await read_one(info, "Program", Sql("this.key = {}::text", (own,)))

    @resolved(
        f"All programs by their keys, at most {MOST_PROGRAMS}; those that are only drafted, too, for operators.",
        list[Program] | None,
    )
    async def programs(self, info: Info) -> Answer | None:
        return await read_many(info, "Program", ALL_PROGRAMS)
