"""The life of an edition: a draft can be written anew, what is published never changes, and nothing is half done."""

from datetime import UTC, date, datetime

import asyncpg
import pytest

from engine.editions import Act, Published, draft, publish, read_edition, withdraw
from jobs.requests import Refusal
from models.database import acquire, transaction
from models.enums import EditionStatus
from models.programs import Edition as EditionRow
from models.rulebook import Rulebook
from tests.tiers.editions.editions import EXAMPLES, TEXTS, following
from tests.workers.facts import client, load, mrr, partner, report
from tiers.editions.edition import Edition

pytestmark = pytest.mark.usefixtures("database")

LATE = following("2030-01-01")
RENAMED = LATE.replace('name = "Agency', 'name = "The agency')
DECIDABLE = {"agency-2021"}
ACT = Act("somebody", datetime(2026, 1, 1, tzinfo=UTC))


def read(text: str) -> Edition:
    edition = read_edition(text, "a.toml")
    assert isinstance(edition, Edition)
    return edition


async def drafted(text: str) -> EditionRow | list[Refusal]:
    async with transaction() as connection:
        return await draft(connection, read(text), text, ACT)


async def published(text: str, backdate: str | None = None) -> Published | list[Refusal]:
    async with transaction() as connection:
        return await publish(connection, read(text), text, ACT, backdate=backdate)


async def withdrawn(program: str, key: str) -> EditionRow | list[Refusal]:
    async with transaction() as connection:
        return await withdraw(connection, program, key, ACT)


async def stored() -> list[tuple[str, str, str]]:
    return [(row.key, row.status, row.digest) for row in await EditionRow.all().order_by("id")]


def codes(outcome: object) -> list[str]:
    assert isinstance(outcome, list)
    return [refusal.code for refusal in outcome]


async def test_a_draft_is_written_anew_and_then_published() -> None:
    assert isinstance(await drafted(LATE), EditionRow)
    assert isinstance(await drafted(RENAMED), EditionRow)
    outcome = await published(RENAMED)
    assert isinstance(outcome, Published)
    assert not outcome.already
    assert await stored() == [("2030-01", EditionStatus.PUBLISHED, outcome.row.digest)]


async def test_publishing_again_changes_nothing() -> None:
    first, again = await published(LATE), await published(f"# A remark\n{LATE}")
    assert isinstance(first, Published)
    assert isinstance(again, Published)
    assert again.already
    assert await stored() == [("2030-01", EditionStatus.PUBLISHED, first.row.digest)]
    assert again.row.text == LATE


async def test_a_published_key_with_another_body_is_refused() -> None:
    await published(LATE)
    before = await stored()
    assert codes(await published(RENAMED)) == ["KEY_IN_USE"]
    assert codes(await drafted(RENAMED)) == ["KEY_IN_USE"]
    assert codes(await drafted(LATE)) == ["EDITION_PUBLISHED"]
    assert await stored() == before


async def test_a_withdrawn_draft_leaves_its_key_to_others() -> None:
    await drafted(LATE)
    assert isinstance(await withdrawn("agency", "2030-01"), EditionRow)
    assert codes(await withdrawn("agency", "2030-01")) == ["EDITION_NOT_FOUND"]
    assert isinstance(await published(LATE), Published)
    assert [status for _, status, _ in await stored()] == [EditionStatus.WITHDRAWN, EditionStatus.PUBLISHED]
    assert codes(await withdrawn("agency", "2030-01")) == ["EDITION_PUBLISHED"]


async def test_editions_of_a_program_have_days_of_their_own() -> None:
    await published(LATE)
    assert codes(await published(LATE.replace('key = "2030-01"', 'key = "2030-02"'))) == ["EDITIONS_CLASH"]


async def test_an_installation_decides_by_one_program_and_by_what_it_can_store() -> None:
    await published(LATE)
    other = await published(LATE.replace('program = "agency"', 'program = "other"'))
    assert codes(other) == ["OTHER_PROGRAM"]
    assert isinstance(other, list)
    assert "TIERLINE_EDITIONS" in other[0].message
    dinars = TEXTS["odoo-v11"].replace('"EUR"', '"KWD"')
    assert set(codes(await published(dinars))) == {"NOT_DECIDABLE", "OTHER_PROGRAM"}
    assert isinstance(await drafted(dinars), EditionRow)


@pytest.mark.parametrize("stem", [path.stem for path in EXAMPLES])
async def test_what_of_a_policy_is_not_applied_is_told_and_keeps_nobody_from_publishing(stem: str) -> None:
    outcome = await published(TEXTS[stem])
    assert isinstance(outcome, Published)
    policy = read(TEXTS[stem]).policy
    assert bool(outcome.not_applied) == (stem not in DECIDABLE)
    assert any("kept_by" in one for one in outcome.not_applied) == (policy.kept_by is not None)


async def test_an_edition_that_drops_a_currency_of_the_report_in_force_is_refused(rules: Rulebook) -> None:
    day = read(TEXTS["agency-2022"]).effective_from
    euros = {**mrr("2022-06", 1, "100.00"), "currency": "EUR"}
    lines = [partner(), client(1), euros, report("2022-06", f"{day}")]
    both = Rulebook((*rules.editions, read(TEXTS["agency-2022"])), rules.zone)
    _, rejected = await load(lines, both)
    assert not rejected
    assert codes(await published(LATE.replace("2030-01-01", f"{day}"))) == ["CURRENCY_IN_USE"]
    assert isinstance(await published(TEXTS["agency-2022"]), Published)


@pytest.mark.parametrize("statement", ["UPDATE edition SET text = 'x'", "DELETE FROM edition"])
async def test_whoever_tries_cannot_change_a_published_edition(statement: str) -> None:
    await published(LATE)
    before = await stored()
    async with acquire() as connection:
        with pytest.raises(asyncpg.IntegrityConstraintViolationError, match="published and never changes"):
            await connection.execute(statement)
    assert await stored() == before


async def test_all_problems_of_a_text_are_told_at_once() -> None:
    text = LATE.replace('key = "2030-01"', "key = 11").replace('"USD"', '"U"')
    refusals = read_edition(text, "a.toml")
    assert isinstance(refusals, list)
    assert [refusal.message.split(":")[:2] for refusal in refusals] == [["a.toml", " key"], ["a.toml", " currency"]]


async def note_computed(day: date) -> None:
    async with acquire() as connection:
        await connection.execute("INSERT INTO computed_day (day, computed_at) VALUES ($1, now())", day)


async def test_a_day_that_is_computed_is_decided_anew_only_for_a_reason() -> None:
    await note_computed(read(LATE).effective_from)
    assert codes(await published(LATE)) == ["DAY_COMPUTED"]
    assert await stored() == []
    outcome = await published(LATE, "announced too late")
    assert isinstance(outcome, Published)
    assert outcome.row.reason == "announced too late"
