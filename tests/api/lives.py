"""Editions that are drafted and published in a test's database."""

from datetime import UTC, datetime

from engine.editions import Act, Published, draft, publish
from models.database import acquire, transaction
from models.programs import Edition
from tests.api.reading import Reader
from tests.tiers.editions.editions import following
from tiers.editions.parsing import parse_edition

ACT = Act("somebody", datetime(2019, 1, 1, tzinfo=UTC))
NEXT = following("2030-01-01", ('key = "SILVER"\nname = "Silver"', 'key = "SILVER"\nname = "Sterling"'))


async def publish_text(text: str) -> None:
    """Publishes it whatever is computed already."""
    async with transaction() as connection:
        outcome = await publish(connection, parse_edition(text, "a.toml"), text, ACT, backdate="in a test")
    assert isinstance(outcome, Published), outcome


async def draft_text(text: str) -> None:
    """Drafts it."""
    async with transaction() as connection:
        outcome = await draft(connection, parse_edition(text, "a.toml"), text, ACT)
    assert isinstance(outcome, Edition), outcome


async def learn(reader: Reader) -> None:
    """Has the reader go by what was published."""
    async with acquire() as connection:
        assert await reader.rules.renew(connection)
