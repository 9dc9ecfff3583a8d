"""Names that are given out once."""

import re

from ops.identities import DRAWN_AT_ONCE, request_name


def test_names_of_requests_are_sixteen_digits_and_never_the_same() -> None:
    names = [request_name() for _ in range(3 * DRAWN_AT_ONCE)]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[0-9a-f]{16}", name) for name in names)
