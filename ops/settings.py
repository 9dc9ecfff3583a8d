"""What the environment says; docs/operations.md lists it."""

from datetime import timedelta
from pathlib import Path
from typing import Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from api.auth.tokens import LONGEST, WeakSecret, check_secret
from api.execution.limits.budgets import BYTES_PER_SECOND, COST_PER_SECOND, REQUESTS_AT_ONCE, Allowance
from api.http.origins import Origins
from api.live.sockets import PING_SECONDS
from jobs.redis_url import check_redis_url
from models.dsn import read_dsn
from ops.errors import UsageError
from ops.logs import LogFormat


class Settings(BaseSettings):
    """The environment, checked. An empty variable counts as unset."""

    model_config = SettingsConfigDict(frozen=True, env_ignore_empty=True, extra="ignore")

    database_url: SecretStr | None = Field(None, validation_alias="DATABASE_URL")
    writer_role: str | None = Field(None, validation_alias="TIERLINE_WRITER_ROLE")
    api_role: str | None = Field(None, validation_alias="TIERLINE_API_ROLE")
    redis_url: SecretStr | None = Field(None, validation_alias="REDIS_URL")
    timezone: str = Field("UTC", validation_alias="TIERLINE_TIMEZONE")
    secret: SecretStr | None = Field(None, validation_alias="TIERLINE_SECRET")
    activity_days: int | None = Field(None, validation_alias="TIERLINE_ACTIVITY_DAYS", ge=400, le=36_500)
    event_days: int = Field(30, validation_alias="TIERLINE_EVENT_DAYS", ge=1, le=36_500)
    consumer_days: int = Field(90, validation_alias="TIERLINE_CONSUMER_DAYS", ge=1, le=36_500)
    programs: Path | None = Field(None, validation_alias="TIERLINE_PROGRAMS")
    log_format: LogFormat | None = Field(None, validation_alias="TIERLINE_LOG_FORMAT")
    graphiql: bool | None = Field(None, validation_alias="TIERLINE_GRAPHIQL")
    introspection: bool | None = Field(None, validation_alias="TIERLINE_INTROSPECTION")
    ping_seconds: float = Field(PING_SECONDS, validation_alias="TIERLINE_PING_SECONDS", ge=1, le=300)
    token_days: int = Field(LONGEST.days, validation_alias="TIERLINE_TOKEN_DAYS", ge=1, le=366)
    budget_cost: int = Field(COST_PER_SECOND, validation_alias="TIERLINE_BUDGET_COST", ge=1_000, le=10**9)
    budget_bytes: int = Field(BYTES_PER_SECOND, validation_alias="TIERLINE_BUDGET_BYTES", ge=2**16, le=10**12)
    budget_requests: int = Field(REQUESTS_AT_ONCE, validation_alias="TIERLINE_BUDGET_REQUESTS", ge=1, le=100_000)
    allowed_origins: str = Field("", validation_alias="TIERLINE_ORIGINS")

    @field_validator("database_url")
    @classmethod
    def _is_postgres(cls, url: SecretStr | None) -> SecretStr | None:
        if url is not None:
            read_dsn(url.get_secret_value())
        return url

    @field_validator("redis_url")
    @classmethod
    def _is_redis(cls, url: SecretStr | None) -> SecretStr | None:
        if url is not None:
            check_redis_url(url.get_secret_value())
        return url

    @field_validator("timezone")
    @classmethod
    def _is_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError(f"{name!r} is no time zone; use a name such as UTC or Europe/Berlin") from None
        return name

    @field_validator("secret")
    @classmethod
    def _is_strong(cls, secret: SecretStr | None) -> SecretStr | None:
        if secret is not None:
            try:
                check_secret(secret.get_secret_value())
            except WeakSecret as error:
                raise ValueError(str(error)) from None
        return secret

    @field_validator("allowed_origins")
    @classmethod
    def _are_origins(cls, text: str) -> str:
        Origins.parse(text)
        return text

    @property
    def origins(self) -> Origins:
        """The origins, besides the API's own, whose pages may use it."""
        return Origins.parse(self.allowed_origins)

    @property
    def longest_token(self) -> timedelta:
        """How long tokens may hold, but for those of role METRICS."""
        return timedelta(days=self.token_days)

    @property
    def allowance(self) -> Allowance:
        """What each principal may spend."""
        return Allowance(self.budget_cost, self.budget_bytes, self.budget_requests)

    @property
    def zone(self) -> ZoneInfo:
        """The program's time zone."""
        return ZoneInfo(self.timezone)

    @classmethod
    def from_environment(cls) -> Self:
        """Raises UsageError: it names the variable and what it should be, and no value that may be secret."""
        try:
            return cls()
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            raise UsageError(f"{first['loc'][0]}: {first['msg'].removeprefix('Value error, ')}") from None
