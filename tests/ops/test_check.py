"""What `tierline check` says and how it exits."""

import asyncio
import itertools
import json
import re
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from engine.checks.cheap import CHEAP
from engine.checks.registry import CHECKS
from jobs.queue import Queue
from models.database import close_database, open_database
from models.editions import load_editions
from models.rulebook import Rulebook
from tests.ops.conftest import Result, Tierline
from tests.workers.facts import certification, client, compute, decide, fetch, load, mrr, partner, report, staff, use
from workers.runner import Runner

RULES = Rulebook(load_editions(), ZoneInfo("UTC"))
DAY = date(2019, 4, 9)
NAMES = [check.name for check in CHECKS]
CHECKS_PAGE = Path(__file__).parents[2] / "docs" / "checks.md"


@pytest.fixture
async def runner(database: str, redis_url: str) -> AsyncIterator[Runner]:
    """A small portfolio with one day computed."""
    facts = [partner(), certification(), client(1), *staff(1), mrr("2019-02", 1, "1200.00"), partner("idle")]
    await load([*facts, report("2019-02", "2019-03-05"), *use(1, "2019-03-11", "CRM", "EMAIL", "FORMS")], RULES)
    queue, seconds = Queue(redis_url), itertools.count()
    runner = Runner(RULES, queue, lambda: datetime.now(UTC) + timedelta(seconds=next(seconds)))
    await compute(runner, DAY)
    yield runner
    await queue.close()


async def run(tierline: Tierline, *arguments: str) -> Result:
    """The command, which has an event loop and a pool of its own."""
    return await asyncio.to_thread(tierline, "check", *arguments)


async def run_alone(tierline: Tierline, url: str, *arguments: str) -> Result:
    """The same, after which the models are bound to the database again."""
    await close_database()
    result = await run(tierline, *arguments)
    await open_database(url)
    return result


def lines_of(result: Result) -> dict[str, str]:
    """What stands before each check."""
    marks = re.findall(r"^ *(ok|-|[\d,]+) ([a-z-]+) ", result.out, re.MULTILINE)
    return {name: mark for mark, name in marks if name in NAMES}


async def test_where_all_is_well_each_check_is_told_and_the_exit_is_0(
    installed: Tierline, runner: Runner, database: str
) -> None:
    told = await run_alone(installed, database, "--all")
    assert told.code == 0, told
    assert lines_of(told) == dict.fromkeys(NAMES, "ok")
    assert told.out.splitlines()[-1] == f"{len(NAMES)} checks find nothing"
    assert told.err.splitlines() == [f"checking {name}" for name in NAMES]


async def test_findings_are_told_with_examples_and_the_remedy_and_the_exit_is_1(
    installed: Tierline, runner: Runner, database: str
) -> None:
    await fetch("INSERT INTO seen_event SELECT 'ghost-' || n FROM generate_series(1, 7) AS n")
    told = await run_alone(installed, database)
    assert told.code == 1
    assert {name for name, mark in lines_of(told).items() if mark != "ok"} == {"event-ids"}
    block = told.out[told.out.index("    7 event-ids") :].splitlines()[1:8]
    assert [line.strip() for line in block[:5]] == [
        f"event ghost-{number}: its id is noted in seen_event, and it is not there" for number in range(1, 6)
    ]
    assert block[5].strip() == "and 2 more"
    assert block[6].strip().startswith("remedy: ")
    assert told.out.splitlines()[-1] == f"1 of {len(NAMES)} checks have findings, 7 in all"


async def test_what_cannot_be_looked_at_is_told_and_no_finding(
    installed: Tierline, runner: Runner, database: str
) -> None:
    await load([mrr("2019-03", 1, "9000.00"), report("2019-03", "2019-04-08")], RULES)
    told = await run_alone(installed, database)
    assert told.code == 0
    assert lines_of(told)["newest-standings"] == "-"
    assert "not compared: another report is in force on 2019-04-09 than when it was computed" in told.out


