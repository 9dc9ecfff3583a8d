"""Pages of lists as Relay has them: edges, their cursors, and what lies around them. `reading/pages.py` reads them."""

from typing import Annotated, Any, Generic, TypeVar

import strawberry

from api.reading.declared import field
from api.reading.listings import DEFAULT_SIZE, GREATEST_SIZE, Listing, Order, Page, page

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
NODES = "What the edges lead to, one each: for who needs no cursor but those of `pageInfo`."


@strawberry.type(description="What lies around a page.")
class PageInfo:
    has_next_page: bool = strawberry.field(description="Whether the list goes on after the page's last edge.")
    has_previous_page: bool = strawberry.field(description="Whether the list has edges before the page's first one.")
    start_cursor: str | None = strawberry.field(description="The first edge's cursor; null on an empty page.")
    end_cursor: str | None = strawberry.field(description="The last edge's cursor; null on an empty page.")


@strawberry.type
class Paged:
    """What all connections have."""

    page_info: PageInfo = strawberry.field(description="What lies around this page.")
    total_count: int = strawberry.field(description="How many edges the whole list has, filters applied.")


@strawberry.type(description="A place in a list.")
class Edge(Generic[T]):
    cursor: str = strawberry.field(description="Where the edge is in this list, for `after` and `before`.")
    node: T = strawberry.field(description="What is there.")


@strawberry.type(description="A page of a list.")
class Connection(Paged, Generic[T]):
    edges: list[Edge[T]] = strawberry.field(
        description=f"In the list's order, whichever end was asked for; at most {GREATEST_SIZE}."
    )
    nodes: list[T] = strawberry.field(description=NODES)


def paged(description: str, gives: object, listing: Listing, order: Order) -> Any:  # noqa: ANN401 - a field's value
    """A field with a row's list that has one order and no filters: it takes nothing but which page of it."""

    def read(*, first: First = None, after: After = None, last: Last = None, before: Before = None) -> Page:
        return page(listing, order, first=first, after=after, last=last, before=before)

    return field(description, gives)(read)
