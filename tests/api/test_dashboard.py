import gzip
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from api.http.headers import DEFAULTS
from api.http.single_page import POLICY
from tests.api.front import OPERATOR, VIEWER, Api, make_app, serving

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
PLAIN = {"Accept-Encoding": "identity"}
PAGE = '<!doctype html><title>Tierline</title><script type="module" src="/assets/index-Bq3xYz01.js"></script>'
SCRIPT = "export const tiers = ['Silver', 'Gold'];\n" * 100
PICTURE = bytes(range(256))
FILES: dict[str, bytes] = {
    "index.html": PAGE.encode(),
    "favicon.svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "assets/index-Bq3xYz01.js": SCRIPT.encode(),
    "assets/index-C8d1kQ02.css": b"body { color: canvastext; }",
    "assets/logo-D9e2lR03.png": PICTURE,
    "assets/text-E0f3mS04.woff2": PICTURE,
    "persisted-documents.json": b"{}",
}
SCRIPT_PATH = "/assets/index-Bq3xYz01.js"
OF_THE_PAGE = ["/", "/partners", "/partners/P001", "/partners/acme.example", "/jobs?state=FAILED", "/index.html"]
OF_NOBODY = [
    "/assets/index-00000000.js", "/assets", "/assets/", "/graphql/", "/graphql/partners", "/healthz/", "/metrics/x",
    "//evil.example", "//graphql",
]  # fmt: skip


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """What a build of the dashboard may leave."""
    for name, content in FILES.items():
        path = tmp_path / "dashboard" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (tmp_path / "secret").write_text("not of the dashboard")
    return tmp_path / "dashboard"


@pytest.fixture
async def front(database_url: str, redis_url: str, built: Path) -> AsyncIterator[Api]:
    """An API that serves it, beside GraphiQL."""
    async with serving(make_app(database_url, redis_url, dashboard=built)) as running:
        yield running


@pytest.mark.parametrize("path", OF_THE_PAGE)
async def test_a_browser_gets_the_page_at_every_address_that_is_the_pages(front: Api, path: str) -> None:
    answer = await front.http.get(path, headers=BROWSER)
    assert (answer.status_code, answer.text) == (200, PAGE)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"


async def test_the_page_may_load_and_reach_nothing_but_what_is_here(front: Api) -> None:
    headers = (await front.http.get("/", headers=BROWSER)).headers
    allowed = {name: value for name, _, value in (one.strip().partition(" ") for one in POLICY.split(";"))}
    assert headers["content-security-policy"] == POLICY
    assert allowed["default-src"] == allowed["base-uri"] == allowed["form-action"] == "'none'"
    assert allowed["frame-ancestors"] == "'none'"
    assert {allowed[name] for name in ("script-src", "style-src", "connect-src", "img-src", "font-src")} == {"'self'"}
    assert allowed["require-trusted-types-for"] == "'script'"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"
    assert "camera=()" in headers["permissions-policy"]


@pytest.mark.parametrize("path", OF_THE_PAGE[1:])
async def test_what_does_not_ask_for_a_page_gets_none(front: Api, path: str) -> None:
    for answer in (await front.http.get(path), await front.http.post(path, headers=BROWSER, content=b"{}")):
        assert answer.status_code == 404
        assert "GraphQL is at /graphql" in answer.json()["errors"][0]["message"]


@pytest.mark.parametrize("path", OF_NOBODY)
async def test_what_is_nowhere_is_no_page(front: Api, path: str) -> None:
    answer = await front.http.get(f"http://127.0.0.1:{front.port}{path}", headers=BROWSER)
    assert answer.status_code == 404
    assert dict(DEFAULTS)[b"cache-control"].decode() == answer.headers["cache-control"]


async def test_whoever_asks_for_the_root_gets_the_page(front: Api) -> None:
    assert (await front.http.get("/")).text == PAGE
    assert (await front.http.post("/", content=b"{}")).status_code == 404


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/assets/index-Bq3xYz01.js", "text/javascript; charset=utf-8"),
        ("/assets/index-C8d1kQ02.css", "text/css; charset=utf-8"),
        ("/assets/logo-D9e2lR03.png", "image/png"),
        ("/assets/text-E0f3mS04.woff2", "font/woff2"),
        ("/favicon.svg", "image/svg+xml"),
    ],
)
async def test_its_files_are_kept_for_good_where_their_names_change_with_them(front: Api, path: str, kind: str) -> None:
    answer = await front.http.get(path)
    assert (answer.status_code, answer.content) == (200, FILES[path.removeprefix("/")])
    assert answer.headers["content-type"] == kind
    kept = "public, max-age=31536000, immutable" if path.startswith("/assets/") else "no-cache"
    assert answer.headers["cache-control"] == kept
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"


async def test_the_page_is_asked_for_each_time_and_sent_once(front: Api) -> None:
    first = await front.http.get("/", headers=BROWSER)
    assert first.headers["cache-control"] == "no-cache"
    tag = first.headers["etag"]
    for known in (tag, tag.removeprefix("W/"), f'"other", {tag}', "*"):
        again = await front.http.get("/partners/P001", headers=BROWSER | {"If-None-Match": known})
        assert (again.status_code, again.content) == (304, b"")
        assert (again.headers["etag"], again.headers["cache-control"]) == (tag, "no-cache")
        assert again.headers["content-security-policy"] == POLICY
    for other in ('"other"', 'W/"other"', tag.replace('"', "")):
        assert (await front.http.get("/", headers=BROWSER | {"If-None-Match": other})).text == PAGE
    assert (await front.http.get(SCRIPT_PATH)).headers["etag"] != tag


