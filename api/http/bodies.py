"""How long a request's body may be, and how much of all bodies is held at once."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request

from api.auth.principals import Owner, Principal, Role
from api.execution.errors import RateLimited
from api.execution.limits.prices import price_of_body
from api.execution.limits.structure import MAX_NODES, is_crowded
from api.execution.limits.turns import Turns
from api.http.sent_headers import header_of

MAX_BODY_BYTES = 4 * 2**20  # 1,000 records of 4 KiB
MAX_PARTNER_BODY_BYTES = 128 * 2**10  # the longest query text, with its escapes, and variables; partners load nothing
MOST_HELD = 64 * 2**20  # bytes of bodies in one process, from when they come until they are answered
MOST_OF_ONE = 4  # bodies of full length that one principal has in hand
FIRST_LOOK = 128 * 2**10  # bytes after which what has come so far is looked at
LOOK_AGAIN = 4  # times as many
SOON_SECONDS = 1  # until there is room again


@dataclass(slots=True, eq=False)
class Body:
    """The body of one request, of which no more is read than there is room for. It is in hand until its block ends."""

    bodies: "Bodies"
    owner: Owner
    most: int
    size: int = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.bodies.let_go(self)

    async def read(self, request: Request) -> bytes:
        """All of it. Raises HTTPException (413 for one that is too long, 400 for one that holds too much) or as `hold`.

        It does so as soon as that shows, so that whoever goes on sending only wastes time of their own. Raises
        ClientDisconnect when the client goes meanwhile."""
        announced = header_of(request.scope, b"content-length")
        if announced is not None and announced.isdecimal():
            self._check(int(announced))
        text = bytearray()
        look_at = FIRST_LOOK
        receive, more = request.receive, True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise ClientDisconnect
            part, more = message.get("body", b""), message.get("more_body", False)
            self._check(self.size + len(part))
            self.bodies.hold(self, len(part))
            text += part
            if len(text) >= look_at:
                _check_structure(text)
                look_at = LOOK_AGAIN * len(text)
        _check_structure(text)
        return bytes(text)

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """A block that makes values of the text: one long one at a time, fair to principals, with others between."""
        if not price_of_body(self.size):
            yield
            return
        async with self.bodies.turns.take([self.owner]):
            yield
            await asyncio.sleep(0)

    def _check(self, size: int) -> None:
        if size > self.most:
            most = f"{self.most // 2**20} MiB" if self.most >= 2**20 else f"{self.most // 2**10} KiB"
            raise HTTPException(413, f"a request of role {self.owner[0].lower()} has at most {most}; send less at once")


def _check_structure(text: bytes | bytearray) -> None:
    if is_crowded(text):
        raise HTTPException(400, f"a request has at most {MAX_NODES:,} JSON values and keys; send fewer at once")


class Bodies:
    """The bodies of all requests that are being answered in this process."""

    def __init__(self) -> None:
        self.held = 0
        self.owners: Counter[Owner] = Counter()
        self.turns = Turns(1)

    def taking(self, principal: Principal) -> Body:
        """The body of a request of the principal's, for a block."""
        most = MAX_PARTNER_BODY_BYTES if principal.role is Role.PARTNER else MAX_BODY_BYTES
        return Body(self, principal.owner, most)

    def hold(self, body: Body, size: int) -> None:
        """Makes room for more of a body. Raises RateLimited if its principal has none, HTTPException if nobody has."""
        if self.owners[body.owner] + size > MOST_OF_ONE * body.most:
            raise RateLimited("too many bytes of your requests are in hand here; send fewer at once", SOON_SECONDS)
        if self.held + size > MOST_HELD:
            message = "too many bytes of requests are in hand here; try again in a moment"
            raise HTTPException(503, message, {"Retry-After": str(SOON_SECONDS)})
        body.size += size
        self.held += size
        self.owners[body.owner] += size

    def let_go(self, body: Body) -> None:
        """Makes the room of a body free again."""
        self.held -= body.size
        self.owners[body.owner] -= body.size
        if not self.owners[body.owner]:
            del self.owners[body.owner]
