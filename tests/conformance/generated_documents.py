"""What schemathesis generates: values of Tierline's own scalars, and documents of which many find something."""

from dataclasses import replace
from datetime import timedelta

import schemathesis
from graphql import DocumentNode, FieldNode, Visitor, print_ast, visit
from hypothesis import strategies as st
from schemathesis.graphql import nodes

from tests.conformance.facts import AS_OF

OTHER_PAGES = ("after", "last", "before")
BY_ONE_ID = ("client", "partner")
ANY_DAY = st.dates()
COMPUTED_DAY = st.dates(AS_OF - timedelta(60), AS_OF + timedelta(30))

schemathesis.graphql.scalar("Date", (COMPUTED_DAY | ANY_DAY).map(str).map(nodes.String))
schemathesis.graphql.scalar("DateTime", st.datetimes().map(lambda at: f"{at.isoformat()}Z").map(nodes.String))
schemathesis.graphql.scalar("Decimal", st.decimals(allow_nan=False, allow_infinity=False).map(str).map(nodes.String))


@schemathesis.check
def says_nothing_internal(_: object, response: schemathesis.Response, __: object) -> None:
    """Answers with 200 may hold a server's failure too, beside one that is the caller's."""
    assert '"INTERNAL"' not in response.text, response.text


class Answerable(Visitor):
    """Drops arguments that leave an answer without data: two ends at once, another list's cursor, a second id."""

    def enter_field(self, node: FieldNode, *_: object) -> FieldNode:
        kept = [one for one in node.arguments or () if one.name.value not in OTHER_PAGES]
        return replace(node, arguments=tuple(kept[:1] if node.name.value in BY_ONE_ID else kept))


@schemathesis.hook
def map_body(_: object, body: DocumentNode) -> DocumentNode:
    """Every other document is made answerable."""
    return visit(body, Answerable()) if len(print_ast(body)) % 2 else body
