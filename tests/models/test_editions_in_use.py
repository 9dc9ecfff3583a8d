"""One set of rules per database: its editions. Who goes by others is refused, and changes nothing."""

import asyncio
from datetime import date
from zoneinfo import ZoneInfo

import asyncpg
import pytest

from models.database import acquire
from models.editions import load_texts
from models.rulebook import Rulebook, WrongRules, WrongTimeZone, keep_rules, read_published, take_rules
from tests.tiers.editions.editions import changed, following
from tests.workers.activity import before_call, start
from tiers.editions.parsing import parse_edition

UTC = ZoneInfo("UTC")
SHIPPED, TEXT = load_texts()[-1]


def rules_of(*texts: str, chosen: bool = True) -> Rulebook:
    """The rules of a process that has files with these texts."""
    editions = [parse_edition(text, "a.toml") for text in texts]
    named = {edition.key: text for edition, text in zip(editions, texts, strict=True)}
    return Rulebook(tuple(editions), UTC, named, chosen)


LATER_TEXT = following("2019-01-02")
CHANGED_TEXT = changed("agency-2018-05", ("logins_count = true", "logins_count = false"))


def ours() -> Rulebook:
    return rules_of(TEXT)


async def test_a_database_begins_with_the_editions_of_the_first_process_that_decides(
    connection: asyncpg.Connection,
) -> None:
    await keep_rules(connection, rules_of(CHANGED_TEXT), decides=False)
    assert await read_published(connection) == {}
    await keep_rules(connection, ours(), decides=True)
    assert await read_published(connection) == ours().digests
    assert await connection.fetchval("SELECT text FROM edition") == TEXT


@pytest.mark.parametrize("decides", [True, False])
@pytest.mark.parametrize(
    ("text", "difference"),
    [
        (CHANGED_TEXT, f"edition {SHIPPED.key} says something else there"),
        (LATER_TEXT, "edition 2019-01 is not published there"),
    ],
)
async def test_files_that_say_something_else_are_refused_by_name_with_the_way_to_go_on(
    connection: asyncpg.Connection, text: str, difference: str, *, decides: bool
) -> None:
    await keep_rules(connection, ours(), decides=True)
    with pytest.raises(WrongRules, match=rf"other rules: {difference}; `tierline editions publish FILE`"):
        await keep_rules(connection, rules_of(text), decides=decides)
    assert await read_published(connection) == ours().digests


async def test_who_has_chosen_no_files_goes_by_what_is_published(connection: asyncpg.Connection) -> None:
    await keep_rules(connection, rules_of(TEXT, LATER_TEXT), decides=True)
    rules = rules_of(CHANGED_TEXT, chosen=False)
    await keep_rules(connection, rules, decides=True)
    assert [one.key for one in rules.editions] == ["2018-05", "2019-01"]
    assert rules.digests == rules_of(TEXT, LATER_TEXT).digests


