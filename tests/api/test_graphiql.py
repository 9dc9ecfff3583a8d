import re

from api.http.graphiql import POLICY
from tests.api.front import VIEWER, Api, make_app, serving

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


async def test_a_browser_gets_graphiql_without_a_token_also_with_a_query_in_the_address(api: Api) -> None:
    for params in ({}, {"query": VIEWER}, {"query": "{ wrong", "variables": "{}", "operationName": "A"}):
        answer = await api.http.get("/graphql", headers=BROWSER, params=params)
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        assert answer.headers["content-security-policy"] == POLICY
        assert answer.headers["cache-control"] == "no-store"
        assert 'id="graphiql"' in answer.text


async def test_the_root_leads_there(api: Api) -> None:
    answer = await api.http.get("/", headers=BROWSER, follow_redirects=True)
    assert answer.url.path == "/graphql"
    assert 'id="graphiql"' in answer.text


async def test_all_that_the_page_loads_comes_from_here_and_is_allowed_by_its_policy(api: Api) -> None:
    page = (await api.http.get("/graphql", headers=BROWSER)).text
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\bon\w+=|\bstyle=", page)
    loaded = re.findall(r'(?:src|href)="([^"]+)"', page)
    files = [address for address in loaded if address != "data:,"]
    assert len(files) == 6
    types = {"js": "text/javascript; charset=utf-8", "css": "text/css; charset=utf-8"}
    for address in files:
        assert address.startswith("/graphql/static/")
        answer = await api.http.get(address)
        assert answer.status_code == 200, address
        assert answer.headers["content-type"] == types[address.rpartition(".")[2]]
        assert answer.headers["cache-control"] == "no-cache"
        # Nothing is loaded from elsewhere by the styles either; addresses in the scripts are told, not loaded.
        if address.endswith(".css"):
            assert set(re.findall(r"url\(\"?(\w+):", answer.text)) <= {"data"}
        again = await api.http.get(address, headers={"If-None-Match": answer.headers["etag"]})
        assert again.status_code == 304


async def test_graphiql_can_be_left_out(database_url: str, redis_url: str) -> None:
    async with serving(make_app(database_url, redis_url, graphiql=False)) as api:
        assert (await api.http.get("/graphql", headers=BROWSER)).status_code == 401
        for path in ("/", "/graphql/static/page.js"):
            assert (await api.http.get(path, headers=BROWSER)).status_code == 404
