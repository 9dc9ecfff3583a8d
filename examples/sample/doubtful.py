"""A partner whose facts are doubtful in every way in which a partner's can be: what `tierline findings` finds."""

from dataclasses import replace

from examples.sample.archetypes import Archetype, Level
from examples.sample.desk import Desk
from examples.sample.foreseen import base_clients, lastingly_certified, looked_after, sold
from examples.sample.moments import InMonth
from examples.sample.plans import Client, Partner, Visits

DOUBTFUL = Archetype(1, Level(1_400, 2_000), Level(1_400, 2_000), (1, 1), (0, 1, 0, 0, 0, 0), joined=(40, 40))

FREE_MAIL = "gmail.com"
"""The only domain of the sample that is anybody's: no address of the sample lies in it."""


def doubtful_partner(desk: Desk, partner: Partner) -> tuple[Partner, list[Client]]:
    """The partner with a domain of free mail, and its clients, of which not all can be meant."""
    first, *others = base_clients(desk, partner)
    stranger = Visits(f"temp@{partner.domains[0]}", 75, 3, 12, 2)  # no employee has the address
    never_there = looked_after(desk, partner, 200)
    actors = {employee.email.lower() for employee in partner.insiders}
    sold_too_early = replace(sold(desk, partner, 200, back=25), sold=InMonth(30, 13))
    clients = [
        replace(first, visits=(*first.visits, stranger)),
        *others,
        replace(never_there, visits=tuple(one for one in never_there.visits if one.actor not in actors)),
        sold_too_early,
    ]
    return replace(lastingly_certified(partner), domains=(*partner.domains, FREE_MAIL)), clients
