"""Pages of lists as Relay has them: edges, their cursors, and what lies around them."""

from collections.abc import Callable
from typing import Annotated, Generic, TypeVar

import strawberry

from api.context import Info
from api.listings import Selection
from api.pages import DEFAULT_SIZE, GREATEST_SIZE, Counted, Page, Request, read_window
from api.sql import Row
from api.types.resolved import resolved

T = TypeVar("T")

First = Annotated[
    int | None,
    strawberry.argument(
        description=f"How many from the beginning (or from `after`) on: 0 to {GREATEST_SIZE}, {DEFAULT_SIZE} if neither"
        " this nor `last` is given."
    ),
]
Last = Annotated[
    int | None,
    strawberry.argument(
        description=f"How many at the end (or up to `before`): 0 to {GREATEST_SIZE}. Not with `first`."
    ),
]
After = Annotated[str | None, strawberry.argument(description="Only what comes after this cursor of the same list.")]
Before = Annotated[str | None, strawberry.argument(description="Only what comes before this cursor of the same list.")]


@strawberry.type(description="What lies around a page.")
class PageInfo:
    has_next_page: bool = strawberry.field(description="Whether the list goes on after the page's last edge.")
    has_previous_page: bool = strawberry.field(description="Whether the list has edges before the page's first one.")
    start_cursor: str | None = strawberry.field(description="The first edge's cursor; null on an empty page.")
    end_cursor: str | None = strawberry.field(description="The last edge's cursor; null on an empty page.")

    @classmethod
    def of(cls, page: Page) -> "PageInfo":
        return cls(
            has_next_page=page.has_next,
            has_previous_page=page.has_previous,
            start_cursor=page.cursors[0] if page.cursors else None,
            end_cursor=page.cursors[-1] if page.cursors else None,
        )


@strawberry.type
class Paged:
    """What all connections have."""

    page_info: PageInfo = strawberry.field(description="What lies around this page.")
    counted: strawberry.Private[Counted]

    @resolved("How many edges the whole list has, filters applied.")
    async def total_count(self, info: Info) -> int:
        return await info.context.loaders.count.load(self.counted)


@strawberry.type(description="A place in a list.")
class Edge(Generic[T]):
    cursor: str = strawberry.field(description="Where the edge is in this list, for `after` and `before`.")
    node: T = strawberry.field(description="What is there.")


@strawberry.type(description="A page of a list.")
class Connection(Paged, Generic[T]):
    edges: list[Edge[T]] = strawberry.field(
        description=f"In the list's order, whichever end was asked for; at most {GREATEST_SIZE}."
    )


async def read_page(  # noqa: PLR0913 (Relay's four arguments)
    info: Info,
    selection: Selection,
    parent: int = 0,
    *,
    first: int | None,
    after: str | None,
    last: int | None,
    before: str | None,
) -> tuple[Page, Counted]:
    """The page that the arguments describe of the parent's list (of one that belongs to no row for 0)."""
    window = read_window(selection, first=first, after=after, last=last, before=before)
    page = await info.context.loaders.page.load(Request(selection, window, parent))
    return page, Counted(selection, parent)


def connect(found: tuple[Page, Counted], node: Callable[[Row], T]) -> Connection[T]:
    """A page as a connection of what each of its rows is made into."""
    page, counted = found
    edges = [Edge(cursor=cursor, node=node(row)) for cursor, row in zip(page.cursors, page.rows, strict=True)]
    return Connection(edges=edges, page_info=PageInfo.of(page), counted=counted)
