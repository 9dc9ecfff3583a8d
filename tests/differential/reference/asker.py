"""Who asks, when, over which rows and by which rules."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property, lru_cache

from graphql import GraphQLError

from api.auth.principals import Principal, Role
from models.rulebook import Rulebook
from tests.differential.reference.tables import Row, Tables
from tests.differential.reference.written import money
from tiers.editions.edition import Edition
from tiers.editions.ladder import Tier
from tiers.editions.parsing import parse_edition

NOBODY = 0


def bad_input(message: str) -> GraphQLError:
    return GraphQLError(message, extensions={"code": "BAD_USER_INPUT"})


def forbidden(message: str) -> GraphQLError:
    return GraphQLError(message, extensions={"code": "FORBIDDEN"})


class AsksTooMuch(BaseException):
    """Working the answer out would take too long. It is no error of a field, so GraphQL lets it pass."""


@lru_cache
def parsed(text: str) -> Edition:
    return parse_edition(text, "a draft")


@dataclass
class Asker:
    """One request. `reached` are the coordinates of the fields that were asked of something, and how often.

    More than `most` fields are too many. `events` are those of a subscription."""

    tables: Tables
    rules: Rulebook
    now: datetime
    by: Principal
    most: int = 10_000
    reached: Counter[str] = field(default_factory=Counter)
    events: Sequence[Row] = ()
    _count: int = 0

    @cached_property
    def partner(self) -> Row | None:
        """The partner of a partner's token, if it is loaded."""
        return None if self.by.partner is None else self.tables.find("partner", self.by.partner, "external_id")

    @cached_property
    def own(self) -> int | None:
        """The only partner whose data are visible; None where all are."""
        if self.by.role is Role.OPERATOR:
            return None
        return NOBODY if self.partner is None else self.partner["id"]

    @cached_property
    def today(self) -> date:
        return self.now.astimezone(self.rules.zone).date()

    def reach(self, coordinate: str) -> None:
        """Notes that a field is asked for."""
        self.reached[coordinate] += 1
        self._count += 1
        if self._count > self.most:
            raise AsksTooMuch

    @property
    def last_closed_day(self) -> date:
        return self.today - timedelta(days=1)

    @cached_property
    def newest_day(self) -> date | None:
        """The newest computed day."""
        return max((row["day"] for row in self.tables["computed_day"]), default=None)

    def sees(self, partner: int | None) -> bool:
        return self.own is None or self.own == partner

    def require_reader(self) -> None:
        if self.by.role is Role.INGEST:
            raise forbidden(
                "a token of role INGEST may only load facts; ask for one of role OPERATOR or PARTNER to read"
            )

    def require_operator(self) -> None:
        if self.by.role is not Role.OPERATOR:
            raise forbidden(f"only operators may do this; the token's role is {self.by.role.value}")

    def edition(self, key: str) -> Edition:
        (edition,) = (edition for edition in self.rules.editions if edition.key == key)
        return edition

    def rules_of(self, row: Row) -> Edition:
        """What an edition's row says."""
        return self.edition(row["key"]) if row["status"] == "PUBLISHED" else parsed(row["text"])

    @cached_property
    def all_rules(self) -> list[Edition]:
        """Those of all rows."""
        return [self.rules_of(row) for row in self.tables["edition"]]

    def edition_on(self, day: date) -> Edition | None:
        """The newest edition that is in force on the day."""
        started = [edition for edition in self.rules.editions if edition.effective_from <= day]
        return max(started, key=lambda edition: edition.effective_from, default=None)

    def amount(self, amount: Decimal, day: date) -> Row:
        """An amount of money in the currency of the edition that is in force on the day."""
        edition = self.edition_on(day)
        assert edition is not None
        return {"amount": money(amount), "currency_code": edition.currency}

    def tier(self, edition: str, key: str | None) -> Tier | None:
        """The tier that a row names, None if it names none."""
        if key is None:
            return None
        (tier,) = (tier for tier in self.edition(edition).tiers if tier.key == key)
        return tier
