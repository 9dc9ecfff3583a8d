"""What one process keeps of what a principal has left."""

import pytest

from api.auth.principals import Owner, Principal, Role
from api.execution.errors import RateLimited
from api.execution.limits.allowance import Allowance
from api.execution.limits.buckets import Bucket
from api.execution.limits.budgets import IDLE_ROUNDS, Budgets
from api.execution.limits.prices import REQUEST
from tests.api.budgets import (
    ADA,
    BOB,
    SMALL,
    Moment,
    account,
    refusal,
)
from tests.api.reading import NOW


def test_what_is_saved_up_can_be_spent_at_once_and_no_more() -> None:
    one, _ = account()
    assert one.left() == {"cost": 20_000, "bytes": 10_000_000}
    one.charge(19_999)
    one.charge(1)
    assert refusal(one, 1) == ("this costs 1, of which 0 are left; 1,000 come back each second", 1)


def test_who_comes_back_when_told_to_is_served() -> None:
    one, clock = account()
    one.charge(20_000)
    _, seconds = refusal(one, 2_500)
    assert seconds == 3
    clock.now += 2.4
    refusal(one, 2_500)
    clock.now += 0.6
    one.charge(2_500)
    assert one.left()["cost"] == 500


def test_a_refusal_costs_nothing() -> None:
    one, _ = account()
    one.charge(19_000)
    for _ in range(3):
        refusal(one, 1_001)
    one.charge(1_000)


def test_the_dearest_operation_is_never_refused_for_ever() -> None:
    one, clock = account(Allowance(cost_per_second=1))
    clock.now += 20_000
    one.charge(20_000)


def test_bytes_that_were_too_many_are_paid_back_before_anything_more_is_sent() -> None:
    one, clock = account()
    one.send(12_500_000)
    message, seconds = refusal(one, 1)
    assert message.startswith("more was sent to you than 1,000,000 bytes a second")
    assert seconds == 3
    assert one.left()["bytes"] == 0
    clock.now += 2.5
    one.charge(1)


def test_requests_at_once_are_counted_as_long_as_they_last() -> None:
    one, _ = account()
    with one.request():
        with one.request(), pytest.raises(RateLimited) as refused, one.request():
            pass
        assert refused.value.retry_after == 1
        with one.request():
            pass
    assert one.requests == 0


def test_headers_say_what_is_left_and_when_all_has_come_back() -> None:
    one, clock = account()
    one.charge(5_000)
    one.send(2_000_000)
    clock.now += 0.5
    assert one.left() == {"cost": 15_500, "bytes": 8_500_000}
    assert one.headers() == {
        "RateLimit-Policy": '"cost";q=20000;w=10, "bytes";q=10000000;w=10;qu="content-bytes"',
        "RateLimit": '"cost";r=15500;t=5, "bytes";r=8500000;t=2',
    }


def test_a_budget_is_a_partners_whoever_its_tokens_name_and_each_operators_own() -> None:
    def owner(role: Role, subject: str, partner: str | None = None) -> Owner:
        return Principal(role, subject, partner, NOW).owner

    assert owner(Role.PARTNER, "ann", "P-1") == owner(Role.PARTNER, "bea", "P-1")
    assert owner(Role.PARTNER, "ann", "P-1") != owner(Role.PARTNER, "ann", "P-2")
    assert owner(Role.OPERATOR, "ann") != owner(Role.OPERATOR, "bea")
    assert owner(Role.OPERATOR, "ann") != owner(Role.INGEST, "ann")


def test_nobody_is_remembered_who_has_all_of_its_budget() -> None:
    clock = Moment()
    budgets = Budgets(SMALL, clock)
    budgets.of(ADA).charge(1_000)
    with budgets.of(BOB).request() as bob:
        bob.charge(REQUEST)
        assert [one.owner for one in budgets.begin_round()] == [ADA, BOB]
        budgets.forget()
        clock.now += 0.5
        for _ in range(IDLE_ROUNDS):
            assert [one.owner for one in budgets.begin_round()] == [ADA, BOB]
        assert budgets.begin_round() == []
        assert len(budgets) == 2  # one has not all of it, the other is in use
    budgets.begin_round()
    assert len(budgets) == 1
    clock.now += 0.5
    budgets.begin_round()
    assert len(budgets) == 0


def test_what_others_have_left_gives_nothing_back() -> None:
    bucket = Bucket(1, 10, 0.0)
    bucket.spend(50)
    assert (bucket.tell(), bucket.tell()) == (50, 0)
    bucket.learn(10, 0.0)
    assert bucket.level(0.0) == -40
    bucket.learn(-60, 0.0)
    assert bucket.level(0.0) == -60
    bucket.spend(5)
    bucket.learn(-60, 1.0)  # which the last were not among
    assert bucket.level(1.0) == -65
    assert bucket.level(100.0) == 10
