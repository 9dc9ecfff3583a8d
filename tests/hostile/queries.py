"""One attack on queries, in a process of its own: `python -m tests.hostile.queries NAME PORT TOKEN`.

Asks the same over and over, on many connections, whatever is answered, until it is ended."""

import asyncio
import itertools
import sys
from collections.abc import Callable

import orjson

CONNECTIONS = 48
ACTIVITY = 'dailyActivity(from: "2018-05-17", to: "2019-06-20") { day events }'
CREDITED = "clients(first: 30) { edges { node { id name } credit { appsUsed sold { amount } managed { amount } } } }"

numbers = itertools.count()


def repeat(field: str, times: int = 49) -> str:
    return f"{{ {' '.join(f'a{number}: {field}' for number in range(times))} }}"


ATTACKS: dict[str, Callable[[], str]] = {
    "the same page many times over": lambda: repeat(f"partners(first: 2) {{ edges {{ node {{ {CREDITED} }} }} }}"),
    "a year of activity": lambda: f'{{ partner(externalId: "p1") {{ {ACTIVITY} }} }}',
    "counts and searches": lambda: repeat('clients(filter: { search: "zzzz" }) { totalCount }', 13),
    "texts that nobody knows": lambda: repeat(f'partner(externalId: "{next(numbers)}") {{ id name tier {{ key }} }}'),
    "as much as goes into an answer": lambda: "{ partners(first: 90) { edges { node { " + CREDITED + " domains } } } }",
    "next to nothing": lambda: "{ viewer { role } }",
}
GONE = "and away"  # as a suffix: nobody waits for the answers


async def attack(name: str, port: int, token: str) -> None:
    """Never returns."""
    make = ATTACKS[name.removesuffix(GONE).strip()]
    await asyncio.gather(*(ask_on(port, token, make, away=name.endswith(GONE)) for _ in range(CONNECTIONS)))


async def ask_on(port: int, token: str, make: Callable[[], str], *, away: bool) -> None:
    while True:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            while True:
                writer.write(request(token, make()))
                if away:
                    await asyncio.sleep(0.05)
                    break
                await read_answer(reader)
        except (ConnectionError, asyncio.IncompleteReadError):
            await asyncio.sleep(0.05)
        finally:
            writer.close()


def request(token: str, query: str) -> bytes:
    body = orjson.dumps({"query": query})
    head = (
        f"POST /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


async def read_answer(reader: asyncio.StreamReader) -> int:
    """Its status."""
    head = await reader.readuntil(b"\r\n\r\n")
    lines = head.lower().split(b"\r\n")
    (length,) = (int(line.partition(b":")[2]) for line in lines if line.startswith(b"content-length:"))
    await reader.readexactly(length)
    return int(head.split(maxsplit=2)[1])


if __name__ == "__main__":
    asyncio.run(attack(sys.argv[1], int(sys.argv[2]), sys.argv[3]))
