import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.lines import LINE_LENGTH
from intake.reading import READER
from intake.registry import REGISTRY
from intake.rejections import BadLine
from intake.terms import Terms
from tests.intake.database import (
    ACCESS,
    CERTIFICATION,
    CLIENT,
    EMPLOYEE,
    LOGIN,
    MRR,
    ONE_OF_EACH,
    PARTNER,
    REPORT,
    TERMS,
    Fact,
)

USE = LOGIN | {"kind": "USE", "app": "CRM"}
OPTIONAL = {
    "partner": ["country"],
    "certification": [],
    "employee": ["left_on", "name"],
    "credential": ["valid_until"],
    "client": ["country", "sold_by", "sold_on"],
    "sale": ["ended_on"],
    "access": ["revoked_on"],
    "measure": ["client", "currency"],
    "mrr": ["revision", "currency", "line"],
    "mrr_report": ["revision"],
    "activity": ["app"],
}
EXAMPLES = {str(record["type"]): record for record in ONE_OF_EACH}


def row(record: object) -> dict[str, Any]:
    """The row as it is staged, by column."""
    kind, values = READER.read(json.dumps(record).encode(), TERMS)
    return dict(zip(kind.columns, values, strict=True))


def refusal(line: object, terms: Terms = TERMS) -> tuple[str | None, str]:
    raw = line if isinstance(line, bytes) else json.dumps(line).encode()
    with pytest.raises(BadLine) as caught:
        READER.read(raw, terms)
    return caught.value.field, caught.value.reason


@pytest.mark.parametrize("record", ONE_OF_EACH, ids=EXAMPLES)
def test_a_whole_record_is_good(record: Fact) -> None:
    assert row(record)


@pytest.mark.parametrize(
    ("kind", "field"),
    [
        *(("partner", field) for field in ("id", "name", "domains", "joined_on")),
        *(("certification", field) for field in ("partner", "valid_from", "valid_until")),
        *(("employee", field) for field in ("id", "partner", "email")),
        *(("credential", field) for field in ("employee", "name", "valid_from")),
        *(("client", field) for field in ("id", "name", "registered_on")),
        *(("sale", field) for field in ("id", "partner", "client", "line", "kind", "sold_on")),
        *(("access", field) for field in ("client", "employee", "granted_on")),
        *(("measure", field) for field in ("name", "on", "value")),
        *(("mrr", field) for field in ("period", "client", "amount")),
        *(("mrr_report", field) for field in ("period", "ran_on")),
        *(("activity", field) for field in ("id", "client", "actor", "kind", "at")),
    ],
)
def test_a_required_field_may_be_neither_missing_nor_null_nor_of_another_kind(kind: str, field: str) -> None:
    record = EXAMPLES[kind]
    assert refusal({name: value for name, value in record.items() if name != field}) == (field, "missing")
    others: tuple[object, ...] = (None, True, 1, 1.5, {}, [1])
    for other in others:
        found, reason = refusal(record | {field: other})
        assert found == field
        assert reason.endswith(json.dumps(other))


@pytest.mark.parametrize(
    ("kind", "field", "default"),
    [
        ("partner", "country", None),
        ("employee", "left_on", None),
        ("employee", "name", None),
        ("credential", "valid_until", None),
        ("client", "country", None),
        ("sale", "ended_on", None),
        ("measure", "client", None),
        ("measure", "currency", None),
        ("access", "revoked_on", None),
        ("mrr", "revision", 1),
        ("mrr", "currency", "USD"),
        ("mrr", "line", None),
        ("mrr_report", "revision", 1),
        ("activity", "app", None),
    ],
)
def test_a_missing_optional_field_means_null(kind: str, field: str, default: object) -> None:
    record = EXAMPLES[kind]
    assert row(record) == row(record | {field: None})
    assert row(record)[field] == default


@pytest.mark.parametrize(
    ("record", "field", "value", "reason"),
    [
        (PARTNER, "joined_on", "2018-13-01", 'not a date (YYYY-MM-DD): "2018-13-01"'),
        (PARTNER, "joined_on", "2018-02-29", 'not a date (YYYY-MM-DD): "2018-02-29"'),
        (PARTNER, "joined_on", "2018-1-1", 'not a date (YYYY-MM-DD): "2018-1-1"'),
        (PARTNER, "joined_on", "2018-01-01T00:00:00Z", 'not a date (YYYY-MM-DD): "2018-01-01T00:00:00Z"'),
        (PARTNER, "joined_on", "0000-01-01", 'not a date (YYYY-MM-DD): "0000-01-01"'),
        (PARTNER, "country", "UK", 'not an ISO 3166-1 alpha-2 country code: "UK"'),
        (PARTNER, "country", "us", 'not an ISO 3166-1 alpha-2 country code: "us"'),
        (CLIENT, "country", "USA", 'not an ISO 3166-1 alpha-2 country code: "USA"'),
        (PARTNER, "id", "", 'not a text of 1 to 255 characters: ""'),
        (PARTNER, "name", "", 'not a text of 1 to 1000 characters: ""'),
        (PARTNER, "domains", ["a@b.example"], '"a@b.example" has a character that no domain may have'),
        (PARTNER, "domains", [""], '"" has an empty part: write it like example.com'),
        (PARTNER, "domains", "a.example", 'not a list of at most 1000 domains: "a.example"'),
        (PARTNER, "domains", ["a.example", None], 'not a list of at most 1000 domains: ["a.example", null]'),
        (EMPLOYEE, "email", "ann", 'not an e-mail address, like ann@example.com: "ann"'),
        (LOGIN, "actor", "ann@", 'not an e-mail address, like ann@example.com: "ann@"'),
        (LOGIN, "kind", "login", 'not LOGIN or USE: "login"'),
        (LOGIN, "app", "CRM", "must be null for LOGIN"),
        (USE, "app", None, "missing: USE needs one"),
        (USE, "app", "", 'not a text of 1 to 255 characters: ""'),
        (MRR, "period", "2018-13", 'not a month (YYYY-MM): "2018-13"'),
        (MRR, "period", "0000-01", 'not a month (YYYY-MM): "0000-01"'),
        (MRR, "period", "2018-05-01", 'not a month (YYYY-MM): "2018-05-01"'),
        (MRR, "period", "2018-05\n", 'not a month (YYYY-MM): "2018-05\\n"'),
        (MRR, "revision", 0, "not a whole number from 1 to 2147483647: 0"),
        (MRR, "revision", 2**31, "not a whole number from 1 to 2147483647: 2147483648"),
        (REPORT, "revision", "1", 'not a whole number from 1 to 2147483647: "1"'),
        (REPORT, "revision", True, "not a whole number from 1 to 2147483647: true"),
        (MRR, "currency", "EUR", '"EUR" is counted by no edition in force from 2018-05-01 on: only USD is'),
        (CERTIFICATION, "valid_until", "2017-12-31", "2017-12-31 is before valid_from, 2018-01-01"),
        (ACCESS, "revoked_on", "2018-02-01", "2018-02-01 is not after granted_on, 2018-02-01"),
        (CLIENT, "sold_on", "2018-01-01", None),
        (CLIENT, "sold_by", "p1", None),
    ],
)
def test_a_wrong_value_is_told_with_its_field(record: Fact, field: str, value: object, reason: str | None) -> None:
    found = refusal(record | {field: value})
    if reason is None:  # both or neither: the field at fault is the one that is not there
        lacking = {"sold_on": "sold_by", "sold_by": "sold_on"}[field]
        assert found == (lacking, f"missing, but {field} is there: give both or neither")
    else:
        assert found == (field, reason)


@pytest.mark.parametrize("amount", ["0", "0.5", "1200.50", "007", "9999999999999999.99"])
def test_amounts_are_exact_decimals(amount: str) -> None:
    assert row(MRR | {"amount": amount})["amount"] == Decimal(amount)


@pytest.mark.parametrize(
    "amount",
    [
        *("-1", "1.005", "1.", ".5", "1e3", "NaN", "Infinity", "", " 1", "1\n", "1,000", "٣", "12345678901234567"),
        1,
        0.5,
    ],
)
def test_other_amounts_are_refused(amount: object) -> None:
    field, reason = refusal(MRR | {"amount": amount})
    assert field == "amount"
    assert "decimal text" in reason


@pytest.mark.parametrize(
    ("at", "moment"),
    [
        ("2018-05-02T10:00:00Z", datetime(2018, 5, 2, 10, tzinfo=UTC)),
        ("2018-05-02t10:00:00z", datetime(2018, 5, 2, 10, tzinfo=UTC)),
        ("2018-05-02T10:00:00.5+05:45", datetime(2018, 5, 2, 4, 15, 0, 500_000, tzinfo=UTC)),
        ("2018-05-02T23:59:59.9999999Z", datetime(2018, 5, 2, 23, 59, 59, 999_999, tzinfo=UTC)),
        ("0001-01-01T00:00:00Z", datetime(1, 1, 1, tzinfo=UTC)),
        ("9999-12-31T23:59:59-00:00", datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)),
    ],
)
def test_a_moment_is_read_with_its_offset(at: str, moment: datetime) -> None:
    assert row(LOGIN | {"at": at})["at"] == moment


