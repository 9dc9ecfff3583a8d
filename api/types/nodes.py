"""What has an id."""

import strawberry

from api.reading.declared import GlobalId, declared


@strawberry.interface(description="Something with an id, which `node` finds again.")
class Node:
    id: strawberry.ID = declared("A global id: opaque, and the same for as long as the thing exists.", GlobalId())
