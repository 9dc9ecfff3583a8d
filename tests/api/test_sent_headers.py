"""Headers are read out of a scope as Starlette reads them."""

import pytest
from starlette.datastructures import Headers

from api.http.sent_headers import header_of, headers_of

SCOPE = {
    "type": "http",
    "headers": [(b"host", b"here"), (b"accept", b"a/b"), (b"empty", b""), (b"accept", b"c/d"), (b"name", b"Z\xfcrich")],
}


@pytest.mark.parametrize("name", ["host", "accept", "empty", "name", "absent"])
def test_headers_are_those_that_starlette_finds(name: str) -> None:
    found = Headers(scope=SCOPE)
    assert header_of(SCOPE, name.encode()) == found.get(name)
    assert headers_of(SCOPE, name.encode()) == found.getlist(name)
