"""Programs and their editions are read: what their files say, what one says otherwise, and drafts by operators only."""

import json
from typing import Any

import pytest

from api.auth.principals import Principal
from api.execution.limits.bounds import MAX_ANSWER_BYTES
from api.reading.ids import encode_id
from engine.editions import withdraw
from models.database import transaction
from tests.api.lives import ACT, NEXT, draft_text, learn, publish_text
from tests.api.reading import INGEST, OPERATOR, Reader, partner_token
from tests.api.rows import add_partner
from tests.tiers.editions.editions import TEXTS
from tests.workers.activity import before_call
from tiers.editions.difference import difference
from tiers.editions.digest import digest_edition
from tiers.editions.parsing import parse_edition

READERS = (OPERATOR, INGEST, partner_token("P-1"))
DRAFT = NEXT.replace('key = "2030-01"', 'key = "2031-01"').replace("2030-01-01", "2031-01-01")
DRAFT_ID = encode_id("Edition", "agency", "2031-01")
ODOO_ID = encode_id("Edition", "odoo", "v11")
IN_MAY = encode_id("Edition", "agency", "2018-05")


async def editions(reader: Reader, by: Principal = OPERATOR) -> dict[str, list[str]]:
    """The keys of each program's editions, as they are listed."""
    programs = (await reader.ask("{ programs { key editions { key } } }", by=by))["programs"]
    return {program["key"]: [edition["key"] for edition in program["editions"]] for program in programs}


@pytest.fixture
async def drafts(reader: Reader) -> Reader:
    """One of the program in use, and one of another program."""
    await add_partner("P-1")
    await draft_text(DRAFT)
    await draft_text(TEXTS["odoo-v11"])
    return reader


async def test_a_program_has_its_editions_by_their_days(reader: Reader) -> None:
    await publish_text(NEXT)
    await learn(reader)
    document = """{ program { id key name currency editionOn(day: "2018-05-02") { key }
      editions { key program { key } status effectiveFrom effectiveUntil currency digest text } } }"""
    for by in READERS:
        program = (await reader.ask(document, by=by))["program"]
        assert (program["key"], program["currency"]) == ("agency", "USD")
        assert program["name"] == parse_edition(NEXT, "a.toml").name
        assert program["editionOn"] == {"key": "2018-05"}
        assert [(one["key"], one["effectiveFrom"], one["effectiveUntil"]) for one in program["editions"]] == [
            ("2016-11", "2016-11-03", "2018-01-21"),
            ("2018-01", "2018-01-22", "2018-05-01"),
            ("2018-05", "2018-05-02", "2029-12-31"),
            ("2030-01", "2030-01-01", None),
        ]
        last = program["editions"][-1]
        assert (last["text"], last["digest"]) == (NEXT, digest_edition(parse_edition(NEXT, "a.toml")))
        assert {one["program"]["key"] for one in program["editions"]} == {"agency"}
    program = (await reader.ask(document))["program"]
    node = "query ($id: ID!) { node(id: $id) { __typename ... on Program { key } } }"
    assert (await reader.ask(node, {"id": program["id"]}))["node"] == {"__typename": "Program", "key": "agency"}


async def test_an_edition_is_found_by_its_day_or_by_its_id(reader: Reader) -> None:
    document = "query ($on: Date, $id: ID) { edition(on: $on, id: $id) { id key } }"
    may = {"id": IN_MAY, "key": "2018-05"}
    for given in ({}, {"on": "2018-05-02"}, {"id": IN_MAY}):
        assert (await reader.ask(document, given))["edition"] == may
    assert (await reader.ask(document, {"id": DRAFT_ID}))["edition"] is None
    both = ("BAD_USER_INPUT", "on, id: give one of the two at most")
    assert await reader.refusal(document, {"on": "2018-05-02", "id": IN_MAY}) == both
    code, message = await reader.refusal(document, {"id": encode_id("Client", "C-1")})
    assert (code, "is the id of a Client, not of a Edition" in message) == ("BAD_USER_INPUT", True)


POLICY = """{ edition: node(id: "%s") { ... on Edition { sources policy {
  deciding { rhythm day months } rise { on months day } fall { on months day } keptBy { decidingDays wholeMonths }
  terms { tier months } firstTermMonths provisionalMayDemote mustHold fallsWaitForApproval
  carry { before now } } } } }"""


async def test_an_edition_says_what_its_file_says(drafts: Reader) -> None:
    await draft_text(TEXTS["agency-2022"])
    document = POLICY % encode_id("Edition", "agency", "2022")
    edition = (await drafts.ask(document))["edition"]
    assert edition["sources"] == list(parse_edition(TEXTS["agency-2022"], "a.toml").sources)
    assert edition["policy"] == {
        "deciding": {"rhythm": "MONTHLY", "day": 15, "months": list(range(1, 13))},
        "rise": {"on": "ALWAYS", "months": [], "day": None},
        "fall": {"on": "MONTHS", "months": [1, 7], "day": None},
        "keptBy": {"decidingDays": 6, "wholeMonths": None},
        "terms": [{"tier": tier, "months": 6} for tier in ("GOLD", "PLATINUM", "DIAMOND", "ELITE")],
        "firstTermMonths": None,
        "provisionalMayDemote": True,
        "mustHold": ["CERTIFIED"],
        "fallsWaitForApproval": False,
        "carry": [{"before": "SILVER", "now": None}],
    }


async def diff(reader: Reader, one: str, other: str, by: Principal = OPERATOR) -> Any:  # noqa: ANN401 - any JSON
    document = """query ($one: ID, $other: ID!) {
      edition(id: $one) { diff(with: $other) { path kind before after } } }"""
    return (await reader.ask(document, {"one": one, "other": other}, by=by))["edition"]["diff"]


