"""GraphiQL, the page for browsers. Its files are this package's and another one's, so that it needs no internet."""

from functools import cache
from importlib.resources import files

from starlette.responses import HTMLResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

FILES = "/graphql/static"
DIRECTORY = files("api.http").joinpath("static")
# GraphiQL 2 and React 17 as npm has them, in a wheel; docs/decisions/0024-graphiql-comes-in-a-wheel.md tells why.
BUILT = ("graphene_django_graphiql_static", "static/graphene_django_graphiql_static")

# Scripts are files of this origin. CodeMirror, GraphiQL's editor, sets styles on its elements.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
    " font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


class Files(StaticFiles):
    """What the page loads. Browsers keep it, and ask each time whether it is still the same."""

    def __init__(self) -> None:
        super().__init__(directory=str(DIRECTORY), packages=[BUILT])

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "no-cache"
        return response


def show_page() -> Response:
    """The page. It holds no data, so it needs no token."""
    return HTMLResponse(_page(), headers={"Content-Security-Policy": POLICY})


@cache
def _page() -> str:
    return DIRECTORY.joinpath("page.html").read_text(encoding="utf-8")
