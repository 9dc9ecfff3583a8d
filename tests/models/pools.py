"""The pool that the models are bound to."""

from tortoise.connection import get_connection

from models.pool import Pool
from models.tortoise_client import Client


def pool_in_use() -> Pool:
    client = get_connection("default")
    assert isinstance(client, Client)
    return client.pool


def lent_connections() -> int:
    """How many of its connections are in use; 0 before the first."""
    client = get_connection("default")
    assert isinstance(client, Client)
    return 0 if client._pool is None else client.pool.lent
