"""The facts as records, and the forms in which addresses, domains and apps are compared."""

import string
import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cache

import idna

COUNTED_APPS = frozenset(
    "ADS_ADD_ON CONTACTS CONTACTS_REPORT CRM CTA EMAIL FORMS LANDING_PAGES LISTS PAGES_REPORT REPORTING_ADD_ON "
    "SOCIAL_MONITORING SOCIAL_PUBLISHING SOURCES_REPORT WEBSITE_PAGES WORKFLOWS".split()
)


@dataclass(frozen=True)
class Partner:
    id: str
    name: str
    domains: tuple[str, ...]
    country: str | None
    joined_on: date


@dataclass(frozen=True)
class Certification:
    partner: str
    valid_from: date
    valid_until: date


@dataclass(frozen=True)
class Employee:
    id: str
    partner: str
    email: str
    left_on: date | None
    name: str | None = None


@dataclass(frozen=True)
class Credential:
    employee: str
    name: str
    valid_from: date
    valid_until: date | None


@dataclass(frozen=True)
class Client:
    id: str
    name: str
    registered_on: date
    country: str | None
    sold_by: str | None
    sold_on: date | None


@dataclass(frozen=True)
class Sale:
    id: str
    partner: str
    client: str
    line: str
    kind: str
    sold_on: date
    ended_on: date | None


@dataclass(frozen=True)
class Access:
    client: str
    employee: str
    granted_on: date
    revoked_on: date | None


@dataclass(frozen=True)
class Measure:
    partner: str | None
    client: str | None
    name: str
    on: date
    value: Decimal
    currency: str | None


@dataclass(frozen=True)
class Mrr:
    period: date
    revision: int
    client: str
    amount: Decimal
    currency: str
    line: str | None


@dataclass(frozen=True)
class MrrReport:
    """A report; what it says of its lines is read, and not kept. `confirmed`: it was only taken because of that."""

    period: date
    revision: int
    ran_on: date
    lines: int | None = field(default=None, compare=False)
    total: Decimal | None = field(default=None, compare=False)
    confirmed: bool = field(default=False, compare=False)


@dataclass(frozen=True)
class Activity:
    id: str
    client: str
    actor: str
    kind: str
    app: str | None
    at: datetime


Fact = Partner | Certification | Employee | Credential | Client | Sale | Access | Measure | Mrr | MrrReport | Activity


def address(text: str) -> str | None:
    """The form in which whole e-mail addresses are compared, or None where no mailbox has this one."""
    local, at, host = unicodedata.normalize("NFC", text.strip()).rpartition("@")
    domain = domain_key(host)
    name = _unquote(local) if local.startswith('"') else local
    if not at or domain is None or not name or len(local.encode()) > 64:
        return None
    plain = all(word and all(char in _ATOM or char > "\x7f" for char in word) for word in name.split("."))
    if not (plain or local.startswith('"')) or any(unicodedata.category(char) in _UNSEEN for char in local):
        return None
    folded = unicodedata.normalize("NFC", name.casefold())
    return f"{folded if plain else _quote(folded)}@{domain}"


_ATOM = frozenset(string.ascii_letters + string.digits + "!#$%&'*+-/=?^_`{|}~")
_UNSEEN = ("Cc", "Cf", "Cs", "Zl", "Zp")


def _unquote(text: str) -> str | None:
    """What stands between quotation marks, a backslash taking its meaning from what follows; None if that is amiss."""
    found = ""
    rest = iter(text[1:])
    for char in rest:
        if char == '"':
            return None if next(rest, None) else found
        found += next(rest, "") if char == "\\" else char
    return None


def _quote(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


@cache
def domain_key(domain: str) -> str | None:
    """The UTS 46 (non-transitional) form of a domain, or None where it has none."""
    try:
        return idna.encode(domain, uts46=True).decode("ascii")
    except idna.IDNAError:
        return None
