"""A look at Redis or Valkey in one round trip, without a client library: enough to see that all is in order."""

import asyncio
import ssl
from collections.abc import Mapping, Sequence
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

import hiredis

from jobs.queue_trial import (
    AT_ONCE,
    CONNECT_SECONDS,
    HINTS,
    QUEUE,
    READS,
    SOCKET_SECONDS,
    WATCHED,
    Words,
    count_messages,
)

PORT = 6379
PIECE = 2**16  # bytes
VERIFY = {"none": ssl.CERT_NONE, "optional": ssl.CERT_OPTIONAL, "required": ssl.CERT_REQUIRED}
OPTIONS = {"db", "ssl_ca_certs", "ssl_cert_reqs", "ssl_certfile", "ssl_check_hostname", "ssl_keyfile"}


async def glance(url: str) -> int | None:
    """How many jobs have a message waiting. None if anything is not as it should be, or has options other than TLS's.

    `url` is one that `check_redis_url` lets pass. Leaves nothing behind."""
    parts = urlsplit(url)
    options = parse_qs(parts.query)
    if options.keys() - OPTIONS:
        return None
    database = options.get("db", [""])[0] or (parts.path.strip("/") if parts.scheme != "unix" else "")
    asked = [
        *_greeting(parts, int(database or 0)),
        *READS,
        *WATCHED,
        ("MULTI",),
        *AT_ONCE,
        ("EXEC",),
        ("PUBLISH", HINTS, ""),
        ("ZRANGE", QUEUE, 0, -1),
        ("SUBSCRIBE", HINTS),
    ]
    try:
        tls = _tls({name: values[0] for name, values in options.items()}) if parts.scheme == "rediss" else None
        answers = await _ask(parts, tls, asked)
    except (OSError, EOFError, KeyError, ValueError, hiredis.HiredisError):  # a TimeoutError is an OSError
        return None
    names = answers[-2]
    return count_messages(names) if isinstance(names, list) and not any(map(_refuses, answers)) else None


def _greeting(parts: SplitResult, database: int) -> list[Words]:
    greeting: list[Words] = []
    if parts.password is not None:
        user = [unquote(parts.username)] if parts.username else []
        greeting.append(("AUTH", *user, unquote(parts.password)))
    if database:
        greeting.append(("SELECT", database))
    return greeting


def _tls(options: Mapping[str, str]) -> ssl.SSLContext:
    """How the server is made sure of: as redis-py does it. Raises KeyError for words that this does not know."""
    context = ssl.create_default_context()
    context.check_hostname = {"true": True, "false": False}[options.get("ssl_check_hostname", "false")]
    context.verify_mode = VERIFY[options.get("ssl_cert_reqs", "required")]
    if "ssl_certfile" in options and "ssl_keyfile" in options:
        context.load_cert_chain(options["ssl_certfile"], options["ssl_keyfile"])
    if "ssl_ca_certs" in options:
        context.load_verify_locations(options["ssl_ca_certs"])
    return context


async def _ask(parts: SplitResult, tls: ssl.SSLContext | None, asked: Sequence[Words]) -> list[object]:
    """An answer to each command; the last one may be one that opens a channel."""
    async with asyncio.timeout(CONNECT_SECONDS):
        if parts.scheme == "unix":
            stream, sink = await asyncio.open_unix_connection(unquote(parts.path))
        else:
            stream, sink = await asyncio.open_connection(parts.hostname, parts.port or PORT, ssl=tls)
    try:
        sink.writelines(hiredis.pack_command(words) for words in asked)  # type: ignore[arg-type]  # of any length
        reader = hiredis.Reader()
        answers: list[object] = []
        async with asyncio.timeout(SOCKET_SECONDS):
            while len(answers) < len(asked):
                answer = reader.gets()
                if answer is not False:
                    answers.append(answer)
                elif piece := await stream.read(PIECE):
                    reader.feed(piece)
                else:
                    raise EOFError
        return answers
    finally:
        sink.close()


def _refuses(answer: object) -> bool:
    """Whether an answer is an error, or one of a transaction's is. No answer to one is in order: others tried, too."""
    return isinstance(answer, hiredis.ReplyError) or (isinstance(answer, list) and any(map(_refuses, answer)))
