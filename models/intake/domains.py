"""Domains and e-mail addresses in the forms in which they are compared (docs/rules.md, rule 4)."""

import re
import unicodedata
from functools import lru_cache

import idna

ADDRESS_LENGTH = 320
DOMAIN_LENGTH = 253

_FORBIDDEN = re.compile(r"[\x00-,/:-^`{-\x7f]")  # ASCII but a-z, 0-9, hyphen, underscore; UTS 46 judged the rest


class DomainError(ValueError):
    """A text that is not a domain."""


class AddressError(ValueError):
    """A text that is not an e-mail address."""


@lru_cache(maxsize=65_536)
def domain_key(domain: str) -> str:
    """The UTS 46 form of a domain (not transitional) with every label in ASCII, so `Bücher.de` is `xn--bcher-kva.de`.

    Emoji and underscores are kept, unlike in a registrable name: what is compared need not be for sale. Raises
    DomainError for what no host could be called."""
    if len(domain) > DOMAIN_LENGTH:
        raise DomainError(f"is longer than {DOMAIN_LENGTH} characters")
    try:
        mapped = idna.uts46_remap(domain, std3_rules=False)
    except idna.IDNAError as error:
        raise DomainError("has a character that no domain may have") from error
    return ".".join([_ascii_label(label) for label in mapped.split(".")])


def _ascii_label(label: str) -> str:
    if not label:
        raise DomainError("has an empty part: write it like example.com")
    if _FORBIDDEN.search(label):
        raise DomainError("has a character that no domain may have")
    if label.startswith("xn--"):
        _check_encoded(label)
    elif not label.isascii():
        return "xn--" + label.encode("punycode").decode("ascii")
    return label


def _check_encoded(label: str) -> None:
    """Refuses an ASCII label that is not what encoding some mapped label gives."""
    try:
        decoded = label[4:].encode("ascii").decode("punycode")
        same = idna.uts46_remap(decoded, std3_rules=False) == decoded and not decoded.isascii()
        same = same and decoded.encode("punycode").decode("ascii") == label[4:]
    except (UnicodeError, idna.IDNAError):
        same = False
    if not same:
        raise DomainError("has an xn-- part that stands for nothing")


@lru_cache(maxsize=65_536)
def address_key(email: str) -> str:
    """The address trimmed and case-folded: what an event's actor and an employee's e-mail are compared by.

    At most 320 characters, also after folding. Raises AddressError for what is not an address."""
    trimmed = email.strip()
    local, _, domain = trimmed.rpartition("@")
    if not local or not domain:
        raise AddressError("not an e-mail address, like ann@example.com")
    address = trimmed.casefold()
    if len(address) > ADDRESS_LENGTH:
        raise AddressError(f"longer than {ADDRESS_LENGTH} characters")
    return address


def email_domain(email: str) -> str:
    """The domain of an address (after its last @) in the form of `domain_key`.

    Where it has no such form the case-folded text stands in: no partner's domain equals it."""
    domain = email.strip().rpartition("@")[2]
    try:
        return domain_key(domain)
    except DomainError:
        return unicodedata.normalize("NFC", domain.casefold())
