import bz2
import gzip
import json
import lzma
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from intake.formats import NotNdjson, recognise
from intake.lines import read_lines
from tests.intake.database import ONE_OF_EACH, PARTNER

NDJSON = "".join(f"{json.dumps(record)}\n" for record in ONE_OF_EACH)
ZSTANDARD = b"\x28\xb5\x2f\xfd\x04\x00"


def zipped() -> bytes:
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        archive.writestr("facts.ndjson", NDJSON)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "remedy"),
    [
        (gzip.compress(NDJSON.encode()), "gzip", "gzip -dc"),
        (bz2.compress(NDJSON.encode()), "bzip2", "bzip2 -dc"),
        (lzma.compress(NDJSON.encode()), "xz", "xz -dc"),
        (ZSTANDARD, "Zstandard", "zstd -dc"),
        (zipped(), "a ZIP archive or a workbook", "unpack"),
        (NDJSON.encode("utf-16"), "UTF-16", "iconv -f UTF-16 "),
        (NDJSON.encode("utf-16-le"), "UTF-16", "UTF-16LE"),
        (NDJSON.encode("utf-16-be"), "UTF-16", "UTF-16BE"),
        (b"\xfe\xff" + NDJSON.encode("utf-16-be"), "UTF-16", "iconv -f UTF-16 "),
        (NDJSON.encode("utf-32"), "UTF-32", "UTF-32"),
        (json.dumps(ONE_OF_EACH).encode(), "a JSON array", "jq -c '.[]'"),
        (json.dumps(ONE_OF_EACH, indent=2).encode(), "a JSON array", "jq -c '.[]'"),
        (b"\n [\n" + NDJSON.encode(), "a JSON array", "jq -c '.[]'"),
        (json.dumps(PARTNER, indent=2).encode(), "JSON spread over several lines", "jq -c ."),
        (b"type,id,name\n", "CSV", "docs/import-format.md"),
        (b"type,id,name,domains,joined_on\npartner,b,b,b.example,2018-01-01\n", "CSV", "docs/import-format.md"),
        (b'\xef\xbb\xbf"Type";"ID"\r\n"partner";"b"\r\n', "CSV", "docs/import-format.md"),
        ("Agentur\tLänder (ISO)\nFernbrook\tDE\n".encode(), "CSV", "docs/import-format.md"),
    ],
)
def test_what_is_no_ndjson_is_named_with_its_remedy_and_no_line_is_read(content: bytes, name: str, remedy: str) -> None:
    with pytest.raises(NotNdjson, match="not like NDJSON") as caught:
        next(read_lines(BytesIO(content)))
    assert caught.value.found.name == name
    assert remedy in caught.value.found.remedy


@pytest.mark.parametrize(
    "content",
    [
        NDJSON.encode(),
        b"\xef\xbb\xbf" + NDJSON.encode(),
        b"",
        b"\n\n",
        b"[]\n{}\n",
        b"[1, 2]\n",
        b"null\n",
        b"{ }\n",
        b'{"type": "partner",\n',
        b"# exported, on Monday\n" + NDJSON.encode(),
        b"id, name\xff\nx, y\n",
        b"nothing here has columns\nnor here\n",
        b"hello, world\n" + NDJSON.encode(),
        b"hello, world\n",
        b"\x00\x01\x02\x03\n",
    ],
)
def test_what_may_be_ndjson_is_read_line_by_line(content: bytes) -> None:
    assert [line for _, line in read_lines(BytesIO(content))] == [
        line for line in content.removeprefix(b"\xef\xbb\xbf").split(b"\n") if line
    ]


def test_a_file_is_recognised_by_lines_that_are_not_blank(tmp_path: Path) -> None:
    path = tmp_path / "facts.csv"
    path.write_bytes(b"\n \nid;name\nx;y\n")
    with path.open("rb") as file, pytest.raises(NotNdjson):
        list(read_lines(file))


def test_a_single_line_is_enough() -> None:
    assert recognise(b"client,mrr") is not None
    assert recognise(b"{") is not None
    assert recognise(b"{}") is None
