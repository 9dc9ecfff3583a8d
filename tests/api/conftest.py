import pytest

from tests.api.lists import add_mixed_partners
from tests.api.reading import Reader, load_rules


@pytest.fixture
async def reader(database: str) -> Reader:
    """Asks the schema over the test's own database, on 1 July 2019."""
    assert database
    return Reader(load_rules())


@pytest.fixture
async def mixed(reader: Reader) -> Reader:
    """The same, with partners of which much is equal or missing."""
    await add_mixed_partners()
    return reader
