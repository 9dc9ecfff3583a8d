import asyncio
import io
import json
import socket
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import jwt
import pytest

from tests.ops.conftest import SECRET, Result, Tierline
from tests.postgres import execute

PARTNER = {"type": "partner", "id": "P1", "name": "One", "domains": ["one.example"], "joined_on": "2020-01-01"}
CLIENT = {"type": "client", "id": "C1", "name": "A client", "registered_on": "2020-02-02"}
ORPHAN = {"type": "employee", "id": "E1", "partner": "nobody", "email": "a@one.example"}


def write_lines(path: Path, *records: object) -> str:
    path.write_text("".join(json.dumps(record) + "\n" for record in records))
    return str(path)


def assert_one_line(result: Result, *parts: str) -> None:
    assert result.code != 0
    assert result.out == ""
    assert result.err.startswith("tierline: ")
    assert result.err.count("\n") == 1
    for part in parts:
        assert part in result.err


@pytest.mark.parametrize(
    ("arguments", "parts"),
    [
        (["fly"], ["No such command 'fly'; `tierline --help` tells"]),
        (["recompute", "fly"], ["No such command 'fly'; `tierline recompute --help` tells"]),
        (["up", "--fast"], ["--fast", "`tierline up --help` tells"]),
        (["up", "now"], ["now", "`tierline up --help` tells"]),
        (["token"], ["--role"]),
        (["token", "--role", "king"], ["--role", "operator", "partner", "ingest"]),
        (["token", "--role", "operator", "--ttl", "5 years"], ["--ttl", "8h"]),
        (["token", "--role", "operator", "--ttl", "0s"], ["at least a second"]),
        (["token", "--role", "operator", "--ttl", "999999999d"], ["cannot hold for 999999999 days"]),
        (["token", "--role", "ingest", "--ttl", "32d"], ["role ingest", "at most 31 days", "TIERLINE_TOKEN_DAYS"]),
        (["token", "--role", "metrics", "--ttl", "367d"], ["role metrics", "at most 366 days"]),
        (["token", "--role", "operator", "--subject", " "], ["--subject needs a name"]),
        (["token", "--role", "operator", "--subject", "a\x1b[2J"], ["--subject needs a name"]),
        (["token", "--role", "partner"], ["--role partner needs --partner ID"]),
        (["token", "--role", "partner", "--partner", ""], ["--role partner needs --partner ID"]),
        (
            ["token", "--role", "ingest", "--partner", "P1"],
            ["--partner goes with --role partner only", "--role ingest"],
        ),
        (["token", "--role", "operator"], ["secret", "TIERLINE_SECRET"]),
        (["import"], ["FILE"]),
        (["import", "missing.ndjson"], ["missing.ndjson", "No such file"]),
        (["import", "."], [". is a directory"]),
        (["recompute", "activity", "--from", "2026-02-30"], ["--from", "YYYY-MM-DD"]),
        (["recompute", "activity", "--from", "2026-2-3"], ["--from", "YYYY-MM-DD"]),
        (["recompute", "activity"], ["--from", "YYYY-MM-DD"]),
        (["recompute", "activity", "--rebuild-activity", "--to", "2026-02-03"], ["--to", "--from", "YYYY-MM-DD"]),
        (["recompute", "tiers", "--month", "2026-13"], ["--month", "YYYY-MM"]),
        (["recompute", "tiers", "--month", "2026-10"], ["tierline up", "--data", "REDIS_URL"]),
        (["migrate"], ["no database", "tierline up", "DATABASE_URL"]),
        (["schema", "--check"], ["schema.graphql", "tierline schema"]),
        (["up", "--port", "65536"], ["--port", "'65536' is no port", "0 to 65535"]),
        (["api", "--port", "http"], ["--port", "'http' is no port", "0 to 65535"]),
        (["worker", "--metrics-port", "-1"], ["--metrics-port", "'-1' is no port", "0 to 65535"]),
        (["up", "--host", "host.invalid"], ["--host host.invalid"]),
    ],
)
def test_wrong_input_is_one_line_with_the_remedy(tierline: Tierline, arguments: list[str], parts: list[str]) -> None:
    assert_one_line(tierline(*arguments), *parts)