async def test_what_another_edition_says_otherwise_is_told_by_meaning(drafts: Reader) -> None:
    may, odoo = (parse_edition(TEXTS[stem], "a.toml") for stem in ("agency-2018-05", "odoo-v11"))
    expected = [
        {"path": one.path, "kind": one.kind.value, "before": one.before, "after": one.after}
        for one in difference(may, odoo)
    ]
    assert len(expected) > 10
    assert await diff(drafts, IN_MAY, ODOO_ID) == expected
    assert await diff(drafts, IN_MAY, IN_MAY) == []


async def test_an_edition_that_is_not_there_cannot_be_compared_with(drafts: Reader) -> None:
    absent = encode_id("Edition", "agency", "1999")
    for by, other in ((OPERATOR, absent), (partner_token("P-1"), absent), (partner_token("P-1"), DRAFT_ID)):
        document = f'{{ viewer {{ role }} edition {{ key diff(with: "{other}") {{ path }} }} }}'
        result = await drafts.execute(document, by=by)
        assert result.data == {"viewer": {"role": by.role}, "edition": None}
        (error,) = result.errors or []
        assert error.extensions == {"code": "BAD_USER_INPUT"}
        assert error.message == "with: there is no edition of this id"
        assert error.path == ["edition", "diff"]


async def test_a_refusal_tells_nobody_what_somebody_else_has_asked_for(drafts: Reader) -> None:
    document = "query ($other: ID!) { edition { diff(with: $other) { path } } }"
    await drafts.execute(document, {"other": ODOO_ID}, by=partner_token("P-1"))
    result = await drafts.execute(document, {"other": DRAFT_ID}, by=partner_token("P-2"))
    assert ODOO_ID not in str(result.errors)


async def test_drafts_are_listed_after_what_is_published(drafts: Reader) -> None:
    published = ["2016-11", "2018-01", "2018-05"]
    assert await editions(drafts) == {"agency": [*published, "2031-01"], "odoo": ["v11"]}
    async with transaction() as connection:
        await withdraw(connection, "odoo", "v11", ACT)
    assert await editions(drafts) == {"agency": [*published, "2031-01"]}
    assert (await drafts.ask(f'{{ node(id: "{ODOO_ID}") {{ id }} }}'))["node"] is None


async def test_nothing_leads_anybody_but_operators_to_a_draft(drafts: Reader) -> None:
    odoo = encode_id("Program", "odoo")
    own = "key name status digest text changedBy policy { deciding { rhythm } }"
    fields = f"{own} program {{ name editions {{ key }} }}"
    documents = [
        f'{{ edition(id: "{DRAFT_ID}") {{ {fields} }} }}',
        f'{{ edition(on: "2031-02-01") {{ {fields} }} }}',
        f'{{ program {{ name editions {{ {fields} }} editionOn(day: "2031-02-01") {{ {fields} }} }} }}',
        f'{{ program(key: "odoo") {{ id name currency editions {{ {fields} }} }} }}',
        f"{{ programs {{ id key name editions {{ {own} }} }} }}",
    ]
    of_nodes = [
        f'{{ node(id: "{one}") {{ id ... on Edition {{ {fields} }} ... on Program {{ name }} }} }}'
        for one in (DRAFT_ID, ODOO_ID, odoo)
    ]
    of_nodes.append(f'{{ nodes(ids: ["{DRAFT_ID}", "{ODOO_ID}", "{odoo}"]) {{ id }} }}')
    hidden = ["2031-01", "Sterling", "DRAFT", "odoo", "Odoo", ACT.by, DRAFT_ID, ODOO_ID, odoo]
    shown = json.dumps([await drafts.ask(document) for document in (*documents, *of_nodes)])
    assert [text for text in hidden if text not in shown] == []
    for by, asked in ((partner_token("P-1"), [*documents, *of_nodes]), (INGEST, documents)):
        seen = json.dumps([await drafts.ask(document, by=by) for document in asked])
        assert [text for text in hidden if text in seen] == []


async def test_a_draft_that_is_written_anew_while_it_is_read_is_read_anew(
    drafts: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = f'{{ edition(id: "{DRAFT_ID}") {{ name tiers {{ name }} }} }}'
    anew = DRAFT.replace("Sterling", "Argent").replace('name = "Agency', 'name = "The agency')
    async with before_call(monkeypatch, "api.reading.field.fill_in", 1, lambda: draft_text(anew), waits=False):
        edition = (await drafts.ask(document))["edition"]
    assert edition["name"] == "The agency partner program, May 2018"
    assert edition["tiers"][0] == {"name": "Argent"}


async def test_what_texts_say_counts_towards_the_room_of_an_answer(drafts: Reader) -> None:
    source = "x" * 60_000
    listed = " ".join(f"s{number}: sources" for number in range(45))
    document = f"{{ program {{ editions {{ {listed} }} }} }}"
    for year in range(2031, 2031 + MAX_ANSWER_BYTES // (45 * len(source)) + 1):
        assert len(json.dumps((await drafts.ask(document))["program"])) < MAX_ANSWER_BYTES
        text = NEXT.replace('"2030-01"', f'"{year}-01"').replace("2030-01-01", f"{year}-01-01")
        await draft_text(text.replace("sources = [", f'sources = ["{source}",'))
    too_much = ("LIMIT_EXCEEDED", "the answer is larger than 8 MiB; ask for less at a time")
    assert await drafts.refusal(document) == too_much
