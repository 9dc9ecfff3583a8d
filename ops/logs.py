"""Where log lines go: standard error, one line each, the time in UTC first."""

import logging
import time

from ops.data import DataDirectory

LONGEST_LOG = 16 * 2**20
LOGS = ("postgres", "valkey", "api", "worker")
FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


def configure_logs(level: int = logging.INFO) -> None:
    """For servers; commands that end by themselves print instead."""
    formatter = logging.Formatter(FORMAT, "%Y-%m-%dT%H:%M:%SZ")
    formatter.converter = time.gmtime
    handler = logging.StreamHandler()
    handler.setFormatter(formatter)
    logging.basicConfig(level=level, handlers=[handler])
    logging.getLogger("arq").setLevel(logging.WARNING)  # it tells every tick


def put_aside_long_logs(data: DataDirectory) -> None:
    """Before anything writes to them: of each log, this run's and at most one older part are kept."""
    for log in map(data.log, LOGS):
        if log.exists() and log.stat().st_size > LONGEST_LOG:
            log.replace(log.with_suffix(".log.1"))
