"""Faults while many follow a stream of changes: afterwards each of them has exactly what was committed.

`make chaos-live` runs every fault, and all of them at once, with 200 followers."""

import asyncio
import logging
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from api.live.cursors import plain_cursor
from tests.end_to_end.changes import Changes, changes_in, committed
from tests.end_to_end.faults import ALL_AT_ONCE, FAULTS, Fault
from tests.end_to_end.followers import Follower, by_events, by_websocket
from tests.end_to_end.machine import Machine

FOLLOWERS = 200
EVENTS_EVERY = 5  # this many-th follower has server-sent events, the others have websockets
BETWEEN_CHANGES = 0.05  # seconds
UNDISTURBED_SECONDS = 1.0  # before each fault
CATCH_UP_SECONDS = 60.0
LOOK_SECONDS = 0.05


@dataclass
class Crowd:
    """All who follow, and what goes on meanwhile."""

    machine: Machine
    changes: Changes
    followers: list[Follower]
    tasks: list[asyncio.Task[None]] = field(default_factory=list)

    async def catch_up(self) -> float:
        """How long it takes until everybody has been told all that is committed by now, in seconds."""
        began = time.monotonic()
        newest = (await committed())[-1]
        while behind := [one for one in self.followers if newest not in one.seen]:
            for task in self.tasks:
                if task.done():
                    task.result()  # raises what ended it
            waited = time.monotonic() - began
            assert waited < CATCH_UP_SECONDS, f"{len(behind)} are behind after {waited:.0f} s"
            await asyncio.sleep(LOOK_SECONDS)
        return time.monotonic() - began

    async def suffer(self, faults: Iterable[Fault]) -> float:
        """Lets faults happen at once, and gives the seconds until everybody is on time again."""
        await asyncio.sleep(UNDISTURBED_SECONDS)
        for fault in faults:
            await fault(self.machine.data)
        await self.changes.commit()  # one behind the faults
        return await self.catch_up()

    def check(self, truth: list[str]) -> None:
        """Raises AssertionError unless everybody was told exactly this, in this order."""
        for follower in self.followers:
            assert follower.seen == truth, (
                f"told {len(follower.seen)} of {len(truth)} events, {len(set(follower.seen))} different ones, without"
                f" {sorted(set(truth) - set(follower.seen))[:5]}; connections ended: {follower.ends}"
            )

    @property
    def ends(self) -> Counter[str]:
        """How connections ended, of all followers together."""
        return sum((follower.ends for follower in self.followers), Counter())


@asynccontextmanager
async def crowd(machine: Machine, count: int) -> AsyncIterator[Crowd]:
    """Everybody follows while the block runs, and changes are committed; at its end they are checked."""
    token = await asyncio.to_thread(machine.token, "--role", "operator")
    connections = [by_websocket if number % EVENTS_EVERY else by_events for number in range(count)]
    followers = [Follower(machine.url, token, connection, plain_cursor(0)) for connection in connections]
    stop = asyncio.Event()
    async with changes_in(machine.data, "P1") as changes:
        tasks = [asyncio.create_task(follower.follow()) for follower in followers]
        committing = asyncio.create_task(changes.commit_until(stop, BETWEEN_CHANGES))
        all_of_them = Crowd(machine, changes, followers, tasks)
        try:
            await changes.commit()
            await all_of_them.catch_up()  # everybody follows before anything is disturbed
            yield all_of_them
            stop.set()
            await committing
            await all_of_them.catch_up()
            all_of_them.check(await committed())
        finally:
            for task in (committing, *tasks):
                task.cancel()
            await asyncio.gather(committing, *tasks, return_exceptions=True)


async def main() -> None:
    """Tells what happened, fault by fault."""
    for name in ("asyncpg", "jobs.queue"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # that their servers are gone is no news here
    machine = Machine(Path(tempfile.mkdtemp(prefix="tierline-chaos-")))
    try:
        await asyncio.to_thread(machine.start)
        async with crowd(machine, FOLLOWERS) as followers:
            for name, fault in FAULTS.items():
                seconds = await followers.suffer([fault])
                print(f"{name:<32} everybody is on time again after {seconds:4.1f} s", flush=True)
            seconds = await followers.suffer(ALL_AT_ONCE)
            print(f"{'all at once':<32} everybody is on time again after {seconds:4.1f} s", flush=True)
        ends = ", ".join(f"{count} {how}" for how, count in sorted(followers.ends.items()))
        told = len(followers.followers[0].seen)
        print(f"{FOLLOWERS} followers were told all of {told} changes, in order and once; connections ended: {ends}")
    finally:
        if machine.process is not None:
            machine.stop()
        shutil.rmtree(machine.directory)


if __name__ == "__main__":
    asyncio.run(main())
