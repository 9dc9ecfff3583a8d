import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.domains import AddressError, DomainError, address_key, domain_key


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
        ".".join(["a" * 50] * 5),
        "a" * 64 + ".example",
        "ü" * 60 + ".example",
        ".".join(["ü" * 20] * 10),
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
    assert domain_key(key) == key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("  Ann.STRASSE@Agency.Example\t", "ann.straße@agency.example"),
        ("ann@agency.example\u00a0", "ann@agency.example"),
        ("a\u0301nn@agency.example", "ánn@agency.example"),
        ("ann@BÜCHER.example", "ann@xn--bcher-kva.example"),
        ("ann@bu\u0308cher.example", "ann@bücher.example"),
        ("ann@agency。example", "ann@agency.example"),
        ("ann@agency.example\u200b", "ann@agency.example"),
        ('"ann"@agency.example', "ann@agency.example"),
        ('"a\\@b"@agency.example', '"a@b"@agency.example'),
        ("ann@[IPv6:2001:DB8:0:0::1]", "ann@[ipv6:2001:db8::1]"),
    ],
)
def test_one_mailbox_has_one_form_however_it_is_written(one: str, other: str) -> None:
    assert address_key(one) == address_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ann+news@agency.example", "ann@agency.example"),
        ("an.n@agency.example", "ann@agency.example"),
        ("ann@fass.example", "ann@faß.example"),
        ("ann@mail.agency.example", "ann@agency.example"),
        ("ann@[192.0.2.1]", "ann@[192.0.2.2]"),
        ("anñ@agency.example", "ann@agency.example"),
    ],
)
def test_two_mailboxes_have_two_forms(one: str, other: str) -> None:
    assert address_key(one) != address_key(other)


@pytest.mark.parametrize("email", ["", "ann", "@agency.example", "ann@", "  @x ", "ann@  ", "@", '""@agency.example'])
def test_an_address_needs_both_of_its_parts(email: str) -> None:
    with pytest.raises(AddressError):
        address_key(email)


@pytest.mark.parametrize(
    "local",
    [
        *("Ann Smith <ann", '"Ann" <ann', "mailto:ann", "ann smith", "ann@home", "ann@home, ben", "ann@home;ben"),
        *(".ann", "ann.", "a..n", "(ann)", "ann<", "a[n", "a\\n", '"ann', 'a"nn"', '"a"n"', '"ann\\"'),
        *("a\tn", "a\0n", "a\x1bn", '"a\0n"', "a\x7fn", "a\x9bn", "\ufeffann", "a\u200bn", "a\u202en", "a\u2028n"),
        *("a\u00a0n", "a\u3000n", "a\ud800n", "a" * 65, "é" * 33),
    ],
)
def test_what_no_mailbox_is_called_is_refused(local: str) -> None:
    with pytest.raises(AddressError, match="before the @"):
        address_key(f"{local}@agency.example")


@pytest.mark.parametrize(
    "domain",
    [
        *("agency.example.", "a..example", "agency.example>", "agency example", "agen\0cy.example", "agency.example/"),
        *(
            "[192.0.2.256]",
            "[2001:db8::1]",
            "[IPv6:192.0.2.1]",
            "[]",
            "[host]",
            "192.0.2.1]",
            "a" * 64,
            "\u202e.example",
        ),
    ],
)
def test_a_domain_that_no_mailbox_has_is_refused(domain: str) -> None:
    with pytest.raises(AddressError, match="its domain"):
        address_key(f"ann@{domain}")


def test_the_longest_address_fits() -> None:
    longest = "İ" * 32 + "@" + ".".join(["a" * 63] * 3 + ["a" * 61])
    assert len(address_key(longest)) <= 320


ADDRESSES = st.builds(
    "{}@{}".format, st.text(min_size=1, max_size=70), st.sampled_from(["a.example", "BÜCHER.de", "ß.x"])
)


@given(ADDRESSES | st.text(max_size=100))
def test_the_form_of_an_address_is_its_own_form(text: str) -> None:
    try:
        key = address_key(text)
    except AddressError:
        return
    assert key.strip() == key
    assert len(key) <= 320
    assert address_key(key) == key


@pytest.mark.parametrize("domain", ["Agency.Example", "BÜCHER.de", "faß.de", "agency。example", "XN--BCHER-KVA.de"])
def test_the_domain_of_an_address_has_the_form_of_a_domain(domain: str) -> None:
    assert address_key(f"ann@{domain}") == f"ann@{domain_key(domain)}"
