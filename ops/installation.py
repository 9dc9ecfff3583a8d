"""One installation, for commands that work with its database: where it is, and what it goes by."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cached_property

from intake.terms import Terms
from models.database import acquire, close_database, open_database
from models.editions import load_texts
from models.poolers import expect_own_sessions
from models.retention import Retention
from models.rights import Roles
from models.rulebook import Rulebook, keep_rules
from ops.data import API, WRITER
from ops.location import Location


@dataclass(frozen=True)
class Installation(Location):
    """Found as a Location is, with the rules that it goes by."""

    @property
    def roles(self) -> Roles:
        """Who is to have the rights of a writer and of the API."""
        if self.settings.database_url is not None:
            return Roles(self.settings.writer_role, self.settings.api_role)
        return Roles(WRITER, API)

    @property
    def retention(self) -> Retention:
        """How long activity and events are kept."""
        return Retention(self.settings.activity_days, self.settings.event_days, self.settings.consumer_days)

    @cached_property
    def rules(self) -> Rulebook:
        """The editions and the calendar; raises EditionError."""
        found = load_texts(self.settings.editions)
        texts = {edition.key: text for edition, text in found}
        chosen = self.settings.editions is not None
        return Rulebook(tuple(edition for edition, _ in found), self.settings.zone, texts, chosen)

    @property
    def terms(self) -> Terms:
        """What facts are judged by."""
        return Terms(self.rules.currencies, self.settings.zone)

    @asynccontextmanager
    async def opened(self, *, decides: bool = False, url: str | None = None) -> AsyncIterator[None]:
        """With the models bound to the database, for a command, or for one that `decides`.

        As a writer, unless another `url` is given. Raises Misfit and SharedSessions."""
        await open_database(self.writer_url if url is None else url, pool_size=4)
        try:
            async with acquire() as connection:
                await expect_own_sessions(connection)
                await keep_rules(connection, self.rules, decides=decides)
            yield
        finally:
            await close_database()
