"""What earlier versions left in a database, read after an upgrade."""

from dataclasses import replace

import pytest

from models.migrate import migrate
from tests.api.reading import Reader
from tests.api.rows import add
from tests.cursors import INSTALLATION
from tests.differential.differences import find_differences
from tests.differential.reference.tables import Tables, load_tables
from tests.differential.worlds.world import World, build_world
from tests.earlier import fill_earlier, migrate_up_to
from tests.postgres import opened
from tests.roles import connected

DOCUMENTS = 50
EARLIER = ("0011_open_runs_begin_anew", "0016_confirmed_reports", "0020_rights_of_the_owner")


def in_order(tables: Tables) -> dict[str, list[str]]:
    """Whatever order the rows lie in."""
    return {name: sorted(map(str, rows)) for name, rows in tables.rows.items()}


@pytest.mark.parametrize("newest_migration", EARLIER)
async def test_a_database_of_an_earlier_version_answers_as_one_that_was_made_by_this_one(
    database_url: str, empty_database: str, newest_migration: str
) -> None:
    await migrate_up_to(empty_database, newest_migration)
    async with opened(database_url):
        made = await build_world(1)
        await fill_earlier(empty_database, database_url)
        world = World(made.seed, made.rules, await load_tables())
    assert (await migrate(empty_database))[0] > newest_migration
    async with connected(empty_database) as connection:
        await connection.execute("UPDATE installation SET key = $1", INSTALLATION.key)
    async with opened(empty_database):
        assert in_order(await load_tables()) == in_order(world.tables)
        for edition in made.tables["edition"]:  # which the first process of this version publishes
            await add("edition", **edition)
        world = replace(world, tables=await load_tables())
        assert not await find_differences(Reader(world.rules), world, 1, DOCUMENTS)
