"""The socket of the API: taken before anything else starts, so that a port in use is one line and not a crash loop."""

import errno
import socket

from ops.errors import UsageError

BACKLOG = 2048


def listen(host: str, port: int, *, prefix: str = "--") -> socket.socket:
    """A listening TCP socket; port 0 is any free one. Raises UsageError, which names the options by their prefix."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, kind, protocol, _, address = found[0]
    except (OSError, UnicodeError):
        raise UsageError(f"{prefix}host {host} is no address of this machine") from None
    listener = socket.socket(family, kind, protocol)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise UsageError(
                f"port {port} is in use on {host}: stop what uses it, or choose another {prefix}port"
            ) from None
        if error.errno == errno.EACCES:
            raise UsageError(f"port {port} needs more rights than this user has: choose another {prefix}port") from None
        raise UsageError(f"{prefix}host {host} is no address of this machine ({error.strerror})") from None
    return listener


def url_of(listener: socket.socket, host: str) -> str:
    """Where a browser on this machine finds it."""
    port = listener.getsockname()[1]
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    return f"http://{shown}:{port}"
