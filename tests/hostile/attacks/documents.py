"""With documents: those that cost most for what they look like, and those that nobody has to answer."""

import gzip
from collections.abc import Callable, Iterator
from itertools import count, cycle

import orjson

from tests.hostile.attacks.target import LONGEST_OF_A_PARTNER, Requests, Target, head, request

YEAR = 'from: "2018-05-17", to: "2019-06-20"'
CLIENT = "id name externalId registeredOn country mrr { amount } soldBy { id }"
CREDIT = "credit { appsUsed sold { amount status countsUntil } managed { amount status countsUntil } }"
CLIENTS = f"edges {{ cursor node {{ {CLIENT} }} {CREDIT} }}"
STANDING = (
    "asOf soldMrr managedMrr certified tier { key name } nextTier { key name } gates { metric { key } required actual }"
)
DOMAINS = f"{{ viewer {{ partner {{ {' '.join(f'a{number}: domains' for number in range(48))} }} }} }}"
SCHEMA = "{ __schema { types { name fields { name args { name type { name ofType { name } } } type { name } } } } }"

numbers = count()


def repeat(field: str, times: int = 49) -> str:
    """A document that asks for the same so many times."""
    return f"{{ {' '.join(f'a{number}: {field}' for number in range(times))} }}"


def of_partner(selection: str) -> str:
    """A document about the partner whose token it is."""
    return f"{{ viewer {{ partner {{ {selection} }} }} }}"


def documents(make: Callable[[], str]) -> Requests:
    """Requests that only have a document, each made anew."""

    def requests(target: Target) -> Iterator[bytes]:
        while True:
            yield request(target.token, make())

    return requests


def same(document: str) -> Requests:
    """Requests that all have the same document."""
    return documents(lambda: document)


PAGE = f"clients(first: 70) {{ edges {{ node {{ id name mrr {{ amount }} soldBy {{ id }} }} {CREDIT} }} }}"
PAGES = same(repeat(f"viewer {{ partner {{ {PAGE} }} }}", 39))
ACTIVITY = same(of_partner(f"dailyActivity({YEAR}) {{ day events }}"))
SCALARS = same(of_partner(f"clients(first: 100) {{ edges {{ node {repeat('name')} }} }}"))
DECISIONS = f"tierHistory(first: 12) {{ edges {{ node {{ credits(first: 100) {{ edges {{ node {{ {CREDIT}"
NESTED = same(of_partner(f"{DECISIONS} client {{ {CLIENT} }} }} }} }} }} }} }}"))
SEARCHES = same(repeat('clients(search: "zzzz") { totalCount }', 13))
SHORT_TEXTS = documents(lambda: of_partner(f"a{next(numbers)}: name"))
LONG_TEXTS = documents(
    lambda: repeat(f"viewer {{ partner {{ a{next(numbers)}: id name tier {{ key }} country }} }}", 24)
)
TINY = same("{ viewer { role } }")
REFUSED = (
    "{ viewer { nothing } }",
    "{ viewer {",
    "query Q($a: Int) { viewer { role } }",
    "{a" * 20 + "}" * 20,
    repeat(f"viewer {{ partner {{ {PAGE} }} }}", 50),
    repeat("nothing", 50),
    "{ a " * 900,
)

# Whatever partner there is, for operators.
OF_TWO = f"partners(first: 2) {{ edges {{ node {{ clients(first: 30) {{ {CLIENTS} }} }} }} }}"
PAGES_OF_ALL = same(repeat(OF_TWO, 36))
ACTIVITY_OF_ONE = same(f'{{ partner(externalId: "p10000001") {{ dailyActivity({YEAR}) {{ day events }} }} }}')
ALL_IN_ONE = same(f"{{ partners(first: 90) {{ edges {{ node {{ clients(first: 26) {{ {CLIENTS} }} domains }} }} }} }}")


def ways(target: Target) -> Iterator[bytes]:
    """One text, meant in another way each time, which takes a statement of its own."""
    names = " ".join(f"$v{number}: Boolean!" for number in range(16))
    marks = " ".join(f"x{number}: name @include(if: $v{number})" for number in range(16))
    standings = " ".join(f"a{number}: standing {{ {STANDING} }}" for number in range(30))
    document = f"query ({names}) {{ viewer {{ partner {{ {marks} {standings} }} }} }}"
    for number in count():
        yield request(target.token, document, variables={f"v{bit}": bool(number >> bit & 1) for bit in range(16)})


def longest_texts(target: Target) -> Iterator[bytes]:
    """Each with as many tokens as are taken, which come to hardly anything."""
    ids = " ".join(['"a"'] * 95)
    for number in count():
        fields = " ".join(f"a{number}_{one}: nodes(ids: [{ids}]) {{ id }}" for one in range(18))
        yield request(target.token, f"{{ {fields} }}")


def variables(target: Target) -> Iterator[bytes]:
    """As many as are taken, of which the document has one."""
    lists = [[number] for number in range(9_000)]
    while True:
        yield request(target.token, "query ($a: [ID!]!) { nodes(ids: $a) { id } }", variables={"a": ["x"], "b": lists})


def extensions(target: Target) -> Iterator[bytes]:
    """That nobody reads, as long as a body may be."""
    text = "x" * (LONGEST_OF_A_PARTNER - 1_000)
    while True:
        yield request(target.token, "{ viewer { role } }", extensions={"a": text})


def refused(target: Target) -> Iterator[bytes]:
    """In turn all that is refused before anything runs."""
    bomb = gzip.compress(orjson.dumps({"query": "{ viewer { role } }" + " " * 2**22}))
    requests = [request(target.token, document) for document in REFUSED]
    requests += [head(target.token, 3) + text for text in (b"{{{", b"[1]", b'"a"')]
    requests.append(head(target.token, len(bomb), "Content-Encoding: gzip") + bomb)
    requests.append(head(target.token, 2, "Accept: image/png") + b"{}")
    requests.append(b"GET /graphql?query={viewer{role}} HTTP/1.1\r\nHost: x\r\n\r\n")
    requests.append(b"PUT /graphql HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n")
    requests.append(b"GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n")
    yield from cycle(requests)


def guessed(target: Target) -> Iterator[bytes]:
    """With tokens that nobody has signed."""
    for number in count():
        yield request(f"{target.token[:-8]}{number:08d}", "{ viewer { role } }")
