"""Redis or Valkey: whether it passes messages on, and how many wait."""

from ops.status.glance import glance
from ops.status.lines import Line

NAME = "Redis or Valkey"


async def tell_queue(url: str) -> list[Line]:
    """Whether it answers. If a glance does not find all in order, the client that workers have says what is wrong."""
    length = await glance(url)
    return await _ask(url) if length is None else _answers(length)


def _answers(length: int) -> list[Line]:
    return [Line(NAME, "answers"), Line("queue length", str(length))]


async def _ask(url: str) -> list[Line]:
    # The library takes longer to import than all the rest of this command to run.
    from redis.exceptions import RedisError  # noqa: PLC0415

    from jobs.queue import Queue  # noqa: PLC0415
    from jobs.redis_faults import QueueRefused, tell_fault  # noqa: PLC0415

    queue = Queue(url)
    try:
        await queue.check()
    except QueueRefused as error:
        return [Line(NAME, "passes no message on", f"{error}; until then no job begins")]
    except (RedisError, OSError) as error:
        fault = tell_fault(error)
        return [Line(NAME, "does not answer", f"{fault}: start it again, empty; until then no job begins")]
    else:
        return _answers(await queue.length())
    finally:
        await queue.close()
