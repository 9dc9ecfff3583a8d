"""What lists can be filtered and ordered by, in terms of rows."""

from collections.abc import Sequence
from datetime import date, datetime

from api.execution.errors import BadInput
from api.reading.cursors import INTEGER, NUMBER
from api.reading.derived import CERTIFIED_UNTIL, CHANGE, CHANGE_NOW, IS_CERTIFIED, PRECEDING, STANDING_NOW, TIER_NOW
from api.reading.listings import Condition, Key, by_amount, by_day, by_external_id, by_name, by_number, by_text
from api.reading.measured import Measured
from api.reading.sql import Sql
from engine.kept_forecasts import AHEAD
from intake.values import COUNTRIES
from jobs.kinds import RecomputeKind
from models.enums import RecomputeStatus
from tiers.credits import MANAGED_STATUSES, SOLD_STATUSES, CreditStatus
from tiers.decisions import TierChangeKind
from tiers.editions.edition import Edition
from tiers.errors import MonthError
from tiers.periods import parse_month

LONGEST_TEXT = 255
EXTERNAL_ID = by_external_id("this")

PARTNER_KEYS: dict[str, tuple[Key, ...]] = {
    "NAME": by_name("this"),
    "JOINED_ON": (by_day("this.joined_on"), EXTERNAL_ID),
    "TIER": (by_number("coalesce(this_now.rank, 0)", TIER_NOW), EXTERNAL_ID),
    "SOLD_MRR": (by_amount("this_standing.sold_mrr", STANDING_NOW), EXTERNAL_ID),
    "MANAGED_MRR": (by_amount("this_standing.managed_mrr", STANDING_NOW), EXTERNAL_ID),
    # A sort key may not be null: who lacks what is ordered by is below all others.
    "EXTERNAL_ID": (EXTERNAL_ID,),
    "COUNTRY": (by_text("coalesce(this.country, '')"), EXTERNAL_ID),
    "CERTIFIED_UNTIL": (by_day(f"coalesce({CERTIFIED_UNTIL}, 'epoch')"), EXTERNAL_ID),
}
"""The sort keys of partners for each PartnerOrderField."""

PARTNERS = Measured("this_standing.metrics", PARTNER_KEYS, EXTERNAL_ID, (STANDING_NOW,))
"""Partners have the values of the newest computed day."""

EFFECTIVE_ON = by_day("this.effective_on")
DECISIONS = Measured("this.metrics", {"EFFECTIVE_ON": (EFFECTIVE_ON,)}, EFFECTIVE_ON)
"""Decisions, no two of which come into effect on one day, have those that they were decided on."""

CLIENT_KEYS: dict[str, tuple[Key, ...]] = {
    "NAME": by_name("this"),
    "REGISTERED_ON": (by_day("this.registered_on"), EXTERNAL_ID),
}
"""The sort keys of clients for each ClientOrderField."""


def _by_status(status: str) -> Key:
    """What counts first, then by why not, in the order in which reasons are looked at."""
    known = ", ".join(f"'{one}'" for one in CreditStatus)
    return Key(Sql(f"array_position(ARRAY[{known}], {status}::text)::bigint"), INTEGER)


# The earlier of the last days of both credits; null where neither counts.
EARLIER_LAST_DAY = "least(this_credit.sold_until, this_credit.managed_until)"
CREDITED_KEYS: dict[str, tuple[Key, ...]] = {
    "NAME": by_name("this"),
    "AMOUNT": (Key(Sql("(this_credit.sold_amount + this_credit.managed_amount)"), NUMBER), EXTERNAL_ID),
    # A sort key may not be null: no last day is later than all others.
    "LAST_DAY": (
        Key(Sql(f"({EARLIER_LAST_DAY} IS NULL)::int::bigint"), INTEGER),
        by_day(f"coalesce({EARLIER_LAST_DAY}, 'epoch')"),
        EXTERNAL_ID,
    ),
    "STATUS": (_by_status("this_credit.sold_status"), _by_status("this_credit.managed_status"), EXTERNAL_ID),
    "APPS_USED": (Key(Sql("this_credit.apps_used::bigint"), INTEGER), EXTERNAL_ID),
}
"""The sort keys of clients under a partner for each PartnerClientOrderField."""


