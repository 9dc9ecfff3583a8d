"""What the cheap ones of `tierline check` find."""

from datetime import timedelta

from engine.checks.cheap import CHEAP
from engine.checks.check import NOBODY, Check, Found
from engine.checks.looking import look_for
from models.rulebook import Rulebook
from ops.data import DataDirectory
from ops.status.lines import Line, command

LIMIT = timedelta(seconds=2)  # a step


async def tell_checks(rules: Rulebook, data: DataDirectory) -> list[Line]:
    """How many find nothing, and a line for each that finds something or was not done."""
    looked = [(check, await look_for(check, rules, NOBODY, limit=LIMIT)) for check in CHEAP]
    clean = sum(found == Found() for _, found in looked)
    told = f"{clean} of {len(looked)} find nothing; {command('check', data)} runs all"
    return [Line("checks", told), *(_line(check, found, data) for check, found in looked if found != Found())]


def _line(check: Check, found: Found, data: DataDirectory) -> Line:
    name = f"  {check.name}"
    if not found.total:
        return Line(name, found.note or "")
    more = f" and {found.total - 1:,} more" if found.total > 1 else ""
    remedy = f"it does not hold that {check.holds}: {command('check', data)} says where, and what to do"
    return Line(name, f"{found.examples[0]}{more}", remedy)
