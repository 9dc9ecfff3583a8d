"""A draft edition to try on the sample: `tierline dry-run` shows who would move by it."""

from datetime import date
from importlib.resources import files

from tiers.periods import format_month, plus_months

MONTHS_AHEAD = 3
_CHANGES = (
    ('name = "Agency partner program, May 2018"', 'name = "Agency partner program, a draft to try"'),
    ('key = "2018-05"', 'key = "{key}"'),
    ("effective_from = 2018-05-02", "effective_from = {key}-01"),
    ('SOLD_MRR = "1125.00", MANAGED_MRR = "1125.00"', 'SOLD_MRR = "1400.00", MANAGED_MRR = "1125.00"'),
    ('SOLD_MRR = "2100.00", MANAGED_MRR = "6000.00"', 'SOLD_MRR = "2100.00", MANAGED_MRR = "5000.00"'),
)


def draft_text(last_closed: date) -> str:
    """The edition of May 2018, asking for more sold MRR for SILVER and less managed MRR for GOLD, as one to come.

    It would be in force from the first of a month that begins after the decisions that are foreseen."""
    key = format_month(plus_months(last_closed.replace(day=1), MONTHS_AHEAD))
    text = files("tiers").joinpath("editions", "agency-2018-05.toml").read_text(encoding="utf-8")
    for passage, other in _CHANGES:
        before, found, after = text.partition(passage)
        if not found:
            raise ValueError(f"the edition of May 2018 does not say {passage!r}")
        text = before + other.format(key=key) + after
    return text
