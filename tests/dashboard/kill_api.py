"""Kills the API process of the machine whose data directory is named; `up` starts it again."""

import asyncio
import sys
from pathlib import Path

from ops.data import DataDirectory
from tests.end_to_end.faults import kill_api

if __name__ == "__main__":
    asyncio.run(kill_api(DataDirectory.at(Path(sys.argv[1]))))
