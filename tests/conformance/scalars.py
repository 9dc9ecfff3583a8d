"""The values of Tierline's own scalars, for schemathesis."""

from datetime import timedelta

import schemathesis
from hypothesis import strategies as st
from schemathesis.graphql import nodes

from tests.conformance.facts import AS_OF

ANY_DAY = st.dates()
COMPUTED_DAY = st.dates(AS_OF - timedelta(60), AS_OF + timedelta(30))

schemathesis.graphql.scalar("Date", (COMPUTED_DAY | ANY_DAY).map(str).map(nodes.String))
schemathesis.graphql.scalar("DateTime", st.datetimes().map(lambda at: f"{at.isoformat()}Z").map(nodes.String))
schemathesis.graphql.scalar("Decimal", st.decimals(allow_nan=False, allow_infinity=False).map(str).map(nodes.String))


@schemathesis.check
def says_nothing_internal(_: object, response: schemathesis.Response, __: object) -> None:
    """Answers with 200 may hold a server's failure too, beside one that is the caller's."""
    assert '"INTERNAL"' not in response.text, response.text
