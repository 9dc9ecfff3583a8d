import gc
import os
from collections.abc import Iterator

import pytest

from tests.api.reading import Reader
from tests.differential.coverage import Coverage
from tests.differential.differences import find_differences
from tests.differential.worlds.world import build_world

WORLDS, MOST_WORLDS = 8, 32  # more than 8 while something of the schema has not been asked
DOCUMENTS = 260
SEED = int(os.environ.get("TIERLINE_DIFFERENTIAL_SEED", "2"))


@pytest.fixture
def settled() -> Iterator[None]:
    """What was there before the test is not searched for garbage again and again."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("database", "settled")
async def test_generated_documents_are_answered_as_the_reference_answers_them() -> None:
    coverage = Coverage()
    for number in range(MOST_WORLDS):
        if number >= WORLDS and not coverage.missing():
            break
        world = await build_world(number)
        reader = Reader(world.rules)
        found = await find_differences(reader, world, SEED, DOCUMENTS, coverage=coverage)
        assert not found, "\n\n".join(map(str, found))
    assert coverage.missing() == []
