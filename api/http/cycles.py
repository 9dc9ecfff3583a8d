"""Answers over HTTP, as bytes."""

from functools import lru_cache

from uvicorn._types import ASGISendEvent
from uvicorn.protocols.http.httptools_impl import HEADER_RE, HEADER_VALUE_RE, STATUS_LINE, RequestResponseCycle

LINES = 1_024  # that are kept
FRAMING = (b"connection", b"transfer-encoding")  # what uvicorn reads in an answer's headers, besides its length


class Cycle(RequestResponseCycle):
    """Uvicorn's, which checks and writes each header anew: here it is as it was, for most of an answer are the same."""

    async def send(self, message: ASGISendEvent) -> None:
        """Sends part of an answer, with headers out of the kept ones where nothing depends on them but its length."""
        if message["type"] == "http.response.start" and self._is_plain:
            headers = [*self.default_headers, *message.get("headers", ())]
            known = dict(headers)
            if b"content-length" in known and known.keys().isdisjoint(FRAMING):
                head = b"".join([STATUS_LINE[message["status"]], *[_line(*one) for one in headers], b"\r\n"])
                self.response_started = True
                self.waiting_for_100_continue = False
                self.expected_content_length = int(known[b"content-length"])
                self.chunked_encoding = False
                self.transport.write(head)
                return
        await super().send(message)

    @property
    def _is_plain(self) -> bool:
        """Whether nothing is in the way of what would be sent, and nothing has to be added to it."""
        return (
            self.keep_alive
            and not self.disconnected
            and not self.response_started
            and not self.access_log
            and not self.flow.write_paused
        )


@lru_cache(LINES)
def _line(name: bytes, value: bytes) -> bytes:
    """A header's line. Raises RuntimeError, as uvicorn does, for what would be no header or several."""
    if HEADER_RE.search(name):
        raise RuntimeError("Invalid HTTP header name.")
    if HEADER_VALUE_RE.search(value):
        raise RuntimeError("Invalid HTTP header value.")
    return b"%b: %b\r\n" % (name.lower(), value)
