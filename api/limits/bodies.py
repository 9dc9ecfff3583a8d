"""How long a request may be."""

from starlette.exceptions import HTTPException
from starlette.types import Message, Receive, Scope

MAX_BODY_BYTES = 4 * 2**20  # 1,000 records of 4 KiB


def limit_body(scope: Scope, receive: Receive) -> Receive:
    """The same, raising HTTPException 413 when a body of more than MAX_BODY_BYTES is announced or arrives."""
    announced = dict(scope["headers"]).get(b"content-length", b"")
    received = 0

    async def receive_limited() -> Message:
        nonlocal received
        if announced.isdigit():
            _check(int(announced))
        message = await receive()
        received += len(message.get("body", b""))
        _check(received)
        return message

    return receive_limited


def _check(size: int) -> None:
    if size > MAX_BODY_BYTES:
        raise HTTPException(413, f"a request has at most {MAX_BODY_BYTES // 2**20} MiB; send fewer records at once")
