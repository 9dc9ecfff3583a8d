import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.intake.domains import AddressError, DomainError, address_key, domain_key, email_domain


@pytest.mark.parametrize(
    ("domain", "key"),
    [
        ("Agency.Example", "agency.example"),
        ("BÜCHER.de", "xn--bcher-kva.de"),
        ("Bu\u0308cher.de", "xn--bcher-kva.de"),
        ("XN--BCHER-KVA.de", "xn--bcher-kva.de"),
        ("faß.de", "xn--fa-hia.de"),
        ("agency。example", "agency.example"),
        ("\uff41gency.example", "agency.example"),
        ("agen\u00adcy.example", "agency.example"),
        ("my_agency.example", "my_agency.example"),
        ("\U0001f600.example", "xn--e28h.example"),
        ("localhost", "localhost"),
    ],
)
def test_a_domain_is_compared_in_its_uts_46_form(domain: str, key: str) -> None:
    assert domain_key(domain) == key


@pytest.mark.parametrize(
    "domain",
    [
        *("", ".", "a..example", "agency.example.", ".example", "\u00ad"),
        *("a@agency.example", "agency example", " agency.example", "a\u3000b.example", "ü \u2003b.example"),
        *("https://agency.example", "agency.example:80", "a\tb", "a\nb", "a\0b"),
        *("\u0378.example", "\u202e.example", "\ud800.example"),
        *(
            "xn--",
            "xn--a-",
            "xn--zzzzzzz99999.example",
            "xn--ü.example",
            "xn--bcher-kvä.example",
            "xn--Bcher-Kva\u0378",
        ),
        "a" * 254,
    ],
)
def test_what_no_host_is_called_is_no_domain(domain: str) -> None:
    with pytest.raises(DomainError):
        domain_key(domain)


@given(st.text(max_size=300))
def test_the_form_of_a_domain_is_its_own_form(text: str) -> None:
    try:
        key = domain_key(text)
    except DomainError:
        return
    assert key.isascii()
    assert key == key.lower()
    assert len(key) > 253 or domain_key(key) == key


def test_addresses_are_compared_trimmed_and_case_folded() -> None:
    assert address_key("  Ann.STRASSE@Agency.Example\t") == address_key("ann.straße@agency.example")


@pytest.mark.parametrize("email", ["", "ann", "@agency.example", "ann@", "  @x ", "ann@  ", "@"])
def test_an_address_needs_both_of_its_parts(email: str) -> None:
    with pytest.raises(AddressError):
        address_key(email)


def test_an_address_must_fit_also_when_case_folded() -> None:
    assert len(address_key("ß" * 159 + "@x")) == 320
    with pytest.raises(AddressError, match="320"):
        address_key("ß" * 160 + "@x")


@pytest.mark.parametrize(
    ("email", "domain"),
    [
        ("ann@Agency.Example", "agency.example"),
        ("ann@elsewhere@agency.example ", "agency.example"),
        ("ann@BÜCHER.de", "xn--bcher-kva.de"),
    ],
)
def test_the_domain_of_an_address_follows_its_last_at(email: str, domain: str) -> None:
    assert email_domain(email) == domain


@given(st.text(min_size=1, max_size=300).map(lambda text: f"a@{text}b"))
def test_every_address_has_a_domain_to_compare(email: str) -> None:
    domain = email_domain(email)
    try:
        assert domain_key(domain) == domain
    except DomainError:  # it then equals no partner's
        assert domain
