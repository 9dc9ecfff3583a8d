"""One installation, as every command finds it: settings first, else what `tierline up` runs in the data directory."""

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from api.auth.tokens import check_secret
from intake.terms import Terms
from models.database import acquire, close_database, open_database
from models.poolers import expect_own_sessions
from models.programs import load_programs
from models.retention import Retention
from models.rights import Roles
from models.rulebook import Rulebook, keep_rules
from ops.data import API, OWNER, WRITER, DataDirectory
from ops.errors import UsageError
from ops.settings import Settings

REMEDY = "start `tierline up` there, name its directory with --data, or set"


@dataclass(frozen=True)
class Installation:
    """Raises UsageError, with the remedy, for what it lacks."""

    settings: Settings
    data: DataDirectory

    @classmethod
    def find(cls, data: Path) -> "Installation":
        return cls(Settings.from_environment(), DataDirectory.at(data))

    @property
    def database_url(self) -> str:
        """For what changes the schema, or reads all of it."""
        return self._database_url_of(OWNER)

    @property
    def writer_url(self) -> str:
        """For workers, and for commands that work with rows."""
        return self._database_url_of(WRITER)

    @property
    def api_url(self) -> str:
        """For API processes."""
        return self._database_url_of(API)

    @property
    def roles(self) -> Roles:
        """Who is to have the rights of a writer and of the API."""
        if self.settings.database_url is not None:
            return Roles(self.settings.writer_role, self.settings.api_role)
        return Roles(WRITER, API)

    def _database_url_of(self, role: str) -> str:
        """DATABASE_URL says itself who logs in."""
        if self.settings.database_url is not None:
            return self.settings.database_url.get_secret_value()
        if self.data.has_database():
            return self.data.database_url_of(role)
        raise UsageError(f"no database: none runs in {self.data.path}; {REMEDY} DATABASE_URL")

    @property
    def redis_url(self) -> str:
        if self.settings.redis_url is not None:
            return self.settings.redis_url.get_secret_value()
        if self.settings.database_url is not None:
            raise UsageError("REDIS_URL is not set, though DATABASE_URL is: set both")
        if self.data.has_redis():
            return self.data.redis_url
        raise UsageError(f"no Redis or Valkey: none runs in {self.data.path}; {REMEDY} REDIS_URL")

    @property
    def secret(self) -> str:
        """What signs tokens."""
        if self.settings.secret is not None:
            return self.settings.secret.get_secret_value()
        try:
            secret = self.data.secret.read_text().strip()
        except FileNotFoundError:
            raise UsageError(
                f"no secret to sign tokens: {self.data.secret} is missing; {REMEDY} TIERLINE_SECRET"
            ) from None
        check_secret(secret)
        return secret

    @property
    def retention(self) -> Retention:
        """How long activity and events are kept."""
        return Retention(self.settings.activity_days, self.settings.event_days, self.settings.consumer_days)

    @cached_property
    def rules(self) -> Rulebook:
        """The programs and the calendar; raises ProgramError."""
        return Rulebook(load_programs(self.settings.programs), self.settings.zone)

    @property
    def terms(self) -> Terms:
        """What facts are judged by."""
        return Terms(frozenset(program.currency for program in self.rules.programs), self.settings.zone)

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


def keep_secret(data: DataDirectory) -> None:
    """Makes the secret of a data directory the first time; only its owner may read it."""
    if data.secret.exists():
        return
    unfinished = data.secret.with_name("secret.new")
    unfinished.unlink(missing_ok=True)
    unfinished.touch(mode=0o600)
    unfinished.write_text(secrets.token_urlsafe(48) + "\n")
    unfinished.rename(data.secret)
