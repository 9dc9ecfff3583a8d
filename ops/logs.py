"""Where log lines go: standard error, one line each, the time in UTC first."""

import logging
import time

FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


def configure_logs(level: int = logging.INFO) -> None:
    """For servers; commands that end by themselves print instead."""
    formatter = logging.Formatter(FORMAT, "%Y-%m-%dT%H:%M:%SZ")
    formatter.converter = time.gmtime
    handler = logging.StreamHandler()
    handler.setFormatter(formatter)
    logging.basicConfig(level=level, handlers=[handler])
    logging.getLogger("arq").setLevel(logging.WARNING)  # it tells every tick
