"""What the command line says in one line instead of a traceback."""


class UsageError(Exception):
    """Something the user can put right; the message names it and the remedy."""
