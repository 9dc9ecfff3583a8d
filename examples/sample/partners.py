"""Partners of the sample with their employees and certifications."""

from collections.abc import Iterator
from itertools import islice
from random import Random

import idna

from examples.sample.archetypes import Archetype, Care, Certified
from examples.sample.moments import DaysBack, InMonth
from examples.sample.plans import Certificate, Employee, Partner
from examples.sample.words import COUNTRIES, FREELANCE_DOMAIN

_TWO_DOMAINS = 12  # every so many partners has a second mail domain
_CAPITALS = 9  # the address book of every so many partners writes addresses with capitals
_FREELANCERS = 24


def plan_partner(
    rng: Random, number: int, identity: tuple[str, str, str | None], kind: Archetype, names: Iterator[str]
) -> Partner:
    """The partner of that number with a name, a mail domain and a country; None draws the country."""
    name, domain, country = identity
    key = f"P{number:03d}"
    domains = (domain, domain.replace(".example", "-team.example")) if number % _TWO_DOMAINS == 0 else (domain,)
    insiders = tuple(
        Employee(f"{key}-E{place + 1}", _address(number, place, local, domains), local.replace(".", " ").title())
        for place, local in enumerate(islice(names, rng.randint(*kind.insiders)))
    )
    wants_outsider = kind.care is Care.OUTSIDER or rng.random() < 0.3  # noqa: PLR2004
    outsiders = _outsiders(rng, key) if wants_outsider else ()
    return Partner(
        key,
        name,
        domains,
        country or rng.choice(COUNTRIES),
        InMonth(rng.randint(*kind.joined), rng.randint(1, 28)),
        _certificates(rng, kind),
        insiders,
        outsiders,
    )


def _address(number: int, place: int, local: str, domains: tuple[str, ...]) -> str:
    domain = domains[place % len(domains)]
    if place % 2 and not domain.isascii():
        domain = idna.encode(domain, uts46=True).decode()
    address = f"{local}@{domain}"
    return address.title() if number % _CAPITALS == 0 else address


def _outsiders(rng: Random, key: str) -> tuple[Employee, ...]:
    """A freelancer, who may well work for another partner too, under the same address."""
    return (Employee(f"{key}-F1", f"freelancer.{rng.randint(1, _FREELANCERS):02d}@{FREELANCE_DOMAIN}"),)


def _certificates(rng: Random, kind: Archetype) -> tuple[Certificate, ...]:
    """Yearly certifications; those of the past end the day before the next one begins, unless that came late."""
    if kind.certified is Certified.NEVER:
        return ()
    day = rng.randint(2, 27)
    if kind.certified is Certified.LAPSED:
        return (Certificate(InMonth(26, day), InMonth(14, day)), Certificate(InMonth(14, day + 1), InMonth(1, 5)))
    if kind.certified is Certified.LATE:
        return (
            Certificate(InMonth(28, day), InMonth(6, 10)),
            Certificate(InMonth(3, 20), DaysBack(-rng.randint(90, 200))),
        )
    renewed = rng.randint(1, 11)
    return (
        Certificate(InMonth(renewed + 24, day), InMonth(renewed + 12, day)),
        Certificate(InMonth(renewed + 12, day + 1), InMonth(renewed, day)),
        Certificate(InMonth(renewed, day + 1), DaysBack(-rng.randint(30, 300))),
    )
