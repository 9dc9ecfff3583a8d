"""What an edition would decide, from a terminal; the worker is in the same process."""

import csv
import json
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from jobs.queue import Queue
from models.editions import load_editions
from models.rulebook import Rulebook
from ops.waiting import Outcome
from ops.waiting import await_job as await_end
from tests.ops.conftest import Tierline
from tests.ops.test_commands import assert_one_line, write_lines
from tests.workers.dry_runs import HIGHER, LOWER
from tests.workers.facts import certification, partner, silver
from workers.runner import Runner

ON = ("--on", "2019-04-15")


@pytest.fixture
def loaded(installed: Tierline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, redis_url: str) -> Tierline:
    """An agency that is SILVER, and eleven that have no tier; a worker that does what is waited for."""

    async def work_and_await(job: int) -> Outcome:
        async with Queue(redis_url) as queue:
            rules = Rulebook(load_editions(), ZoneInfo("UTC"))
            await Runner(rules, queue, lambda: datetime.now(UTC)).run(job)
        return await await_end(job)

    monkeypatch.setattr("ops.requesting.await_job", work_and_await)
    others = [partner(f"idle-{number:02}") for number in range(11)]
    assert installed("migrate").code == 0
    assert installed("import", write_lines(tmp_path / "facts.ndjson", *silver(), *others)).code == 0
    (tmp_path / "higher.toml").write_text(HIGHER)
    (tmp_path / "lower.toml").write_text(LOWER)
    return installed


def test_who_would_move_is_shown_with_the_gates(loaded: Tierline) -> None:
    told = loaded("dry-run", "higher.toml", *ON)
    assert told.code == 0
    first, empty, day, *lines = told.out.splitlines()
    assert (first.startswith("agency/2018-06 by the facts of "), empty) == (True, "")
    assert first.endswith(": dry run 1, of which nothing takes effect")
    assert day == "2019-04-15, beside agency/2018-05: 1 of 12 partners would have another tier"
    table = [tuple(line.split()) for line in lines]
    assert table[0] == ("before", "after")
    assert table[1:6] == [
        ("DIAMOND", "0", "0"),
        ("PLATINUM", "0", "0"),
        ("GOLD", "0", "0"),
        ("SILVER", "1", "0"),
        ("no", "tier", "11", "12"),
    ]
    assert lines[6:] == ["  SILVER to no tier: 1 partner", "    agency  Agency: SOLD_MRR is 1,200.00 of 2,099.00"]


def test_days_from_one_to_another_are_shown_one_after_the_other(loaded: Tierline) -> None:
    told = loaded("dry-run", "lower.toml", "--from", "2019-04-15", "--to", "2019-06-15")
    assert [line for line in told.out.splitlines() if line.startswith("2019")] == [
        "2019-04-15, beside agency/2018-05: 1 of 12 partners would have another tier",
        "2019-05-15, beside agency/2018-05: 1 of 12 partners would have another tier",
        "2019-06-15, beside agency/2018-05: 0 of 12 partners would have another tier",
    ]
    assert "  SILVER to GOLD: 1 partner" in told.out.splitlines()


def test_machines_get_all_of_it(loaded: Tierline) -> None:
    told = json.loads(loaded("dry-run", "higher.toml", *ON, "--json").out)
    assert (told["edition"], told["from"], told["to"]) == ("2018-06", "2019-04-15", "2019-04-15")
    [day] = told["days"]
    assert day["moves"] == [{"before": "SILVER", "after": None, "partners": 1}]
    assert {one["key"]: (one["before"], one["after"]) for one in day["tiers"]}["SILVER"] == (1, 0)
    [moved] = day["moved"]
    assert moved == {
        "partner": "agency",
        "name": "Agency",
        "before": "SILVER",
        "after": None,
        "change": "DEMOTED",
        "gates": [
            {
                "metric": "SOLD_MRR",
                "edition": "2018-06",
                "comparison": "AT_LEAST",
                "required": "2099.00",
                "actual": "1200.00",
                "missing": "899.00",
            }
        ],
    }


