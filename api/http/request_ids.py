"""A name for every request, by which it is found again in the logs of all processes."""

import re
from collections.abc import Callable

from starlette.types import Scope

from telemetry.trace import begin_trace

HEADER = b"x-request-id"
WELL_FORMED = re.compile(rb"[A-Za-z0-9._:-]{1,128}")


def name_request(scope: Scope, identify: Callable[[], str]) -> bytes:
    """The caller's X-Request-Id, or a new name. Whatever is logged from now on carries it.

    A websocket has one for all its operations."""
    name = _given(scope) or identify()
    begin_trace(request_id=name)
    return name.encode()


def _given(scope: Scope) -> str | None:
    """What the caller calls it, if it is fit for a line of a log and for a header."""
    for name, value in scope["headers"]:
        if name == HEADER:
            return value.decode() if WELL_FORMED.fullmatch(value) else None
    return None
