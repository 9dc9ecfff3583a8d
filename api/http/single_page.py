"""The dashboard, as its build has left it: one page, which shows whatever its address names, and the files it loads."""

import gzip
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from starlette.responses import PlainTextResponse, Response
from starlette.types import Scope

from api.http.build import DIRECTORY, DOCUMENTS, PAGE
from api.http.negotiation import accepts_page, takes_gzip
from api.http.sent_headers import header_of

ROOT = "/"
HASHED = "/assets/"  # whose files have other names as soon as they say something else
NOT_OF_THE_PAGE = frozenset({"", "assets", "graphql", "healthz", "metrics", "readyz"})  # first parts of paths
NOT_BUILT = (
    "The dashboard is not built here. In a checkout of Tierline `make dashboard` builds it; then start this again.\n"
    "The API, at /graphql, does without.\n"
)

# Scripts and styles are files of this origin, and text never becomes a script. 'self' holds for websockets, too.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self';"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
)
OF_THE_PAGE = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
}
TEXTS = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
}
OTHERS = {".ico": "image/x-icon", ".png": "image/png", ".webp": "image/webp", ".woff2": "font/woff2"}
ANYTHING = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class File:
    """One file, with its bytes as they are and, where that makes it smaller, compressed."""

    content: bytes
    zipped: bytes | None
    tag: str  # weak: it is the same for both
    kind: str
    keep: str

    @classmethod
    def read(cls, path: Path, address: str) -> "File":
        """The file that is served at this address."""
        content = path.read_bytes()
        zipped = gzip.compress(content, mtime=0) if path.suffix in TEXTS else content
        return cls(
            content=content,
            zipped=zipped if len(zipped) < len(content) else None,
            tag=f'W/"{sha256(content).hexdigest()[:32]}"',
            kind=TEXTS.get(path.suffix) or OTHERS.get(path.suffix, ANYTHING),
            keep="public, max-age=31536000, immutable" if address.startswith(HASHED) else "no-cache",
        )

    def answer(self, scope: Scope, further: dict[str, str]) -> Response:
        """It, compressed for who takes that; 304 for who has it."""
        headers = {"Cache-Control": self.keep, "ETag": self.tag, "Vary": "Accept, Accept-Encoding", **further}
        if is_known(self.tag, header_of(scope, b"if-none-match")):
            return Response(status_code=304, headers=headers)
        headers |= {"Content-Type": self.kind, "Cross-Origin-Resource-Policy": "same-origin"}
        if self.zipped is not None and takes_gzip(header_of(scope, b"accept-encoding")):
            return Response(self.zipped, headers=headers | {"Content-Encoding": "gzip"})
        return Response(self.content, headers=headers)


class Dashboard:
    """The files of a directory, kept in memory as they were when the process started.

    So all are of one build, and no path leads out of it. Where they are not built, its pages say how to do that."""

    def __init__(self, directory: Path = DIRECTORY) -> None:
        found = {f"/{path.relative_to(directory).as_posix()}": path for path in directory.rglob("*") if path.is_file()}
        found.pop(f"/{DOCUMENTS}", None)
        self._files = {address: File.read(path, address) for address, path in found.items()}
        self._page = self._files.pop(f"/{PAGE}", None)

    def answer(self, scope: Scope) -> Response | None:
        """The answer to an HTTP request; None if it is for nothing of the dashboard's."""
        if scope["method"] not in ("GET", "HEAD"):
            return None
        path: str = scope["path"]
        if file := self._files.get(path):
            return file.answer(scope, {})
        if path != ROOT and not (is_of_the_page(path) and accepts_page(scope)):
            return None
        return PlainTextResponse(NOT_BUILT, 404) if self._page is None else self._page.answer(scope, OF_THE_PAGE)


def is_of_the_page(path: str) -> bool:
    """Whether the path may be one that the page reads: what else there is here keeps its own, and its mistakes."""
    return path.split("/")[1] not in NOT_OF_THE_PAGE


def is_known(tag: str, if_none_match: str | None) -> bool:
    """Whether the header names the tag, as caches compare weak ones (RFC 9110, 13.1.2)."""
    if if_none_match is None:
        return False
    known = [one.strip().removeprefix("W/") for one in if_none_match.split(",")]
    return known == ["*"] or tag.removeprefix("W/") in known
