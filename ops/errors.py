"""What the command line says in a line each instead of a traceback."""


class UsageError(Exception):
    """Something the user can put right, or several such things; each of `problems` names one and its remedy."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems
