from io import BytesIO
from pathlib import Path

import pytest

from intake.lines import LINE_LENGTH, open_lines, read_lines


def lines(content: bytes) -> list[tuple[int, bytes]]:
    return list(read_lines(BytesIO(content)))


def test_lines_are_numbered_from_one() -> None:
    assert lines(b"{}\n[]\n") == [(1, b"{}"), (2, b"[]")]


def test_the_last_line_needs_no_end() -> None:
    assert lines(b"{}\n[]") == [(1, b"{}"), (2, b"[]")]


def test_blank_lines_are_skipped_but_count_in_the_numbers() -> None:
    assert lines(b"\n  \t\n{}\n\r\n\n[]\n") == [(3, b"{}"), (6, b"[]")]


def test_windows_line_ends_are_no_part_of_the_line() -> None:
    assert lines(b"{}\r\n[]\r\n") == [(1, b"{}"), (2, b"[]")]


def test_byte_order_marks_are_taken_off_where_files_begin_and_where_they_were_joined() -> None:
    assert lines(b"\xef\xbb\xbf{}\n\xef\xbb\xbf{ }\r\n") == [(1, b"{}"), (2, b"{ }")]
    assert lines(b'{"id": "\xef\xbb\xbf"}\n') == [(1, b'{"id": "\xef\xbb\xbf"}')]


def test_an_empty_file_has_no_lines() -> None:
    assert lines(b"") == []
    assert lines(b"\xef\xbb\xbf") == []


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b""])
def test_the_longest_line_is_whole(end: bytes) -> None:
    longest = b"x" * LINE_LENGTH
    assert lines(longest + end) == [(1, longest)]


@pytest.mark.parametrize("length", [LINE_LENGTH + 1, LINE_LENGTH + 2, LINE_LENGTH + 3, 3 * LINE_LENGTH + 5])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_a_longer_line_is_cut_but_stays_too_long_and_the_next_one_is_whole(length: int, end: bytes) -> None:
    first, second = lines(b"x" * length + end + b"{}\n")
    assert first[0] == 1
    assert LINE_LENGTH < len(first[1]) <= LINE_LENGTH + 2
    assert second == (2, b"{}")


def test_spaces_do_not_make_a_cut_line_look_whole() -> None:
    ((_, line),) = lines(b"{}" + b" " * (2 * LINE_LENGTH) + b"garbage")
    assert len(line) > LINE_LENGTH


def test_a_file_is_read_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "facts.ndjson"
    path.write_bytes(b"{}\n")
    with open_lines(str(path)) as found:
        assert list(found) == [(1, b"{}")]


def test_a_dash_is_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    class Stdin:
        buffer = BytesIO(b"{}\n")

    monkeypatch.setattr("sys.stdin", Stdin())
    with open_lines("-") as found:
        assert list(found) == [(1, b"{}")]


def test_a_missing_file_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), open_lines(str(tmp_path / "none")):
        pass
