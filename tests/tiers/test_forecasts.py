"""What is assumed of days to come, and on which of them a credit ends."""

from datetime import date, timedelta
from random import Random

import pytest

from tests.tiers.edition import APRIL, AS_OF, EDITION, MANAGED, access, client
from tests.tiers.editions.editions import credit_client
from tiers.crediting import NO_SHARES
from tiers.credits import CreditStatus
from tiers.facts import ClientFacts
from tiers.forecasts import Assumption, CreditedOn, Outlook, assumed_report, find_lost, last_day
from tiers.periods import days_after, days_before
from tiers.reports import Report

LATER = AS_OF + timedelta(120)
DAYS = [days_after(AS_OF, number) for number in range((LATER - AS_OF).days)]


def test_a_report_that_is_due_repeats_the_one_in_force() -> None:
    assert assumed_report(APRIL, date(2018, 6, 13)) is APRIL
    assert assumed_report(APRIL, date(2018, 6, 14)) == Report(date(2018, 5, 1), 1, date(2018, 6, 14))
    assert assumed_report(None, date(2018, 6, 14)) is None


def looked(outlook: Outlook, day: date, facts: ClientFacts) -> CreditedOn:
    basis = outlook.basis_on(day)
    return CreditedOn(basis, {facts.client: facts}, NO_SHARES, [credit_client(basis, facts)])


def drawn(chance: Random) -> ClientFacts:
    """A client with some accesses, one of which has it managed now, and others that begin and end whenever they do."""

    def some_day(first: int, last: int) -> date:
        return AS_OF + timedelta(chance.randint(first, last))

    others = []
    for number in range(2, chance.randint(2, 4)):
        granted_on = some_day(-30, 100)
        revoked_on = chance.choice([None, granted_on + timedelta(chance.randint(1, 40))])
        active_on = chance.choice([None, some_day(-89, 0)])
        others.append(access(number, granted_on, revoked_on, last_active_on=active_on))
    own = access(1, revoked_on=chance.choice([None, some_day(1, 110)]), last_active_on=some_day(-89, 0))
    return client(sold_on=chance.choice([None, some_day(-365, -240)]), accesses=[own, *others])


@pytest.mark.parametrize("assumption", Assumption)
def test_a_credit_ends_on_the_last_day_on_which_it_counts(assumption: Assumption) -> None:
    chance, found = Random(61), []  # noqa: S311  # repeatable on purpose
    for _ in range(600):
        facts = drawn(chance)
        outlook = Outlook([EDITION], [APRIL], AS_OF, assumption)
        now, then = looked(outlook, AS_OF, facts), looked(outlook, LATER, facts)
        by_day = {day: credit_client(outlook.basis_on(day), facts) for day in DAYS}
        lost = list(find_lost(now, then))
        assert [(one.way, one.amount, one.status) for one in lost] == [
            (was.way, was.amount, is_.status)
            for was, is_ in zip(now.credits[0].credits, then.credits[0].credits, strict=True)
            if was.amount and is_.status is not CreditStatus.COUNTED
        ]
        for one in lost:
            place = outlook.basis_on(AS_OF).places[one.way]
            counting = [day for day in DAYS if by_day[day].credits[place].status is CreditStatus.COUNTED]
            assert last_day(outlook, one, facts, facts, days_before(LATER, 1)) == counting[-1]
            found.append(one.way)
    assert set(found) == {EDITION.credits[place].key for place in (0, MANAGED)}
