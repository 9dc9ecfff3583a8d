"""A block with a time limit ends as one of asyncio's does, whatever else happens to its task."""

import asyncio

import pytest

from api.execution.stopping import Within


async def test_what_is_in_time_is_left_alone() -> None:
    with Within(60):
        await asyncio.sleep(0)
    await asyncio.sleep(0)


async def test_what_takes_longer_is_cancelled_where_it_waits() -> None:
    never = asyncio.Event()
    with pytest.raises(TimeoutError), Within(0):
        await never.wait()
    task = asyncio.current_task()
    assert task is not None
    assert not task.cancelling()


async def test_of_two_limits_the_one_that_is_over_is_told() -> None:
    never = asyncio.Event()
    inner = Within(60)
    with pytest.raises(TimeoutError), Within(0), inner:
        await never.wait()
    assert not inner.has_stopped(asyncio.CancelledError)


async def test_a_task_that_is_cancelled_as_well_stays_cancelled() -> None:
    began = asyncio.Event()

    async def work() -> None:
        with Within(60) as limit:
            began.set()
            try:
                await asyncio.Event().wait()
            finally:
                limit.stop()

    task = asyncio.create_task(work())
    await began.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_an_error_of_the_block_comes_through() -> None:
    with pytest.raises(LookupError), Within(60):
        raise LookupError