async def test_texts_come_compressed_to_who_takes_that(front: Api) -> None:
    async with front.http.stream("GET", SCRIPT_PATH, headers={"Accept-Encoding": "br, gzip"}) as answer:
        sent = b"".join([part async for part in answer.aiter_raw()])
    assert answer.headers["content-encoding"] == "gzip"
    assert "accept-encoding" in answer.headers["vary"].lower()
    assert int(answer.headers["content-length"]) == len(sent) < len(SCRIPT) / 10
    assert gzip.decompress(sent).decode() == SCRIPT
    plain = await front.http.get(SCRIPT_PATH, headers=PLAIN)
    assert "content-encoding" not in plain.headers
    assert plain.text == SCRIPT
    assert plain.headers["etag"] == answer.headers["etag"]
    for path in ("/assets/logo-D9e2lR03.png", "/assets/index-C8d1kQ02.css"):  # what compressing makes no smaller
        assert "content-encoding" not in (await front.http.get(path)).headers


@pytest.mark.parametrize(
    ("accept", "zipped"),
    [
        ("gzip", True),
        ("GZip;q=0.001", True),
        ("*", True),
        ("br;q=1.0, gzip; q=0.8, *;q=0.1", True),
        ("identity;q=0.5, gzip", True),
        ("gzip;q=0", False),
        ("gzip; q=0.000, *", False),
        ("*;q=0", False),
        ("identity", False),
        ("identity, gzip;q=0.5", False),
        ("gzip;q=much", False),
        ("br", False),
        ("not-gzip", False),
        ("", False),
        (f"gzip{',br' * 400}", False),
    ],
)
async def test_texts_come_compressed_just_where_the_caller_says_so(front: Api, accept: str, *, zipped: bool) -> None:
    answer = await front.http.get(SCRIPT_PATH, headers={"Accept-Encoding": accept})
    assert answer.headers.get("content-encoding") == ("gzip" if zipped else None)
    assert answer.text == SCRIPT


@pytest.mark.parametrize("path", ["/", "/partners/P001", SCRIPT_PATH])
async def test_head_tells_what_get_would(front: Api, path: str) -> None:
    get, head = await front.http.get(path, headers=BROWSER), await front.http.head(path, headers=BROWSER)
    assert (head.status_code, head.content) == (200, b"")
    each = {"date", "x-request-id"}
    assert {name: value for name, value in head.headers.items() if name not in each} == {
        name: value for name, value in get.headers.items() if name not in each
    }
    assert (await front.http.get("/readyz")).status_code == 200  # on the same connection, if nothing was left on it


async def test_nothing_leads_out_of_its_directory(front: Api) -> None:
    for path in ("/../secret", "/assets/../../secret", "/%2e%2e/secret", "/assets/..%2f..%2fsecret", "/assets/%00"):
        answer = await front.http.get(f"http://127.0.0.1:{front.port}{path}")
        assert answer.status_code == 404
    assert (await front.http.get("/persisted-documents.json")).status_code == 404


async def test_what_else_there_is_stays_as_it_was(front: Api) -> None:
    assert 'id="graphiql"' in (await front.http.get("/graphql", headers=BROWSER)).text
    assert (await front.http.get("/graphql/static/page.js")).status_code == 200
    assert (await front.http.get("/graphql/static/none.js", headers=BROWSER)).status_code == 404
    assert (await front.http.get("/healthz", headers=BROWSER)).json() == {"status": "alive"}
    assert (await front.http.get("/readyz", headers=BROWSER)).json() == {"status": "ready"}
    assert (await front.http.post("/healthz")).status_code == 405
    assert (await front.http.get("/metrics", headers=BROWSER)).status_code == 401
    assert await front.ask(OPERATOR, VIEWER) == {"viewer": {"role": "OPERATOR"}}


async def test_it_does_not_need_graphiql(database_url: str, redis_url: str, built: Path) -> None:
    async with serving(make_app(database_url, redis_url, dashboard=built, graphiql=False)) as api:
        assert (await api.http.get("/", headers=BROWSER)).text == PAGE
        assert (await api.http.get("/graphql", headers=BROWSER)).status_code == 401


async def test_all_of_it_is_of_one_build(database_url: str, redis_url: str, built: Path) -> None:
    async with serving(make_app(database_url, redis_url, dashboard=built)) as api:
        (built / "index.html").write_text("of the next build")
        (built / "assets" / "index-Bq3xYz01.js").unlink()
        assert (await api.http.get("/")).text == PAGE
        assert (await api.http.get(SCRIPT_PATH)).text == SCRIPT


async def test_where_it_is_not_built_its_pages_say_how_to(database_url: str, redis_url: str, tmp_path: Path) -> None:
    async with serving(make_app(database_url, redis_url, dashboard=tmp_path / "nothing")) as api:
        for path in ("/", "/partners/P001"):
            answer = await api.http.get(path, headers=BROWSER)
            assert answer.status_code == 404
            assert answer.headers["content-type"] == "text/plain; charset=utf-8"
            assert "`make dashboard`" in answer.text
        assert await api.ask(OPERATOR, VIEWER) == {"viewer": {"role": "OPERATOR"}}