def test_a_command_without_a_verb_shows_what_there_is(tierline: Tierline) -> None:
    result = tierline("recompute")
    assert result.code != 0
    assert "activity" in result.out
    assert "tiers" in result.out


def test_nobody_at_the_database_is_one_line(tierline: Tierline, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://me:hunter2@127.0.0.1:1/tierline")
    result = tierline("migrate")
    assert_one_line(result, "no connection to the database")
    assert "hunter2" not in result.err


def test_a_database_that_takes_no_writes_is_one_line_and_nothing_is_loaded(
    installed: Tierline, database_url: str, tmp_path: Path
) -> None:
    facts = write_lines(tmp_path / "facts.ndjson", PARTNER, CLIENT)
    name = database_url.rpartition("?")[0].rpartition("/")[2]
    asyncio.run(execute(database_url, f"ALTER DATABASE {name} SET default_transaction_read_only = on"))
    for command in (["migrate"], ["import", facts], ["recompute", "tiers", "--month", "2026-01"]):
        assert_one_line(installed(*command), "the database takes no writes, as a standby or during a failover")
    told = installed("status")
    assert told.code == 1
    assert "- the database takes no writes" in told.out
    asyncio.run(
        execute(
            database_url,
            "SET default_transaction_read_only = off",
            f"ALTER DATABASE {name} RESET default_transaction_read_only",
        )
    )
    assert "2 accepted" in installed("import", facts).out


def test_a_database_without_its_redis_is_one_line(installed: Tierline, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REDIS_URL")
    assert_one_line(installed("recompute", "tiers", "--month", "2026-01"), "REDIS_URL is not set")


def test_each_mistake_in_an_edition_file_is_a_line_of_its_own(
    installed: Tierline, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "broken.toml").write_text("key = 5\n")
    monkeypatch.setenv("TIERLINE_EDITIONS", str(tmp_path))
    result = installed("recompute", "tiers", "--month", "2026-01")
    lines = result.err.splitlines()
    assert (result.code, result.out) == (1, "")
    assert all(line.startswith(f"tierline: {tmp_path / 'broken.toml'}: ") for line in lines)
    assert [line.split(": ")[2] for line in lines][:2] == ["program", "key"]
    assert len(lines) > len(["program", "key"])


def test_a_port_for_metrics_that_is_in_use_is_told_with_its_option(
    installed: Tierline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TIERLINE_LOG_FORMAT", "text")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert_one_line(installed("worker", "--metrics-port", str(port)), f"port {port} is in use", "--metrics-port")


def test_up_refuses_servers_that_it_would_not_use(installed: Tierline) -> None:
    assert_one_line(installed("up"), "DATABASE_URL is set", "tierline api")


def test_a_token_is_all_that_is_printed(installed: Tierline, tmp_path: Path) -> None:
    installed("import", write_lines(tmp_path / "facts.ndjson", PARTNER))
    result = installed("token", "--role", "partner", "--partner", "P1", "--ttl", "1h30m")
    assert (result.code, result.err) == (0, "")
    claims = jwt.decode(result.out.removesuffix("\n"), SECRET, algorithms=["HS256"])
    assert (claims["role"], claims["partner"]) == ("PARTNER", "P1")
    assert claims["exp"] - claims["iat"] == 90 * 60


def test_a_token_says_who_asks(installed: Tierline) -> None:
    for words, subject in ((("--subject", "Ann"), "Ann"), ((), "operator")):
        result = installed("token", "--role", "operator", *words)
        assert jwt.decode(result.out.removesuffix("\n"), SECRET, algorithms=["HS256"])["sub"] == subject


def test_a_token_of_an_unknown_partner_is_printed_and_warned_of(installed: Tierline) -> None:
    result = installed("token", "--role", "partner", "--partner", "P1")
    assert (result.code, result.err) == (
        0, "tierline: no partner has the id 'P1': the token shows nothing until one is imported\n",
    )  # fmt: skip
    assert jwt.decode(result.out.removesuffix("\n"), SECRET, algorithms=["HS256"])["partner"] == "P1"


def test_a_setting_says_how_long_tokens_may_hold_but_for_those_that_only_read_metrics(
    installed: Tierline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TIERLINE_TOKEN_DAYS", "7")
    assert installed("token", "--role", "operator", "--ttl", "7d").code == 0
    assert_one_line(installed("token", "--role", "operator", "--ttl", "8d"), "at most 7 days", "TIERLINE_TOKEN_DAYS")
    assert installed("token", "--role", "metrics", "--ttl", "365d").code == 0


@pytest.mark.parametrize(
    ("url", "warned"),
    [
        ("", ""),
        (
            "postgresql://me@127.0.0.1:1/tierline",
            "tierline: whether there is a partner 'P1' was not checked: no connection to the database",
        ),
    ],
)
def test_a_token_needs_no_database(tierline: Tierline, monkeypatch: pytest.MonkeyPatch, url: str, warned: str) -> None:
    monkeypatch.setenv("TIERLINE_SECRET", SECRET)
    monkeypatch.setenv("DATABASE_URL", url)
    result = tierline("token", "--role", "partner", "--partner", "P1")
    assert result.code == 0
    assert jwt.decode(result.out.removesuffix("\n"), SECRET, algorithms=["HS256"])["partner"] == "P1"
    assert result.err.startswith(warned)
    assert result.err.count("\n") == (1 if warned else 0)


def test_loading_twice_changes_nothing_the_second_time(installed: Tierline, tmp_path: Path) -> None:
    file = write_lines(tmp_path / "facts.ndjson", PARTNER, CLIENT)
    first, second = installed("import", file), installed("import", file)
    assert (first.code, first.out) == (0, f"{file}: 2 accepted, 0 unchanged, 0 rejected\n")
    assert (second.code, second.out) == (0, f"{file}: 0 accepted, 2 unchanged, 0 rejected\n")


def test_bad_lines_are_told_and_the_others_kept(installed: Tierline, tmp_path: Path) -> None:
    file = write_lines(tmp_path / "facts.ndjson", PARTNER, ORPHAN, CLIENT)
    result = installed("import", file)
    assert (result.code, result.out) == (1, f"{file}: 2 accepted, 0 unchanged, 1 rejected\n")
    assert result.err.startswith(f"{file}:2: partner: ")


def test_strict_keeps_nothing_of_the_file_nor_of_later_ones(installed: Tierline, tmp_path: Path) -> None:
    bad = write_lines(tmp_path / "bad.ndjson", PARTNER, ORPHAN)
    good = write_lines(tmp_path / "good.ndjson", CLIENT)
    result = installed("import", "--strict", bad, good)
    assert result.code == 1
    assert f"nothing was loaded of {bad}, {good}" in result.err
    assert installed("import", good).out.startswith(f"{good}: 1 accepted")
    assert installed("import", write_lines(tmp_path / "one.ndjson", PARTNER)).out.endswith(
        "one.ndjson: 1 accepted, 0 unchanged, 0 rejected\n"
    )


def test_a_report_that_lost_most_of_the_one_before_is_taken_when_it_is_confirmed(
    installed: Tierline, tmp_path: Path
) -> None:
    line = {"type": "mrr", "period": "2020-03", "client": "C1", "amount": "10.00"}
    report = {"type": "mrr_report", "period": "2020-03", "ran_on": "2020-04-02"}
    assert installed("import", write_lines(tmp_path / "one.ndjson", CLIENT, line, report)).code == 0
    second = write_lines(tmp_path / "two.ndjson", {**line, "revision": 2, "amount": "4.99"}, {**report, "revision": 2})
    refused = installed("import", second)
    assert (refused.code, refused.out) == (1, f"{second}: 1 accepted, 0 unchanged, 1 rejected\n")
    lost = "revision 2 of 2020-03 comes to 4.99 USD, less than half of the 10.00 USD of revision 1 of 2020-03"
    assert refused.err.startswith(f"{second}:2: {lost}: ")
    assert "--confirm-reports" in refused.err
    taken = installed("import", "--confirm-reports", second)
    assert (taken.code, taken.out) == (0, f"{second}: 1 accepted, 1 unchanged, 0 rejected\n")
    assert "confirmed by command line on" in installed("status").out


def test_a_dash_is_standard_input(installed: Tierline, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with (tmp_path / "facts").open("w+b") as file:
        file.write(json.dumps(PARTNER).encode())
        file.seek(0)
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(file))
        assert installed("import", "-").out == "stdin: 1 accepted, 0 unchanged, 0 rejected\n"


def test_days_that_have_not_closed_are_refused(installed: Tierline) -> None:
    today = datetime.now(UTC).date()
    assert_one_line(installed("recompute", "activity", "--from", str(today)), "has not closed")
    assert_one_line(installed("recompute", "tiers", "--month", "2099-01"), "2099-01", "has not closed")
    assert_one_line(installed("recompute", "tiers", "--month", "2016-10"), "2016-11-03")


def test_a_recompute_waits_in_the_queue(installed: Tierline) -> None:
    yesterday = datetime.now(UTC).date() - timedelta(1)
    assert installed("recompute", "activity", "--from", str(yesterday)).out == "job 1 is queued\n"
    status = installed("status")
    assert "1 queued, 0 running" in status.out
    assert "none yet" in status.out


def test_a_rebuild_is_of_the_newest_day_if_no_other_is_named(installed: Tierline) -> None:
    yesterday = datetime.now(UTC).date() - timedelta(1)
    assert installed("recompute", "activity", "--rebuild-activity").out == "job 1 is queued\n"
    assert f"{yesterday}" in installed("status").out
    asked = installed("recompute", "activity", "--from", "2026-02-03", "--to", "2026-02-04", "--rebuild-activity")
    assert asked.out == "job 2 is queued\n"


def test_another_time_zone_than_the_databases_is_refused(installed: Tierline, monkeypatch: pytest.MonkeyPatch) -> None:
    installed("status")
    monkeypatch.setenv("TIERLINE_TIMEZONE", "Asia/Tokyo")
    assert_one_line(installed("recompute", "tiers", "--month", str(date(2026, 1, 1))[:7]), "TIERLINE_TIMEZONE=UTC")


def test_the_schema_that_was_written_passes_its_check(tierline: Tierline, tmp_path: Path) -> None:
    assert tierline("schema").code == 0
    assert tierline("schema", "--check").code == 0
    written = tmp_path / "schema.graphql"
    written.write_text(written.read_text() + "type Stray { a: Int }\n")
    result = tierline("schema", "--check")
    assert result.code == 1
    assert "Stray" in result.err


def test_migrating_again_changes_nothing(installed: Tierline) -> None:
    assert installed("migrate").out == "the database is current\n"
    assert installed("migrate", "--check").code == 0


def test_what_nobody_foresaw_is_kept_in_a_file(
    tierline: Tierline, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def fail(_: object) -> None:
        raise ArithmeticError("two and two\nmake five")

    monkeypatch.setattr("ops.commands.status.Installation.find", fail)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    result = tierline("status")
    assert_one_line(result, "unexpected ArithmeticError: two and two make five")
    kept = Path(result.err.split("details in ")[1].rstrip(")\n"))
    assert "Traceback" in kept.read_text()
