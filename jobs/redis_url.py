"""REDIS_URL, read as redis-py reads it, but for what that passes over in silence."""

from urllib.parse import parse_qs, urlsplit

SCHEMES = ("redis", "rediss", "unix")
OPTIONS = {
    "db", "username", "password", "client_name",
    "ssl_ca_certs", "ssl_cert_reqs", "ssl_certfile", "ssl_check_hostname", "ssl_keyfile",
}  # fmt: skip
FORMS = "redis://HOST:6379/0 or unix:///PATH"
MOST_PORT = 65_535


def check_redis_url(url: str) -> None:
    """Raises ValueError, which says what is wrong and never tells the password, for a URL that cannot be meant.

    `redis://` and `rediss://` (TLS) have a host and may have the number of a database as their path; `unix://` has a
    path. A name, a password or a path is percent-encoded where it has one of `/?#%@:`.
    """
    parts = urlsplit(url)
    if parts.scheme not in SCHEMES:
        raise ValueError(f"must look like {FORMS}")
    if not _has_good_port(url) or parts.fragment or "@" in parts.path + parts.query:
        # What follows a bare / ? or # of a password is taken for something else: to quote it would show the password.
        raise ValueError(f"must look like {FORMS}; in a password, write / as %2F, ? as %3F, # as %23 and @ as %40")
    if not (parts.path if parts.scheme == "unix" else parts.hostname):
        raise ValueError(f"must look like {FORMS}")
    options = parse_qs(parts.query, keep_blank_values=True)
    for name in options:
        if name not in OPTIONS or (name.startswith("ssl_") and parts.scheme != "rediss"):
            raise ValueError(f"has an option {name!r}, which is none of {', '.join(sorted(OPTIONS))}")
    numbers = [*options.get("db", [])]
    if parts.scheme != "unix" and parts.path.strip("/"):
        numbers.append(parts.path.removeprefix("/"))
    for number in numbers:
        if not (number.isascii() and number.isdecimal()):
            raise ValueError(f"names a database {number!r}: databases of Redis have numbers, as in redis://HOST:6379/0")
    if len(set(map(int, numbers))) > 1:
        raise ValueError(f"names two databases: {' and '.join(numbers)}")


def _has_good_port(url: str) -> bool:
    try:
        port = urlsplit(url).port
    except ValueError:
        return False
    return port is None or 0 < port <= MOST_PORT
