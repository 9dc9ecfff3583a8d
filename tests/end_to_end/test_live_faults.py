import asyncio
from pathlib import Path

from tests.end_to_end.chaos import crowd
from tests.end_to_end.faults import flush_valkey, kill_api, kill_subscribers, restart_postgres
from tests.end_to_end.test_one_machine import machine_in

FOLLOWERS = 25  # `make chaos-live` has more, and more faults


async def test_whatever_dies_every_subscriber_is_told_exactly_what_was_committed(tmp_path: Path) -> None:
    with machine_in(tmp_path) as machine:
        await asyncio.to_thread(machine.start)
        async with crowd(machine, FOLLOWERS) as followers:
            await followers.suffer([kill_api])
            await followers.suffer([flush_valkey, kill_subscribers, restart_postgres])
        assert all(follower.ends for follower in followers.followers), "each lost its connection while it followed"
