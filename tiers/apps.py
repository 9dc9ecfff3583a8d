"""The apps of the vendor's product, as the import format names them."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class App:
    """One app: `key` is what facts and edition files say, `name` is what people read."""

    key: str
    name: str


# An app's position is its bit in the stored activity of a day: append only, never reorder, at most
# 63 apps (a signed 64-bit column).
APPS: tuple[App, ...] = (
    App("ADS_ADD_ON", "Ads add-on"),
    App("CONTACTS", "Contacts"),
    App("CONTACTS_REPORT", "Contacts report"),
    App("CRM", "CRM"),
    App("CTA", "CTAs"),
    App("EMAIL", "Email"),
    App("FORMS", "Forms"),
    App("LANDING_PAGES", "Landing pages"),
    App("LISTS", "Lists"),
    App("PAGES_REPORT", "Pages report"),
    App("REPORTING_ADD_ON", "Reporting add-on"),
    App("SOCIAL_MONITORING", "Social Monitoring"),
    App("SOCIAL_PUBLISHING", "Social Publishing"),
    App("SOURCES_REPORT", "Sources report"),
    App("WEBSITE_PAGES", "Website pages"),
    App("WORKFLOWS", "Workflows"),
    App("SOCIAL_INBOX", "Social Inbox"),
)

_BITS = {app.key: bit for bit, app in enumerate(APPS)}


def app_bit(key: str) -> int | None:
    """The bit of an app in a day's stored activity, or None for an app that is kept but never counted."""
    return _BITS.get(key)


def app_bits(keys: Iterable[str]) -> int:
    """The bits of some apps together; those that have none are left out."""
    return sum({1 << bit for bit in map(app_bit, keys) if bit is not None})
