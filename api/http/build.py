"""Where the build of the dashboard leaves its files: beside the code that serves them, in a checkout as in a wheel."""

from pathlib import Path

DIRECTORY = Path(__file__).parent / "dashboard"
PAGE = "index.html"
DOCUMENTS = "persisted-documents.json"  # is for the API: api/http/trusted.py


class BrokenBuild(Exception):
    """A file of the build that is not what it should be."""

    def __init__(self, path: Path, fault: object) -> None:
        super().__init__(
            f"{path} is not as the dashboard's build writes it ({fault}); build it again: `make dashboard`"
        )


def is_built(directory: Path = DIRECTORY) -> bool:
    """Whether the dashboard can be served out of the directory."""
    return (directory / PAGE).is_file()
