"""Domains and e-mail addresses in the one form in which they are compared (docs/rules.md, rule 4)."""

import re
import unicodedata
from functools import lru_cache
from ipaddress import ip_address

import idna

LOCAL_OCTETS = 64  # RFC 5321, as are the next two
DOMAIN_LENGTH = 253
LABEL_LENGTH = 63
IPV6 = 6

# RFC 5321 with the characters that RFC 6531 adds: words between dots, or anything in quotes.
_ATOM = r"[a-zA-Z0-9!#$%&'*+/=?^_`{|}~\x80-\U0010ffff-]+"
_ATOMS = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")
_QUOTED = re.compile(r'"((?:[^"\\\x00-\x1f\x7f]|\\[ -~])+)"')
_ESCAPED = re.compile(r"\\(.)")
_TO_ESCAPE = re.compile(r'["\\]')
_LITERAL = re.compile(r"\[(ipv6:|)([0-9a-f:.]+)\]", re.IGNORECASE)
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp", "Zs"})

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
    key = ".".join([_ascii_label(label) for label in mapped.split(".")])
    if len(key) > DOMAIN_LENGTH:
        raise DomainError(f"is longer than {DOMAIN_LENGTH} characters in ASCII")
    return key


def _ascii_label(label: str) -> str:
    if not label:
        raise DomainError("has an empty part: write it like example.com")
    if _FORBIDDEN.search(label):
        raise DomainError("has a character that no domain may have")
    if label.startswith("xn--"):
        _check_encoded(label)
    elif not label.isascii():
        label = "xn--" + label.encode("punycode").decode("ascii")
    if len(label) > LABEL_LENGTH:
        raise DomainError(f"has a part of more than {LABEL_LENGTH} characters in ASCII")
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
    """The one form of a mailbox's address: what an event's actor and an employee's e-mail are compared by.

    Trimmed and in NFC; the local part case-folded, and in quotes only where it needs them; the domain in the form of
    `domain_key`. Raises AddressError for what is no mailbox of RFC 5321 or 6531."""
    local, at, domain = unicodedata.normalize("NFC", email.strip()).rpartition("@")
    if not (local and at and domain):
        raise AddressError("not an e-mail address, like ann@example.com")
    return f"{_local_key(local)}@{_host_key(domain)}"


def _local_key(local: str) -> str:
    if len(local.encode(errors="surrogatepass")) > LOCAL_OCTETS:
        raise AddressError(f"has more than {LOCAL_OCTETS} octets before the @")
    if not local.isascii() and any(unicodedata.category(char) in _UNSEEN for char in local):
        raise AddressError("has a space or an invisible character before the @")
    if quoted := _QUOTED.fullmatch(local):
        local = _ESCAPED.sub(r"\1", quoted[1])
    elif not _ATOMS.fullmatch(local):
        raise AddressError("has before the @ what no mailbox is called: give the bare address, like ann@example.com")
    folded = unicodedata.normalize("NFC", local.casefold())
    return folded if _ATOMS.fullmatch(folded) else '"{}"'.format(_TO_ESCAPE.sub(r"\\\g<0>", folded))


def _host_key(domain: str) -> str:
    try:
        if literal := _LITERAL.fullmatch(domain):
            address = ip_address(literal[2])
            if (address.version == IPV6) == bool(literal[1]):
                return f"[{literal[1].lower()}{address}]"
        return domain_key(domain)
    except ValueError as error:
        reason = error if isinstance(error, DomainError) else "has no IP address in its brackets"
        raise AddressError(f"its domain {reason}") from error
