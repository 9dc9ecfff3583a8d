"""Whoever only loads facts learns nothing of those that are stored by guessing what they say."""

from typing import Any

import pytest

from tests.api.front import INGEST, OPERATOR, Api
from tests.api.test_mutations_facts import ACTIVITY, FACTS, LOGIN, PORTFOLIO, ingest
from tests.api.writing import all_rows

MRR = PORTFOLIO[5]["mrr"]
REPORT = PORTFOLIO[6]["mrrReport"]
REASONS = FACTS.replace("warnings { index field }", "warnings { index field reason }")


async def told(api: Api, token: str, *records: dict[str, Any]) -> dict[str, Any]:
    """All that is said of the records."""
    payload: dict[str, Any] = (await api.ask(token, REASONS, {"records": records}))["importFacts"]
    return payload


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ({"mrr": MRR}, {"mrr": MRR | {"amount": "1200.51"}}),
        ({"mrr": MRR}, {"mrr": MRR | {"amount": "0"}}),
        ({"mrrReport": REPORT}, {"mrrReport": REPORT | {"ranOn": "2019-06-06"}}),
        ({"mrrReport": REPORT | {"lines": 1}}, {"mrrReport": REPORT | {"lines": 2}}),
        ({"mrrReport": REPORT | {"total": "1200.50"}}, {"mrrReport": REPORT | {"total": "1200.51"}}),
    ],
)
async def test_a_right_guess_about_a_closed_report_is_answered_as_a_wrong_one(
    api: Api, right: dict[str, Any], wrong: dict[str, Any]
) -> None:
    await ingest(api, OPERATOR, FACTS, PORTFOLIO)
    before = await all_rows()
    answer = await told(api, INGEST, right)
    assert answer == await told(api, INGEST, wrong)
    assert (answer["unchanged"], answer["rejected"]) == (1, [])
    assert [one["reason"] for one in answer["warnings"]] == [
        "revision 1 of 2019-05 is closed, and was not compared with this: send corrections as a new revision"
    ]
    assert await all_rows() == before
    operators = await told(api, OPERATOR, right), await told(api, OPERATOR, wrong)
    assert [(one["unchanged"], len(one["rejected"])) for one in operators] == [(1, 0), (0, 1)]


async def test_a_client_without_a_line_in_a_closed_report_is_answered_as_one_with_a_line(api: Api) -> None:
    other = {"client": {"id": "C-2", "name": "Second", "registeredOn": "2018-07-01"}}
    await ingest(api, OPERATOR, FACTS, [*PORTFOLIO, other])
    assert await told(api, INGEST, {"mrr": MRR}) == await told(api, INGEST, {"mrr": MRR | {"client": "C-2"}})


async def test_a_right_guess_about_an_event_is_answered_as_a_wrong_one(api: Api) -> None:
    await ingest(api, OPERATOR, FACTS, PORTFOLIO)
    await ingest(api, OPERATOR, ACTIVITY, [LOGIN])
    before = await all_rows()
    right = await ingest(api, INGEST, ACTIVITY, [LOGIN])
    other = LOGIN | {"at": "2019-06-01T10:00:01+02:00"}
    assert right == await ingest(api, INGEST, ACTIVITY, [other])
    assert (right["unchanged"], right["warnings"]) == (1, [])
    assert await all_rows() == before
    assert len((await ingest(api, OPERATOR, ACTIVITY, [other]))["warnings"]) == 1


async def test_an_overlap_does_not_tell_of_the_certification_that_it_is_with(api: Api) -> None:
    await ingest(api, OPERATOR, FACTS, PORTFOLIO)
    overlapping = {"certification": {"partner": "P-1", "validFrom": "2019-12-01", "validUntil": "2020-12-31"}}
    (rejected,) = (await told(api, INGEST, overlapping))["rejected"]
    assert rejected["reason"] == "overlaps another certification of the partner"
    (rejected,) = (await told(api, OPERATOR, overlapping))["rejected"]
    assert rejected["reason"] == "overlaps the certification from 2018-06-01 until 2019-12-31"


async def test_a_report_that_is_refused_tells_no_amounts(api: Api) -> None:
    await ingest(api, OPERATOR, FACTS, PORTFOLIO)
    await ingest(api, OPERATOR, FACTS, [{"mrr": MRR | {"revision": 2, "amount": "7.25"}}])
    second = REPORT | {"revision": 2}
    for said, reason in (
        ({}, "revision 2 of 2019-05 has less than half of the MRR of revision 1 of 2019-05"),
        ({"lines": 3}, "revision 2 of 2019-05 has another number of lines, and should have 3"),
        ({"total": "5"}, "revision 2 of 2019-05 comes to something else, and should come to 5"),
    ):
        (rejected,) = (await told(api, INGEST, {"mrrReport": second | said}))["rejected"]
        assert rejected["reason"].startswith(f"{reason}: ")
