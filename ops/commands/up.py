"""`tierline up`."""

from typing import Annotated

import typer

from ops.errors import UsageError
from ops.installation import Installation
from ops.parameters import DEFAULT_DATA, Data, Host, Port, read_port
from ops.up import run_up


def up(
    host: Host = "127.0.0.1",
    port: Port = 8000,
    metrics_port: Annotated[
        int,
        typer.Option(
            parser=read_port, metavar="PORT", help="Port of the worker's /metrics; 0, the default, for any free one."
        ),
    ] = 0,
    *,
    sample: Annotated[
        bool, typer.Option("--sample", help="Load a sample portfolio into an empty database and decide its tiers.")
    ] = False,
    data: Data = DEFAULT_DATA,
) -> None:
    installation = Installation.find(data)
    for name, value in (
        ("DATABASE_URL", installation.settings.database_url),
        ("REDIS_URL", installation.settings.redis_url),
    ):
        if value is not None:
            raise UsageError(
                f"{name} is set, but `tierline up` runs servers of its own: unset it, or use `tierline api` and "
                "`tierline worker` with it"
            )
    run_up(installation, host, (port, metrics_port), sample=sample)
