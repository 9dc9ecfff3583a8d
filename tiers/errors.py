"""What can be wrong with what this package is given, each error naming the thing and the remedy."""

from collections.abc import Sequence
from datetime import date


class MonthError(ValueError):
    """A text that is not a month."""

    def __init__(self, text: str) -> None:
        super().__init__(f"{text!r} is not a month: write it as YYYY-MM, like 2018-05")
        self.text = text


class EditionError(ValueError):
    """Everything that is wrong with one or several edition files, one line per problem."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class NoEditionInForce(LookupError):
    """No edition is in force on `day`; the first one is from `first_from` (docs/rules.md, rule 9)."""

    def __init__(self, day: date, first_from: date) -> None:
        super().__init__(f"no edition is in force on {day}: the first one is in force from {first_from}")
        self.day = day
        self.first_from = first_from


class NotDecidable(ValueError):
    """No tiers can be decided by an edition so far, as its policy asks for what decisions do not apply."""

    def __init__(self, program: str, key: str, problems: Sequence[str]) -> None:
        why = "; ".join(problems)
        super().__init__(f"no tiers are decided by {program} {key} yet, only standings are computed: {why}")
        self.problems = problems
