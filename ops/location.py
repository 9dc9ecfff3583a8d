"""Where an installation is: settings say it first, else what `tierline up` runs in the data directory."""

import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from api.auth.grants import check_secret
from ops.data import API, OWNER, WRITER, DataDirectory
from ops.errors import UsageError
from ops.settings import Settings

REMEDY = "start `tierline up` there, name its directory with --data, or set"


@dataclass(frozen=True)
class Location:
    """Raises UsageError, with the remedy, for what it lacks."""

    settings: Settings
    data: DataDirectory

    @classmethod
    def find(cls, data: Path) -> Self:
        return cls(Settings.from_environment(), DataDirectory.at(data))

    @property
    def database_url(self) -> str:
        """For what changes the schema, or reads all of it."""
        return self._database_url_of(OWNER)

    @property
    def writer_url(self) -> str:
        """The database's URL for workers, and for commands that work with rows."""
        return self._database_url_of(WRITER)

    @property
    def api_url(self) -> str:
        """The database's URL for API processes."""
        return self._database_url_of(API)

    def _database_url_of(self, role: str) -> str:
        """The URL with which the role logs in, unless DATABASE_URL is set, which says itself who does."""
        if self.settings.database_url is not None:
            return self.settings.database_url
        if self.data.has_database():
            return self.data.database_url_of(role)
        raise UsageError(f"no database: none runs in {self.data.path}; {REMEDY} DATABASE_URL")

    @property
    def redis_url(self) -> str:
        if self.settings.redis_url is not None:
            return self.settings.redis_url
        if self.settings.database_url is not None:
            raise UsageError("REDIS_URL is not set, though DATABASE_URL is: set both")
        if self.data.has_redis():
            return self.data.redis_url
        raise UsageError(f"no Redis or Valkey: none runs in {self.data.path}; {REMEDY} REDIS_URL")

    @property
    def secret(self) -> str:
        """What signs tokens."""
        if self.settings.secret is not None:
            return self.settings.secret
        try:
            secret = self.data.secret.read_text().strip()
        except FileNotFoundError:
            raise UsageError(
                f"no secret to sign tokens: {self.data.secret} is missing; {REMEDY} TIERLINE_SECRET"
            ) from None
        check_secret(secret)
        return secret


def keep_secret(data: DataDirectory) -> None:
    """Makes the secret of a data directory the first time; only its owner may read it."""
    if data.secret.exists():
        return
    unfinished = data.secret.with_name("secret.new")
    unfinished.unlink(missing_ok=True)
    unfinished.touch(mode=0o600)
    unfinished.write_text(secrets.token_urlsafe(48) + "\n")
    unfinished.rename(data.secret)
