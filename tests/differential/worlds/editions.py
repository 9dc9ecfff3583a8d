"""The editions that Tierline comes with, and a later one with another ladder."""

from datetime import date
from zoneinfo import ZoneInfo

from models.editions import load_editions
from models.rulebook import Rulebook
from tests.editions import edition_file
from tiers.editions.parsing import parse_edition
from tiers.editions.series import check_series

LATER = edition_file(
    "2019-03",
    date(2019, 3, 1),
    {
        "BRONZE": ("'Bronze \"begin\\ner\"'", 'SOLD_MRR = "0.01"'),
        "SILVER": ('"Sølv 🥈"', 'SOLD_MRR = "1125.00", MEDIAN_APP_USAGE = 2'),
        "GOLD": ('"Gold"', 'SOLD_MRR = "1125.00", MANAGED_MRR = "50.00", MEDIAN_APP_USAGE = 3'),
        "elite-1.0": (
            '"Élite\\u2028\\u007f"',
            'SOLD_MRR = "999999999999.99", MANAGED_MRR = "999999999999.99", MEDIAN_APP_USAGE = 4, CERTIFIED = 1',
        ),
    },
    ["WORKFLOWS", "CRM", "EMAIL", "CTA"],
    months=6,
    days=30,
    logins_count=False,
    split="even",
    carry='carry = { PLATINUM = "GOLD", DIAMOND = "elite-1.0" }',
)


def load_rules(zone: str) -> Rulebook:
    """Both editions, on the calendar of a time zone."""
    return Rulebook(check_series([*load_editions(), parse_edition(LATER, "later.toml")]), ZoneInfo(zone))
