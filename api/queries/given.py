"""Arguments that several queries take."""

from collections.abc import Sequence
from typing import Annotated

import strawberry

from api.auth.context import Info
from api.auth.scope import require_reader
from api.execution.errors import BadInput
from api.execution.framework import Answer
from api.reading import filters
from api.reading.ids import by_external_id, decode_id
from api.reading.listings import GREATEST_SIZE
from api.reading.reads import read_nodes
from api.reading.sql import Sql

ById = Annotated[strawberry.ID | None, strawberry.argument(description="Its id; or give its external id.")]
ByExternalId = Annotated[str | None, strawberry.argument(description="Its id in the facts that were loaded.")]
USUAL = "By default by name; with `search`, by how well it fits."
FINDS = (
    "Only those that have this text in their name or external id, whatever case and accents either has{also}; those"
    " that it names come first, then those whose names begin with it. At most 255 characters."
)
ExternalIds = Annotated[
    list[str], strawberry.argument(description=f"Ids in the facts that were loaded; at most {GREATEST_SIZE}.")
]


def by_one_id(type_name: str, id: strawberry.ID | None, external_id: str | None) -> Sql:  # noqa: A002
    """The condition that the row has the global id, or the external id, that is given."""
    if (id is None) == (external_id is None):
        raise BadInput("id, externalId: give exactly one of the two")
    if id is not None:
        return Sql("this.id =") + decode_id(id, type_name).row
    return Sql("this.external_id = {}::text", (filters.plain("externalId", external_id or ""),))


async def read_by_external_ids(info: Info, type_name: str, external_ids: Sequence[str]) -> Answer | None:
    """The rows of the external ids, in their order. Raises BadInput for too many, and for one that no text can be."""
    require_reader(info)
    expect_few("externalIds", external_ids)
    wanted = [by_external_id(type_name, filters.plain("externalIds", text)) for text in external_ids]
    return await read_nodes(info, wanted)


def expect_few(argument: str, given: Sequence[str]) -> None:
    """Raises BadInput for more things than a list may ask for."""
    if len(given) > GREATEST_SIZE:
        raise BadInput(f"{argument}: {len(given)} are too many; ask for at most {GREATEST_SIZE} at a time")