async def test_programs_get_one_json_object(installed: Tierline, runner: Runner, database: str) -> None:
    await fetch("INSERT INTO stale_client (id, client_id) VALUES (50, 99)")
    told = await run_alone(installed, database, "--json", "--sample", "1")
    assert told.code == 1
    said = json.loads(told.out)
    assert said["findings"] == 1
    assert [one["name"] for one in said["checks"]] == NAMES
    [found] = [one for one in said["checks"] if one["findings"]]
    [check] = [one for one in CHECKS if one.name == "stale-rows"]
    assert found == {
        "name": check.name, "holds": check.holds, "findings": 1, "note": None, "remedy": check.remedy,
        "examples": ["stale_client 50: client #99 is not there"],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (["--all", "--sample", "5"], "--all is every partner, and --sample is some"),
        (["--sample", "-1"], "--sample"),
        (["--repair", "--json"], "--repair tells what it does in words"),
        ([], "no database"),
    ],
)
def test_wrong_input_is_one_line(tierline: Tierline, arguments: list[str], part: str) -> None:
    told = tierline("check", *arguments)
    assert told.code != 0
    assert told.err.startswith("tierline: ")
    assert told.err.count("\n") == 1
    assert part in told.err


def test_a_database_that_is_away_is_one_line(tierline: Tierline, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://me@127.0.0.1:1/none")
    told = tierline("check")
    assert (told.code, told.out, told.err.count("\n")) == (1, "", 1)
    assert "no connection to the database" in told.err


async def test_reports_that_were_taken_by_confirmation_are_told_and_no_finding(
    installed: Tierline, runner: Runner, database: str
) -> None:
    await fetch("UPDATE mrr_report SET confirmed_by = 'ada', confirmed_at = '2019-03-06T07:08:09Z'")
    line = (
        "the report of 2019-02, revision 1, ran on 2019-03-05, has less than half of the one before it:"
        " confirmed by ada on 2019-03-06 07:08:09 UTC"
    )
    told = await run_alone(installed, database)
    assert told.code == 0
    assert told.out.splitlines()[-2] == line
    assert json.loads((await run_alone(installed, database, "--json")).out)["confirmed_reports"] == [line]
    await load([mrr("2019-02", 1, "1300.00", 2), report("2019-02", "2019-04-20", 2)], RULES)  # closes no day so far
    assert line not in (await run_alone(installed, database)).out


async def test_an_answer_that_facts_do_not_give_is_computed_again(
    installed: Tierline, runner: Runner, database: str
) -> None:
    await fetch("UPDATE standing SET tier = 'GOLD' WHERE tier IS NOT NULL")
    told = await run_alone(installed, database, "--repair")
    assert told.code == 0
    assert "job 2 is queued: it computes 2019-04-09 from scratch; `tierline status` shows it" in told.out
    assert await runner.run(2) == "succeeded"
    assert (await run_alone(installed, database)).code == 0


async def test_activity_that_was_forgotten_is_made_once_more_from_its_events(
    installed: Tierline, runner: Runner, database: str
) -> None:
    await decide(runner, date(2019, 4, 1))
    before = await fetch("SELECT client_id, day, actor_id, events, logins, apps FROM daily_activity")
    await fetch("DELETE FROM daily_activity")
    told = await run_alone(installed, database, "--repair")
    assert told.code == 0
    assert (
        "\nmended 1 client days of activity from 2019-03-11 to 2019-03-11; start the workers, then run"
        " `tierline recompute activity --from 2019-04-09 --wait`, `tierline recompute tiers --month 2019-04 --wait`\n"
    ) in told.out
    assert await fetch("SELECT client_id, day, actor_id, events, logins, apps FROM daily_activity") == before
    assert (await run_alone(installed, database)).code == 0


async def test_what_cannot_be_repaired_is_left_and_named(installed: Tierline, runner: Runner, database: str) -> None:
    await fetch("DELETE FROM event WHERE seq = 2")
    before = await fetch("SELECT count(*) FROM recompute_job")
    told = await run_alone(installed, database, "--repair")
    assert told.code == 1
    assert "\nleft as it is: event-numbers: " in told.out
    assert await fetch("SELECT count(*) FROM recompute_job") == before


def test_the_checks_that_operators_are_told_of_are_those_that_there_are() -> None:
    told = re.findall(r"^\| `([a-z-]+)` \| .* \| (cheap)? ?\|$", CHECKS_PAGE.read_text(), re.MULTILINE)
    assert told == [(check.name, "cheap" if check in CHEAP else "") for check in CHECKS]
