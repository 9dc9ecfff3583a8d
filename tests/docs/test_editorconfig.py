"""The files are as .editorconfig tells editors to write them."""

from configparser import ConfigParser

from tests.docs.pages import ROOT, files


def told(section: str) -> dict[str, str]:
    parser = ConfigParser()
    parser.read_string(f"[preamble]\n{(ROOT / '.editorconfig').read_text()}")
    return dict(parser[section])


def test_texts_end_their_lines_as_they_should() -> None:
    expected = {"charset": "utf-8", "end_of_line": "lf", "insert_final_newline": "true"}
    assert told("*").items() >= (expected | {"trim_trailing_whitespace": "true"}).items()
    wrong = []
    for path in files():
        if path.endswith(".jpg") or path.startswith("dashboard/src/gql/"):
            continue
        text = (ROOT / path).read_bytes().decode("utf-8")
        lines = text.split("\n")
        if text and (lines[-1] or "\r" in text or any(line != line.rstrip() for line in lines)):
            wrong.append(path)
    assert wrong == []
