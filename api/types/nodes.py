"""What has an id."""

import strawberry


@strawberry.interface(description="Something with an id, which `node` finds again.")
class Node:
    id: strawberry.ID = strawberry.field(
        description="A global id: opaque, and the same for as long as the thing exists."
    )
