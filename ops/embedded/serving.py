"""The database of an installation for a command that needs no more: that of `up`, also while that does not run."""

from collections.abc import Iterator
from contextlib import contextmanager

from ops.embedded.postgres import start_postgres, stop_postgres
from ops.installation import Installation
from ops.instance import find_running, hold
from ops.location import keep_secret


@contextmanager
def database_of(installation: Installation, *, make: bool = False) -> Iterator[str]:
    """The URL of DATABASE_URL, else of the data directory, whose PostgreSQL is started for the block unless it runs.

    With `make`, the directory may be empty. Raises UsageError where there is no database, or another `up` starts."""
    data = installation.data
    if (
        installation.settings.database_url is not None
        or find_running(data) is not None
        or not (make or data.postgres.exists())
    ):
        yield installation.database_url
        return
    with hold(data):
        keep_secret(data)
        process = start_postgres(data)
        try:
            yield data.database_url
        finally:
            stop_postgres(process)