def in_country(country: str | None) -> list[Condition]:
    """Only partners, or clients, of the country."""
    if country is None:
        return []
    if not country.isascii() or country.upper() not in COUNTRIES:
        raise BadInput(f'country: {country[:20]!r} is not a country code (ISO 3166-1 alpha-2), like "DE"')
    return [Condition(Sql("this.country = {}::text", (country.upper(),)))]


def in_tier(tier: str | None, editions: Sequence[Edition]) -> list[Condition]:
    """Only partners that hold the tier; raises BadInput for one that no edition has."""
    if tier is None:
        return []
    return [Condition(Sql("this_now.tier = {}::text", (known_tier(tier, editions),)), (TIER_NOW,))]


def known_tier(tier: str, editions: Sequence[Edition]) -> str:
    """The tier's key; raises BadInput for one that no edition has."""
    known = list(dict.fromkeys(known.key for edition in editions for known in edition.tiers))
    if tier not in known:
        raise BadInput(f"tier: {tier[:60]!r} is not a tier; the tiers are {', '.join(known)}")
    return tier


def effective_on(day: date | None, viewer: int | None) -> list[Condition]:
    """Only decisions that take effect on the day, by default the newest one that there are any of for the viewer."""
    if day is not None:
        return [Condition(Sql("this.effective_on = {}::date", (day,)))]
    if viewer is None:
        return [Condition(Sql("this.effective_on = newest_decision_until({today}::date)"))]
    own = "SELECT max(d.effective_on) FROM tier_decision d WHERE d.partner_id = {}::bigint"
    return [Condition(Sql(f"this.effective_on = ({own} AND d.effective_on <= {{today}}::date)", (viewer,)))]


def changing(change: TierChangeKind | None) -> list[Condition]:
    """Only decisions whose tier compares so with the one before."""
    if change is None:
        return []
    return [Condition(Sql(f"{CHANGE} = {{}}::text", (change.value,)), (PRECEDING,))]


def giving_tier(tier: str | None, editions: Sequence[Edition]) -> list[Condition]:
    """Only decisions that give the tier; raises BadInput for one that no edition has."""
    if tier is None:
        return []
    return [Condition(Sql("this.tier = {}::text", (known_tier(tier, editions),)))]


def known_at(moment: datetime | None) -> list[Condition]:
    """Only the revisions of decisions that were the latest at the moment.

    They are looked for among all revisions, not only the latest ones of now."""
    if moment is None:
        return []
    later = (
        "SELECT FROM tier_decision later WHERE later.partner_id = this.partner_id"
        " AND later.effective_on = this.effective_on AND later.revision > this.revision"
        " AND later.known_at <= {}::timestamptz"
    )
    known = Sql(f"this.known_at <= {{}}::timestamptz AND NOT EXISTS ({later})", (moment, moment))
    return [Condition(known)]


def in_no_tier(untiered: bool | None, tier: str | None) -> list[Condition]:  # noqa: FBT001 (the contract's filter)
    """Only partners without a tier for True, only those with one for False; `tier` is the other filter's."""
    if untiered is None:
        return []
    if untiered and tier is not None:
        raise BadInput("tier, untiered: who holds a tier is not without one; give one of the two")
    return [Condition(Sql(f"this_now.tier IS {'' if untiered else 'NOT '}NULL"), (TIER_NOW,))]


def changed(change: TierChangeKind | None) -> list[Condition]:
    """Only partners whose newest decision in effect made such a change; who has none is left out."""
    return [] if change is None else [Condition(Sql(f"{CHANGE_NOW} = {{}}::text", (change.value,)))]


def certified(is_certified: bool | None) -> list[Condition]:  # noqa: FBT001 (the contract's filter)
    """Only partners with a certification that covers today for True, only others for False."""
    return [] if is_certified is None else [Condition(Sql(f"{IS_CERTIFIED} = {{}}::boolean", (is_certified,)))]


def provisional(is_provisional: bool | None) -> list[Condition]:  # noqa: FBT001 (the contract's filter)
    """Only partners whose newest standing is provisional for True, is not for False; who has none is left out."""
    if is_provisional is None:
        return []
    return [Condition(Sql("this_standing.provisional = {}::boolean", (is_provisional,)), (STANDING_NOW,))]


