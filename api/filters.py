"""What lists can be filtered and ordered by, in terms of rows."""

import re
from collections.abc import Sequence
from datetime import date

from api.cursors import INTEGER
from api.errors import BadInput
from api.listings import Condition, Key, by_amount, by_day, by_text
from api.sql import Sql
from models.recomputes import RecomputeKind, RecomputeStatus
from tiers.credits import CreditStatus
from tiers.program import Program

LONGEST_TEXT = 255

_COUNTRY = re.compile(r"[A-Za-z]{2}")
_NEWEST_STANDING = Sql(
    "LEFT JOIN standing s ON s.partner_id = p.id AND s.as_of = (SELECT max(day) FROM computed_day)"
    " AND s.as_of >= p.joined_on"
)


def newest_decision(on: date) -> Sql:
    """Joins each partner `p` with its newest decision `d` effective by the day, in its latest revision."""
    return Sql(
        "LEFT JOIN LATERAL (SELECT d.tier, d.rank, d.program FROM tier_decision d WHERE d.partner_id = p.id"
        " AND d.effective_on <= {}::date ORDER BY d.effective_on DESC, d.revision DESC LIMIT 1) d ON true",
        (on,),
    )


def partner_key(field: str, on: date) -> Key:
    """The sort key of partners for a PartnerOrderField."""
    keys = {
        "NAME": by_text("p.name"),
        "JOINED_ON": by_day("p.joined_on"),
        "TIER": Key("coalesce(d.rank, 0)::bigint", INTEGER, newest_decision(on)),
        "SOLD_MRR": by_amount("s.sold_mrr", _NEWEST_STANDING),
        "MANAGED_MRR": by_amount("s.managed_mrr", _NEWEST_STANDING),
    }
    return keys[field]


def client_key(field: str) -> Key:
    """The sort key of clients for a ClientOrderField."""
    return {"NAME": by_text("c.name"), "REGISTERED_ON": by_day("c.registered_on")}[field]


def only(column: str, value: int | None) -> list[Condition]:
    """Only rows with that value; all rows for None. It is no filter of the caller's, so it has no name."""
    return [] if value is None else [Condition(Sql(f"{column} = {{}}::bigint", (value,)))]


def appears_under(partner: int | None) -> list[Condition]:
    """Only clients that appear under the partner on the newest computed day; all for None."""
    if partner is None:
        return []
    credited = "EXISTS (SELECT FROM client_credit k WHERE k.client_id = c.id AND k.partner_id = {}::bigint)"
    return [Condition(Sql(credited, (partner,)))]


def contains(text: str | None, *columns: str) -> list[Condition]:
    """Only rows that have the text in one of the columns, in any case."""
    if text is None:
        return []
    pattern = "%" + re.sub(r"([\\%_])", r"\\\1", plain("search", text)) + "%"
    either = " OR ".join(f"{column} ILIKE {{}}::text" for column in columns)
    return [Condition(Sql(f"({either})", (pattern,) * len(columns)), "search")]


def in_country(country: str | None) -> list[Condition]:
    """Only partners of the country."""
    if country is None:
        return []
    if not _COUNTRY.fullmatch(country):
        raise BadInput(f'country: {country[:20]!r} is not a country code (ISO 3166-1 alpha-2), like "DE"')
    return [Condition(Sql("p.country = {}::text", (country.upper(),)), "country")]


def in_tier(tier: str | None, programs: Sequence[Program], on: date) -> list[Condition]:
    """Only partners that hold the tier; raises BadInput for one that no program has."""
    if tier is None:
        return []
    known = list(dict.fromkeys(known.key for program in programs for known in program.tiers))
    if tier not in known:
        raise BadInput(f"tier: {tier[:60]!r} is not a tier; the tiers are {', '.join(known)}")
    return [Condition(Sql("d.tier = {}::text", (tier,)), "tier", newest_decision(on))]


def in_no_tier(untiered: bool | None, on: date) -> list[Condition]:  # noqa: FBT001 (the contract's filter)
    """Only partners without a tier for True, only those with one for False."""
    if untiered is None:
        return []
    return [Condition(Sql(f"d.tier IS {'' if untiered else 'NOT '}NULL"), "untiered", newest_decision(on))]


def sold_by(external_id: str | None, viewer: int | None) -> list[Condition]:
    """Only clients that the partner sold. What others sold is nothing a partner may learn: it finds none of it."""
    if external_id is None:
        return []
    name = plain("soldByExternalId", external_id)
    seller = Sql(
        "c.sold_by_id = (SELECT p.id FROM partner p WHERE p.external_id = {}::text)",
        (name,),
    )
    return [Condition(seller, "soldBy"), *only("c.sold_by_id", viewer)]


def registered(since: date | None, until: date | None) -> list[Condition]:
    """Only clients registered within the days, both included."""
    bounds = (("registeredFrom", ">=", since), ("registeredTo", "<=", until))
    return [
        Condition(Sql(f"c.registered_on {comparison} {{}}::date", (day,)), name)
        for name, comparison, day in bounds
        if day is not None
    ]


def with_status(sold: CreditStatus | None, managed: CreditStatus | None) -> list[Condition]:
    """Only clients whose credits have the statuses."""
    return [
        Condition(Sql(f"k.{column}_status = {{}}::text", (status.value,)), column)
        for column, status in (("sold", sold), ("managed", managed))
        if status is not None
    ]


def of_kind(kind: RecomputeKind | None, status: RecomputeStatus | None) -> list[Condition]:
    """Only jobs of the kind and in the status."""
    return [
        Condition(Sql(f"j.{column} = {{}}::text", (value.value,)), column)
        for column, value in (("kind", kind), ("status", status))
        if value is not None
    ]


def plain(argument: str, text: str) -> str:
    """The text; raises BadInput for one that is too long, or that PostgreSQL cannot hold."""
    if len(text) > LONGEST_TEXT:
        raise BadInput(f"{argument}: at most {LONGEST_TEXT} characters")
    if "\0" in text or any("\ud800" <= character <= "\udfff" for character in text):
        raise BadInput(f"{argument}: {text!a} has a character that no text can have")
    return text


def effective_by(day: date) -> Condition:
    """Only decisions that are in effect on the day: one decided early speaks from its day on."""
    return Condition(Sql("d.effective_on <= {}::date", (day,)))
