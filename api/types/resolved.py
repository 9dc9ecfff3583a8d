"""Fields that are worked out when they are asked for."""

from collections.abc import Callable

import strawberry
from strawberry.types.field import StrawberryField


def resolved(description: str) -> Callable[[Callable[..., object]], StrawberryField]:
    """Makes a method a field; unlike Strawberry's own decorator it leaves the method's types to be checked."""

    def make(resolver: Callable[..., object]) -> StrawberryField:
        return strawberry.field(resolver, description=description)

    return make
