"""The life of an edition over GraphQL: what the command line does, for operators, with every refusal as data."""

import asyncio
import json
import threading
from collections.abc import Awaitable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from api.mutations.edition_payloads import MOST_ERRORS
from api.reading.ids import encode_id
from models.database import acquire
from models.rulebook import _parsed
from tests.api.front import INGEST, OPERATOR, RULES, VIEWER, Api, make_app, partner_token, serving
from tests.api.lives import NEXT, draft_text, publish_text
from tests.api.rows import add_computed_day, add_decision, add_partner, add_standing
from tests.api.writing import all_rows
from tests.tiers.editions.editions import TEXTS, following
from tests.workers.activity import before_call
from tiers.editions.edition import Edition
from tiers.editions.parsing import parse_edition

EDITION = "edition { program { key } key status effectiveFrom name changedBy backdateReason }"
ERRORS = "userErrors { message code path }"
FOUND = "decidedAnew { days { first last } decisions { first last } } warnings notApplied"
DRAFT = f"mutation ($input: DraftEditionInput!) {{ payload: draftEdition(input: $input) {{ {EDITION} {ERRORS} }} }}"
CHECK = f"mutation ($input: CheckEditionInput!) {{ payload: checkEdition(input: $input) {{ {FOUND} {ERRORS} }} }}"
PUBLISH = (
    "mutation ($input: PublishEditionInput!) { payload: publishEdition(input: $input)"
    f" {{ {EDITION} alreadyPublished {FOUND} {ERRORS} }} }}"
)
WITHDRAW = (
    f"mutation ($input: WithdrawEditionInput!) {{ payload: withdrawEdition(input: $input) {{ {EDITION} {ERRORS} }} }}"
)
OTHER = NEXT.replace('name = "Agency', 'name = "The agency')
LATE = following("2019-04-01")
BROKEN = NEXT.replace('key = "2030-01"', "key = 11").replace('"USD"', '"U"')
ID = encode_id("Edition", "agency", "2030-01")
NOTHING_ANEW = {"days": None, "decisions": None}
SOUND = {"decidedAnew": NOTHING_ANEW, "warnings": [], "notApplied": [], "userErrors": []}


async def change(api: Api, mutation: str, **given: object) -> dict[str, Any]:
    """What the mutation answers."""
    payload: dict[str, Any] = (await api.ask(OPERATOR, mutation, {"input": given}))["payload"]
    return payload


async def refusals(api: Api, mutation: str, **given: object) -> list[tuple[str, list[str]]]:
    """The codes and paths of why nothing changed. Nothing must have changed."""
    before = await all_rows()
    payload = await change(api, mutation, **given)
    assert payload.get("edition") is None
    assert await all_rows() == before
    return [(error["code"], error["path"]) for error in payload["userErrors"]]


async def statuses(key: str = "2030-01") -> list[str]:
    async with acquire() as connection:
        return [row["status"] for row in await connection.fetch("SELECT status FROM edition WHERE key = $1", key)]


async def test_only_operators_change_editions(api: Api) -> None:
    await add_partner("P-1")
    await draft_text(NEXT)
    before = await all_rows()
    for token in (partner_token("P-1"), INGEST):
        for mutation, given in (
            (DRAFT, {"text": OTHER}),
            (CHECK, {"text": OTHER}),
            (PUBLISH, {"text": NEXT}),
            (PUBLISH, {"editionId": ID}),
            (WITHDRAW, {"editionId": ID}),
        ):
            assert (await api.fail(token, mutation, {"input": given}))[0] == "FORBIDDEN"
    assert await all_rows() == before


async def test_a_text_becomes_a_draft_and_the_draft_an_edition(api: Api) -> None:
    drafted = await change(api, DRAFT, text=NEXT)
    assert drafted == {
        "edition": {
            "program": {"key": "agency"},
            "key": "2030-01",
            "status": "DRAFT",
            "effectiveFrom": "2030-01-01",
            "name": "Agency partner program, May 2018",
            "changedBy": "ada",
            "backdateReason": None,
        },
        "userErrors": [],
    }
    assert await change(api, DRAFT, text=NEXT) == drafted
    published = await change(api, PUBLISH, editionId=ID)
    assert published == {
        "edition": {**drafted["edition"], "status": "PUBLISHED"},
        "alreadyPublished": False,
        "decidedAnew": NOTHING_ANEW,
        "warnings": [],
        "notApplied": [],
        "userErrors": [],
    }
    for given in ({"editionId": ID}, {"text": NEXT}, {"text": f"# a remark\n{NEXT}"}):
        assert await change(api, PUBLISH, **given) == {**published, "alreadyPublished": True}
    assert await statuses() == ["PUBLISHED"]


