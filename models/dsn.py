"""The database's URL: read as libpq reads it, and told to the driver in the driver's words.

The parameters are those of PostgreSQL's manual, section "Connection URIs"."""

import os
import re
from typing import Any
from urllib.parse import quote, unquote, urlencode

SCHEMES = ("postgresql", "postgres")
SHAPE = "postgresql://USER:PASSWORD@HOST/DATABASE"
ESCAPES = "in a user or password, write % as %25, / as %2F, ? as %3F, # as %23, @ as %40 and : as %3A"
APPLICATION = "tierline"  # what the server calls our sessions, unless application_name says otherwise
CONNECT_SECONDS = 60.0  # for one host to answer, unless connect_timeout says otherwise

TEXTS = frozenset(
    "host port dbname user password passfile sslcert sslkey sslrootcert sslcrl sslpassword krbsrvname gsslib"
    " application_name options connect_timeout".split()
)
FILES = ("sslrootcert", "sslcert", "sslkey", "sslcrl")
TLS_VERSIONS = ("TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3")
CHOICES = {
    "sslmode": ("disable", "allow", "prefer", "require", "verify-ca", "verify-full"),
    "sslnegotiation": ("postgres", "direct"),
    "ssl_min_protocol_version": TLS_VERSIONS,
    "ssl_max_protocol_version": TLS_VERSIONS,
    # Tierline writes, so a session that cannot is of no use to it.
    "target_session_attrs": ("read-write", "primary", "any"),
}
# What the driver does not know, with the values for which it need not.
NEEDLESS = {
    "channel_binding": ("prefer", "disable"),
    "gssencmode": ("prefer", "disable"),
    "load_balance_hosts": ("disable",),
    "client_encoding": ("UTF8", "utf8", "auto"),
}

_HOST = re.compile(r"(?:\[[^\[\]]+\]|[^:\[\]]+)(?::([0-9]*))?")
_LARGEST_PORT = 65_535


class BadDsn(ValueError):
    """The URL cannot be used. The message names what is wrong with it, and nothing that may be secret."""


class _Dsn(str):
    """What may hold a password, and so is in no log: Tortoise writes its whole configuration into one."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "'postgresql://...'"


def read_dsn(url: str) -> dict[str, Any]:
    """The URL as arguments of asyncpg's `connect` and `create_pool`. Raises BadDsn."""
    scheme, _, rest = url.partition("://")
    if scheme not in SCHEMES or not rest:
        raise BadDsn(f"must look like {SHAPE}")
    main, _, query = rest.partition("?")
    authority, _, database = main.partition("/")
    userinfo, _, hosts = authority.rpartition("@")
    if "#" in url or "@" in userinfo + database + query:
        raise BadDsn(f"has a character that must be percent-encoded: {ESCAPES}")
    if re.search("%(?![0-9A-Fa-f]{2})", url):
        raise BadDsn(f"has a % that begins no percent-encoded character: {ESCAPES}")
    parameters = _read_parameters(query)
    _check_hosts(hosts, parameters)
    if not database and not parameters.get("dbname"):
        raise BadDsn(f"names no database, as in {SHAPE}")
    arguments: dict[str, Any] = {
        "timeout": _connect_seconds(parameters.pop("connect_timeout", "")),
        "target_session_attrs": parameters.pop("target_session_attrs", "read-write"),
    }
    user, colon, password = (quote(unquote(part), safe="") or part for part in userinfo.partition(":"))
    login = f"{user}{':' if colon else ''}{password}@" if userinfo else ""
    told = urlencode({"application_name": APPLICATION, **parameters}, quote_via=quote)
    return arguments | {"dsn": _Dsn(f"postgresql://{login}{hosts}/{database}?{told}")}


def _read_parameters(query: str) -> dict[str, str]:
    read: dict[str, str] = {}
    for pair in query.split("&") if query else []:
        name, equals, text = pair.partition("=")
        value = unquote(text)  # a plus is a plus
        if not equals:
            raise BadDsn("has a parameter without a value; they are written ?NAME=VALUE&NAME=VALUE")
        if name == "ssl" and value == "true":  # libpq takes this of JDBC's words
            name, value = "sslmode", "require"
        if name in NEEDLESS:
            _expect_choice(name, value, NEEDLESS[name])
        elif name in TEXTS or name in CHOICES:
            _expect_choice(name, value, CHOICES.get(name))
            read[name] = value
        else:
            named = name if re.fullmatch("[a-z_]{1,40}", name) else "of another kind"
            remedy = "; use sslmode" if name == "ssl" else f"; there are {', '.join(sorted(TEXTS | CHOICES.keys()))}"
            raise BadDsn(f"has the parameter {named}, which is not known here{remedy}")
    for name in FILES:
        if read.get(name) and not os.access(read[name], os.R_OK):
            raise BadDsn(f"{name}: there is no file {read[name]} that may be read")
    return read


def _expect_choice(name: str, value: str, choices: tuple[str, ...] | None) -> None:
    if choices is not None and value not in choices:
        instead = "; sslmode=verify-full protects as well" if name == "channel_binding" else ""
        raise BadDsn(f"{name} can only be one of {', '.join(choices)}{instead}")


def _check_hosts(hosts: str, parameters: dict[str, str]) -> None:
    """The driver takes an empty host for a mistake of its own, and tells the text of a port that is none."""
    ports = parameters.get("port", "").split(",")
    for host in hosts.split(",") if hosts else []:
        found = _HOST.fullmatch(host)
        if found is None:
            named = "no host" if not host or host.startswith(":") else "a host or port that cannot be read"
            raise BadDsn(f"names {named}, as in {SHAPE}; {ESCAPES}")
        ports.append(found[1] or "")
    if not hosts and not all(parameters.get("host", "").split(",")):
        raise BadDsn(f"names no host, as in {SHAPE}")
    if not all(port == "" or (port.isdecimal() and 0 < int(port) <= _LARGEST_PORT) for port in ports):
        raise BadDsn(f"has a port that is no number from 1 to {_LARGEST_PORT}")


def _connect_seconds(text: str) -> float | None:
    """As libpq has it: whole seconds, 0 or less for ever, and at least two."""
    if not text:
        return CONNECT_SECONDS
    try:
        seconds = int(text)
    except ValueError:
        raise BadDsn("connect_timeout is a whole number of seconds") from None
    return max(float(seconds), 2.0) if seconds > 0 else None