def expect_ahead(argument: str, decisions: int) -> int:
    """So many decisions to come; raises BadInput for another number than is foreseen."""
    if not 1 <= decisions <= AHEAD:
        raise BadInput(f"{argument}: {decisions} is not between 1 and {AHEAD}")
    return decisions


def at_risk(decisions: int | None, program: str) -> list[Condition]:
    """Only partners that are foreseen to fall by one of the next so many decisions in the program."""
    if decisions is None:
        return []
    falls = (
        "EXISTS (SELECT FROM forecast f WHERE f.partner_id = this.id AND f.program = {}::text AND f.falls_first"
        " AND f.place <= {}::int)"
    )
    return [Condition(Sql(falls, (program, expect_ahead("atRiskWithin", decisions))))]


def sold_by(external_id: str | None, viewer: int | None) -> list[Condition]:
    """Only clients that the partner sold. What others sold is nothing a partner may learn: it finds none of it."""
    if external_id is None:
        return []
    seller = "this.sold_by_id = (SELECT p.id FROM partner p WHERE p.external_id = {}::text)"
    found = [Condition(Sql(seller, (plain("soldByExternalId", external_id),)))]
    return found if viewer is None else [*found, Condition(Sql("this.sold_by_id = {}::bigint", (viewer,)))]


def registered(since: date | None, until: date | None) -> list[Condition]:
    """Only clients registered within the days, both included; raises BadInput where the last is before the first."""
    if since is not None and until is not None and since > until:
        raise BadInput(f"registeredFrom, registeredTo: the range ends on {until}, before it begins on {since}")
    bounds = (("registeredFrom", ">=", since), ("registeredTo", "<=", until))
    return [
        Condition(Sql(f"this.registered_on {comparison} {{}}::date", (day,)))
        for name, comparison, day in bounds
        if day is not None
    ]


def with_status(sold: CreditStatus | None, managed: CreditStatus | None) -> list[Condition]:
    """Only clients whose credits have the statuses; raises BadInput for one that such a credit never has."""
    found = []
    for column, status, known in (("sold", sold, SOLD_STATUSES), ("managed", managed, MANAGED_STATUSES)):
        if status is not None:
            if status not in known:
                raise BadInput(f"{column}: {status} is not a status of {column} credits; theirs are {', '.join(known)}")
            found.append(Condition(Sql(f"this_credit.{column}_status = {{}}::text", (status.value,))))
    return found


def named(text: str | None) -> list[Condition]:
    """Only rows that have the text in their name, whatever case and accents either has.

    The text is folded once, not for every row."""
    if text is None:
        return []
    within = 'strpos(this.name_key, (SELECT folded({}::text)) COLLATE "C") > 0'
    return [Condition(Sql(within, (plain("name", text),)))]


def expiring_before(day: date | None) -> list[Condition]:
    """Only clients that count under the partner, in one of both ways for the last time before the day."""
    if day is None:
        return []
    return [Condition(Sql(f"{EARLIER_LAST_DAY} < {{}}::date", (day,)))]


def of_month(period: str | None) -> list[Condition]:
    """Only what is of the month's reports."""
    if period is None:
        return []
    try:
        month = parse_month(period)
    except MonthError:
        raise BadInput(f"period: {period[:20]!a} is not a month (YYYY-MM)") from None
    return [Condition(Sql("this.period = {}::date", (month,)))]


def confirmed(only: bool | None) -> list[Condition]:  # noqa: FBT001 (the contract's filter)
    """Only reports that had to be confirmed for True, only others for False."""
    if only is None:
        return []
    return [Condition(Sql(f"this.confirmed_at IS {'NOT ' if only else ''}NULL"))]


def of_revision(revision: int | None) -> list[Condition]:
    """Only lines of the revision."""
    return [] if revision is None else [Condition(Sql("this.revision = {}::int", (revision,)))]


def of_client(external_id: str | None) -> list[Condition]:
    """Only lines of the client."""
    if external_id is None:
        return []
    client = "this.client_id = (SELECT c.id FROM client c WHERE c.external_id = {}::text)"
    return [Condition(Sql(client, (plain("clientExternalId", external_id),)))]


def of_kind(kind: RecomputeKind | None, status: RecomputeStatus | None) -> list[Condition]:
    """Only jobs of the kind and in the status."""
    return [
        Condition(Sql(f"this.{column} = {{}}::text", (value.value,)))
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