async def test_an_edition_is_in_force_at_once_in_the_process_that_has_published_it(
    database_url: str, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.renewal.RENEW_SECONDS", 3_600)
    rules = replace(RULES)
    async with serving(make_app(database_url, redis_url, rules=rules)) as api:
        assert (await change(api, PUBLISH, text=NEXT))["userErrors"] == []
        assert rules.in_force(date(2030, 1, 1)).key == "2030-01"


async def test_a_draft_is_taken_back_and_its_key_is_free(api: Api) -> None:
    await draft_text(NEXT)
    assert (await change(api, WITHDRAW, editionId=ID))["edition"]["status"] == "WITHDRAWN"
    assert await refusals(api, WITHDRAW, editionId=ID) == [("EDITION_NOT_FOUND", ["editionId"])]
    assert await refusals(api, PUBLISH, editionId=ID) == [("EDITION_NOT_FOUND", ["editionId"])]
    assert (await change(api, PUBLISH, text=OTHER))["edition"]["status"] == "PUBLISHED"
    assert await refusals(api, WITHDRAW, editionId=ID) == [("EDITION_PUBLISHED", ["editionId"])]
    assert await statuses() == ["WITHDRAWN", "PUBLISHED"]


async def test_all_that_is_wrong_with_a_text_is_told_at_once(api: Api) -> None:
    for mutation in (DRAFT, CHECK, PUBLISH):
        payload = await change(api, mutation, text=BROKEN)
        assert [error["message"].split(":")[:2] for error in payload["userErrors"]] == [
            ["text", " key"],
            ["text", " currency"],
        ]
        assert await refusals(api, mutation, text=BROKEN) == 2 * [("INVALID_EDITION", ["text"])]


async def test_of_very_many_problems_the_first_are_told_and_how_many_more_there_are(api: Api) -> None:
    payload = await change(api, CHECK, text="".join(f"k{number} = 1\n" for number in range(300)))
    assert len(payload["userErrors"]) == MOST_ERRORS
    assert payload["userErrors"][-1]["message"] == "and 209 more: mend these first"


@pytest.mark.parametrize("text", ["x" * 70_000, f"{'a.' * 30_000}b = 1", "\0", "\ud800", ""])
async def test_a_text_of_whatever_kind_is_refused_in_words(api: Api, text: str) -> None:
    body = json.dumps({"query": CHECK, "variables": {"input": {"text": text}}})
    headers = {"Authorization": f"Bearer {OPERATOR}", "Content-Type": "application/json"}
    answer = (await api.http.post("/graphql", content=body, headers=headers)).json()
    assert {error["code"] for error in answer["data"]["payload"]["userErrors"]} == {"INVALID_EDITION"}


async def test_what_does_not_fit_what_is_there_is_refused(api: Api) -> None:
    await publish_text(NEXT)
    assert await refusals(api, PUBLISH, text=OTHER) == [("KEY_IN_USE", ["text"])]
    assert await refusals(api, DRAFT, text=OTHER) == [("KEY_IN_USE", ["text"])]
    assert await refusals(api, DRAFT, text=NEXT) == [("EDITION_PUBLISHED", ["text"])]
    same_day = NEXT.replace('key = "2030-01"', 'key = "2030-02"')
    assert await refusals(api, PUBLISH, text=same_day) == [("EDITIONS_CLASH", ["text"])]
    elsewhere = NEXT.replace('program = "agency"', 'program = "resellers"')
    assert await refusals(api, CHECK, text=elsewhere) == [("OTHER_PROGRAM", ["text"])]
    await draft_text(elsewhere)
    of_draft = encode_id("Edition", "resellers", "2030-01")
    assert await refusals(api, PUBLISH, editionId=of_draft) == [("OTHER_PROGRAM", ["editionId"])]


async def test_what_of_a_policy_is_not_applied_yet_is_told_and_keeps_nobody_from_publishing(api: Api) -> None:
    text = NEXT.replace('fall = { on = "ALWAYS" }', 'fall = { on = "NEVER" }')
    checked = await change(api, CHECK, text=text)
    published = await change(api, PUBLISH, text=text)
    assert (checked["userErrors"], published["userErrors"]) == ([], [])
    assert checked["notApplied"] == published["notApplied"]
    assert [one.partition(":")[0] for one in checked["notApplied"]] == ["policy.fall.on"]


async def test_names_that_no_fact_has_are_warned_of_and_keep_nobody_from_anything(api: Api) -> None:
    checked = await change(api, CHECK, text=TEXTS["odoo-v11"])
    assert any('no measure of a partner "net_users" has been loaded' in one for one in checked["warnings"])
    assert [error["code"] for error in checked["userErrors"]] == ["OTHER_PROGRAM"]


async def test_a_check_tells_what_publishing_would_and_writes_nothing(api: Api) -> None:
    before = await all_rows()
    assert await change(api, CHECK, text=NEXT) == SOUND
    assert await all_rows() == before
    assert await statuses() == []


async def test_days_that_are_computed_are_decided_anew_for_a_reason_only(api: Api) -> None:
    partner = await add_partner("P-1")
    for day in (date(2019, 3, 31), date(2019, 4, 29), date(2019, 4, 30)):
        await add_computed_day(day)
        await add_standing(partner, day)
    await add_decision(partner, date(2019, 3, 15), "SILVER")
    await add_decision(partner, date(2019, 4, 15), "SILVER")
    anew = {
        "days": {"first": "2019-04-29", "last": "2019-04-30"},
        "decisions": {"first": "2019-04-15", "last": "2019-04-15"},
    }
    assert await change(api, CHECK, text=LATE, backdate=True) == {**SOUND, "decidedAnew": anew}
    for mutation in (CHECK, PUBLISH):
        assert await refusals(api, mutation, text=LATE) == [("DAY_COMPUTED", ["backdate"])]
    for given in ({"backdate": True}, {"reason": "late"}, {"backdate": True, "reason": " "}):
        assert await refusals(api, PUBLISH, text=LATE, **given) == [("INVALID_REASON", ["reason"])]
    for reason in ("x" * 1_001, "a\0b"):
        assert await refusals(api, PUBLISH, text=LATE, backdate=True, reason=reason) == [("INVALID_REASON", ["reason"])]
    published = await change(api, PUBLISH, text=LATE, backdate=True, reason="announced late")
    assert published["decidedAnew"] == anew
    assert published["edition"]["backdateReason"] == "announced late"


async def test_days_of_an_edition_that_follows_are_not_decided_anew(api: Api) -> None:
    partner = await add_partner("P-1")
    for day in (date(2019, 4, 14), date(2019, 4, 29), date(2019, 4, 30), date(2019, 5, 14)):
        await add_standing(partner, day)
    await add_decision(partner, date(2019, 4, 15), "SILVER")
    await add_decision(partner, date(2019, 5, 15), "SILVER")
    follows = following("2019-04-30").replace('key = "2019-04"', 'key = "2019-05"')
    await change(api, PUBLISH, text=follows, backdate=True, reason="late")
    anew = {
        "days": {"first": "2019-04-14", "last": "2019-04-29"},
        "decisions": {"first": "2019-04-15", "last": "2019-04-15"},
    }
    assert (await change(api, CHECK, text=LATE, backdate=True))["decidedAnew"] == anew
    assert (await change(api, PUBLISH, text=LATE, backdate=True, reason="later"))["decidedAnew"] == anew


async def test_an_edition_is_published_by_its_text_or_as_a_draft(api: Api) -> None:
    for given in ({}, {"text": NEXT, "editionId": ID}, {"text": None}):
        assert await refusals(api, PUBLISH, **given) == [("ONE_OF_TWO", [])]
    for mutation in (PUBLISH, WITHDRAW):
        other = encode_id("Client", "C-1")
        assert await refusals(api, mutation, editionId=other) == [("INVALID_ID", ["editionId"])]
        (error,) = (await change(api, mutation, editionId=other))["userErrors"]
        assert "is the id of a Client, not of a Edition" in error["message"]


async def test_an_edition_that_cannot_be_stored_is_drafted_and_not_published(api: Api) -> None:
    dinars = TEXTS["odoo-v11"].replace('currency = "EUR"', 'currency = "KWD"')
    assert (await change(api, DRAFT, text=dinars))["edition"]["program"] == {"key": "odoo"}
    found = await refusals(api, PUBLISH, editionId=encode_id("Edition", "odoo", "v11"))
    assert set(map(str, found)) == {str(("NOT_DECIDABLE", ["editionId"])), str(("OTHER_PROGRAM", ["editionId"]))}


async def test_what_is_published_of_a_draft_is_what_is_drafted_by_then(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    await draft_text(NEXT)
    async with before_call(monkeypatch, "engine.editions.wait_for_editions", 1, lambda: draft_text(OTHER), waits=False):
        published = await change(api, PUBLISH, editionId=ID)
    assert published["edition"]["name"] == "The agency partner program, May 2018"


async def test_a_draft_that_is_written_while_it_is_published_comes_too_late(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    await draft_text(NEXT)
    late: list[dict[str, Any]] = []

    async def write_anew() -> None:
        late.append(await change(api, DRAFT, text=OTHER))

    async with before_call(monkeypatch, "engine.editions.publish", 1, write_anew):
        published = await change(api, PUBLISH, editionId=ID)
    assert published["edition"]["name"] == "Agency partner program, May 2018"
    assert [error["code"] for error in late[0]["userErrors"]] == ["KEY_IN_USE"]


@pytest.mark.parametrize(("other", "codes"), [(OTHER, ["KEY_IN_USE"]), (NEXT, [])])
async def test_of_two_that_are_published_at_once_the_second_finds_the_first(
    api: Api, monkeypatch: pytest.MonkeyPatch, other: str, codes: list[str]
) -> None:
    second: list[dict[str, Any]] = []

    async def publish_other() -> None:
        second.append(await change(api, PUBLISH, text=other))

    async with before_call(monkeypatch, "engine.editions.examine", 1, publish_other):
        first = await change(api, PUBLISH, text=NEXT)
    assert (first["userErrors"], first["alreadyPublished"]) == ([], False)
    assert [error["code"] for error in second[0]["userErrors"]] == codes
    assert second[0]["alreadyPublished"] is (not codes)
    assert await statuses() == ["PUBLISHED"]


READ = f'{{ edition(id: "{ID}") {{ name tiers {{ key }} }} }}'


async def have_another_answered(
    api: Api, monkeypatch: pytest.MonkeyPatch, work: Awaitable[dict[str, Any]]
) -> dict[str, Any]:
    """What the work comes to, during whose first reading of a text somebody else asks and is answered."""
    loop, reads, is_answered = asyncio.get_running_loop(), asyncio.Event(), threading.Event()

    def parse(text: str, source: str) -> Edition:
        loop.call_soon_threadsafe(reads.set)
        assert is_answered.wait(10), "nobody else is answered while a text is read"
        return parse_edition(text, source)

    for reader in ("engine.editions.parse_edition", "models.rulebook.parse_edition"):
        monkeypatch.setattr(reader, parse)
    task = asyncio.ensure_future(work)
    await reads.wait()
    await api.ask(OPERATOR, VIEWER)
    is_answered.set()
    return await task


@pytest.mark.parametrize(
    ("mutation", "given"),
    [(CHECK, {"text": NEXT}), (DRAFT, {"text": NEXT}), (PUBLISH, {"text": NEXT}), (PUBLISH, {"editionId": ID})],
)
async def test_others_are_answered_while_a_text_is_read(
    api: Api, monkeypatch: pytest.MonkeyPatch, mutation: str, given: dict[str, str]
) -> None:
    if "editionId" in given:
        await draft_text(NEXT)
    payload = await have_another_answered(api, monkeypatch, change(api, mutation, **given))
    assert payload["userErrors"] == []


async def test_others_are_answered_while_the_published_editions_are_read(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    await change(api, PUBLISH, text=NEXT)
    later = NEXT.replace("2030-01", "2031-01")
    edition = parse_edition(later, "later")
    monkeypatch.setattr("api.mutations.editions.read_edition", lambda *_: edition)
    _parsed.cache_clear()
    assert (await have_another_answered(api, monkeypatch, change(api, CHECK, text=later)))["userErrors"] == []


async def test_what_is_published_clashes_with_itself_in_nothing(api: Api) -> None:
    await change(api, PUBLISH, text=NEXT)
    assert await change(api, CHECK, text=NEXT) == SOUND


async def test_others_are_answered_while_a_draft_is_read(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    await draft_text(NEXT)
    _parsed.cache_clear()
    found = await have_another_answered(api, monkeypatch, api.ask(OPERATOR, READ))
    assert found["edition"]["tiers"]
