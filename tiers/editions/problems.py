"""Where in an edition file something stands, and what is wrong there: everything at once, not only the first."""

from dataclasses import dataclass


class UnsoundError(Exception):
    """A value that cannot be used: what is wrong with it has been noted. `sound` is what is left of it."""

    def __init__(self, sound: object = None) -> None:
        super().__init__()
        self.sound = sound


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a file: `path` leads to it from the file's root, "" being the root itself.

    All places of one reading share the list of problems.
    """

    source: str
    path: str
    problems: list[str]

    def key(self, key: str) -> "Place":
        """The place of a key of the table that stands here."""
        return Place(self.source, f"{self.path}.{key}" if self.path else key, self.problems)

    def item(self, index: int) -> "Place":
        """The place of an item of the list that stands here, counted from 0."""
        return Place(self.source, f"{self.path}[{index}]", self.problems)

    def at(self, path: str) -> "Place":
        """Another place of the same file, by its path."""
        return Place(self.source, path, self.problems)

    def note(self, problem: str) -> None:
        """Notes what is wrong here, in words that follow the path."""
        self.problems.append(f"{self.source}: {self.path}: {problem}" if self.path else f"{self.source}: {problem}")

    def refuse(self, problem: str) -> UnsoundError:
        """Notes what is wrong here, and gives the error that leaves the value out."""
        self.note(problem)
        return UnsoundError()