def test_spreadsheets_get_every_partner(loaded: Tierline, tmp_path: Path) -> None:
    file = tmp_path / "moves.csv"
    file.write_text("of before")
    told = loaded("dry-run", "higher.toml", *ON, "--csv", str(file))
    assert (told.code, told.err.splitlines()[-1]) == (0, f"{file}: 12 lines")
    with file.open(newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert len(rows) == 12
    assert rows[0] == {
        "effective_on": "2019-04-15",
        "partner": "agency",
        "name": "Agency",
        "tier_before": "SILVER",
        "tier_after": "",
        "change": "DEMOTED",
        "gates": "SOLD_MRR",
    }
    assert {row["change"] for row in rows[1:]} == {"UNCHANGED"}


def test_only_some_of_many_are_shown_unless_all_are_asked_for(loaded: Tierline, tmp_path: Path) -> None:
    silver_takes = 'SOLD_MRR = "2099.00", MANAGED_MRR = "1125.00", MEDIAN_APP_USAGE = 3, CERTIFIED = 1'
    easy = HIGHER.replace(silver_takes, "CERTIFIED = 1")
    assert easy != HIGHER
    (tmp_path / "easy.toml").write_text(easy)
    certified = [certification(f"idle-{number:02}") for number in range(11)]
    assert loaded("import", write_lines(tmp_path / "more.ndjson", *certified)).code == 0
    told = loaded("dry-run", "easy.toml", *ON)
    assert told.code == 0, told.err
    lines = told.out.splitlines()
    assert lines[-1] == "    and 1 more: --all shows them"
    every = loaded("dry-run", "easy.toml", *ON, "--all").out.splitlines()
    assert len(every) == len(lines)
    assert "idle-10" in every[-1]


def test_the_draft_that_was_written_last_is_tried_by_default_and_else_the_edition_in_force(loaded: Tierline) -> None:
    said = [loaded("dry-run", *ON).out.split()[0]]
    for file in ("higher.toml", "lower.toml"):
        assert loaded("editions", "draft", file).code == 0
        said.append(loaded("dry-run", *ON).out.split()[0])
    said.append(loaded("dry-run", "2018-05", *ON).out.split()[0])
    assert said == ["agency/2018-05", "agency/2018-06", "agency/2018-06", "agency/2018-05"]


@pytest.mark.parametrize(
    ("arguments", "parts"),
    [
        (["nothing"], ["no edition nothing, and no such file"]),
        (["higher.toml", "--on", "2019-04-14"], ["no decision takes effect on 2019-04-14", "2019-04-15"]),
        (["higher.toml", "--from", "2019-05-15", "--to", "2019-04-15"], ["ends on 2019-04-15"]),
        (["higher.toml", "--on", "2999-01-15"], ["2999-01-14", "has not closed"]),
        (["higher.toml", "--on", "2019-04-15", "--from", "2019-04-15"], ["--on is given with --from or --to"]),
        (["higher.toml", "--to", "2019-04-15"], ["--to is given without --from"]),
        (["higher.toml", *ON, "--csv", "no/such/file.csv"], ["there is no directory", "no/such"]),
        (["broken.toml", *ON], ["broken.toml", "key"]),
    ],
)
def test_what_cannot_be_tried_is_one_line(
    loaded: Tierline, tmp_path: Path, arguments: list[str], parts: list[str]
) -> None:
    (tmp_path / "broken.toml").write_text(HIGHER.replace('key = "2018-06"', 'key = ""'))
    assert_one_line(loaded("dry-run", *arguments), *parts)


def test_nothing_is_left_of_a_file_that_cannot_be_written(loaded: Tierline, tmp_path: Path) -> None:
    folder = tmp_path / "in" / "the way"
    folder.mkdir(parents=True)
    (folder / "a file").write_text("")
    assert_one_line(loaded("dry-run", "higher.toml", *ON, "--csv", str(folder)), "the way: cannot be written")
    assert [path.name for path in folder.parent.iterdir()] == ["the way"]
