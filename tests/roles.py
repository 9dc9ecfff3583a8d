"""A database with three ordinary roles: of the tables' owner, of writers, and of the API."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import asyncpg

from models.rights import Roles
from ops.data import DataDirectory
from tests.conftest import named, numbers
from tests.postgres import like

OWNER, WRITER, API = "the_owner", "the writer", "the_api"
ROLES = Roles(WRITER, API)


@dataclass(frozen=True)
class Database:
    """One that all three can log in to."""

    servers: DataDirectory
    name: str

    @property
    def admin_url(self) -> str:
        return named(self.servers, self.name)

    @property
    def owner_url(self) -> str:
        return self.admin_url.replace("postgres@", f"{OWNER}@")

    @property
    def writer_url(self) -> str:
        return self.admin_url.replace("postgres@", f"{WRITER.replace(' ', '%20')}@")

    @property
    def api_url(self) -> str:
        return self.admin_url.replace("postgres@", f"{API}@")


async def make_roles(servers: DataDirectory) -> None:
    async with connected(servers.database_url) as admin:
        await admin.execute(f'CREATE ROLE {OWNER} LOGIN; CREATE ROLE "{WRITER}" LOGIN; CREATE ROLE {API} LOGIN')
        await admin.execute(f'GRANT "{WRITER}" TO {OWNER}')


@asynccontextmanager
async def database_like(servers: DataDirectory, template: str) -> AsyncIterator[Database]:
    """A database of the owner's, a copy of another one, for the block."""
    name = f"roles_{next(numbers)}"
    async with connected(servers.database_url) as admin:
        await admin.execute(f"CREATE DATABASE {name} OWNER {OWNER} {like(template)}")
        try:
            yield Database(servers, name)
        finally:
            await admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


@asynccontextmanager
async def connected(url: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(url)
    try:
        yield connection
    finally:
        await connection.close()
