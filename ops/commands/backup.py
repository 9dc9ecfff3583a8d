"""`tierline backup` and `tierline restore`."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from ops.backups import read_manifest, restore_database, restore_secret, write_backup
from ops.embedded.serving import database_of
from ops.errors import UsageError
from ops.installation import Installation
from ops.instance import find_running
from ops.parameters import DEFAULT_DATA, Data
from ops.status.lines import command, tell_moment, tell_size
from ops.terminal import out


def backup(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="A directory that is not there yet.")],
    data: Data = DEFAULT_DATA,
) -> None:
    installation = Installation.find(data)
    with database_of(installation) as url:
        secret = installation.data.secret if installation.settings.secret is None else None
        kept = secret if secret is not None and secret.exists() else None
        size = write_backup(url, kept, directory.absolute(), datetime.now(UTC))
    out.print(f"{directory}: {tell_size(size)}{', with the secret that signs tokens' if kept else ''}")


def restore(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="What `tierline backup` wrote.")],
    data: Data = DEFAULT_DATA,
) -> None:
    installation = Installation.find(data)
    manifest = read_manifest(directory)
    if installation.settings.database_url is None and find_running(installation.data) is not None:
        raise UsageError(f"`tierline up` runs in {installation.data.path}: restore into another --data DIR")
    with database_of(installation, make=True) as url:
        restore_database(url, directory)
        if installation.settings.database_url is None:
            restore_secret(installation.data.secret, directory)
    again = "up" if installation.settings.database_url is None else "migrate"
    told = f"restored as of {tell_moment(manifest.made_at)}; next, {command(again, installation.data)}"
    out.print(told)
