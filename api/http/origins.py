"""The origins whose pages may use the API in a browser."""

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple, Self
from urllib.parse import urlsplit

ANY = "*"
DEFAULT_PORTS = {"http": 80, "https": 443}
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})  # one machine's names for itself


class BadOrigin(ValueError):
    """What is no origin, with what one looks like."""

    def __init__(self, text: str) -> None:
        super().__init__(f"{text!r} is no origin; write it as https://app.example.com or http://localhost:5173")


class Origin(NamedTuple):
    """Where a page comes from: two names of this machine's own are one."""

    scheme: str
    host: str
    port: int


class Origins:
    """The origins that a setting allows, besides the API's own."""

    def __init__(self, allowed: Iterable[Origin], *, every: bool = False) -> None:
        self._allowed = frozenset(allowed)
        self._every = every

    @classmethod
    def parse(cls, text: str) -> Self:
        """The origins in a list with commas or blanks between; `*` is every origin there is. Raises BadOrigin."""
        names = text.replace(",", " ").split()
        found = {name: _read(name) for name in names if name != ANY}
        for name, origin in found.items():
            if origin is None:
                raise BadOrigin(name)
        return cls((origin for origin in found.values() if origin is not None), every=ANY in names)

    def allow(self, origin: str, host: str | None) -> bool:
        """Whether a page of this origin may ask the API under the name `host`, as the headers have both.

        Its own pages always may. Their scheme does not count, since a proxy may have ended TLS."""
        if self._every:
            return True
        page = _read(origin)
        if page is None:  # "null", of a file or a frame without an origin
            return False
        return page in self._allowed or (host is not None and _read(f"{page.scheme}://{host}") == page)


@lru_cache(maxsize=256)
def _read(text: str) -> Origin | None:
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return None
    host = (parts.hostname or "").rstrip(".")
    default = DEFAULT_PORTS.get(parts.scheme)
    if not host or default is None or parts.username is not None or text.partition("://")[2].strip("/") != parts.netloc:
        return None
    return Origin(parts.scheme, "localhost" if host in LOOPBACK else host, port or default)
