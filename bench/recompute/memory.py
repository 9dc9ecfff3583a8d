"""The most memory that a process has used."""

import resource
import sys
from pathlib import Path

KIBIBYTE = 1 << 10


def peak_memory() -> int:
    """The peak resident size of this process so far, in bytes."""
    # On Linux getrusage also counts what the parent used when it started this process.
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) * KIBIBYTE
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * KIBIBYTE