@pytest.mark.parametrize(
    "at",
    [
        *("2018-05-02T10:00:00", "2018-05-02", "2018-05-02T10:00Z", "2018-05-02 10:00:00Z", "2018-05-02T10:00:00+0200"),
        *("2018-05-02T24:00:00Z", "2018-02-30T10:00:00Z", "2018-05-02T10:00:60Z", "2018-05-02T10:00:00+24:00"),
        *("0001-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01", "0000-01-01T00:00:00Z", "yesterday", ""),
    ],
)
def test_what_is_no_moment_with_an_offset_is_refused(at: str) -> None:
    field, reason = refusal(LOGIN | {"at": at})
    assert field == "at"
    assert "RFC 3339" in reason


@pytest.mark.parametrize(
    "at",
    ["2016-12-31T23:59:60Z", "2016-12-31T15:59:60-08:00", "2015-07-01T01:59:60.5+02:00", "2016-12-31t23:59:60z"],
)
def test_a_leap_second_is_refused_by_its_name(at: str) -> None:
    field, reason = refusal(LOGIN | {"at": at})
    assert field == "at"
    assert "leap second" in reason
    assert "59" in reason


@pytest.mark.parametrize("at", ["2016-12-31T22:59:60Z", "2016-12-30T23:59:60Z", "2016-12-31T23:59:60-08:00"])
def test_a_second_60_where_none_can_be_is_no_leap_second(at: str) -> None:
    assert "RFC 3339" in refusal(LOGIN | {"at": at})[1]


def test_a_moment_needs_a_day_on_the_calendar_of_the_program() -> None:
    far = Terms(TERMS.currencies, ZoneInfo("Pacific/Kiritimati"))
    assert refusal(LOGIN | {"at": "9999-12-31T23:00:00Z"}, far)[0] == "at"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"{", "not JSON: Expecting property name enclosed in double quotes at character 2"),
        (b"nope", "not JSON: Expecting value at character 1"),
        (b"{} {}", "not JSON: Extra data at character 4"),
        (b'{"type":"partner","id":"\x01"}', "not JSON: Invalid control character at character 25"),
        (b"[]", "not a JSON object: []"),
        (b"null", "not a JSON object: null"),
        (b'"partner"', 'not a JSON object: "partner"'),
        (b'{"type":"partner","id":"\xff"}', "not UTF-8: byte 25 of the line"),
        (b'{"type":"partner","id":NaN}', "not JSON: NaN is no JSON number"),
        (b"[" * 100_000, "nested too deeply"),
        (b"{}" + b" " * LINE_LENGTH, f"longer than {LINE_LENGTH} bytes"),
    ],
)
def test_what_is_no_object_has_a_reason_and_no_field(line: bytes, reason: str) -> None:
    assert refusal(line) == (None, reason)


@pytest.mark.parametrize("record", ONE_OF_EACH, ids=EXAMPLES)
def test_a_key_given_more_than_once_is_refused_whatever_its_values(record: Fact) -> None:
    line = json.dumps(record)
    for field, value in record.items():
        for key in (json.dumps(field), f'"\\u{ord(field[0]):04x}{field[1:]}"'):
            for again in {json.dumps(value), "null", '"x"'}:
                for text in (f"{{{key}:{again},{line[1:]}", f"{line[:-1]}, {key} : {again}}}"):
                    found, reason = refusal(text.encode())
                    assert found == field
                    assert reason.startswith("given more than once: ")


@pytest.mark.parametrize(
    ("record", "extra"),
    [
        (PARTNER | {"domains": []}, '"domains": []'),
        (PARTNER | {"domains": []}, '"domains": ["a.example"]'),
        (PARTNER, '"country": null, "country": null'),
        (PARTNER, '"country": null, "country": "DE"'),
        (CLIENT, '"country": null, "country": null, "sold_by": null'),
        (ACCESS, '"revoked_on": null, "revoked_on": "2019-01-01"'),
        (MRR, '"revision": 1, "revision": 2'),
        (MRR, '"revision": null, "revision": 2'),
        (MRR | {"client": "null"}, '"revision": 1, "revision": 2'),
        (REPORT, '"revision": 1, "revision": 1'),
        (REPORT, '"lines": 1, "lines": 2'),
        (REPORT, '"total": "1", "total": "2"'),
        (LOGIN, '"app": null, "app": null'),
        (USE, '"app": "EMAIL"'),
        (USE, '"app": null'),
    ],
)
def test_an_optional_key_given_more_than_once_is_refused(record: Fact, extra: str) -> None:
    line = json.dumps(record)
    for text in (f"{{{extra}, {line[1:]}", f"{line[:-1]}, {extra}}}"):
        field, reason = refusal(text.encode())
        assert f'"{field}"' in extra
        assert reason.startswith("given more than once: ")


def test_a_key_in_a_text_is_no_key() -> None:
    text = '"name": "x", "id": null, \\"id\\": 1 ": '
    assert row(CLIENT | {"name": text})["name"] == text
    assert row(CLIENT | {"id": '"id":'})["id"] == '"id":'


