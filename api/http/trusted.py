"""Trusted documents: those that clients may ask for by their ids, as the build of the dashboard has written them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Self

import msgspec

from api.execution.errors import ApiError
from api.http.build import BrokenBuild

LONGEST_SHOWN = 100  # characters of an id that nothing has


class PersistedDocumentNotFound(ApiError):
    """An id came that no document has here: of another version, or of somebody else's documents."""

    def __init__(self, name: str) -> None:
        super().__init__(
            "PERSISTED_DOCUMENT_NOT_FOUND",
            f"no document has the id {name[:LONGEST_SHOWN]!r} here; send the document itself as `query`, or reload the"
            " application if it is of another version",
        )


class TrustedDocuments:
    """Documents by their ids, `sha256:` and 64 hexadecimal digits. None of them may do more than when it is sent."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts

    @classmethod
    def load(cls, path: Path) -> Self:
        """Those of a file of graphql-codegen's; none without the file. Raises BrokenBuild for what is no such file."""
        try:
            return cls(msgspec.json.decode(path.read_bytes(), type=dict[str, str]))
        except FileNotFoundError:
            return cls({})
        except msgspec.DecodeError as error:
            raise BrokenBuild(path, error) from error

    def find(self, name: str) -> str:
        """The document of that id; raises PersistedDocumentNotFound."""
        text = self._texts.get(name)
        if text is None:
            raise PersistedDocumentNotFound(name)
        return text
