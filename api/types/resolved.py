"""Fields that are worked out when they are asked for."""

from collections.abc import Callable

import strawberry

from api.execution.framework import StrawberryField


def resolved(
    description: str, gives: object = None, *, instead: str | None = None
) -> Callable[[Callable[..., object]], StrawberryField]:
    """Makes a method a field; unlike Strawberry's own decorator it leaves the method's types to be checked.

    `gives` is the field's type where the method gives an Answer, which is its JSON. `instead` tells callers what to
    ask for in place of one that a later release will not have."""

    def make(resolver: Callable[..., object]) -> StrawberryField:
        return strawberry.field(resolver, description=description, graphql_type=gives, deprecation_reason=instead)

    return make