@given(st.sampled_from(ONE_OF_EACH), st.data())
def test_a_record_is_good_with_its_optional_keys_null_or_missing_in_any_order(
    record: Fact, data: st.DataObject
) -> None:
    optional = data.draw(st.sets(st.sampled_from(OPTIONAL[record["type"]]))) if OPTIONAL[record["type"]] else set()
    pairs = data.draw(st.permutations(list((record | dict.fromkeys(optional - record.keys())).items())))
    assert row(dict(pairs)) == row(record)


def test_a_number_of_thousands_of_digits_is_refused_like_any_other() -> None:
    line = json.dumps(MRR).replace('"100.50"', "9" * 5000).encode()
    assert refusal(line)[0] == "amount"


@pytest.mark.parametrize("value", ["partners", "", None, 5, ["partner"]])
def test_an_unknown_type_is_refused_with_the_known_ones(value: object) -> None:
    field, reason = refusal({"type": value})
    assert field == "type"
    assert reason.startswith(f"not one of {', '.join(kind.name for kind in REGISTRY)}")


def test_a_missing_type_is_missing() -> None:
    assert refusal({"id": "p1"}) == ("type", "missing")


@pytest.mark.parametrize("record", ONE_OF_EACH, ids=EXAMPLES)
def test_an_unknown_field_is_refused_with_the_known_ones(record: Fact) -> None:
    field, reason = refusal(record | {"colour": "red"})
    assert field == "colour"
    assert reason.startswith(f"no such field: a line of type {record['type']} has ")


@pytest.mark.parametrize("field", ["id", "name", "domains"])
@pytest.mark.parametrize(("text", "words"), [("a\0b", "NUL"), ("a\ud800b", "surrogate"), ("\udc00", "surrogate")])
def test_text_that_nobody_can_keep_is_refused(field: str, text: str, words: str) -> None:
    found, reason = refusal(PARTNER | {field: [text] if field == "domains" else text})
    assert found == field
    assert words in reason
    assert "\0" not in reason
    assert reason.encode()


def test_a_backslash_before_u0000_is_ordinary_text() -> None:
    assert row(PARTNER | {"name": "\\u0000"})["name"] == "\\u0000"


@pytest.mark.parametrize(
    ("record", "field", "longest"),
    [
        (PARTNER, "id", "x" * 255),
        (PARTNER, "name", "ü" * 1000),
        (PARTNER, "domains", [".".join(["x" * 63] * 3 + ["x" * 61])]),
        (EMPLOYEE, "email", "a" * 64 + "@" + ".".join(["x" * 63] * 3 + ["x" * 61])),
        (USE, "app", "x" * 255),
    ],
)
def test_texts_have_a_greatest_length(record: Fact, field: str, longest: str | list[str]) -> None:
    assert row(record | {field: longest})
    longer = [longest[0] + "x"] if isinstance(longest, list) else longest + "x"
    assert refusal(record | {field: longer})[0] == field


def test_a_long_value_is_cut_in_the_reason() -> None:
    assert len(refusal(PARTNER | {"id": "x" * 100_000})[1]) < 200
    assert len(refusal(PARTNER | {"x" * 100_000: 1})[0] or "") < 100


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
RECORDS = st.sampled_from(ONE_OF_EACH).flatmap(
    lambda record: st.dictionaries(st.sampled_from(sorted(record)), JSON, max_size=3).map(
        lambda changes: record | changes
    )
)


def judge(line: bytes) -> None:
    try:
        READER.read(line, TERMS)
    except BadLine as bad:
        for text in (bad.field or "-", bad.reason):
            assert text
            assert "\0" not in text
            assert text.encode()


@given(st.binary(max_size=200))
def test_any_bytes_are_a_row_or_a_bad_line(line: bytes) -> None:
    judge(line)


@given(JSON | RECORDS)
def test_any_json_is_a_row_or_a_bad_line(value: object) -> None:
    judge(json.dumps(value).encode())
    judge(json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass"))


@given(st.sampled_from(ONE_OF_EACH), st.integers(0, 200), st.binary(max_size=3))
def test_a_damaged_record_is_a_row_or_a_bad_line(record: Fact, place: int, damage: bytes) -> None:
    line = json.dumps(record).encode()
    judge(line[:place] + damage + line[place + 1 :])


@given(st.datetimes(timezones=st.integers(-1439, 1439).map(lambda minutes: timezone(timedelta(minutes=minutes)))))
def test_any_moment_of_the_calendar_is_read_as_it_is(at: datetime) -> None:
    try:
        at.astimezone(UTC)
    except OverflowError:
        assert refusal(LOGIN | {"at": at.isoformat()})[0] == "at"
    else:
        assert row(LOGIN | {"at": at.isoformat()})["at"] == at


@given(st.dates())
def test_any_day_is_read_as_it_is(day: date) -> None:
    assert row(PARTNER | {"joined_on": day.isoformat()})["joined_on"] == day
