"""What is wrong with the server of REDIS_URL, in its own words and with the remedy."""

import re

from redis.exceptions import AuthenticationError, NoPermissionError, ReadOnlyError, RedisError, ResponseError
from redis.exceptions import ConnectionError as RedisConnectionError

_OF_PIPELINE = re.compile(r"\ACommand # \d+ \(.*?\) of pipeline caused error: \(?[\"']?(.*?)[\"']?,?\)?\Z", re.DOTALL)
_CLUSTER = re.compile(r"\b(MOVED|ASK|CROSSSLOT|CLUSTERDOWN|TRYAGAIN)\b")
_NO_SUCH_NUMBER = re.compile(r"DB index is out of range|SELECT is not allowed|invalid DB index", re.IGNORECASE)

RIGHTS = 'its user lacks rights: docs/operations.md, "What Redis is asked for", has them all'


class QueueRefused(ResponseError):
    """The server answers, and passes no message on until somebody changes a setting: which one, the message says."""


def refusal_of(error: BaseException) -> QueueRefused | None:
    """The refusal behind an error of redis-py; None for what may go away by itself."""
    if type(error) is RedisConnectionError and isinstance(error.__cause__, RedisError):
        error = error.__cause__  # redis-py wraps what it meets while it connects to a socket
    if isinstance(error, QueueRefused):
        return error
    words = _words(error)
    if isinstance(error, AuthenticationError):
        remedy = "REDIS_URL needs a user and a password that it knows, as in redis://USER:PASSWORD@HOST:6379/0"
    elif isinstance(error, NoPermissionError) or "NOPERM" in words:
        remedy = RIGHTS
    elif _CLUSTER.search(words):
        remedy = "it is a cluster, which messages of several keys do not fit: set REDIS_URL to a single server"
    elif _NO_SUCH_NUMBER.search(words):
        remedy = "it has no database of the number in REDIS_URL"
    else:
        return None
    return QueueRefused(f"Redis or Valkey refuses ({words}): {remedy}")


def tell_fault(error: Exception) -> str:
    """Any fault of Redis or Valkey in one line."""
    if refusal := refusal_of(error):
        return str(refusal)
    words = _words(error) or type(error).__name__
    if isinstance(error, ReadOnlyError):
        return f"Redis or Valkey is a replica ({words}): set REDIS_URL to its primary"
    if isinstance(error, ResponseError):
        return f"Redis or Valkey answers with an error: {words}"
    return f"Redis or Valkey is away: {words}"


def _words(error: BaseException) -> str:
    return " ".join(_OF_PIPELINE.sub(r"\1", str(error)).split()).rstrip(".")
