"""All attacks by their names, and whose token each is tried with."""

from tests.hostile.attacks import connections, documents, live, loads
from tests.hostile.attacks.target import Attack, Who, asking

NOBODY, PARTNER, INGEST, OPERATOR = Who.NOBODY, Who.PARTNER, Who.INGEST, Who.OPERATOR
ANYBODY = (NOBODY, PARTNER, INGEST)

CONNECTIONS: dict[str, tuple[Attack, tuple[Who, ...]]] = {
    "endless heads": (connections.send_endless_heads, (NOBODY,)),
    "slow heads": (connections.send_slow_heads, (NOBODY,)),
    "slow bodies": (connections.send_slow_bodies, (PARTNER, INGEST)),
    "chunks of one byte": (connections.send_chunks_of_one_byte, (NOBODY, PARTNER)),
    "nested bodies": (connections.send_nested_bodies, (PARTNER, INGEST)),
    "silent connections": (connections.be_silent, (NOBODY,)),
    "half-open connections": (connections.be_half_open, (PARTNER,)),
    "pipelines": (connections.send_pipelines, ANYBODY),
    "pipelines that are too long": (connections.send_pipelines_that_are_too_long, (PARTNER,)),
    "pages for everybody": (asking(connections.pages, 500), (NOBODY,)),
    "parameters that nobody reads": (asking(connections.parameters), (PARTNER,)),
    "types that take long to read": (asking(connections.types), (PARTNER,)),
    "answers that nobody reads": (connections.reading_nothing(documents.DOMAINS), (PARTNER,)),
}
QUERIES: dict[str, tuple[Attack, tuple[Who, ...]]] = {
    "the same page many times over": (asking(documents.PAGES), (PARTNER,)),
    "the same page many times over, and away": (asking(documents.PAGES, away=True), (PARTNER,)),
    "a year of activity": (asking(documents.ACTIVITY), (PARTNER,)),
    "a year of activity, and away": (asking(documents.ACTIVITY, away=True), (PARTNER,)),
    "a thousand domains many times over": (asking(documents.same(documents.DOMAINS)), (PARTNER,)),
    "one name many times over": (asking(documents.SCALARS), (PARTNER,)),
    "lists in lists in lists": (asking(documents.NESTED), (PARTNER,)),
    "counts and searches": (asking(documents.SEARCHES), (PARTNER, OPERATOR)),
    "texts that nobody knows": (asking(documents.SHORT_TEXTS), (PARTNER,)),
    "long texts that nobody knows": (asking(documents.LONG_TEXTS), (PARTNER,)),
    "the longest texts that nobody knows": (asking(documents.longest_texts), (PARTNER,)),
    "one text in all ways": (asking(documents.ways), (PARTNER,)),
    "the schema": (asking(documents.same(documents.SCHEMA)), (PARTNER,)),
    "variables that nobody uses": (asking(documents.variables), (PARTNER, INGEST)),
    "extensions that nobody reads": (asking(documents.extensions), (PARTNER, INGEST)),
    "next to nothing": (asking(documents.TINY), (PARTNER, INGEST)),
    "next to nothing by a crowd": (asking(documents.TINY, 500), (NOBODY, PARTNER)),
    "what is refused": (asking(documents.refused), ANYBODY),
    "tokens that nobody has signed": (asking(documents.guessed), (NOBODY,)),
    "pages of many partners": (asking(documents.PAGES_OF_ALL), (OPERATOR,)),
    "a year of activity of a partner's": (asking(documents.ACTIVITY_OF_ONE), (OPERATOR,)),
    "as much as goes into an answer": (asking(documents.ALL_IN_ONE), (OPERATOR,)),
}
SUBSCRIPTIONS: dict[str, tuple[Attack, tuple[Who, ...]]] = {
    "dear events": (live.watch_dearly, (PARTNER,)),
    "dear events that nobody reads": (live.watch_without_reading, (PARTNER,)),
    "dear events as streams": (live.stream, (PARTNER,)),
    "streams that ask on": (live.stream_and_ask_on, (PARTNER,)),
    "pings without a pause": (live.send_pings, (NOBODY, PARTNER)),
    "messages without a pause": (live.send_messages, (NOBODY, PARTNER)),
    "all events from the beginning": (live.go_back, (PARTNER,)),
    "sockets that come and go": (live.come_and_go, (PARTNER,)),
    "sockets that only sign in": (live.sign_in, (PARTNER, INGEST)),
    "subscriptions that come and go": (live.begin_and_end, (PARTNER,)),
    "subscriptions that are refused": (live.ask_what_is_refused, (PARTNER, INGEST)),
    "sockets of nobody": (live.stay_nobody, (NOBODY,)),
    "sockets with a token that is none": (live.say_who_nobody_is, (NOBODY,)),
    "sockets that do not say whose they are": (live.say_not_who, (NOBODY,)),
}
LOADS: dict[str, tuple[Attack, tuple[Who, ...]]] = {
    "as many records as go into a request": (asking(loads.MUCH), (INGEST,)),
    "one record at a time": (asking(loads.LITTLE), (INGEST,)),
    "records that are all bad": (asking(loads.BAD), (INGEST,)),
    "certifications that overlap": (asking(loads.OVERLAPS), (INGEST,)),
    "domains that take long to read": (asking(loads.DOMAINS), (INGEST,)),
    "activity of all months": (asking(loads.EVENTS), (INGEST,)),
    "guesses": (asking(loads.guesses), (INGEST, PARTNER)),
}
ATTACKS = CONNECTIONS | QUERIES | SUBSCRIPTIONS | LOADS
CASES = [(name, who) for name, (_, whose) in ATTACKS.items() for who in whose]
