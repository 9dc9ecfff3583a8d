"""MRR by product line: a client has one line in a report, or lines with different ones."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from intake.load import IntakeSummary
from tests.intake.database import CLIENT, MRR, REPORT, TERMS, Fact, counts, load, refusals, table

pytestmark = pytest.mark.usefixtures("database")

CRM, CMS = MRR | {"line": "CRM", "amount": "60.00"}, MRR | {"line": "CMS", "amount": "40.50"}
SECOND = {"revision": 2}
OTHER_CLIENT = CLIENT | {"id": "c2"}


async def lines() -> list[object]:
    return [row[-1] for row in await table("mrr")]


async def test_a_client_has_a_line_for_each_product_line() -> None:
    assert await counts([CLIENT, CRM, CMS, REPORT | {"lines": 2, "total": "100.50"}]) == (4, 0, 0)
    assert await lines() == ["CMS", "CRM"]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 2)])
async def test_both_kinds_in_one_file_are_one_mistake_and_nothing_of_it_is_kept(order: Sequence[int]) -> None:
    mixed = [MRR, CRM, CMS]
    other = MRR | {"client": "c2"}
    summary, rejected = await load([CLIENT, OTHER_CLIENT, *(mixed[place] for place in order), other, REPORT])
    assert summary == IntakeSummary(3, 0, 4)
    reason = (
        'client "c1" has a line without a product line and one of "CMS" in revision 1 of 2018-05: send one line for'
        " everything, or lines of product lines only"
    )
    assert [(one.number, one.field, one.reason) for one in rejected[:3]] == [(n, "line", reason) for n in (3, 4, 5)]
    assert (rejected[3].number, rejected[3].field) == (7, None)
    assert "(3 rejected, the first of them number 3)" in rejected[3].reason
    assert (await table("mrr_report"), await lines()) == ([], [None])
    assert await counts([CRM, CMS, REPORT]) == (3, 0, 0)


@pytest.mark.parametrize(
    ("kept", "given", "reason"),
    [
        (
            [CRM, CMS],
            MRR,
            'has a line of "CMS" in {}, so that there can be none without a product line',
        ),
        ([MRR], CMS, 'has a line without a product line in {}, so that there can be none of "CMS"'),
    ],
)
async def test_what_was_loaded_stands_before_lines_of_the_other_kind(
    kept: list[Fact], given: Fact, reason: str
) -> None:
    await load([CLIENT, *kept])
    before = await table("mrr")
    summary, rejected = await load([given, REPORT])
    assert summary == IntakeSummary(0, 0, 2)
    remedy = "send all of its lines, of one kind, in a new revision"
    assert [(one.number, one.field) for one in rejected] == [(1, "line"), (2, None)]
    assert rejected[0].reason == f'client "c1" {reason.format("revision 1 of 2018-05")}: {remedy}'
    assert await table("mrr") == before
    second = [line | SECOND for line in (given, REPORT)]
    assert await counts(second) == (2, 0, 0)


async def test_who_only_loads_is_not_told_which_product_lines_there_are() -> None:
    await load([CLIENT, CRM])
    _, [rejected] = await load([MRR], terms=replace(TERMS, discreet=True))
    assert rejected.reason.startswith('client "c1" has a line of a product line in revision 1 of 2018-05, so that')


async def test_other_revisions_and_clients_may_have_the_other_kind() -> None:
    facts = [CLIENT, OTHER_CLIENT, MRR, CRM | SECOND, CRM | {"client": "c2"}]
    assert await counts(facts) == (5, 0, 0)


async def test_the_last_line_of_a_product_line_counts_and_the_same_again_changes_nothing() -> None:
    assert await counts([CLIENT, CRM, CRM | {"amount": "7"}, CMS]) == (3, 1, 0)
    assert await counts([CMS, CRM | {"amount": "7.00"}]) == (0, 2, 0)


async def test_a_closed_report_takes_no_further_product_line() -> None:
    await load([CLIENT, CRM, REPORT])
    assert await refusals([CRM, CMS, MRR, CRM | {"amount": "1"}]) == [(2, "revision"), (3, "revision"), (4, "revision")]
    assert await lines() == ["CRM"]


async def test_a_report_is_compared_by_its_clients_and_not_by_its_lines() -> None:
    clients = [CLIENT | {"id": f"c{number}"} for number in range(1, 5)]
    every = [line | {"client": client["id"]} for client in clients for line in (CRM, CMS)]
    whole = [MRR | {"client": client["id"], "period": "2018-06"} for client in clients]
    following = REPORT | {"period": "2018-06", "ran_on": "2018-07-03"}
    assert await counts([*clients, *every, REPORT]) == (13, 0, 0)
    assert await counts([*whole, following]) == (5, 0, 0)
    few = [line | SECOND | {"period": "2018-06", "client": "c1", "amount": "201"} for line in (CRM, CMS)]
    _, [rejected] = await load([*few, following | SECOND | {"ran_on": "2018-07-09"}])
    lost = "revision 2 of 2018-06 has 1 client, less than half of the 4 of revision 1 of 2018-06"
    assert rejected.reason.startswith(lost)


@pytest.mark.parametrize("line", ["", 7, "x" * 256])
async def test_a_product_line_is_a_text(line: object) -> None:
    assert await refusals([CLIENT, MRR | {"line": line}]) == [(2, "line")]