async def test_known_editions_are_found_without_working_out_their_digests(
    connection: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = rules_of(TEXT, LATER_TEXT)
    digest = rules.digests["2019-01"]
    monkeypatch.delattr("models.rulebook.digest_edition")
    assert await rules.find(connection, [digest]) == {digest: rules.editions[1]}
    assert await rules.find(connection, []) == {}
    assert await rules.find(connection, [digest, "another"]) is None


async def publish_later(connection: asyncpg.Connection) -> None:
    others = rules_of(TEXT, LATER_TEXT)
    later = others.editions[1]
    row = (later.program, later.key, later.name, later.effective_from, others.digests[later.key], LATER_TEXT)
    await connection.execute(
        "INSERT INTO edition (program, key, name, effective_from, digest, text, status, changed_at, changed_by)"
        " VALUES ($1, $2, $3, $4, $5, $6, 'PUBLISHED', now(), 'test')",
        *row,
    )


async def test_what_is_published_meanwhile_is_seen_by_whoever_looks_again(connection: asyncpg.Connection) -> None:
    rules = ours()
    await keep_rules(connection, rules, decides=True)
    assert not await rules.renew(connection)
    await publish_later(connection)
    assert await rules.renew(connection)
    assert rules.in_force(date(2019, 1, 2)).key == "2019-01"


async def test_several_may_look_at_once(connection: asyncpg.Connection) -> None:
    rules, second_is_in = ours(), asyncio.Event()
    await keep_rules(connection, rules, decides=True)
    await publish_later(connection)

    class Slow:
        """Reads the texts only once the other one has taken them."""

        async def fetch(self, text: str) -> object:
            if "text" in text:
                await second_is_in.wait()
            return await connection.fetch(text)

    first = await start(rules.renew(Slow()))  # type: ignore[arg-type]
    assert not first.done()
    async with acquire() as second:
        assert await rules.renew(second)
    second_is_in.set()
    assert await first
    assert list(rules.digests) == ["2018-05", "2019-01"]


async def test_of_two_that_begin_at_once_with_different_files_the_second_is_refused(
    connection: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def begin_with_others() -> None:
        async with acquire() as second:
            await keep_rules(second, ours(), decides=True)

    async with before_call(monkeypatch, "models.rulebook.lock", 1, begin_with_others, waits=False):
        with pytest.raises(WrongRules, match="says something else there"):
            await keep_rules(connection, rules_of(CHANGED_TEXT), decides=True)
    assert await read_published(connection) == ours().digests


async def note_earlier(connection: asyncpg.Connection, rules: Rulebook) -> None:
    """The editions by which a database was decided before it had any itself."""
    await connection.executemany(
        "INSERT INTO program_in_use (key, digest) VALUES ($1, $2)", list(rules.digests.items())
    )


async def test_a_database_that_was_decided_by_other_files_is_given_those_on_purpose_only(
    connection: asyncpg.Connection,
) -> None:
    await note_earlier(connection, rules_of(CHANGED_TEXT))
    with pytest.raises(WrongRules, match=r"says something else there; set TIERLINE_EDITIONS .* --take-rules"):
        await keep_rules(connection, ours(), decides=True)
    assert await read_published(connection) == {}
    await take_rules(connection)
    await keep_rules(connection, ours(), decides=True)
    assert await read_published(connection) == ours().digests


async def test_a_database_that_was_decided_by_the_same_files_keeps_them(connection: asyncpg.Connection) -> None:
    await note_earlier(connection, ours())
    await keep_rules(connection, rules_of(TEXT, LATER_TEXT), decides=True)
    assert await read_published(connection) == rules_of(TEXT, LATER_TEXT).digests
    assert await connection.fetchval("SELECT count(*) FROM program_in_use") == 0


@pytest.mark.parametrize(
    "computed",
    [
        "INSERT INTO computed_day (day, computed_at) VALUES ('2019-01-01', now())",
        "WITH p AS (INSERT INTO partner (external_id, name, domains, domain_keys, joined_on)"
        " VALUES ('p', 'p', '{}', '{}', '2018-06-01') RETURNING id)"
        " INSERT INTO tier_decision (partner_id, effective_on, as_of, revision, rank, edition, metrics, provisional,"
        " known_at) SELECT id, '2019-01-15', '2019-01-14', 1, 0, '2018-05', '{}', false, now() FROM p",
    ],
)
async def test_a_database_that_was_computed_before_it_had_editions_begins_with_none_of_another_program(
    connection: asyncpg.Connection, computed: str
) -> None:
    await connection.execute(computed)
    others = rules_of(TEXT.replace('program = "agency"', 'program = "resellers"'))
    with pytest.raises(WrongRules, match=r'of program agency, .* of program resellers: write .program = "agency".'):
        await keep_rules(connection, others, decides=True)
    assert await read_published(connection) == {}
    await keep_rules(connection, ours(), decides=True)
    assert await read_published(connection) == ours().digests


STANDING = (
    "WITH p AS (INSERT INTO partner (external_id, name, domains, domain_keys, joined_on)"
    " VALUES ('p', 'p', '{}', '{}', '2018-06-01') RETURNING id)"
    " INSERT INTO standing (partner_id, as_of, edition, metrics, provisional, computed_at)"
    " SELECT id, '2019-01-14', '2019-01', '{}', false, now() FROM p"
)
DECISION = (
    "WITH p AS (INSERT INTO partner (external_id, name, domains, domain_keys, joined_on)"
    " VALUES ('p', 'p', '{}', '{}', '2018-06-01') RETURNING id)"
    " INSERT INTO tier_decision (partner_id, effective_on, as_of, revision, rank, edition, metrics, provisional,"
    " known_at) SELECT id, '2019-01-15', '2019-01-14', 1, 0, '2019-01', '{}', false, now() FROM p"
)


@pytest.mark.parametrize("computed", [STANDING, DECISION])
async def test_a_database_is_given_no_editions_without_those_that_it_was_computed_by(
    connection: asyncpg.Connection, computed: str
) -> None:
    await note_earlier(connection, rules_of(TEXT, LATER_TEXT))
    await connection.execute(computed)
    await take_rules(connection)
    with pytest.raises(WrongRules, match=r"by edition 2019-01, which is not among these: 2018-05; put its file beside"):
        await keep_rules(connection, ours(), decides=True)
    assert await read_published(connection) == {}
    await keep_rules(connection, rules_of(TEXT, LATER_TEXT), decides=True)
    assert await read_published(connection) == rules_of(TEXT, LATER_TEXT).digests


async def test_the_calendar_is_kept_with_them(connection: asyncpg.Connection) -> None:
    await keep_rules(connection, ours(), decides=True)
    with pytest.raises(WrongTimeZone):
        await keep_rules(connection, Rulebook((SHIPPED,), ZoneInfo("Asia/Tokyo")), decides=False)
