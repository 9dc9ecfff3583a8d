"""Looks for differences in many worlds: `python -m tests.oracle.grammar FIRST LAST [EDITION ...]`.

The seeds are those from the first one on and before the last one; without editions it looks at all.
"""

import sys

from tests.oracle.grammar.comparison import EDITIONS, differences


def main(first: str, last: str, *stems: str) -> None:
    found = [
        one
        for stem in stems or sorted(EDITIONS)
        for seed in range(int(first), int(last))
        for one in differences(stem, seed)
    ]
    sys.exit("\n".join(found) or None)


if __name__ == "__main__":
    main(*sys.argv[1:])
